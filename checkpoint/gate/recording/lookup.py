"""Whom a token, a pass number or an address is about.

Asked for many at once: so many questions to the database, however many crossings there are.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from checkpoint.db import Base
from checkpoint.gate.outings import Exits, exits_of
from checkpoint.gate.outside import Life, Move, Place, extra_lives_of, lives_of
from checkpoint.gate.prepared import WANTED, ForMany
from checkpoint.gate.recording.shown import Shown
from checkpoint.gate.restrictions import restriction_facts
from checkpoint.gate.verdict import (
    Direction,
    LimitsFacts,
    RestrictionFacts,
    leaves_home,
    lives_elsewhere,
)
from checkpoint.passes import PassKind, PassState
from checkpoint.people import HouseholdState

_HOUSEHOLD, _PASS, _PHONE = (
    Base.metadata.tables[name] for name in ("household", "pass", "linked_phone")
)


# Before anybody went through.
INSIDE = Place(outside=False, since=None)


@dataclass(slots=True, eq=False)
class Home:
    """A household while it is judged. `life` is there where its past has to be looked at."""

    id: int
    compound_id: int
    state: HouseholdState
    outside_since: datetime | None
    outside_people: int
    last_crossing_at: datetime | None
    restrictions: tuple[RestrictionFacts, ...] = ()
    life: Life | None = None
    # The exits that count as outings, where the rules ask for them.
    exits: Exits = field(default_factory=dict)

    @property
    def first(self) -> Place:
        """Where they are before the first crossing."""
        return INSIDE


@dataclass(slots=True, eq=False)
class Extra:
    """An extra pass while it is judged; its holder is out or in whatever the household is."""

    id: int
    household_id: int
    limits: LimitsFacts | None
    outside_since: datetime | None
    last_crossing_at: datetime | None
    life: Life | None = None

    @property
    def first(self) -> Place:
        """Where they are before the first crossing: at home."""
        return Place(lives_elsewhere(self.limits), None)


def place_now(who: Home | Extra) -> Place:
    """Where they are by the last that is known."""
    if who.outside_since is None and who.last_crossing_at is None:
        return who.first
    return Place(who.outside_since is not None, who.outside_since)


def place_before(who: Home | Extra, move: Move) -> Place:
    """Where they were just before they moved like this."""
    if who.life is None:
        return place_now(who)
    last = who.life.before(move)
    return Place.after(last) if last else who.first


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of whoever stands there. `home` is one of the gate's own compound, or None:
    nobody learns or changes anything of another compound's."""

    shown: Shown
    pass_: Any = None
    pass_compound_id: int = 0
    home: Home | None = None
    extra: Extra | None = None
    # The phone that showed it shows the pass no more.
    unlinked: bool = False

    @property
    def who(self) -> Home | Extra | None:
        """Who is out or in by it: the holder of an extra pass, or the household."""
        return self.extra or self.home

    def leaves_home(self, direction: Direction) -> bool:
        """Whether that is the way which the rules on outings bind."""
        return leaves_home(direction, self.extra.limits if self.extra else None)


class Directory:
    """The passes and the households that those who stand at gates are about."""

    def __init__(self, all_shown: Collection[Shown]) -> None:
        """Asks for them. Within `writing()`, lock their compounds first."""
        numbers = {each.number for each in all_shown if each.number is not None}
        addresses = {each.household_id for each in all_shown if each.household_id is not None}
        self._by_number = {row.number: row for row in _BY_NUMBER.rows(numbers)}
        self._extras = {
            row.id: _extra(row)
            for row in self._by_number.values()
            if row.kind is PassKind.CAREGIVER
        }
        self._by_address = {row.household_id: row for row in _BY_ADDRESS.rows(addresses)}
        ids = addresses | {row.household_id for row in self._by_number.values()}
        self._homes = {row.id: _home(row) for row in _HOMES.rows(ids)}
        phones = {each.phone for each in all_shown if each.phone is not None}
        self._linked = {row.name: row.pass_id for row in _LINKED.rows(phones)}
        for id, restrictions in (restriction_facts(ids) if ids else {}).items():
            self._homes[id].restrictions = restrictions

    def visitor_passes(self) -> set[int]:
        """The ids of the passes that were made for a visit."""
        return {row.id for row in self._by_number.values() if row.kind is PassKind.VISITOR}

    def find(self, shown: Shown, compound_id: int) -> Found:
        """Whom it is about, as far as the gates of that compound may know."""
        if shown.household_id is not None:
            return self._at_address(shown, shown.household_id, compound_id)
        pass_ = self._by_number.get(shown.number) if shown.number is not None else None
        if pass_ is None:
            return Found(shown)
        home = self._homes[pass_.household_id]
        own = home if home.compound_id == compound_id else None
        unlinked = shown.phone is not None and self._linked.get(shown.phone) != pass_.id
        extra = self._extras.get(pass_.id) if own else None
        return Found(shown, pass_, home.compound_id, own, extra, unlinked)

    def _at_address(self, shown: Shown, household_id: int, compound_id: int) -> Found:
        home = self._homes.get(household_id)
        if home is None or home.compound_id != compound_id:
            return Found(shown)
        return Found(shown, self._by_address.get(household_id), compound_id, home)


def recall_exits(homes: Iterable[Home]) -> None:
    """Look up the outings of these: they go out while the rules count them."""
    wanted = {home.id: home for home in homes}
    for id, exits in (exits_of(wanted) if wanted else {}).items():
        wanted[id].exits = exits


def recall_lives(wanted: Iterable[Home | Extra]) -> None:
    """Look up the past of these."""
    homes, extras = {}, {}
    for who in wanted:
        if isinstance(who, Home):
            homes[who.id] = who
        else:
            extras[who.id] = who
    for id, life in (lives_of(homes) if homes else {}).items():
        homes[id].life = life
    if extras:
        households = {each.household_id for each in extras.values()}
        for id, life in extra_lives_of(extras, households).items():
            extras[id].life = life


def _home(row: Any) -> Home:
    id, compound_id, state, since, people, last = row
    return Home(id, compound_id, state, since, people, last)


def _extra(row: Any) -> Extra:
    limits = LimitsFacts.of(row.limits)
    return Extra(row.id, row.household_id, limits, row.outside_since, row.last_crossing_at)


_PASSES = select(
    _PASS.c.id,
    _PASS.c.number,
    _PASS.c.kind,
    _PASS.c.state,
    _PASS.c.generation,
    _PASS.c.valid_until,
    _PASS.c.household_id,
    _PASS.c.holder,
    _PASS.c.limits,
    _PASS.c.outside_since,
    _PASS.c.last_crossing_at,
)
_BY_NUMBER = ForMany(_PASSES.where(_PASS.c.number.in_(WANTED)))
# No other pass speaks for a household whose card was forgotten.
_BY_ADDRESS = ForMany(
    _PASSES.where(
        _PASS.c.household_id.in_(WANTED),
        _PASS.c.state == PassState.ACTIVE,
        _PASS.c.kind == PassKind.HOUSEHOLD,
    )
)
_LINKED = ForMany(
    select(_PHONE.c.name, _PHONE.c.pass_id).where(
        _PHONE.c.name.in_(WANTED), _PHONE.c.unlinked_at.is_(None)
    )
)
_HOMES = ForMany(
    select(
        _HOUSEHOLD.c.id,
        _HOUSEHOLD.c.compound_id,
        _HOUSEHOLD.c.state,
        _HOUSEHOLD.c.outside_since,
        _HOUSEHOLD.c.outside_people,
        _HOUSEHOLD.c.last_crossing_at,
    ).where(_HOUSEHOLD.c.id.in_(WANTED))
)
