"""The crossings of some days as a rehearsal needs them, and who the households are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

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
Readings = Mapping[UUID, tuple[ReadingFacts, ...]]


def rows_between(compound_id: int, since: datetime, until: datetime) -> Sequence[Any]:
    """Rows for `past_of`, the household's id first, by household and time."""
    query = (
        select(
            Crossing.household_id,
            Crossing.id,
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
    return db.session.execute(query).all()


def past_of(row: Any, earlier: Readings) -> Past:
    """The crossing that a row tells of."""
    _, id, at, direction, gate_id, people, children, exempt, kind, tenths, used, outcome, over = row
    last = () if tenths is None else (ReadingFacts(tenths, used, at),)
    return Past(
        at=at,
        direction=direction,
        gate_id=gate_id,
        people=people,
        children=children,
        exempt=exempt,
        kind=kind.value if kind else HOUSEHOLD,
        readings=(*earlier.get(id, ()), *last),
        went=outcome != "refuse" or over != "",
        emergency=over == "emergency",
    )


def earlier_readings(compound_id: int, since: datetime, until: datetime) -> Readings:
    """The readings that were taken again, by crossing: few."""
    query = (
        select(
            EarlierReading.crossing_id,
            EarlierReading.tenths,
            EarlierReading.instrument_id,
            EarlierReading.taken_at,
        )
        .join(Crossing, Crossing.id == EarlierReading.crossing_id)
        .where(*_within(compound_id, since, until))
        .order_by(EarlierReading.crossing_id, EarlierReading.position)
    )
    found: defaultdict[UUID, tuple[ReadingFacts, ...]] = defaultdict(tuple)
    for crossing_id, tenths, instrument_id, at in db.session.execute(query):
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
        Crossing.undoes.is_(None),
        Crossing.id.not_in(taken_back()),
        counts,
    )
