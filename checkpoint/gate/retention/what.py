"""What is older than this office keeps, and what stays all the same, because something rests on it.

The whole list with its reasons is docs/retention.md. A crossing stays

- while an alert points to it, or an open conflict;
- while it counts as an outing under rules that are in force or to come;
- as the last one that somebody of a household, the holder of an extra pass or a vehicle went
  through with, until a later one is *settled*: so old that no phone has an undo of it any more;
- together with its visit, until all of that is over.

So who is out, who is inside and what is used up of a quota are the same afterwards.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, literal_column, or_, select
from sqlalchemy.orm import aliased

from checkpoint.gate.ages import oldest
from checkpoint.gate.alerts.kinds import OVERDUE
from checkpoint.gate.alerts.models import Alert
from checkpoint.gate.models import Conflict, ConflictState, Crossing, RefusedScan, SetAside
from checkpoint.gate.outside import taken_back
from checkpoint.gate.residents.models import Correction
from checkpoint.gate.rule_sets import in_force, upcoming
from checkpoint.gate.verdict import Direction
from checkpoint.gate.visits.models import Denial, Visit, VisitState
from checkpoint.people import Household
from checkpoint.web import settings

DAY = timedelta(days=1)
Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The moments that matter for one compound: what is before `cutoff` is old, what is before
    `settled` no phone takes back, an exit from `counted` on may be one that counts."""

    compound_id: int
    cutoff: datetime
    settled: datetime
    counted: datetime


def bounds_of(compound_id: int, now: datetime) -> Bounds:
    """As the settings and the compound's rules have it now."""
    own = settings()
    rules = [each.rules for each in (in_force(compound_id, now), *upcoming(compound_id, now))]
    period = max((each.outings.days for each in rules if each.outings), default=0)
    late = min(own.retention_days, own.roster_lease_days)
    # A day more for the calendar: its days are not those of the clock.
    return Bounds(compound_id, oldest(now), now - late * DAY, now - (period + 1) * DAY)


def old_crossings(bounds: Bounds) -> Condition:
    """Those that are of no visit: they go with it."""
    undone = aliased(Crossing)
    return and_(
        # No index: where a few are asked about, SQLite would look at all that are old instead.
        Crossing.compound_id + 0 == bounds.compound_id,
        Crossing.decided_at < bounds.cutoff,
        Crossing.visit_id.is_(None),
        # An undo goes with what it takes back, else that would count again.
        ~exists().where(undone.id == Crossing.undoes),
        ~or_(Crossing.counted.is_(True) & (Crossing.decided_at >= bounds.counted), _held(bounds)),
    )


def old_visits(bounds: Bounds) -> Condition:
    """Those that are over, with all their crossings, and whose pass has ended too."""
    return and_(
        Visit.compound_id == bounds.compound_id,
        Visit.state != VisitState.INSIDE,
        Visit.made_at < bounds.cutoff,
        Visit.expected_until < bounds.cutoff - DAY,
        or_(Visit.left_at.is_(None), Visit.left_at < bounds.cutoff),
        or_(Visit.cancelled_at.is_(None), Visit.cancelled_at < bounds.cutoff),
        ~exists().where(Alert.visit_id == Visit.id),
        ~exists().where(
            Crossing.visit_id == Visit.id,
            or_(Crossing.decided_at >= bounds.cutoff, _held(bounds)),
        ),
    )


def old_alerts(bounds: Bounds) -> Condition:
    """The closed ones. One whose cause lasts stays: without it the same would ring again."""
    out_since_then = exists().where(
        Household.id == Alert.household_id, Household.outside_since <= Alert.raised_at
    )
    inside = exists().where(Visit.id == Alert.visit_id, Visit.state == VisitState.INSIDE)
    return and_(
        Alert.compound_id == bounds.compound_id,
        Alert.closed_at.is_not(None),
        Alert.raised_at < bounds.cutoff,
        ~or_(and_(Alert.kind == OVERDUE, out_since_then), inside),
    )


def old_asides(bounds: Bounds) -> Condition:
    """What was set aside, once staff have settled it."""
    return and_(
        SetAside.compound_id == bounds.compound_id,
        SetAside.resolved_at.is_not(None),
        SetAside.received_at < bounds.cutoff,
    )


def old_scans(bounds: Bounds) -> Condition:
    """Refused scans."""
    return and_(
        RefusedScan.compound_id == bounds.compound_id, RefusedScan.received_at < bounds.cutoff
    )


def old_corrections(bounds: Bounds) -> Condition:
    """What households asked to have put right, once staff have answered."""
    mine = select(Household.id).where(Household.compound_id == bounds.compound_id)
    return and_(Correction.household_id.in_(mine), Correction.answered_at < bounds.cutoff)


def old_denials(bounds: Bounds) -> Condition:
    """Entries of the deny list that ended, or were lifted, so long ago."""
    return and_(
        Denial.compound_id == bounds.compound_id,
        or_(Denial.until < bounds.cutoff, Denial.lifted_at < bounds.cutoff),
    )


def _held(bounds: Bounds) -> Condition:
    return or_(_pointed_at(), _last_of_somebody(bounds), _last_of_vehicle(bounds))


def _pointed_at() -> Condition:
    open_ones = Conflict.state == ConflictState.OPEN
    return or_(
        exists().where(Alert.crossing_id == Crossing.id),
        Crossing.id.in_(select(Conflict.first_id).where(open_ones)),
        Crossing.id.in_(select(Conflict.second_id).where(open_ones)),
    )


def _last_of_somebody(bounds: Bounds) -> Condition:
    later = aliased(Crossing)
    same = or_(Crossing.extra.is_(False), later.pass_id == Crossing.pass_id)
    followed = exists().where(
        later.household_id == Crossing.household_id,
        later.extra == Crossing.extra,
        same,
        later.visit_id.is_(None),
        _after(later, Crossing),
        later.decided_at < bounds.settled,
        _passed(later),
    )
    went = and_(Crossing.household_id.is_not(None), Crossing.visit_id.is_(None), _passed(Crossing))
    return and_(went, ~followed)


def _last_of_vehicle(bounds: Bounds) -> Condition:
    """The last of its plate: where it came in, it is inside. Where it went out, it goes only after
    those before it, or one of them would stand for a vehicle that is inside."""
    later, earlier = aliased(Crossing), aliased(Crossing)
    followed = exists().where(
        *_of_plate(later), _after(later, Crossing), later.decided_at < bounds.settled
    )
    follows = exists().where(
        *_of_plate(earlier),
        _after(Crossing, earlier),
        earlier.visit_id.is_distinct_from(Crossing.visit_id) | Crossing.visit_id.is_(None),
    )
    inside = or_(Crossing.direction == Direction.ENTRY, follows)
    return and_(Crossing.plate != "", _passed(Crossing), ~followed, inside)


def _of_plate(each: type[Crossing]) -> tuple[Condition, ...]:
    same = (each.compound_id == Crossing.compound_id, each.plate == Crossing.plate)
    # Said again, and in words of the index: so that of those with a plate is used.
    return (*same, each.plate != literal_column("''"), _passed(each))


def _passed(each: type[Crossing]) -> Condition:
    """`outside.somebody_passed` of any alias."""
    passed = or_(each.device_outcome != "refuse", each.override_reason != "")
    return and_(passed, each.undoes.is_(None), each.id.not_in(taken_back()))


def _after(later: type[Crossing], earlier: type[Crossing]) -> Condition:
    """In the order of `outside.Move`."""
    same_moment = and_(later.decided_at == earlier.decided_at, later.id > earlier.id)
    return and_(
        later.decided_at >= earlier.decided_at,
        or_(later.decided_at > earlier.decided_at, same_moment),
    )
