"""Certificates that someone else made, looked at before the server starts."""

from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

from checkpoint.errors import SettingsError


def check_certificate(path: Path, key_path: Path, now: datetime) -> x509.Certificate:
    """Return the first certificate of `path` after making sure that it can serve.

    Raises SettingsError when a file can't be read, the key is another's or needs a password,
    or the certificate is not valid at `now`.
    """
    certificate = _read_certificate(path)
    if _read_key(key_path).public_key() != certificate.public_key():
        raise SettingsError(
            "%(key)s is not the key of %(path)s. Name the key that it was requested with; in a "
            "file with several certificates the server's own has to come first.",
            key=key_path,
            path=path,
        )
    if now >= certificate.not_valid_after_utc:
        raise SettingsError(
            "%(path)s expired on %(when)s. Renew it and start again.",
            path=path,
            when=f"{certificate.not_valid_after_utc:%Y-%m-%d}",
        )
    if now < certificate.not_valid_before_utc:
        raise SettingsError(
            "%(path)s is valid only from %(when)s. Check this machine's clock.",
            path=path,
            when=f"{certificate.not_valid_before_utc:%Y-%m-%d %H:%M} UTC",
        )
    return certificate


def names_in(certificate: x509.Certificate) -> list[str]:
    """The host names that a certificate is for; a wildcard names none in particular."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    found = names.get_values_for_type(x509.DNSName)
    return [name for name in found if not name.startswith("*")]


def _read_certificate(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())[0]
    except OSError as error:
        raise _unreadable(path, error) from error
    except ValueError as error:
        raise SettingsError(
            "%(path)s holds no certificate in PEM form (it begins with -----BEGIN CERTIFICATE). "
            "Convert it, then start again.",
            path=path,
        ) from error


def _read_key(path: Path) -> PrivateKeyTypes:
    try:
        return serialization.load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise _unreadable(path, error) from error
    except TypeError as error:
        raise SettingsError(
            "The key %(path)s is locked with a password. Save one without a password, readable "
            "by this user only.",
            path=path,
        ) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise SettingsError("%(path)s holds no private key in PEM form.", path=path) from error


def _unreadable(path: Path, error: OSError) -> SettingsError:
    return SettingsError(
        "%(path)s can't be read (%(why)s). Check the name, and that this user may read it.",
        path=path,
        why=error.strerror,
    )
