"""Where a visit stands: that follows from its crossings alone, in whatever order they arrive.

Refused ones open nothing, and those that a guard took back count for nothing. Whoever came and left
may come again under the same visit (an override): then the later stay is told of.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from checkpoint.gate.outside import Passage
from checkpoint.gate.verdict import Direction
from checkpoint.gate.visits.models import VisitState


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a visit stands, when they last came in and last went out."""

    state: VisitState
    arrived_at: datetime | None = None
    left_at: datetime | None = None


def standing_of(
    passages: Iterable[Passage], *, cancelled: bool = False, invited: bool = False
) -> Standing:
    """What its crossings say; before any of them it is expected, or was cancelled.

    Who was `invited` and refused, because they were too early say, is expected still.

    Here a passage `went_through` when the visitor did.
    """
    told = list(passages)
    undos = [each for each in told if each.undoes is not None]
    counted = [
        each
        for each in told
        if each.undoes is None and not any(undo.takes_back(each) for undo in undos)
    ]
    through = sorted(each.move for each in counted if each.went_through)
    if through:
        return _after(through[-1].direction, *_stay((each.at, each.direction) for each in through))
    if cancelled:
        return Standing(VisitState.CANCELLED)
    refused = not invited and any(each.move.direction is Direction.ENTRY for each in counted)
    return Standing(VisitState.REFUSED if refused else VisitState.EXPECTED)


def _after(last: Direction, arrived: datetime | None, left: datetime | None) -> Standing:
    if last is Direction.ENTRY:
        return Standing(VisitState.INSIDE, arrived)
    return Standing(VisitState.LEFT, arrived, left)


def _stay(
    moves: Iterable[tuple[datetime, Direction]],
) -> tuple[datetime | None, datetime | None]:
    """When the last stay began and when it ended, as far as somebody was told."""
    arrived, left, inside = None, None, False
    for at, direction in moves:
        if direction is Direction.ENTRY:
            arrived, inside = (arrived if inside else at), True
        else:
            left, inside = at, False
    return arrived, left
