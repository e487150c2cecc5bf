"""What a phone is offered so that it can join: links, the certificate to trust, codes to scan."""

import plistlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import qrcode
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from checkpoint.serve.authority import common_name, fingerprint

QUIET_ZONE = 4  # modules, ISO/IEC 18004
GATE_PATH = "/gate/"
OFFER = "checkpoint.offer"  # where the running application keeps its own


@dataclass(frozen=True, slots=True)
class Offer:
    """How phones join this server. `hosts` are as a URL writes them, the best first.

    Without a local authority (`authority` is None) there is nothing to hand out: the phones trust
    the server's own certificate already, and the gate page is the first they open.
    """

    hosts: tuple[str, ...]
    https_port: int
    join_port: int
    authority: bytes | None  # DER

    @property
    def certificate(self) -> x509.Certificate:
        """The authority's certificate; only where there is one."""
        return x509.load_der_x509_certificate(self.authority or b"")

    @property
    def authority_name(self) -> str:
        """What phones show in their list of authorities."""
        return common_name(self.certificate)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the authority's certificate, for people to compare."""
        return fingerprint(self.certificate)

    def gate_url(self, host: str | None = None) -> str:
        """The gate page over HTTPS, at the host that the phone came by where that is known."""
        return f"https://{self._known(host)}{_port(self.https_port, 443)}{GATE_PATH}"

    def phone_url(self, host: str | None, code: str) -> str:
        """The gate page with a code to join by, which a fragment keeps out of every log."""
        found = None if host == "localhost" else host  # another phone is to open it
        return f"{self.gate_url(found)}#join={code}"

    def resident_url(self, host: str | None, code: str) -> str:
        """A resident's page with a code to link their phone by."""
        found = None if host == "localhost" else host  # another phone is to open it
        return f"{self.desk_url(found)}my/#link={code}"

    def desk_url(self, host: str | None = None) -> str:
        """Staff's first page."""
        return self.gate_url(host).removesuffix(GATE_PATH) + "/"

    def join_url(self, host: str | None = None) -> str:
        """Where a phone begins: the plain-HTTP page, or the gate page where nothing is needed."""
        if self.authority is None:
            return self.gate_url(host)
        found = self._known(None if host == "localhost" else host)  # another phone is to open it
        return f"http://{found}{_port(self.join_port, 80)}/"

    def der(self) -> bytes:
        """The certificate for Android, Windows and macOS."""
        return self.authority or b""

    def pem(self) -> bytes:
        """The certificate for Linux."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def mobileconfig(self) -> bytes:
        """The certificate as a profile for iPhone and iPad. The same authority, the same ids."""
        seed = uuid.uuid5(uuid.NAMESPACE_OID, self.fingerprint)
        root = {
            "PayloadType": "com.apple.security.root",
            "PayloadVersion": 1,
            "PayloadIdentifier": f"checkpoint.authority.{seed}.root",
            "PayloadUUID": str(uuid.uuid5(seed, "root")).upper(),
            "PayloadDisplayName": self.authority_name,
            "PayloadCertificateFileName": "checkpoint.crt",
            "PayloadContent": self.der(),
        }
        profile = {
            "PayloadType": "Configuration",
            "PayloadVersion": 1,
            "PayloadIdentifier": f"checkpoint.authority.{seed}",
            "PayloadUUID": str(seed).upper(),
            "PayloadDisplayName": self.authority_name,
            "PayloadOrganization": "Checkpoint",
            "PayloadDescription": "卡点:只对局域网地址有效的证书。 "
            "Checkpoint: a certificate for addresses of the local network only.",
            "PayloadContent": [root],
        }
        return plistlib.dumps(profile)

    def _known(self, host: str | None) -> str:
        return host if host in self.hosts else self.hosts[0]


def svg_code(text: str) -> str:
    """A QR code as an SVG element, dark on white in any theme, quiet zone included."""
    rows = _matrix(text)
    path = "".join(
        f"M{column} {row}h1v1h-1z"
        for row, modules in enumerate(rows)
        for column, dark in enumerate(modules)
        if dark
    )
    size = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"'
        ' shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{path}"/></svg>'
    )


def terminal_code(text: str) -> Iterator[str]:
    """A QR code as lines of half blocks, to be shown black on white."""
    rows = _matrix(text)
    if len(rows) % 2:
        rows.append([False] * len(rows))
    blocks = {(False, False): " ", (True, True): "█", (True, False): "▀", (False, True): "▄"}
    for upper, lower in zip(rows[::2], rows[1::2], strict=True):
        yield "".join(blocks[bool(a), bool(b)] for a, b in zip(upper, lower, strict=True))


def _matrix(text: str) -> list[list[bool]]:
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET_ZONE)
    code.add_data(text)
    code.make(fit=True)
    rows: list[list[bool]] = code.get_matrix()
    return rows


def _port(port: int, default: int) -> str:
    return "" if port == default else f":{port}"
