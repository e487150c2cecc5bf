"""Local days and times of day, and the moments that they are.

Pure. The twin is `core/zone.ts`. A time of day that the clock skips is as much later as the clock
jumps; of one that it shows twice the first is meant (PEP 495 with `fold=0`, `compatible` in
ECMAScript's Temporal).
"""

from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

MIDNIGHT: Final = time()


def local_day(moment: datetime, time_zone: str) -> date:
    """The date that the calendar in that zone shows at a moment."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def moment_of(day: date, time_of_day: time, time_zone: str) -> datetime:
    """The moment, in UTC, at which the clock in that zone shows a time."""
    local = datetime.combine(day, time_of_day, ZoneInfo(time_zone))
    return local.astimezone(UTC)


def start_of(day: date, time_zone: str) -> datetime:
    """The first moment of a day."""
    return moment_of(day, MIDNIGHT, time_zone)
