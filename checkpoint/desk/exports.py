"""Lists to take away: who is out, crossings, households. Names stay masked; each export is kept."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from flask_babel import gettext

from checkpoint.db import db, writing
from checkpoint.desk.cells import Row
from checkpoint.desk.households import Line, lines
from checkpoint.desk.times import day_bounds, minutes_between
from checkpoint.desk.words import direction_word, method_word, outcome_word, state_word
from checkpoint.errors import BadInput
from checkpoint.gate import Crossing, Direction, crossings_between, local_day, outside_households
from checkpoint.passes import format_number
from checkpoint.people import Actor, Compound, Household, Permission, record_audit
from checkpoint.web import local_time

LONGEST_DAYS = 31
WHEN = "%Y-%m-%d %H:%M"


class Subject(StrEnum):
    """What can be taken away."""

    OUTSIDE = "outside"
    CROSSINGS = "crossings"
    HOUSEHOLDS = "households"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list with its headings and a name for the file."""

    name: str
    title: str
    headings: Sequence[str]
    rows: Iterable[Row]


def export(
    actor: Actor,
    compound: Compound,
    subject: Subject,
    *,
    now: datetime,
    first: date | None = None,
    last: date | None = None,
) -> Sheet:
    """The list and an entry in the record. `first` and `last` are days of crossings, today if left
    out. Raises Forbidden outside the scope, BadInput for a range that can't be."""
    actor.require(Permission.SEE_DESK, compound)
    today = local_day(now, compound.community.time_zone)
    first, last = first or today, last or today
    if last < first:
        raise BadInput("The last day lies before the first.", field="last")
    if (last - first) > timedelta(days=LONGEST_DAYS):
        raise BadInput("Choose at most %(days)s days.", field="last", days=LONGEST_DAYS)
    with writing():
        record_audit(actor, now, "export.made", "compound", compound.id, subject=subject.value)
    stamp = now.strftime("%Y%m%d-%H%M")
    match subject:
        case Subject.OUTSIDE:
            return Sheet(f"outside-{stamp}", gettext("Out now"), *_outside(compound, now))
        case Subject.HOUSEHOLDS:
            return Sheet(f"households-{stamp}", gettext("Households"), *_households(compound))
        case Subject.CROSSINGS:
            name = f"crossings-{first:%Y%m%d}-{last:%Y%m%d}"
            return Sheet(name, gettext("Crossings"), *_crossings(compound, first, last))


def _address_headings() -> list[str]:
    return [gettext("Building"), gettext("Unit"), gettext("Room")]


def _address(household: Household | None) -> list[str]:
    return [household.building, household.unit, household.room] if household else ["", "", ""]


def _outside(compound: Compound, now: datetime) -> tuple[list[str], list[Row]]:
    headings = [
        *_address_headings(),
        gettext("Who"),
        gettext("People out"),
        gettext("Went out"),
        gettext("Minutes"),
    ]
    return headings, [
        [
            *_address(line.household),
            line.head,
            line.household.outside_people,
            local_time(line.household.outside_since or now, WHEN),
            minutes_between(line.household.outside_since or now, now),
        ]
        for line in lines(outside_households(compound))
    ]


def _households(compound: Compound) -> tuple[list[str], list[Row]]:
    headings = [
        *_address_headings(),
        gettext("Who"),
        gettext("People"),
        gettext("State"),
        gettext("Pass number"),
        gettext("Out since"),
    ]
    query = (
        db.select(Household)
        .where(Household.compound_id == compound.id)
        .order_by(Household.sort_key)
    )
    return headings, [_household(line) for line in lines(db.session.scalars(query))]


def _household(line: Line) -> Row:
    since = line.household.outside_since
    return [
        *_address(line.household),
        line.head,
        line.people,
        state_word(line.household.state),
        format_number(line.pass_number) if line.pass_number else "",
        local_time(since, WHEN) if since else "",
    ]


def _crossings(compound: Compound, first: date, last: date) -> tuple[list[str], Iterator[Row]]:
    headings = [
        gettext("Time"),
        gettext("Gate"),
        gettext("Direction"),
        *_address_headings(),
        gettext("People"),
        gettext("Temperature"),
        gettext("Found by"),
        gettext("Verdict"),
        gettext("Reason"),
        gettext("Guard"),
        gettext("Received"),
    ]
    start, _ = day_bounds(first, compound.community.time_zone)
    _, end = day_bounds(last, compound.community.time_zone)
    return headings, map(_crossing, crossings_between(compound, start, end))


def _way(crossing: Crossing) -> str:
    """Out or in; a visitor's address is that of the host."""
    if crossing.visit_id is None:
        return direction_word(crossing.direction)
    out = crossing.direction is Direction.EXIT
    return str(gettext("visitor out") if out else gettext("visitor in"))


def _crossing(crossing: Crossing) -> Row:
    return [
        local_time(crossing.decided_at, "%Y-%m-%d %H:%M:%S"),
        crossing.gate.name,
        _way(crossing),
        *_address(crossing.household),
        crossing.party_size,
        crossing.reading.tenths / 10 if crossing.reading else "",
        method_word(crossing.method),
        outcome_word(crossing),
        crossing.device_reason,
        crossing.staff.name if crossing.staff else "",
        local_time(crossing.received_at, "%Y-%m-%d %H:%M:%S"),
    ]
