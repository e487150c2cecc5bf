"""Sends a planned morning through the same service that takes what real gate devices send."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from random import Random
from uuid import UUID

from checkpoint.demo.morning import PlannedCrossing
from checkpoint.gate import Direction
from checkpoint.gate.crossings import record_crossings
from checkpoint.gate.devices import EnrolledDevice
from checkpoint.gate.schemas import Letter

Body = Mapping[str, object]


def replay(
    device: EnrolledDevice,
    planned: Iterable[PlannedCrossing],
    tokens: Sequence[str],
    fever_tenths: int,
) -> int:
    """Record each planned crossing at its own moment; returns how many were recorded.

    `tokens` are those of the households in the order of the roster.
    """
    chance = Random(11)  # noqa: S311 - ids of a made-up morning, the same each time
    recorded = 0
    for crossing in planned:
        body = _body(device, crossing, tokens[crossing.place], fever_tenths, chance)
        [result] = record_crossings(device, _letter(crossing.at, body), crossing.at)
        recorded += result.status == "recorded"
    return recorded


def _letter(at: datetime, body: Body) -> Letter:
    return Letter.model_validate(
        {
            "device_time": at.isoformat(),
            "roster_version": 1,
            "unsent": 0,
            "app_version": "demo",
            "crossings": [body],
        },
        strict=False,
    )


def _body(
    device: EnrolledDevice,
    crossing: PlannedCrossing,
    token: str,
    fever_tenths: int,
    chance: Random,
) -> Body:
    fever = crossing.reading_tenths >= fever_tenths
    admitted = "exit.admitted" if crossing.direction is Direction.EXIT else "entry.admitted"
    return {
        "id": str(UUID(int=chance.getrandbits(128), version=4)),
        "direction": crossing.direction.value,
        "method": "scan",
        "token": token,
        "number": None,
        "household_id": None,
        "gate_id": device.gate_id,
        "decided_at": crossing.at.isoformat(),
        "reading_tenths": crossing.reading_tenths,
        "party_size": 1,
        "override": None,
        "verdict": {
            "outcome": "ask" if fever else "admit",
            "reasons": ["reading.fever" if fever else admitted],
        },
        "roster_version": 1,
        "knowledge_age_s": 0,
    }
