"""What the desk asks of the gate. Rows come with what is shown beside them, in few questions.

A list of crossings has those that were refused in it too, unless it says 'went through'.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from checkpoint.db import db
from checkpoint.gate.models import Crossing, Device, Reading, RefusedScan, SetAside
from checkpoint.gate.outside import somebody_passed, went_through
from checkpoint.gate.verdict import Direction
from checkpoint.people import Compound, Gate, Household, HouseholdState

STEP = 1000
# A device that was not heard for so long is silent.
SILENT_AFTER = timedelta(minutes=5)


def outside_households(compound: Compound, limit: int | None = None) -> list[Household]:
    """The households that are out, those that have been out longest first."""
    query = select(Household).where(
        Household.compound_id == compound.id,
        Household.outside_since.is_not(None),
        Household.state == HouseholdState.ACTIVE,  # who left for good is awaited by nobody
    )
    in_order = query.order_by(Household.outside_since, Household.id).limit(limit)
    return list(db.session.scalars(in_order))


def crossings_today_by_hour(compound: Compound, now: datetime) -> list[tuple[int, int]]:
    """24 pairs of exits and entries that went through today, by the hour on the community's clock.

    An hour that a change of the clocks brings twice holds both.
    """
    zone = ZoneInfo(compound.community.time_zone)
    hours = [[0, 0] for _ in range(24)]
    query = select(Crossing.decided_at, Crossing.direction).where(
        *_today(compound, now), went_through()
    )
    for decided_at, direction in db.session.execute(query):
        hours[decided_at.astimezone(zone).hour][direction is Direction.ENTRY] += 1
    return [(exits, entries) for exits, entries in hours]


def exits_today(compound: Compound, now: datetime) -> int:
    """How many households went out today, each counted once."""
    query = select(func.count(Crossing.household_id.distinct())).where(
        *_today(compound, now), went_through(), Crossing.direction == Direction.EXIT
    )
    return db.session.scalar(query) or 0


def last_crossings(compound: Compound, limit: int = 12) -> list[Crossing]:
    """The last that went through, visitors too, the newest first."""
    query = _crossings().where(Crossing.compound_id == compound.id, somebody_passed())
    return list(db.session.scalars(query.order_by(Crossing.decided_at.desc()).limit(limit)))


def household_crossings(household: Household, limit: int = 200) -> list[Crossing]:
    """The crossings of one household, the newest first."""
    query = _crossings().where(Crossing.household_id == household.id)
    return list(db.session.scalars(query.order_by(Crossing.decided_at.desc()).limit(limit)))


def crossings_between(compound: Compound, start: datetime, end: datetime) -> Iterator[Crossing]:
    """All crossings from `start` to before `end`, the oldest first, without holding all at once."""
    query = _crossings().where(
        Crossing.compound_id == compound.id, Crossing.decided_at >= start, Crossing.decided_at < end
    )
    in_order = query.order_by(Crossing.decided_at, Crossing.id)
    yield from db.session.scalars(in_order.execution_options(yield_per=STEP))


def fevers(compound: Compound, since: datetime, fever_tenths: int) -> list[Reading]:
    """Readings at or above the bound, the newest first; refused exits have theirs here too."""
    query = (
        select(Reading)
        .options(joinedload(Reading.household), joinedload(Reading.crossing))
        .where(
            Reading.compound_id == compound.id,
            Reading.taken_at >= since,
            Reading.tenths >= fever_tenths,
        )
    )
    return list(db.session.scalars(query.order_by(Reading.taken_at.desc())))


def refused_scans_since(compound: Compound, since: datetime) -> int:
    """How many scans were no pass of ours."""
    query = select(func.count()).where(
        RefusedScan.compound_id == compound.id, RefusedScan.at >= since
    )
    return db.session.scalar(query) or 0


def set_aside_count(compound: Compound) -> int:
    """How many crossings could not be recorded as they were sent, and nobody has settled yet."""
    query = select(func.count()).where(
        SetAside.compound_id == compound.id, SetAside.resolved_at.is_(None)
    )
    return db.session.scalar(query) or 0


def devices_out_of_touch(since: datetime) -> list[Device]:
    """The devices at work, of every compound, that go by a roster from before that moment."""
    behind = Compound.roster_version > func.coalesce(Device.roster_version, 0)
    silent = or_(Device.last_seen_at.is_(None), Device.last_seen_at < since)
    at_work = (Device.revoked_at.is_(None), Device.ended_at.is_(None))
    query = select(Device).join(Device.gate).join(Gate.compound)
    return list(db.session.scalars(query.where(behind, silent, *at_work).order_by(Device.id)))


def devices_of(compound: Compound) -> list[Device]:
    """The devices that may decide at the compound's gates, by name."""
    return devices_where(compound, Device.ended_at.is_(None), Device.revoked_at.is_(None))


def devices_where(compound: Compound, *which: ColumnElement[bool]) -> list[Device]:
    """The devices of the compound's gates that fit, by name."""
    query = (
        select(Device)
        .join(Gate, Gate.id == Device.gate_id)
        .options(joinedload(Device.staff), joinedload(Device.gate))
        .where(Gate.compound_id == compound.id, *which)
    )
    return list(db.session.scalars(query.order_by(Device.name, Device.id)))


def _crossings() -> Select[Crossing]:
    return select(Crossing).options(
        joinedload(Crossing.gate),
        joinedload(Crossing.household),
        joinedload(Crossing.staff),
        joinedload(Crossing.reading),
    )


def _today(compound: Compound, now: datetime) -> tuple[ColumnElement[bool], ...]:
    local = now.astimezone(ZoneInfo(compound.community.time_zone))
    start = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return (
        Crossing.compound_id == compound.id,
        Crossing.decided_at >= start,
        Crossing.decided_at < start + timedelta(days=1),  # a day on the wall, 23 to 25 hours
    )
