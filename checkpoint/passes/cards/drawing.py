"""What a page is made of, whoever paints it: text, shapes, lines, codes and
pictures.

Millimetres from the upper left corner, y downwards; text stands on its baseline, its size is in
points. The layout makes these, `pdf.py` and `picture.py` paint them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

MM_PER_POINT = 25.4 / 72


class Color(NamedTuple):
    """Red, green and blue, 0 to 255."""

    red: int
    green: int
    blue: int


BLACK = Color(0, 0, 0)  # of codes
WHITE = Color(255, 255, 255)
INK = Color(0x12, 0x1A, 0x16)
MUTED = Color(0x5A, 0x65, 0x5F)
LINE = Color(0xC4, 0xCA, 0xC6)
JADE = Color(0x0D, 0x5C, 0x45)
BLUE = Color(0x1B, 0x4D, 0x9E)
AMBER = Color(0xF2, 0xB7, 0x07)


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `spacing` is added after each character, in points."""

    x: float
    y: float
    size: float
    text: str
    color: Color = INK
    bold: bool = False
    spacing: float = 0.0

    @property
    def pen(self) -> float:
        """The width in points of the pen that goes around the letters; small ones stay open.

        The font comes in one weight: its bold is the same outline, drawn with a pen.
        """
        if not self.bold:
            return 0.0
        return self.size * (0.042 if self.size >= 9 else 0.03)


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled polygon."""

    points: tuple[tuple[float, float], ...]
    color: Color


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line, `width` in millimetres."""

    x1: float
    y1: float
    x2: float
    y2: float
    color: Color = LINE
    width: float = 0.1


@dataclass(frozen=True, slots=True)
class Code:
    """The QR code of a token, without its quiet zone; `module` is the side of one square."""

    x: float
    y: float
    module: float
    token: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, drawn `width` x `height` large; where it is transparent the card shows."""

    x: float
    y: float
    width: float
    height: float
    png: bytes


Mark = Text | Shape | Line | Code | Picture


@dataclass(frozen=True, slots=True)
class Placed:
    """Marks drawn with their own origin at (x, y) of the page."""

    x: float
    y: float
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a file; `cards` is how many of the cards stand on it."""

    width: float
    height: float
    parts: Sequence[Placed]
    cards: int = 0


def box(x: float, y: float, width: float, height: float, color: Color) -> Shape:
    """A filled rectangle."""
    return Shape(((x, y), (x + width, y), (x + width, y + height), (x, y + height)), color)


def frame(x: float, y: float, width: float, height: float, color: Color) -> list[Line]:
    """The outline of a rectangle."""
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
    return [Line(*start, *end, color, 0.25) for start, end in pairwise(corners)]
