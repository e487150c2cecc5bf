"""By what the deny list knows somebody: a phone, a plate, or a name, which is always in doubt.

Devices hold no phone and no name of the list, only a hash of each with the salt of this
installation. That keeps a list from being read off a lost phone at a glance; it does not keep
whoever has salt and time from trying every number there is.
"""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from sqlalchemy import ColumnElement, and_, or_, select

from checkpoint.config import load_secret
from checkpoint.db import db
from checkpoint.gate.visits.models import Denial, DenialKind
from checkpoint.web import instance_path

SALT_FOR = b"checkpoint.deny.1"
HASH_LENGTH = 16  # hex digits


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of a visitor, each normalised as in `gate.phones` and `gate.plates`, or ""."""

    phone: str = ""
    plate: str = ""
    name: str = ""

    def by_kind(self) -> Mapping[DenialKind, str]:
        """Those that are there."""
        pairs = {
            DenialKind.PHONE: self.phone,
            DenialKind.PLATE: self.plate,
            DenialKind.NAME: self.name,
        }
        return {kind: value for kind, value in pairs.items() if value}


def deny_salt() -> str:
    """The salt of this installation's hashes: 32 hex digits that follow from its secret."""
    return _salt_of(instance_path())


@lru_cache(maxsize=8)
def _salt_of(folder: Path) -> str:
    return hmac.digest(load_secret(folder), SALT_FOR, "sha256").hex()[:32]


def hash_of(salt: str, kind: DenialKind, value: str) -> str:
    """What a device compares; "" for no value."""
    if not value:
        return ""
    text = f"{salt}:{kind.value}:{value}"
    return sha256(text.encode()).hexdigest()[:HASH_LENGTH]


def in_force(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The entries that hold: approved by a second person, not lifted, not over."""
    return Denial.approved_at.is_not(None), Denial.lifted_at.is_(None), Denial.until > now


def denied(compound_id: int, traits: Traits, now: datetime) -> str:
    """ "" for somebody who is not on the list, `yes`, or `maybe` where only the name is."""
    return verdict_of(each.kind for each in denials_of(compound_id, traits, now))


def denials_of(compound_id: int, traits: Traits, now: datetime) -> list[Denial]:
    """The entries in force that somebody is matched by, the surest first."""
    by_kind = traits.by_kind()
    if not by_kind:
        return []
    matches = [and_(Denial.kind == kind, Denial.value == value) for kind, value in by_kind.items()]
    query = select(Denial).where(Denial.compound_id == compound_id, *in_force(now), or_(*matches))
    found = db.session.scalars(query.order_by(Denial.id))
    return sorted(found, key=lambda each: each.kind is DenialKind.NAME)


def verdict_of(kinds: Iterable[DenialKind]) -> str:
    """What being matched by these kinds comes to."""
    kinds = set(kinds)
    if kinds - {DenialKind.NAME}:
        return "yes"
    return "maybe" if kinds else "no"
