"""The signing keys as they stand, and what would stop with each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, func, select

from checkpoint.db import db
from checkpoint.passes.keys import NEWEST
from checkpoint.passes.models import Pass, PassKind, PassState, SigningKey
from checkpoint.passes.models_phones import LinkedPhone
from checkpoint.passes.printable import KID_IN_HAND, STANDS


class KeyState(StrEnum):
    """The newest signs, older ones verify, those that were called in do neither."""

    SIGNS = "signs"
    VERIFIES = "verifies"
    RETIRED = "retired"
    LEAKED = "leaked"


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key. `since` is when it was made, `ended` when it was called in.

    `cards` counts those that people hold under it, `visitors` the passes of visitors that are to
    come or are here, `phones` those that last heard from the office when it signed for them.
    """

    kid: int
    state: KeyState
    since: datetime
    ended: datetime | None
    cards: int
    visitors: int
    phones: int


def key_lines(now: datetime) -> list[KeyLine]:
    """Every key there ever was, the newest first."""
    newest = db.session.scalar(select(NEWEST))
    cards, visitors, phones = _cards(), _visitors(now), _phones(now)
    return [
        KeyLine(
            key.kid,
            _state(key, newest),
            key.created_at,
            key.leaked_at or key.retired_at,
            cards.get(key.kid, 0),
            visitors.get(key.kid, 0),
            phones.get(key.kid, 0),
        )
        for key in db.session.scalars(select(SigningKey).order_by(SigningKey.kid.desc()))
    ]


def last_change(lines: list[KeyLine]) -> datetime | None:
    """When keys changed last: a gate that was not heard from since then goes by older ones."""
    moments = [moment for each in lines for moment in (each.since, each.ended) if moment]
    return max(moments, default=None)


def _state(key: SigningKey, newest: int | None) -> KeyState:
    if key.leaked_at:
        return KeyState.LEAKED
    if key.retired_at:
        return KeyState.RETIRED
    return KeyState.SIGNS if key.kid == newest else KeyState.VERIFIES


def _cards() -> Mapping[int, int]:
    held = select(KID_IN_HAND.label("kid")).select_from(Pass).join(Pass.household).where(STANDS)
    return _count(held)


def _visitors(now: datetime) -> Mapping[int, int]:
    to_come = (Pass.state == PassState.ACTIVE, Pass.valid_until > now)
    return _count(select(Pass.kid).where(Pass.kind == PassKind.VISITOR, *to_come))


def _phones(now: datetime) -> Mapping[int, int]:
    linked = select(LinkedPhone.kid).join(LinkedPhone.pass_).join(Pass.household)
    return _count(
        linked.where(LinkedPhone.unlinked_at.is_(None), LinkedPhone.valid_until > now, STANDS)
    )


def _count(kids: Select[int]) -> Mapping[int, int]:
    """How often each key id comes up in a query of one column, `kid`."""
    found = kids.subquery()
    query = select(found.c.kid, func.count()).group_by(found.c.kid)
    return dict(db.session.execute(query).all())
