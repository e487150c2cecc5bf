"""Who is out. That follows from the crossings alone: the last of a household, by the time at which
it was decided, says whether it is out and since when; those that a guard took back count for
nothing. What stands in the household's row is a cache of it, and the order in which crossings
arrive makes no difference to it.

The holder of an extra pass comes and goes on their own: where they are follows from the crossings
of that pass, which say nothing of the household.

Whoever deletes old crossings leaves the last one of each household and of each extra pass.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.orm import aliased

from checkpoint.db import db, writing
from checkpoint.gate.models import Crossing
from checkpoint.gate.spans import milliseconds_between
from checkpoint.gate.verdict import Direction
from checkpoint.passes import Pass, PassKind
from checkpoint.people import Compound, Household, lock_compounds, touch_households

# A clock that runs ahead of the server's by more than this is wrong.
AHEAD = timedelta(minutes=10)
# Nobody goes out, comes back and goes out again within this.
AT_ONCE = timedelta(minutes=2)
# So long may a guard take back a crossing, by the clock of the device.
UNDO_MS = 120_000


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


@dataclass(frozen=True, slots=True)
class Passage:
    """A crossing as far as it matters to who is out. `undoes` is the one that it takes back.

    A visitor who comes or leaves is not somebody of the household who went through.
    """

    move: Move
    went_through: bool
    device_id: int | None
    device_at: datetime
    undoes: UUID | None

    @property
    def id(self) -> UUID:
        """The crossing's id."""
        return self.move.crossing_id

    def takes_back(self, other: "Passage") -> bool:
        """Whether this undoes `other`, a crossing of the same household."""
        same = self.undoes == other.id and self.device_id == other.device_id is not None
        waited = (self.device_at - other.device_at) / timedelta(milliseconds=1)
        return same and other.undoes is None and 0 <= round(waited) <= UNDO_MS


class Place(NamedTuple):
    """Whether they are out, and since when as far as that is known."""

    outside: bool
    since: datetime | None

    @classmethod
    def after(cls, move: Move) -> "Place":
        """Where they are once they moved."""
        return cls(move.direction is Direction.EXIT, move.outside_since)


class Outside(Protocol):
    """Where it is kept who is out: the row of a household or pass, or what is made of it."""

    outside_since: datetime | None
    last_crossing_at: datetime | None


class OutsideTogether(Outside, Protocol):
    """The same of those who may be several."""

    outside_people: int


class Life:
    """The passages of one household, or of one extra pass, given in any order."""

    def __init__(self, passages: Iterable[Passage] = ()) -> None:
        self._passages: dict[UUID, Passage] = {}
        self._undos: defaultdict[UUID, list[Passage]] = defaultdict(list)
        self._moves: list[Move] = []  # those that count, in order
        for each in passages:
            self.add(each)

    def add(self, passage: Passage) -> None:
        """One more, perhaps of long ago."""
        if passage.undoes is not None:
            self._undos[passage.undoes].append(passage)
            undone = self._passages.get(passage.undoes)
            if undone and passage.takes_back(undone):
                self._forget(undone.move)
            return
        self._passages[passage.id] = passage
        if passage.went_through and not any(
            undo.takes_back(passage) for undo in self._undos.get(passage.id, ())
        ):
            insort(self._moves, passage.move)

    @property
    def last(self) -> Move | None:
        """The move that says who is out now."""
        return self._moves[-1] if self._moves else None

    def before(self, move: Move) -> Move | None:
        """The move that says who was out just before `move`.

        When the next one went the same way within two minutes, both are one passage told by two
        devices, and the later to arrive counts as the second of them.
        """
        place = bisect_left(self._moves, move)
        following = next((each for each in self._moves[place : place + 2] if each > move), None)
        if following and _are_one(move, following):
            return following
        return self._moves[place - 1] if place else None

    def _forget(self, move: Move) -> None:
        place = bisect_left(self._moves, move)
        if self._moves[place : place + 1] == [move]:
            del self._moves[place]


def _are_one(move: Move, following: Move) -> bool:
    return following.direction is move.direction and following.at - move.at <= AT_ONCE


def decided_when(decided_at: datetime, received_at: datetime) -> datetime:
    """When a crossing was decided, as far as it can be: nothing is received before it happened, so
    a clock that is far ahead counts for no more than the moment of arrival."""
    return received_at if decided_at > received_at + AHEAD else decided_at


@cache
def went_through() -> ColumnElement[bool]:
    """The crossings at which somebody of a household went through: not refused, or let through all
    the same; and nobody took it back."""
    return and_(somebody_passed(), Crossing.visit_id.is_(None), Crossing.extra.is_(False))


@cache
def somebody_passed() -> ColumnElement[bool]:
    """The same with visitors and extra passes."""
    return and_(_passed(), Crossing.undoes.is_(None), Crossing.id.not_in(taken_back()))


def settle(outside: Outside, last: Move | None) -> bool:
    """Make the cache what `last` says; whether devices must hear of it."""
    since = last.outside_since if last else None
    changed = outside.outside_since != since
    outside.outside_since = since
    outside.last_crossing_at = last.at if last else None
    return changed


def settle_together(outside: OutsideTogether, last: Move | None) -> bool:
    """The same of a household, with how many of it are out."""
    outside.outside_people = last.people if last and last.outside_since else 0
    return settle(outside, last)


def lives_of(household_ids: Collection[int]) -> dict[int, Life]:
    """What the crossings of these households say, by household id."""
    rows = db.session.connection().execute(_OF_HOUSEHOLDS, {"households": list(household_ids)})
    return _lives(rows, household_ids)


def extra_lives_of(pass_ids: Collection[int], household_ids: Collection[int]) -> dict[int, Life]:
    """What the crossings of these extra passes, of these households, say, by pass id."""
    wanted = {"households": list(household_ids)}
    rows = db.session.connection().execute(_OF_EXTRA_PASSES, wanted)
    return _lives(rows, pass_ids)


def rebuild_outside(compound: Compound) -> list[int]:
    """Make the cache anew from the crossings; returns the ids of households that it was wrong on.

    The cache is meant to be right at all times: a test holds it to this.
    """
    compound_id = compound.id
    with writing():
        # Held before the crossings are read, so that none slips in between.
        lock_compounds([compound_id])
        compound = db.session.get_one(Compound, compound_id)
        mine = select(Household).where(Household.compound_id == compound_id)
        households = db.session.scalars(mine.order_by(Household.id)).all()
        rows = db.session.execute(_OWN.where(Crossing.compound_id == compound_id))
        lives = _lives(rows, (each.id for each in households))
        wrong = {each.id for each in households if _corrected(each, lives[each.id].last)}
        wrong |= _rebuild_extra(compound_id)
        if wrong:
            touch_households(compound, sorted(wrong))
    return sorted(wrong)


def _rebuild_extra(compound_id: int) -> set[int]:
    """The same for extra passes; the ids of the households that have them."""
    mine = Household.compound_id == compound_id
    query = select(Pass).join(Pass.household).where(mine, Pass.kind == PassKind.CAREGIVER)
    passes = db.session.scalars(query.execution_options(populate_existing=True)).all()
    rows = db.session.execute(_EXTRA.where(Crossing.compound_id == compound_id))
    lives = _lives(rows, (each.id for each in passes))
    return {each.household_id for each in passes if _corrected(each, lives[each.id].last)}


def _corrected(outside: Household | Pass, last: Move | None) -> bool:
    kept = _kept(outside)
    if isinstance(outside, Household):
        settle_together(outside, last)
    else:
        settle(outside, last)
    return kept != _kept(outside)


def _kept(outside: Household | Pass) -> tuple[object, ...]:
    people = outside.outside_people if isinstance(outside, Household) else 0
    return outside.outside_since, people, outside.last_crossing_at


def _lives(rows: Iterable[Any], ids: Iterable[int]) -> dict[int, Life]:
    lives = {id: Life() for id in ids}
    for row in rows:
        id = row.pass_id if row.extra else row.household_id
        if id in lives:
            lives[id].add(passage_of(row))
    return lives


def passage_of(row: Any) -> Passage:
    """The passage that a row of `PASSAGE` columns tells of."""
    move = Move(row.decided_at, row.id, row.direction, row.party_size)
    passed = row.device_outcome != "refuse" or row.override_reason != ""
    through = passed and row.visit_id is None
    return Passage(move, through, row.device_id, row.device_at, row.undoes)


def _passed() -> ColumnElement[bool]:
    return or_(Crossing.device_outcome != "refuse", Crossing.override_reason != "")


def taken_back() -> Select[UUID]:
    """Asked once for a whole question, not for each of its crossings: undos are few."""
    undo, undone = aliased(Crossing), aliased(Crossing)
    waited = milliseconds_between(undo.device_at, undone.device_at)
    return (
        select(undone.id)
        .join(undo, undo.undoes == undone.id)
        .where(
            undo.undoes > UUID(int=0),  # is there at all: asked so, the index finds the few
            undo.device_id == undone.device_id,
            undo.household_id.is_not_distinct_from(undone.household_id),
            undo.extra == undone.extra,
            or_(undo.extra.is_(False), undo.pass_id == undone.pass_id),
            waited.between(0, UNDO_MS),
        )
    )


PASSAGE = (
    Crossing.id,
    Crossing.household_id,
    Crossing.device_id,
    Crossing.device_at,
    Crossing.decided_at,
    Crossing.direction,
    Crossing.party_size,
    Crossing.device_outcome,
    Crossing.override_reason,
    Crossing.undoes,
    Crossing.visit_id,
    Crossing.extra,
    Crossing.pass_id,
)
_PASSAGES = select(*PASSAGE).where(
    or_(_passed(), Crossing.undoes.is_not(None)), Crossing.visit_id.is_(None)
)
_OWN = _PASSAGES.where(Crossing.extra.is_(False))
_EXTRA = _PASSAGES.where(Crossing.extra.is_(True))
_WANTED = Crossing.household_id.in_(bindparam("households", expanding=True))
_OF_HOUSEHOLDS, _OF_EXTRA_PASSES = _OWN.where(_WANTED), _EXTRA.where(_WANTED)
