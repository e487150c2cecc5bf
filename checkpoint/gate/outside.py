"""Who is out. That follows from the crossings alone: the last of a household, by the time at which
it was decided, says whether it is out and since when. What stands in the household's row is a cache
of it, and the order in which crossings arrive makes no difference to it.

Whoever deletes old crossings leaves the last one of each household.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select

from checkpoint.db import db, writing
from checkpoint.gate.models import Crossing
from checkpoint.gate.verdict import Direction
from checkpoint.people import Compound, Household, touch_households

# A clock that runs ahead of the server's by more than this is wrong.
AHEAD = timedelta(minutes=10)
# Nobody goes out, comes back and goes out again within this.
AT_ONCE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """Somebody of a household went through; in the order in which it was decided."""

    at: datetime
    crossing_id: UUID
    direction: Direction
    people: int

    @property
    def outside_since(self) -> datetime | None:
        """Since when the household is out after this, None when it is in."""
        return self.at if self.direction is Direction.EXIT else None


def decided_when(decided_at: datetime, received_at: datetime) -> datetime:
    """When a crossing was decided, as far as it can be: nothing is received before it happened, so
    a clock that is far ahead counts for no more than the moment of arrival."""
    return received_at if decided_at > received_at + AHEAD else decided_at


def went_through() -> ColumnElement[bool]:
    """The crossings at which somebody went through: not refused, or let through all the same."""
    return or_(Crossing.device_outcome != "refuse", Crossing.override_reason != "")


def before(household: Household, move: Move) -> datetime | None:
    """Since when the household was out just before `move`, None if it was in.

    A crossing that arrives late is placed by its time. When the next one went the same way in the
    same minute or two, both are one passage told by two devices, and the later to arrive counts as
    the second of them.
    """
    newest = household.last_crossing_at
    if newest is None or newest < move.at:
        return household.outside_since
    moves = moves_of(household.id)
    following = min((each for each in moves if each > move), default=None)
    if following and following.direction is move.direction and following.at - move.at <= AT_ONCE:
        return following.outside_since
    earlier = max((each for each in moves if each < move), default=None)
    return earlier.outside_since if earlier else None


def follow(household: Household, move: Move) -> bool:
    """Bring the cache up to date with a crossing that is about to be kept; whether devices must
    hear of it. Call within `writing()`."""
    newest = household.last_crossing_at
    if newest is not None and newest > move.at:
        return False
    if newest == move.at:
        move = max(move, *moves_of(household.id))
    return _settle(household, move)


def moves_of(household_id: int) -> list[Move]:
    """What the crossings of one household say, in no order."""
    query = _moves().where(Crossing.household_id == household_id)
    return [_move(row) for row in db.session.execute(query)]


def rebuild_outside(compound: Compound) -> list[int]:
    """Make the cache anew from the crossings; returns the ids of households that it was wrong on.

    The cache is meant to be right at all times: a test holds it to this.
    """
    compound_id = compound.id
    with writing():
        compound = db.session.get_one(Compound, compound_id)
        # Locked before the crossings are read, so that none slips in between.
        households = db.session.scalars(
            select(Household)
            .where(Household.compound_id == compound_id)
            .order_by(Household.id)
            .with_for_update()
        ).all()
        last = _last_moves(compound_id)
        wrong = [each.id for each in households if _corrected(each, last.get(each.id))]
        if wrong:
            touch_households(compound, wrong)
    return wrong


def _last_moves(compound_id: int) -> dict[int, Move]:
    last: dict[int, Move] = {}
    for row in db.session.execute(_moves().where(Crossing.compound_id == compound_id)):
        if row.household_id is not None:
            move = _move(row)
            last[row.household_id] = max(move, last.get(row.household_id, move))
    return last


def _corrected(household: Household, move: Move | None) -> bool:
    kept = (household.outside_since, household.outside_people, household.last_crossing_at)
    if move is None:
        household.outside_since, household.outside_people = None, 0
        household.last_crossing_at = None
    else:
        _settle(household, move)
    return kept != (household.outside_since, household.outside_people, household.last_crossing_at)


def _settle(household: Household, move: Move) -> bool:
    changed = household.outside_since != move.outside_since
    household.outside_since = move.outside_since
    household.outside_people = move.people if move.outside_since else 0
    household.last_crossing_at = move.at
    return changed


def _moves() -> Select[int | None, UUID, datetime, datetime, Direction, int]:
    return select(
        Crossing.household_id,
        Crossing.id,
        Crossing.decided_at,
        Crossing.received_at,
        Crossing.direction,
        Crossing.party_size,
    ).where(went_through())


def _move(row: Any) -> Move:
    at = decided_when(row.decided_at, row.received_at)
    return Move(at, row.id, row.direction, row.party_size)
