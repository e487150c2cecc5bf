"""Sends a planned morning through the same service that takes what real gate devices send."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from random import Random
from uuid import UUID

from checkpoint.demo.morning import PlannedCrossing
from checkpoint.gate import Direction
from checkpoint.gate.devices import EnrolledDevice
from checkpoint.gate.recording.crossings import record_crossings
from checkpoint.gate.schemas import Letter

Body = Mapping[str, object]
A_LETTER = 20


def replay(
    device: EnrolledDevice,
    planned: Iterable[PlannedCrossing],
    tokens: Sequence[str],
    fever_tenths: int,
) -> int:
    """Send the planned crossings, a few to a letter; returns how many were recorded.

    `tokens` are those of the households in the order of the roster.
    """
    chance = Random(11)  # noqa: S311 - ids of a made-up morning, the same each time
    recorded = 0
    for some in _letters(planned):
        bodies = [_body(device, each, tokens[each.place], fever_tenths, chance) for each in some]
        sent_at = some[-1].at
        results = record_crossings(device, _letter(sent_at, bodies), sent_at)
        recorded += sum(each.status == "recorded" for each in results)
    return recorded


def _letters(planned: Iterable[PlannedCrossing]) -> Iterator[list[PlannedCrossing]]:
    """What the phone sends at once: it was out of reach for a few minutes now and then."""
    left = iter(planned)
    while some := list(islice(left, A_LETTER)):
        yield some


def _letter(at: datetime, bodies: list[Body]) -> Letter:
    return Letter.model_validate(
        {
            "device_time": at.isoformat(),
            "roster_version": 1,
            "unsent": 0,
            "app_version": "demo",
            "crossings": bodies,
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
