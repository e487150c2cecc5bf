"""A local certificate authority, so that phones on a bare office network can use HTTPS.

Made once an installation and trusted by hand on each phone. Its name constraints let it speak for
private addresses and local names only: a phone that trusts it risks nothing on the internet, even
if the key were stolen. The server's own certificate below it lasts at most 397 days and is made
anew when the machine's addresses have changed; phones then need nothing.
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from checkpoint.config import write_private
from checkpoint.errors import SettingsError
from checkpoint.serve.addresses import LOCAL_DOMAINS, LOCAL_NETWORKS, Reach, is_own_domain

AUTHORITY_LIFE = timedelta(days=3653)
LEAF_LIFE = timedelta(days=397)
RENEW_BEFORE = timedelta(days=60)
# Phones' clocks go wrong, and a certificate 'from the future' would puzzle everyone.
BACKDATED = timedelta(days=1)

Names = Sequence[x509.GeneralName]


@dataclass(frozen=True, slots=True)
class Authority:
    """The authority's certificate and key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def der(self) -> bytes:
        """The certificate as phones and Windows take it."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def pem(self) -> bytes:
        """The certificate as Linux tools take it."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def name(self) -> str:
        """What a phone shows in its list of authorities."""
        return common_name(self.certificate)

    def permits(self, name: x509.GeneralName) -> bool:
        """Whether its constraints let it vouch for a name or an address."""
        constraints = self.certificate.extensions.get_extension_for_class(x509.NameConstraints)
        return any(
            _is_within(name, permitted) for permitted in constraints.value.permitted_subtrees or ()
        )


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of a certificate as phones show it: 32 pairs of upper-case hex digits."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def common_name(certificate: x509.Certificate) -> str:
    """The CN of a certificate's subject."""
    return str(certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)


def load_authority(folder: Path, hostname: str, now: datetime) -> Authority:
    """Read the authority in `folder`, making one where there is none.

    Raises SettingsError when half of it is missing or it has expired: a new one would lock out
    every phone that trusts the old one, so that is left for a person to decide.
    """
    if not (folder / "authority.crt").exists():
        return _make_authority(folder, hostname, now)
    try:
        authority = _read_authority(folder)
    except (OSError, ValueError):
        authority = None
    if authority is None or authority.certificate.not_valid_after_utc <= now:
        raise SettingsError(
            "The certificate authority in %(folder)s is damaged or has expired. Restore that "
            "folder from a backup, or delete it: a new authority is made, and every phone has "
            "to join again.",
            folder=folder,
        )
    return authority


def refuse_foreign_names(authority: Authority, names: Sequence[str]) -> None:
    """Raise SettingsError when a configured name lies outside the authority's constraints."""
    foreign = [name for name in names if not authority.permits(x509.DNSName(name.lower()))]
    if foreign:
        raise SettingsError(
            "host_names: the local certificate authority vouches for local names only "
            "(%(domains)s), not for %(foreign)s. Remove that name, or start with a certificate "
            "of your own: --certificate FILE --key FILE.",
            domains=", ".join(f".{domain}" for domain in LOCAL_DOMAINS[1:]),
            foreign=", ".join(foreign),
        )


def load_leaf(folder: Path, authority: Authority, reach: Reach, now: datetime) -> tuple[Path, Path]:
    """Return certificate and key files for this machine, made anew when they no longer fit."""
    wanted = _leaf_names(authority, reach)
    path, key_path = folder / "server.crt", folder / "server.key"
    if not _still_fits(path, key_path, authority, wanted, now):
        _make_leaf(path, key_path, authority, wanted, now)
    return path, key_path


def _leaf_names(authority: Authority, reach: Reach) -> Names:
    names = [x509.DNSName(name) for name in reach.names]
    addresses = [x509.IPAddress(address) for address in reach.addresses]
    return [name for name in (*names, *addresses) if authority.permits(name)]


def _still_fits(
    path: Path, key_path: Path, authority: Authority, wanted: Names, now: datetime
) -> bool:
    try:
        leaf = x509.load_pem_x509_certificate(path.read_bytes())
        key = serialization.load_pem_private_key(key_path.read_bytes(), password=None)
        leaf.verify_directly_issued_by(authority.certificate)
        names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except Exception:  # whatever is wrong with it, a new one mends it
        return False
    return (
        set(names) == set(wanted)
        and leaf.public_key() == key.public_key()
        and leaf.not_valid_before_utc <= now < leaf.not_valid_after_utc - RENEW_BEFORE
    )


def _read_authority(folder: Path) -> Authority:
    key = serialization.load_pem_private_key((folder / "authority.key").read_bytes(), None)
    certificate = x509.load_pem_x509_certificate((folder / "authority.crt").read_bytes())
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("not an elliptic-curve key")
    if certificate.public_key() != key.public_key():
        raise ValueError("the certificate belongs to another key")
    return Authority(certificate, key)


def _make_authority(folder: Path, hostname: str, now: datetime) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    name = _subject(f"Checkpoint {hostname} {now:%Y-%m-%d}"[:64])
    builder = (
        _builder(name, name, key.public_key(), now, AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(signs_certificates=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(_constraints(hostname), critical=True)
    )
    authority = Authority(builder.sign(key, hashes.SHA256()), key)
    # The certificate last: a power cut between the two leaves nothing that phones know already.
    write_private(folder / "authority.key", _private_pem(key))
    write_private(folder / "authority.crt", authority.pem)
    return authority


def _make_leaf(
    path: Path, key_path: Path, authority: Authority, names: Names, now: datetime
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = authority.certificate
    issuer_key_id = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    life = min(LEAF_LIFE, issuer.not_valid_after_utc - now + BACKDATED)
    builder = (
        _builder(_subject("Checkpoint"), issuer.subject, key.public_key(), now, life)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(issuer_key_id),
            critical=False,
        )
    )
    leaf = builder.sign(authority.key, hashes.SHA256())
    write_private(key_path, _private_pem(key))
    write_private(path, leaf.public_bytes(serialization.Encoding.PEM))


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    now: datetime,
    life: timedelta,
) -> x509.CertificateBuilder:
    begins = now.replace(microsecond=0) - BACKDATED
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + life - timedelta(seconds=1))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _constraints(hostname: str) -> x509.NameConstraints:
    own = [hostname] if is_own_domain(hostname) else []
    domains = dict.fromkeys([*LOCAL_DOMAINS, *own])
    return x509.NameConstraints(
        permitted_subtrees=[
            *(x509.DNSName(domain) for domain in domains),
            *(x509.IPAddress(network) for network in LOCAL_NETWORKS),
        ],
        excluded_subtrees=None,
    )


def _is_within(name: x509.GeneralName, permitted: x509.GeneralName) -> bool:
    if isinstance(name, x509.DNSName) and isinstance(permitted, x509.DNSName):
        return name.value == permitted.value or name.value.endswith(f".{permitted.value}")
    if isinstance(name, x509.IPAddress) and isinstance(permitted, x509.IPAddress):
        address, network = name.value, permitted.value
        assert isinstance(network, ipaddress.IPv4Network | ipaddress.IPv6Network)  # noqa: S101
        return address.version == network.version and address in network
    return False


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _subject(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Checkpoint"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


def _private_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
