"""The crossings of some days as a rehearsal needs them, and who the households are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, func, or_, select, type_coerce

from checkpoint.db import db
from checkpoint.gate.models import Crossing, EarlierReading, Reading
from checkpoint.gate.models_rules import Instrument
from checkpoint.gate.outside import taken_back
from checkpoint.gate.replaying import HOUSEHOLD, Past
from checkpoint.gate.verdict import ReadingFacts
from checkpoint.passes import Pass
from checkpoint.people import Gate, Household, masked_name

# An exit that was refused for one of these might be admitted under other rules.
OF_RULES = ("closure.night", "quota.used", "quota.sealed", "party.too_many")
# As the database has it: making a UUID of each would take longer than to judge it.
_ID = type_coerce(Crossing.id, String)
Readings = Mapping[Any, tuple[ReadingFacts, ...]]


def rows_between(compound_id: int, since: datetime, until: datetime) -> Sequence[Any]:
    """Rows for `past_of`, the household's id first, by household and time."""
    query = (
        select(
            Crossing.household_id,
            _ID,
            Crossing.decided_at,
            Crossing.direction,
            Crossing.gate_id,
            Crossing.party_size,
            Crossing.children,
            Crossing.exempt,
            Pass.kind,
            Reading.tenths,
            Reading.instrument_id,
            Crossing.device_outcome,
            Crossing.override_reason,
        )
        .outerjoin(Pass, Pass.id == Crossing.pass_id)
        .outerjoin(Reading, Reading.crossing_id == Crossing.id)
        .where(*_within(compound_id, since, until))
        .order_by(Crossing.household_id, Crossing.decided_at, Crossing.id)
    )
    return db.session.connection().execute(query).all()


def past_of(row: Any, earlier: Readings) -> Past:
    """The crossing that a row tells of."""
    _, id, at, direction, gate_id, people, children, exempt, kind, tenths, used, outcome, over = row
    last = () if tenths is None else (ReadingFacts(tenths, used, at),)
    readings = (*earlier[id], *last) if id in earlier else last
    went, emergency = outcome != "refuse" or over != "", over == "emergency"
    kind = kind.value if kind else HOUSEHOLD
    # By position: there are tens of thousands of them.
    return Past(at, direction, gate_id, people, children, exempt, kind, readings, went, emergency)


def earlier_readings(compound_id: int, since: datetime, until: datetime) -> Readings:
    """The readings that were taken again, by crossing: few."""
    query = (
        select(
            _ID,
            EarlierReading.tenths,
            EarlierReading.instrument_id,
            EarlierReading.taken_at,
        )
        .join(Crossing, Crossing.id == EarlierReading.crossing_id)
        .where(*_within(compound_id, since, until))
        .order_by(EarlierReading.crossing_id, EarlierReading.position)
    )
    found: defaultdict[Any, tuple[ReadingFacts, ...]] = defaultdict(tuple)
    for crossing_id, tenths, instrument_id, at in db.session.connection().execute(query):
        found[crossing_id] += (ReadingFacts(tenths, instrument_id, at),)
    return found


def instruments_by_gate(compound_id: int) -> dict[int, int]:
    """How many instruments each gate of the compound has now."""
    query = (
        select(Gate.id, func.count(Instrument.id))
        .outerjoin(Instrument, (Instrument.gate_id == Gate.id) & Instrument.active)
        .where(Gate.compound_id == compound_id)
        .group_by(Gate.id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def who_lives_there(household_ids: list[int], language: str) -> dict[int, tuple[str, str]]:
    """Short address and masked name of the head, by household."""
    query = select(Household).where(Household.id.in_(household_ids))
    return {
        home.id: (
            home.short_label(language),
            masked_name(home.residents[0].name) if home.residents else "",
        )
        for home in db.session.scalars(query)
    }


def _within(compound_id: int, since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    counts = or_(
        Crossing.device_outcome != "refuse",
        Crossing.override_reason != "",
        Crossing.device_reason.in_(OF_RULES),
    )
    return (
        Crossing.compound_id == compound_id,
        Crossing.decided_at >= since,
        Crossing.decided_at <= until,
        Crossing.household_id.is_not(None),
        Crossing.visit_id.is_(None),
        Crossing.extra.is_(False),
        Crossing.undoes.is_(None),
        Crossing.id.not_in(taken_back()),
        counts,
    )
