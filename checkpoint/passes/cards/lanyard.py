"""A card to hang around the neck, A7 upright: a hole on top, the code, where it belongs below."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from math import cos, pi, sin

from .card import BAND, Column, band, seal_mark, words
from .drawing import MUTED, Code, Line, Mark, Text
from .face import CardFace
from .font import Font
from .typesetting import fitting_size, length, shown

WIDTH, HEIGHT = 74.0, 105.0
MODULE = 0.95
CODE_X, CODE_Y = (WIDTH - 37 * MODULE) / 2, 22.8
NUMBER_Y = CODE_Y + 41 * MODULE + 3.6
COLUMN = Column(5.0, WIDTH - 10)
NOTES_END = HEIGHT - BAND - 2.6
SEAL_X, SEAL_Y = 4.0, 2.8  # beside the hole, above the heading
HOLE_Y, HOLE = 8.0, 2.5  # the middle and the radius, of the usual punch


def lanyard_marks(face: CardFace, font: Font) -> list[Mark]:
    """Everything on one card, from its own upper left corner."""
    heading = shown(face.heading, font)
    size = fitting_size(font, heading, COLUMN.width, 10)
    largest = 19.0 if face.language == "both" else 24.0
    middle = [
        Text(0, 17.2, size, heading, bold=True),
        Text(0, NUMBER_Y, 12.5, face.number, bold=True),
        *words(face, font, (COLUMN, COLUMN), NUMBER_Y + 0.8, NOTES_END, largest),
    ]
    seal = face.design.seal
    return [
        *band(face, font, WIDTH, HEIGHT),
        *([seal_mark(seal, SEAL_X, SEAL_Y)] if seal else []),
        *hole(WIDTH / 2, HOLE_Y),
        Code(CODE_X, CODE_Y, MODULE, face.token),
        *(_centred(text, font) for text in middle),
    ]


def _centred(text: Text, font: Font) -> Text:
    return replace(text, x=(WIDTH - length(font, text.text, text.size)) / 2)


def hole(x: float, y: float) -> Iterator[Line]:
    """Where to punch: a ring, and a cross for the middle of the punch."""
    turns = [2 * pi * step / 24 for step in range(25)]
    for start, end in pairwise((x + HOLE * cos(each), y + HOLE * sin(each)) for each in turns):
        yield Line(*start, *end, MUTED, 0.2)
    yield Line(x - 1, y, x + 1, y, MUTED, 0.15)
    yield Line(x, y - 1, x, y + 1, MUTED, 0.15)
