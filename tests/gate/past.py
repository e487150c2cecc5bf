"""Crossings that were recorded when they happened: days ago."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from checkpoint.gate import device_of, record_crossings
from checkpoint.gate.schemas import Letter, Result
from tests.gate.phone import Json, Phone, letter

NOW = datetime.now(UTC).replace(microsecond=0)


def day(number: float) -> datetime:
    """So many days ago."""
    return NOW - timedelta(days=number)


def crossing(phone: Phone, days: float, *who: str, **changed: Any) -> Json:
    """A crossing that was decided so many days ago."""
    return phone.crossing(*who, **{"decided_at": day(days).isoformat(), **changed})


def record(phone: Phone, *crossings: Json, at: datetime | None = None) -> list[Result]:
    """Record them as if it were that moment: by default each at once, when it was decided."""
    if at is None:
        return [
            result
            for each in crossings
            for result in record(phone, each, at=datetime.fromisoformat(each["decided_at"]))
        ]
    device = device_of(phone.headers()["Authorization"])
    sent = letter(*crossings, device_time=at.isoformat())
    return record_crossings(device, Letter.model_validate_json(json.dumps(sent)), at)
