"""Signing keys: private halves as files of mode 600 in the instance folder, public halves as rows.

Several keys may be valid at once; the newest signs. A key that was called in, retired or leaked,
verifies nothing; its private half is put aside when it leaked, so that no key has that id again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import func, select

from checkpoint.config import write_private
from checkpoint.db import db, lock, writing
from checkpoint.errors import Unavailable
from checkpoint.passes.models import SigningKey
from checkpoint.passes.token import MAX_KID, Keys
from checkpoint.web import instance_path

VERIFIES = SigningKey.retired_at.is_(None)
NEWEST = select(func.max(SigningKey.kid)).where(VERIFIES).scalar_subquery()
# Phones fetch what is signed for them at once, gates may be out of touch: within this time every
# gate is expected to have heard of a new key.
HEARD_OF = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SigningPair:
    """A private key with the id that tokens name it by."""

    kid: int
    private: Ed25519PrivateKey


def public_keys() -> Keys:
    """The keys that verify now by key id, and None for each that was called in."""
    return {
        row.kid: None if row.retired_at else Ed25519PublicKey.from_public_bytes(row.public)
        for row in db.session.scalars(select(SigningKey))
    }


def newest_key(now: datetime) -> SigningPair:
    """The key that signs, made where there is none yet. Call within `writing()`."""
    lock("signing_key")
    kid = db.session.scalar(select(NEWEST))
    return signing_key(kid) if kid else make_key(now)


def newest_kid(now: datetime) -> int:
    """The id of the key that signs, for reading on with: what was read before is read anew."""
    with writing(routine=True):
        return newest_key(now).kid


def settled_key(now: datetime) -> SigningPair:
    """The newest key that gates had a day to hear of, else the newest. Call within `writing()`.

    It signs what is renewed by itself: a phone that was online at noon is then not a stranger at a
    gate that has been out of touch since the morning.
    """
    settled = select(func.max(SigningKey.kid)).where(
        VERIFIES, SigningKey.created_at <= now - HEARD_OF
    )
    kid = db.session.scalar(settled)
    return signing_key(kid) if kid else newest_key(now)


def signing_key(kid: int) -> SigningPair:
    """The private key of that id. Raises Unavailable where its file is missing or not its own."""
    row = db.session.get(SigningKey, kid)
    path = _key_file(kid)
    try:
        private = Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    except (OSError, ValueError) as error:
        raise _lost(kid, path) from error
    if row is None or private.public_key().public_bytes_raw() != row.public:
        raise _lost(kid, path)
    return SigningPair(kid, private)


def make_key(now: datetime) -> SigningPair:
    """A new key under the next id; from now on it signs. Call within `writing()`."""
    kid = (db.session.scalar(select(func.max(SigningKey.kid))) or 0) + 1
    while _leaked_file(kid).exists():  # from before the database came back from a backup
        kid += 1
    if kid > MAX_KID:
        raise Unavailable("All 255 key ids are used up. Begin a new installation.")
    private = _private_half(_key_file(kid))
    db.session.add(
        SigningKey(kid=kid, public=private.public_key().public_bytes_raw(), created_at=now)
    )
    db.session.flush()
    return SigningPair(kid, private)


def put_aside(kid: int) -> None:
    """Keep the private half of a key that leaked from ever signing again."""
    if _key_file(kid).exists():
        _key_file(kid).rename(_leaked_file(kid))


def _private_half(path: Path) -> Ed25519PrivateKey:
    """A new private key, written to `path`; or the one that is there, never overwritten.

    One is there when a power cut or a refusal came between the file and its row, or when the
    database was begun anew: no token of old becomes valid by it, its number is unknown.
    """
    private = Ed25519PrivateKey.generate()
    try:
        write_private(path, private.private_bytes_raw(), fresh=True)
    except FileExistsError:
        return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
    return private


def _key_file(kid: int) -> Path:
    return instance_path() / "keys" / f"{kid:03}.key"


def _leaked_file(kid: int) -> Path:
    return _key_file(kid).with_suffix(".leaked")


def _lost(kid: int, path: Path) -> Unavailable:
    return Unavailable(
        "The signing key %(kid)s is missing or damaged (%(path)s). Restore it from a backup.",
        kid=kid,
        path=path,
    )
