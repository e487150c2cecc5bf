"""The night closure."""

from datetime import datetime, time, timedelta
from typing import Final

from checkpoint.gate.rules import Closure
from checkpoint.gate.zones import local_day, moment_of

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
