"""The local authority: made once, narrow, and its certificates never need a phone's attention."""

from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from checkpoint.errors import SettingsError
from checkpoint.serve.addresses import Reach
from checkpoint.serve.authority import (
    Authority,
    fingerprint,
    load_authority,
    load_leaf,
    refuse_foreign_names,
)
from tests.serve.conftest import NOW, reach_of

OFFICE = reach_of("office-3", "192.168.1.23")


def leaf_of(tls: Path, authority: Authority, reach: Reach, later: int = 0) -> x509.Certificate:
    path, _ = load_leaf(tls, authority, reach, NOW + timedelta(days=later))
    return x509.load_pem_x509_certificate(path.read_bytes())


def test_it_is_made_once_and_its_key_is_private(tls: Path, authority: Authority) -> None:
    again = load_authority(tls, "renamed-since", NOW + timedelta(days=900))
    assert again.certificate == authority.certificate
    assert (tls / "authority.key").stat().st_mode & 0o777 == 0o600
    assert len(fingerprint(authority.certificate)) == 32 * 3 - 1


def test_it_speaks_for_local_names_and_private_addresses_only(authority: Authority) -> None:
    extension = authority.certificate.extensions.get_extension_for_class(x509.NameConstraints)
    permitted = {str(name.value) for name in extension.value.permitted_subtrees or ()}
    assert extension.critical
    assert permitted == {
        *("localhost", "local", "lan", "home.arpa", "internal", "office-3"),
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8"),
        *("::1/128", "fe80::/10", "fc00::/7"),
    }


@pytest.mark.parametrize("name", ["office-3", "office-3.local", "localhost"])
def test_a_client_that_trusts_it_accepts_this_machine(
    tls: Path, authority: Authority, name: str
) -> None:
    verifier = PolicyBuilder().store(Store([authority.certificate])).time(NOW)
    leaf = leaf_of(tls, authority, OFFICE)
    verifier.build_server_verifier(x509.DNSName(name)).verify(leaf, [])
    address = x509.IPAddress(ip_address("192.168.1.23"))
    verifier.build_server_verifier(address).verify(leaf, [])


@pytest.mark.parametrize("name", ["bank.example", "notlocal", "8.8.8.8"])
def test_a_client_refuses_what_its_stolen_key_signs_for_others(
    authority: Authority, name: str
) -> None:
    subject: x509.GeneralName = x509.DNSName(name)
    if name[0].isdigit():
        subject = x509.IPAddress(ip_address(name))
    verifier = PolicyBuilder().store(Store([authority.certificate])).time(NOW)
    with pytest.raises(VerificationError):
        verifier.build_server_verifier(subject).verify(forged(authority, subject), [])  # type: ignore[arg-type]


def forged(authority: Authority, subject: x509.GeneralName) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(authority.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([subject]), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()),
            critical=False,
        )
        .sign(authority.key, hashes.SHA256())
    )


def test_a_leaf_lasts_at_most_397_days(tls: Path, authority: Authority) -> None:
    leaf = leaf_of(tls, authority, OFFICE)
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc < timedelta(days=397)
    assert leaf.not_valid_before_utc < NOW - timedelta(hours=12), "for phones with slow clocks"


def test_a_leaf_stays_while_it_fits(tls: Path, authority: Authority) -> None:
    first = leaf_of(tls, authority, OFFICE)
    assert leaf_of(tls, authority, OFFICE, later=300) == first


def test_a_leaf_is_renewed_before_it_expires(tls: Path, authority: Authority) -> None:
    first = leaf_of(tls, authority, OFFICE)
    assert leaf_of(tls, authority, OFFICE, later=340) != first


def test_a_new_address_makes_a_new_leaf_below_the_same_authority(
    tls: Path, authority: Authority
) -> None:
    first = leaf_of(tls, authority, OFFICE)
    moved = leaf_of(tls, authority, reach_of("office-3", "10.1.2.3"))
    names = moved.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert moved != first
    assert ip_address("10.1.2.3") in names.get_values_for_type(x509.IPAddress)
    moved.verify_directly_issued_by(load_authority(tls, "office-3", NOW).certificate)


def test_a_leaf_leaves_out_what_the_authority_may_not_vouch_for(
    tls: Path, authority: Authority
) -> None:
    leaf = leaf_of(tls, authority, reach_of("wang", "8.8.8.8"))
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(name.value) for name in names] == ["wang.local", "localhost", "127.0.0.1"]


def test_a_damaged_leaf_is_made_anew(tls: Path, authority: Authority) -> None:
    load_leaf(tls, authority, OFFICE, NOW)
    (tls / "server.key").write_text("cut off", "ascii")
    assert leaf_of(tls, authority, OFFICE)
    assert "PRIVATE KEY" in (tls / "server.key").read_text("ascii")


@pytest.mark.parametrize(
    "harm",
    [
        lambda tls: (tls / "authority.key").unlink(),
        lambda tls: (tls / "authority.key").write_bytes(b"nothing"),
        lambda tls: (tls / "authority.crt").write_bytes(b"nothing"),
    ],
    ids=["key lost", "key damaged", "certificate damaged"],
)
@pytest.mark.usefixtures("authority")
def test_a_damaged_authority_is_left_for_a_person_to_decide(tls: Path, harm: object) -> None:
    assert callable(harm)
    harm(tls)
    with pytest.raises(SettingsError, match="every phone has to join again"):
        load_authority(tls, "office-3", NOW)


def test_an_expired_authority_is_not_replaced_silently(tls: Path, authority: Authority) -> None:
    with pytest.raises(SettingsError, match="expired"):
        load_authority(tls, "office-3", authority.certificate.not_valid_after_utc)


def test_a_public_name_in_the_settings_stops_the_start(authority: Authority) -> None:
    refuse_foreign_names(authority, ["Gate.Home.Arpa"])
    with pytest.raises(SettingsError, match=r"gate\.example\.org"):
        refuse_foreign_names(authority, ["gate.home.arpa", "gate.example.org"])
