"""What the first page shows: who is out, what needs somebody, whether the gates are alive."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from checkpoint.db import db
from checkpoint.desk.chart import Chart, draw
from checkpoint.desk.households import Line, lines
from checkpoint.desk.times import day_bounds, minutes_between
from checkpoint.gate import (
    SILENT_AFTER,
    Crossing,
    Device,
    Reading,
    crossings_today_by_hour,
    devices_of,
    exits_today,
    fevers,
    last_crossings,
    local_day,
    outside_households,
    refused_scans_since,
    rule_sets_waiting,
    set_aside_count,
)
from checkpoint.gate.conflicts import Conflict, conflicts_page
from checkpoint.gate.residents import count_waiting
from checkpoint.gate.visits import denials_waiting, inside_counts, overstays
from checkpoint.passes import Pass, extra_passes_ending, requests_waiting
from checkpoint.people import Compound, Gate, GateState, Household, HouseholdState

SHOWN = 30
NEAR_PERCENT = 85
# Longer than this and the likeliest cause is a return that nobody scanned.
FORGOTTEN_MINUTES = 12 * 60


@dataclass(frozen=True, slots=True)
class Outing:
    """A household that is out. `percent` of the longest outing; `state` is "", near, over, lost."""

    line: Line
    since: datetime
    due: datetime
    minutes: int
    percent: int
    state: str


@dataclass(frozen=True, slots=True)
class GateLife:
    """A gate and its devices. `mark` is ok, warn or off, as in the icons."""

    gate: Gate
    devices: Sequence[Device]
    mark: str
    last_seen_at: datetime | None
    unsent: int


@dataclass(frozen=True, slots=True)
class Beginning:
    """How far the way from a spreadsheet to a working gate has been gone."""

    households: int
    passes: bool
    devices: bool

    @property
    def done(self) -> bool:
        """Whether nothing of it is left."""
        return bool(self.households and self.passes and self.devices)


@dataclass(frozen=True, slots=True)
class Now:
    """The first page. Counts are of the whole compound, lists hold what fits a page."""

    now: datetime
    households: int
    outside: int
    outside_people: int
    exits_today: int
    overdue: int
    outings: Sequence[Outing]
    fevers: Sequence[Reading]
    refused_scans: int
    visitors: int
    visiting_people: int
    overstays: int
    rule_sets_waiting: int
    denials_waiting: int
    requests_waiting: int
    extra_passes_ending: int
    corrections: int
    set_aside: int
    conflicts: int
    newest_conflicts: Sequence[Conflict]
    chart: Chart
    crossings: Sequence[Crossing]
    gates: Sequence[GateLife]
    sealed: int
    beginning: Beginning


def look(compound: Compound, *, now: datetime, longest_minutes: int, fever_tenths: int) -> Now:
    """The compound as it is at `now`."""
    zone = compound.community.time_zone
    today, _ = day_bounds(local_day(now, zone), zone)
    outside = outside_households(compound)
    overdue_since = now - timedelta(minutes=longest_minutes)
    gates = _gates(compound, now)
    households = _count_households(compound)
    conflicts = conflicts_page(compound)
    visitors, visiting_people = inside_counts(compound)
    return Now(
        now=now,
        households=households,
        outside=len(outside),
        outside_people=sum(each.outside_people for each in outside),
        exits_today=exits_today(compound, now),
        overdue=sum(_since(each, now) <= overdue_since for each in outside),
        outings=[_outing(line, now, longest_minutes) for line in lines(outside[:SHOWN])],
        fevers=fevers(compound, today, fever_tenths),
        refused_scans=refused_scans_since(compound, today),
        visitors=visitors,
        visiting_people=visiting_people,
        overstays=len(overstays(compound, now)) if visitors else 0,
        rule_sets_waiting=rule_sets_waiting(compound),
        denials_waiting=denials_waiting(compound, now),
        requests_waiting=requests_waiting(compound, now),
        extra_passes_ending=extra_passes_ending(compound, now),
        corrections=count_waiting(compound),
        set_aside=set_aside_count(compound),
        conflicts=conflicts.total,
        newest_conflicts=conflicts.rows,
        chart=draw(crossings_today_by_hour(compound, now), now.astimezone(ZoneInfo(zone))),
        crossings=last_crossings(compound),
        gates=[each for each in gates if each.mark != "off" or each.devices],
        sealed=sum(each.mark == "off" and not each.devices for each in gates),
        beginning=Beginning(households, _has_passes(compound), any(each.devices for each in gates)),
    )


def _outing(line: Line, now: datetime, longest: int) -> Outing:
    since = _since(line.household, now)
    minutes = minutes_between(since, now)
    percent = minutes * 100 // longest
    state = "over" if percent >= 100 else "near" if percent >= NEAR_PERCENT else ""
    if minutes >= FORGOTTEN_MINUTES:
        state = "lost"
    return Outing(line, since, since + timedelta(minutes=longest), minutes, percent, state)


def _since(household: Household, now: datetime) -> datetime:
    return household.outside_since or now


def _gates(compound: Compound, now: datetime) -> list[GateLife]:
    by_gate: defaultdict[int, list[Device]] = defaultdict(list)
    for device in devices_of(compound):
        by_gate[device.gate_id].append(device)
    return [_life(gate, by_gate[gate.id], now) for gate in compound.gates]


def _life(gate: Gate, devices: list[Device], now: datetime) -> GateLife:
    seen = max((each.last_seen_at for each in devices if each.last_seen_at), default=None)
    unsent = sum(each.unsent for each in devices)
    alive = seen is not None and now - seen <= SILENT_AFTER
    mark = "off" if gate.state is GateState.SEALED else "ok" if alive else "warn"
    return GateLife(gate, devices, mark, seen, unsent)


def _count_households(compound: Compound) -> int:
    query = select(func.count()).where(
        Household.compound_id == compound.id, Household.state == HouseholdState.ACTIVE
    )
    return db.session.scalar(query) or 0


def _has_passes(compound: Compound) -> bool:
    query = select(Pass.id).join(Household).where(Household.compound_id == compound.id).limit(1)
    return db.session.scalar(query) is not None
