"""The day's entries and exits by hour, as the geometry of a drawing. Pure.

Positions across are per cent of the plot's width, so that text keeps its size on every screen;
heights are pixels from the top.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

HOURS = 24
HEIGHT = 150
ROOF = 14  # above the highest line, for its label
# When most compounds are closed, from notices of February 2020.
CLOSES, OPENS = time(22, 30), time(6, 30)


@dataclass(frozen=True, slots=True)
class Bar:
    """One column: `x` and `width` in per cent, `y` and `height` in pixels."""

    x: float
    width: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Hour:
    """What happened within one hour of the day."""

    hour: int
    exits: int
    entries: int
    exit_bar: Bar
    entry_bar: Bar


@dataclass(frozen=True, slots=True)
class Line:
    """A line across with its figure."""

    y: float
    value: int


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the day, in per cent."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that the template draws. `now_x` is None for a day that is not today."""

    hours: tuple[Hour, ...]
    lines: tuple[Line, ...]
    closed: tuple[Span, ...]
    now_x: float | None
    height: int = HEIGHT + ROOF

    @property
    def exits(self) -> int:
        """Exits of the whole day."""
        return sum(hour.exits for hour in self.hours)

    @property
    def entries(self) -> int:
        """Entries of the whole day."""
        return sum(hour.entries for hour in self.hours)


def draw(by_hour: Sequence[tuple[int, int]], local_now: datetime | None) -> Chart:
    """The chart of 24 pairs of exits and entries; `local_now` is on the community's clock."""
    top, step = scale(max((max(pair) for pair in by_hour), default=0))
    return Chart(
        hours=tuple(_hour(hour, *pair, top=top) for hour, pair in enumerate(by_hour)),
        lines=tuple(Line(_y(value, top), value) for value in range(0, top + 1, step)),
        closed=(
            Span(0, _percent(OPENS)),
            Span(_percent(CLOSES), round(100 - _percent(CLOSES), 3)),
        ),
        now_x=_percent(local_now.time()) if local_now else None,
    )


def scale(highest: int) -> tuple[int, int]:
    """A round number at or above `highest`, and the step of two to five lines up to it."""
    highest = max(highest, 4)
    step = next(
        factor * 10**power
        for power in range(10)
        for factor in (1, 2, 5)
        if factor * 10**power * 4 >= highest
    )
    return -(-highest // step) * step, step


def _hour(hour: int, exits: int, entries: int, *, top: int) -> Hour:
    slot = 100 / HOURS
    return Hour(
        hour,
        exits,
        entries,
        _bar(hour * slot + slot * 0.12, slot * 0.36, exits, top),
        _bar(hour * slot + slot * 0.52, slot * 0.36, entries, top),
    )


def _bar(x: float, width: float, value: int, top: int) -> Bar:
    y = _y(value, top)
    return Bar(round(x, 3), round(width, 3), y, round(HEIGHT + ROOF - y, 2))


def _y(value: int, top: int) -> float:
    return round(ROOF + HEIGHT * (1 - value / top), 2)


def _percent(moment: time) -> float:
    return round((moment.hour * 60 + moment.minute) / (HOURS * 60) * 100, 3)
