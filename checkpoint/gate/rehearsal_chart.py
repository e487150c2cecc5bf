"""The days of a rehearsal as the geometry of a drawing. Pure.

Positions across are per cent of the plot's width, so that text keeps its size on every screen;
heights are pixels from the top.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from checkpoint.gate.rehearsal import DayTally

HEIGHT = 150
ROOF = 14  # above the highest line, for its label
LINES = 4


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a column, in pixels."""

    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """One day: what is admitted at the foot, what is refused on top of it."""

    day: date
    x: float
    width: float
    admitted: Part
    refused: Part
    tally: DayTally
    is_labelled: bool

    @property
    def middle(self) -> float:
        """Where its label stands."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that the template draws; `lines` are pairs of height and figure."""

    columns: Sequence[Column]
    lines: Sequence[tuple[float, int]]
    height: int = HEIGHT + ROOF


def draw(days: Sequence[DayTally]) -> Chart:
    """The chart of those days, the oldest on the left."""
    step = _step(max((each.exits for each in days), default=0))
    top = step * LINES
    lines = [(_y(step * place, top), step * place) for place in range(LINES + 1)]
    # Every label where there is room, else one a week, counted from the last day.
    every = 1 if len(days) <= 7 else 7
    columns = [
        _column(place, len(days), each, top, (len(days) - 1 - place) % every == 0)
        for place, each in enumerate(days)
    ]
    return Chart(columns, lines)


def _step(highest: int) -> int:
    """The least of 1, 2, 5, 10, 20, 50 … with which the lines reach `highest`."""
    steps = (factor * 10**power for power in range(10) for factor in (1, 2, 5))
    return int(next(step for step in steps if step * LINES >= highest))


def _column(place: int, count: int, tally: DayTally, top: int, is_labelled: bool) -> Column:
    slot = 100 / count
    goes = tally.admitted + tally.asked
    foot, roof = _y(goes, top), _y(tally.exits, top)
    return Column(
        tally.day,
        x=round(slot * (place + 0.15), 3),
        width=round(slot * 0.7, 3),
        admitted=Part(foot, round(HEIGHT + ROOF - foot, 2)),
        refused=Part(roof, round(foot - roof, 2)),
        tally=tally,
        is_labelled=is_labelled,
    )


def _y(value: int, top: int) -> float:
    return round(ROOF + HEIGHT * (1 - value / top), 2)
