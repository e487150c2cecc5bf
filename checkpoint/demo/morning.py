"""A made-up morning at the open gate: who goes out, when they come back, what they measure."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from checkpoint.gate import Direction

OUTINGS = 688
LENGTH = timedelta(hours=5, minutes=30)
FEVERS = 2
# Forgotten at home: these came back, or will, long after the two hours that are allowed.
LATE = 9


@dataclass(frozen=True, slots=True)
class PlannedCrossing:
    """One crossing of the household at `place` in the roster; the reading is in tenths of °C."""

    place: int
    direction: Direction
    at: datetime
    reading_tenths: int


def plan_morning(households: int, until: datetime, seed: int = 7) -> list[PlannedCrossing]:
    """The crossings of a morning that ends at `until`, oldest first."""
    chance = random.Random(seed)  # noqa: S311 - a made-up morning, not a secret
    places = chance.sample(range(households), min(OUTINGS, households))
    crossings = []
    for turn, place in enumerate(places):
        crossings += _outing(chance, place, until, late=turn < LATE)
    crossings.sort(key=lambda crossing: crossing.at)
    return _with_fevers(crossings)


def _outing(
    chance: random.Random, place: int, until: datetime, *, late: bool
) -> list[PlannedCrossing]:
    out = until - LENGTH * chance.betavariate(1.6, 1.9)
    if late:
        out = until - timedelta(minutes=chance.uniform(125, 200))
    back = out + timedelta(minutes=min(115, chance.lognormvariate(4.1, 0.5)))
    crossings = [PlannedCrossing(place, Direction.EXIT, out, _reading(chance))]
    if not late and back < until:
        crossings.append(PlannedCrossing(place, Direction.ENTRY, back, _reading(chance)))
    return crossings


def _reading(chance: random.Random) -> int:
    return round(min(371, max(355, chance.gauss(365, 2.5))))


def _with_fevers(crossings: list[PlannedCrossing]) -> list[PlannedCrossing]:
    entries = [i for i, each in enumerate(crossings) if each.direction is Direction.ENTRY]
    for nth, index in enumerate(entries[-1 : -40 * FEVERS : -40][:FEVERS]):
        each = crossings[index]
        crossings[index] = PlannedCrossing(each.place, each.direction, each.at, 376 + nth)
    return crossings
