"""What staff ask of the crossings. The caller has checked that the compound is in scope."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from checkpoint.db import db
from checkpoint.gate.models import Crossing, Device, Reading, RefusedScan, SetAside
from checkpoint.gate.outside import went_through
from checkpoint.gate.verdict import Direction
from checkpoint.people import Compound, Gate, Household


def outside_households(compound: Compound, limit: int | None = None) -> list[Household]:
    """The households that are out, the longest first."""
    query = (
        select(Household)
        .where(Household.compound_id == compound.id, Household.outside_since.is_not(None))
        .order_by(Household.outside_since, Household.sort_key)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def crossings_today_by_hour(compound: Compound, now: datetime) -> list[tuple[int, int]]:
    """24 pairs of exits and entries, by hour of the community's clock."""
    start, zone = _today(compound, now)
    counts = [[0, 0] for _ in range(24)]
    query = select(Crossing.decided_at, Crossing.direction).where(
        Crossing.compound_id == compound.id,
        Crossing.decided_at >= start,
        Crossing.decided_at < start + timedelta(days=1),
        went_through(),
    )
    for decided_at, direction in db.session.execute(query):
        counts[decided_at.astimezone(zone).hour][direction is Direction.ENTRY] += 1
    return [(exits, entries) for exits, entries in counts]


def exits_today(compound: Compound, now: datetime) -> int:
    """How many households went out since midnight."""
    start, _ = _today(compound, now)
    query = select(func.count(Crossing.household_id.distinct())).where(
        Crossing.compound_id == compound.id,
        Crossing.decided_at >= start,
        Crossing.direction == Direction.EXIT,
        went_through(),
    )
    return db.session.scalar(query) or 0


def last_crossings(compound: Compound, limit: int = 12) -> list[Crossing]:
    """The newest crossings with their gate, household and reading."""
    query = (
        select(Crossing)
        .where(Crossing.compound_id == compound.id)
        .order_by(Crossing.decided_at.desc(), Crossing.id)
        .limit(limit)
    )
    return list(db.session.scalars(query.options(*_whole())))


def household_crossings(household: Household, limit: int = 200) -> list[Crossing]:
    """The newest crossings of one household with their gate, reading and staff."""
    query = (
        select(Crossing)
        .where(Crossing.household_id == household.id)
        .order_by(Crossing.decided_at.desc(), Crossing.id)
        .limit(limit)
    )
    return list(db.session.scalars(query.options(*_whole())))


def crossings_between(compound: Compound, start: datetime, end: datetime) -> Iterator[Crossing]:
    """The crossings decided from `start` to before `end`, the oldest first."""
    query = (
        select(Crossing)
        .where(
            Crossing.compound_id == compound.id,
            Crossing.decided_at >= start,
            Crossing.decided_at < end,
        )
        .order_by(Crossing.decided_at, Crossing.id)
        .execution_options(yield_per=1000)
    )
    yield from db.session.scalars(query.options(*_whole()))


def fevers(compound: Compound, since: datetime, threshold_tenths: int) -> list[Reading]:
    """The readings at or above the bound since then, the newest first, with their household."""
    query = (
        select(Reading)
        .where(
            Reading.compound_id == compound.id,
            Reading.taken_at >= since,
            Reading.tenths >= threshold_tenths,
        )
        .order_by(Reading.taken_at.desc())
        .options(joinedload(Reading.household))
    )
    return list(db.session.scalars(query))


def refused_scans_since(compound: Compound, since: datetime) -> int:
    """How many scans were no pass of ours since then."""
    query = select(func.count()).where(
        RefusedScan.compound_id == compound.id, RefusedScan.at >= since
    )
    return db.session.scalar(query) or 0


def set_aside_count(compound: Compound) -> int:
    """How many crossings were sent and could not be recorded as they are."""
    query = select(func.count()).where(SetAside.compound_id == compound.id)
    return db.session.scalar(query) or 0


def devices_of(compound: Compound) -> list[Device]:
    """The devices of a compound's gates that have not ended, with their gate."""
    query = (
        select(Device)
        .join(Device.gate)
        .where(Gate.compound_id == compound.id, Device.ended_at.is_(None))
        .order_by(Device.id)
    )
    return list(db.session.scalars(query.options(joinedload(Device.gate))))


def _today(compound: Compound, now: datetime) -> tuple[datetime, ZoneInfo]:
    zone = ZoneInfo(compound.community.time_zone)
    local = now.astimezone(zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0), zone


def _whole() -> Sequence[ExecutableOption]:
    return (
        joinedload(Crossing.gate),
        joinedload(Crossing.household),
        joinedload(Crossing.reading),
        joinedload(Crossing.staff),
    )
