"""Whom a token, a pass number or an address is about.

Asked for many at once: so many questions to the database, however many crossings there are.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from checkpoint.db import Base
from checkpoint.gate.outings import Exits, exits_of
from checkpoint.gate.outside import Life
from checkpoint.gate.prepared import WANTED, ForMany
from checkpoint.gate.recording.shown import Shown
from checkpoint.gate.restrictions import restriction_facts
from checkpoint.gate.rule_sets import rules_at
from checkpoint.gate.verdict import RestrictionFacts
from checkpoint.passes import PassKind, PassState
from checkpoint.people import HouseholdState

_HOUSEHOLD, _PASS, _PHONE = (
    Base.metadata.tables[name] for name in ("household", "pass", "linked_phone")
)


@dataclass(slots=True)
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


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of whoever stands there. `home` is one of the gate's own compound, or None:
    nobody learns or changes anything of another compound's."""

    shown: Shown
    pass_: Any = None
    pass_compound_id: int = 0
    home: Home | None = None
    # The phone that showed it shows the pass no more.
    unlinked: bool = False


class Directory:
    """The passes and the households that those who stand at gates are about."""

    def __init__(self, all_shown: Collection[Shown]) -> None:
        """Asks for them. Within `writing()`, lock their compounds first."""
        numbers = {each.number for each in all_shown if each.number is not None}
        addresses = {each.household_id for each in all_shown if each.household_id is not None}
        self._by_number = {row.number: row for row in _BY_NUMBER.rows(numbers)}
        self._by_address = _speaking(_BY_ADDRESS.rows(addresses))
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
        return Found(shown, pass_, home.compound_id, own, unlinked)

    def _at_address(self, shown: Shown, household_id: int, compound_id: int) -> Found:
        home = self._homes.get(household_id)
        if home is None or home.compound_id != compound_id:
            return Found(shown)
        return Found(shown, self._by_address.get(household_id), compound_id, home)


def recall_exits(exits_at: Iterable[tuple[Home, datetime]]) -> None:
    """Look up the outings of those who go out while the rules count them."""
    wanted = {home.id: home for home, at in exits_at if rules_at(home.compound_id, at)[1].outings}
    for id, exits in (exits_of(wanted) if wanted else {}).items():
        wanted[id].exits = exits


def _home(row: Any) -> Home:
    id, compound_id, state, since, people, last = row
    return Home(id, compound_id, state, since, people, last)


def _speaking(rows: Iterable[Any]) -> Mapping[int, Any]:
    """The pass that speaks for a household whose card was forgotten: its household pass, else the
    active one with the lowest number, as the gate view has it too."""
    in_order = sorted(rows, key=lambda row: (row.kind is not PassKind.HOUSEHOLD, row.number))
    return {row.household_id: row for row in reversed(in_order)}


_PASSES = select(
    _PASS.c.id,
    _PASS.c.number,
    _PASS.c.kind,
    _PASS.c.state,
    _PASS.c.generation,
    _PASS.c.valid_until,
    _PASS.c.household_id,
    _PASS.c.holder,
)
_BY_NUMBER = ForMany(_PASSES.where(_PASS.c.number.in_(WANTED)))
# A visitor's pass does not speak for the host.
_BY_ADDRESS = ForMany(
    _PASSES.where(
        _PASS.c.household_id.in_(WANTED),
        _PASS.c.state == PassState.ACTIVE,
        _PASS.c.kind != PassKind.VISITOR,
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
