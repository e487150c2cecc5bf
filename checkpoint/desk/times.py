"""Days and durations on the community's clock. Pure."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def day_bounds(day: date, time_zone: str) -> tuple[datetime, datetime]:
    """The first moment of a day and that of the next, on the clock of `time_zone`."""
    zone = ZoneInfo(time_zone)
    start = datetime.combine(day, time(), zone)
    return start, datetime.combine(day + timedelta(days=1), time(), zone)


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes from `start` to `end`, never below zero."""
    return max(0, int((end - start).total_seconds() // 60))


def clock_text(minutes: int) -> str:
    """A duration as `1:05`, from a day on as `26:30`."""
    return f"{minutes // 60}:{minutes % 60:02}"
