"""Own certificates: whatever is wrong with them is said before the server starts."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from checkpoint.errors import SettingsError
from checkpoint.serve.authority import Authority, load_leaf
from checkpoint.serve.certificates import check_certificate, names_in
from tests.serve.conftest import NOW, reach_of

Files = tuple[Path, Path]


@pytest.fixture
def files(tls: Path, authority: Authority) -> Files:
    """A certificate and its key, good for a year from NOW."""
    return load_leaf(tls, authority, reach_of("office-3", names=("gate.lan",)), NOW)


def locked() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"a password"),
    )


def test_a_good_pair_is_taken_and_tells_its_names(files: Files) -> None:
    certificate = check_certificate(*files, NOW)
    assert names_in(certificate) == ["office-3", "office-3.local", "localhost", "gate.lan"]


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda crt, key: crt.unlink(), r"server\.crt can't be read"),
        (lambda crt, key: key.unlink(), r"server\.key can't be read"),
        (lambda crt, key: crt.write_bytes(b"\x30\x82"), "no certificate in PEM form"),
        (lambda crt, key: crt.write_bytes(key.read_bytes()), "no certificate in PEM form"),
        (lambda crt, key: key.write_bytes(crt.read_bytes()), "no private key in PEM form"),
        (lambda crt, key: key.write_bytes(locked()), "locked with a password"),
        (
            lambda crt, key: key.write_bytes((key.parent / "authority.key").read_bytes()),
            "is not the key of",
        ),
    ],
    ids=["no certificate", "no key", "DER", "a key", "a certificate", "locked", "another's key"],
)
def test_a_bad_pair_is_named(files: Files, harm: Callable[[Path, Path], object], said: str) -> None:
    harm(*files)
    with pytest.raises(SettingsError, match=said):
        check_certificate(*files, NOW)


@pytest.mark.parametrize(
    ("days", "said"), [(400, "expired on 2027-03-"), (-2, "valid only from 2026-02-02")]
)
def test_a_certificate_that_is_not_valid_now_is_refused(files: Files, days: int, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        check_certificate(*files, NOW + timedelta(days=days))
