"""Signing keys: private halves as files of mode 600 in the instance folder, public halves as rows.

Several keys may be valid at once; the newest signs. A key that is retired verifies nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import func, select

from checkpoint.config import write_private
from checkpoint.db import db, lock
from checkpoint.errors import Unavailable
from checkpoint.passes.models import SigningKey
from checkpoint.passes.token import MAX_KID
from checkpoint.web import instance_path


@dataclass(frozen=True, slots=True)
class SigningPair:
    """A private key with the id that tokens name it by."""

    kid: int
    private: Ed25519PrivateKey


def public_keys() -> Mapping[int, Ed25519PublicKey]:
    """The keys that verify now, by key id."""
    query = select(SigningKey).where(SigningKey.retired_at.is_(None))
    return {
        row.kid: Ed25519PublicKey.from_public_bytes(row.public) for row in db.session.scalars(query)
    }


def newest_key(now: datetime) -> SigningPair:
    """The key that signs, made where there is none yet. Call within `writing()`."""
    lock("signing_key")
    query = select(SigningKey).where(SigningKey.retired_at.is_(None))
    row = db.session.scalar(query.order_by(SigningKey.created_at.desc(), SigningKey.kid.desc()))
    return signing_key(row.kid) if row else make_key(now)


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
    if kid > MAX_KID:
        raise Unavailable("All 255 key ids are used up. Begin a new installation.")
    private = _private_half(_key_file(kid))
    db.session.add(
        SigningKey(kid=kid, public=private.public_key().public_bytes_raw(), created_at=now)
    )
    db.session.flush()
    return SigningPair(kid, private)


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


def _lost(kid: int, path: Path) -> Unavailable:
    return Unavailable(
        "The signing key %(kid)s is missing or damaged (%(path)s). Restore it from a backup.",
        kid=kid,
        path=path,
    )
