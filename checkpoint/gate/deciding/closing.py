"""The night closure, and the days and hours of an extra pass."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from checkpoint.gate.deciding.facts import LimitsFacts
from checkpoint.gate.rules import Closure
from checkpoint.gate.zones import local_day, moment_of, start_of

DAY: Final = timedelta(days=1)


def closure_end(closure: Closure | None, time_zone: str, moment: datetime) -> datetime | None:
    """The end, in UTC, of the closure that a moment falls in; None where it falls in none."""
    if closure is None:
        return None
    since, until = time.fromisoformat(closure.since), time.fromisoformat(closure.until)
    today = local_day(moment, time_zone)
    overnight = DAY if until <= since else timedelta()
    for first in (today - overnight, today):
        end = moment_of(first + overnight, until, time_zone)
        if moment_of(first, since, time_zone) <= moment < end:
            return end
    return None


def open_from(
    closure: Closure | None, limits: LimitsFacts | None, time_zone: str, moment: datetime
) -> datetime:
    """The moment, or, where it falls outside of the days and hours of a pass or in the night
    closure that binds it, when that is over."""
    moment = next_opening(limits, time_zone, moment) or moment
    if limits and limits.hours:
        return moment
    over = closure_end(closure, time_zone, moment) or moment
    later = next_opening(limits, time_zone, over)
    return (closure_end(closure, time_zone, later) or later) if later else over


def next_opening(limits: LimitsFacts | None, time_zone: str, moment: datetime) -> datetime | None:
    """When, in UTC, the days and hours of a pass begin again; None where they have begun."""
    if limits is None:
        return None
    spans = list(_spans(limits, time_zone, local_day(moment, time_zone)))
    if any(begin <= moment < end for begin, end in spans):
        return None
    return min(begin for begin, _ in spans if begin > moment)


def _spans(limits: LimitsFacts, time_zone: str, today: date) -> Iterator[tuple[datetime, datetime]]:
    """Those that began yesterday and later, up to this day of the next week."""
    for ahead in range(-1, 8):
        day = today + ahead * DAY
        if limits.weekdays is None or day.isoweekday() in limits.weekdays:
            yield _span(limits.hours, time_zone, day)


def _span(hours: tuple[str, str] | None, time_zone: str, day: date) -> tuple[datetime, datetime]:
    if hours is None:
        return start_of(day, time_zone), start_of(day + DAY, time_zone)
    begin, end = (time.fromisoformat(each) for each in hours)
    overnight = DAY if end <= begin else timedelta()
    return moment_of(day, begin, time_zone), moment_of(day + overnight, end, time_zone)
