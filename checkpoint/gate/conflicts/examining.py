"""Looking at households again: new conflicts are kept, explained ones are withdrawn.

What is open follows from the crossings alone. Whoever examines twice, or in another order of
arrival, ends with the same; only what staff have resolved stays as they left it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, insert, or_, select, update

from checkpoint.db import Base, db, writing
from checkpoint.gate.ages import oldest
from checkpoint.gate.conflicts.finding import Found, Passage, find_conflicts
from checkpoint.gate.models import ConflictState, Crossing, Device
from checkpoint.gate.verdict import Method
from checkpoint.passes import PassAction, PassEvent

STEP = 500

_CONFLICT = Base.metadata.tables["conflict"]
# These name a pass; for an address it is whichever was active when the crossing arrived.
_BY_PASS = {Method.SCAN, Method.NUMBER}


class _Kept(NamedTuple):
    """A conflict that is on record. `first_at` says whether it is within what is looked at."""

    id: int
    found: Found
    state: ConflictState


def examine(household_ids: Iterable[int], now: datetime) -> None:
    """Bring the conflicts of these households up to date with their crossings.

    Four questions for up to 500 households, whatever there is to find; joins an open transaction.
    """
    ids = sorted(set(household_ids))
    with writing():
        for start in range(0, len(ids), STEP):
            _examine(ids[start : start + STEP], now)


def _examine(ids: list[int], now: datetime) -> None:
    # Further back not everything is there: nothing new is looked for, and nothing is withdrawn.
    since = oldest(now)
    rows = _crossings(ids, since)
    endings = _endings(rows)
    # Whoever has an extra pass lives a life of their own.
    lives: defaultdict[tuple[int, int | None], list[Row[Any]]] = defaultdict(list)
    for row in rows:
        lives[row.household_id, row.pass_id if row.extra else None].append(row)
    found = {
        conflict: (life[0].compound_id, household_id)
        for (household_id, _), life in lives.items()
        for conflict in find_conflicts([_passage(row, endings) for row in life])
    }
    _settle(found, _kept(ids, {row.id for row in rows}), now)


def _settle(found: dict[Found, tuple[int, int]], kept: Collection[_Kept], now: datetime) -> None:
    known = {each.found for each in kept}
    new = [
        _row(conflict, *place, now) for conflict, place in found.items() if conflict not in known
    ]
    if new:
        db.session.execute(insert(_CONFLICT), new)
    explained = [
        each.id for each in kept if each.state is ConflictState.OPEN and each.found not in found
    ]
    _move(explained, ConflictState.WITHDRAWN, now)
    back = [
        each.id for each in kept if each.state is ConflictState.WITHDRAWN and each.found in found
    ]
    _move(back, ConflictState.OPEN, None)


def _move(ids: list[int], state: ConflictState, at: datetime | None) -> None:
    if ids:
        values = {"state": state, "resolved_at": at}
        db.session.execute(update(_CONFLICT).where(_CONFLICT.c.id.in_(ids)).values(values))


def _row(found: Found, compound_id: int, household_id: int, now: datetime) -> dict[str, Any]:
    return {
        "compound_id": compound_id,
        "household_id": household_id,
        "kind": found.kind,
        "first_id": found.first,
        "second_id": found.second,
        "state": ConflictState.OPEN,
        "found_at": now,
        "note": "",
    }


def _crossings(ids: list[int], since: datetime) -> list[Row[Any]]:
    return list(db.session.execute(_CROSSINGS, {"households": ids, "since": since}))


def _endings(rows: Iterable[Any]) -> dict[int, list[tuple[int | None, datetime]]]:
    """For each pass that was shown: the generation that ended, None for all, and when."""
    passes = {row.pass_id for row in rows if row.pass_id and row.method in _BY_PASS}
    endings: defaultdict[int, list[tuple[int | None, datetime]]] = defaultdict(list)
    if not passes:
        return endings
    query = select(PassEvent.pass_id, PassEvent.action, PassEvent.generation, PassEvent.at)
    ended = and_(PassEvent.pass_id.in_(passes), PassEvent.action != PassAction.ISSUED)
    for pass_id, action, generation, at in db.session.execute(query.where(ended)):
        old = None if action is PassAction.REVOKED else generation - 1
        endings[pass_id].append((old, at))
    return endings


def card_ends(crossings: Collection[Crossing]) -> dict[UUID, datetime]:
    """For those on a card or pass that had come to its end when they were received: since when."""
    endings = _endings(crossings)
    moments = {
        each.id: min(_ended(each, endings[each.pass_id]), default=None)
        for each in crossings
        if each.pass_id in endings
    }
    return {id: moment for id, moment in moments.items() if moment}


def _passage(row: Row[Any], endings: dict[int, list[tuple[int | None, datetime]]]) -> Passage:
    shown = row.pass_id if row.method in _BY_PASS else None
    return Passage(
        at=row.decided_at,
        device_at=row.device_at,
        id=row.id,
        direction=row.direction,
        gate_id=row.gate_id,
        device_id=row.device_id,
        reason=row.device_reason,
        override=row.override_reason != "",
        undoes=row.undoes,
        pass_id=shown,
        pass_ended_at=min(_ended(row, endings.get(shown, [])), default=None) if shown else None,
        device_revoked_at=_revoked(row),
        by_hand=row.book_id is not None,
    )


def _revoked(row: Row[Any]) -> datetime | None:
    """Since when the phone was revoked when this was received: later it is no reason, however far
    ahead its clock was, and whenever this is looked at again."""
    return row.revoked_at if row.revoked_at and row.revoked_at <= row.received_at else None


def _ended(row: Any, endings: list[tuple[int | None, datetime]]) -> Iterator[datetime]:
    """When this very card came to its end; what came after it was received can't be the reason."""
    for generation, at in endings:
        ended = generation is None or (row.generation or generation + 1) <= generation
        if ended and at <= row.received_at:
            yield at


def _kept(ids: list[int], seen: set[UUID]) -> list[_Kept]:
    """What is on record of these households, both crossings of which were looked at."""
    table = _CONFLICT.c
    query = select(table.id, table.kind, table.first_id, table.second_id, table.state)
    rows = db.session.execute(query.where(table.household_id.in_(ids)))
    return [
        _Kept(row.id, Found(row.kind, row.first_id, row.second_id), row.state)
        for row in rows
        if {row.first_id, row.second_id} <= seen
    ]


# Made once: it is asked with every crossing that is in doubt.
_CROSSINGS = (
    select(
        Crossing.id,
        Crossing.compound_id,
        Crossing.household_id,
        Crossing.gate_id,
        Crossing.device_id,
        Crossing.pass_id,
        Crossing.generation,
        Crossing.direction,
        Crossing.method,
        Crossing.decided_at,
        Crossing.device_at,
        Crossing.received_at,
        Crossing.device_reason,
        Crossing.override_reason,
        Crossing.undoes,
        Crossing.book_id,
        Crossing.extra,
        Device.revoked_at,
    )
    .outerjoin(Device, Device.id == Crossing.device_id)
    .where(Crossing.household_id.in_(bindparam("households", expanding=True)))
    .where(Crossing.decided_at >= bindparam("since"))
    .where(or_(Crossing.device_outcome != "refuse", Crossing.override_reason != ""))
    # Whoever visits a household does not move for it.
    .where(Crossing.visit_id.is_(None))
)
