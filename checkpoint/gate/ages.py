"""How old is too old."""

from datetime import datetime, timedelta

from checkpoint.web import settings


def oldest(now: datetime) -> datetime:
    """What was decided before this is not kept, is not looked at, and is not recorded any more."""
    return now - timedelta(days=settings().retention_days)
