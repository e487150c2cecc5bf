"""The layout of one card, 85.6 x 54 mm: code on the left, where it belongs on the right.

The building is the largest so that a stack is sorted by hand; the band at the foot tells the kind
by colour and by shape: solid, striped with a corner cut off, saw-toothed.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ..token import Kind
from .drawing import (
    AMBER,
    BLUE,
    BLUE_DARK,
    INK,
    JADE,
    MM_PER_POINT,
    MUTED,
    WHITE,
    Code,
    Mark,
    Shape,
    Text,
    box,
)
from .face import CardFace
from .font import Font
from .typesetting import fit, fit_paragraphs, fitting_size, length, shown

WIDTH, HEIGHT = 85.6, 54.0
MODULE = 0.9  # 37 of them are 33.3 mm
QUIET = 4 * MODULE
CODE_X = CODE_Y = 4.2
CODE_SIDE = 37 * MODULE
BAND = 5.2
RIGHT = CODE_X + CODE_SIDE + QUIET + 0.6
ROOM = WIDTH - RIGHT - 3.4
NUMBER_Y = 45.6
NOTES_END = HEIGHT - BAND - 2.6
LEADING = 1.36  # em, of the sentences


def card_marks(face: CardFace, font: Font) -> list[Mark]:
    """Everything on one card, from its own upper left corner."""
    marks: list[Mark] = [
        *band(face, font, WIDTH, HEIGHT),
        Code(CODE_X, CODE_Y, MODULE, face.token),
        Text(CODE_X, NUMBER_Y, 13.5, face.number, bold=True, spacing=0.6),
    ]
    heading = shown(face.heading, font)
    top = CODE_Y + 3.2
    marks.append(Text(RIGHT, top, fitting_size(font, heading, ROOM, 9), heading, bold=True))
    largest = 29.0 if face.language == "both" else 33.0
    address = list(address_marks(face, font, Column(RIGHT, ROOM), top + 1.6, largest))
    marks += address
    marks += note_marks(face, font, Column(RIGHT, ROOM), address[-1].y + 1.6, NOTES_END)
    return marks


class Column(NamedTuple):
    """Where lines begin, and how wide they may be."""

    x: float
    width: float


def address_marks(
    face: CardFace, font: Font, column: Column, y: float, largest: float
) -> Iterator[Text]:
    """Building and door, from the line above at `y` down; and once more in English on both."""
    gap = 1.5
    for text, most_lines in ((face.place, 3), (face.door, 2)):
        size, lines = fit(font, shown(text, font), column.width, largest, most_lines)
        for line in lines:
            y += size * MM_PER_POINT * 0.86 + gap
            yield Text(column.x, y, size, line, bold=True)
            gap = 0.8
        # The door is never larger than the building: a stack is sorted by buildings first.
        largest, gap = min(largest * 0.64, size * 0.9), 2.0
    if face.language == "both":
        yield from _second_address(face, font, column, y)


def _second_address(face: CardFace, font: Font, column: Column, y: float) -> Iterator[Text]:
    text = shown(face.second_address, font)
    size, [lines] = fit_paragraphs(font, [text], column.width, 7, 8, 1.2)
    y += 0.6
    for line in lines:
        y += size * MM_PER_POINT * 1.2
        yield Text(column.x, y, size, line, bold=True)


def note_marks(
    face: CardFace, font: Font, column: Column, top: float, end: float
) -> Iterator[Text]:
    """The sentences, the last one on `end`, as large as the room from `top` allows."""
    notes = face.notes
    texts = [shown(note.text, font) for note in notes]
    size, paragraphs = fit_paragraphs(font, texts, column.width, end - top, 7.6, LEADING)
    step = size * MM_PER_POINT * LEADING
    y = end - step * (sum(map(len, paragraphs)) - 1)
    for note, lines in zip(notes, paragraphs, strict=True):
        for line in lines:
            yield Text(column.x, y, size, line, INK if note.bold else MUTED, note.bold)
            y += step


def band(face: CardFace, font: Font, width: float, height: float) -> Iterator[Mark]:
    """The foot of a card of that size: the kind in words, colour and shape."""
    ink = WHITE
    if face.kind is Kind.HOUSEHOLD:
        yield box(0, height - BAND, width, BAND, JADE)
    elif face.kind is Kind.CAREGIVER:
        yield from _stripes(width, height)
    else:
        yield from _teeth(width, height)
        ink = INK
    yield Text(CODE_X, height - 1.6, 9.5, face.kind_name, ink, bold=True)
    if face.card_count:
        start = width - 8 - length(font, face.card_count, 8)
        yield Text(start, height - 1.7, 8, face.card_count, ink, bold=True)


def _stripes(width: float, height: float) -> Iterator[Shape]:
    top = height - BAND
    yield box(0, top, width, BAND, BLUE)
    stripe, slant = 4.2, 2.6
    starts = [width - 39.6 + index * stripe * 2 for index in range(4)]
    for x in starts:
        right = min(x + stripe, width)
        yield Shape(
            ((x + slant, top), (min(right + slant, width), top), (right, height), (x, height)),
            BLUE_DARK,
        )
    yield Shape(((width, top - 2), (width, height), (width - BAND - 2, height)), WHITE)


def _teeth(width: float, height: float) -> Iterator[Shape]:
    top, count = height - BAND, 24
    edges = [width * index / count for index in range(count + 1)]
    points = [(0.0, top + 1.0)]
    for left, right in pairwise(edges):
        points += [((left + right) / 2, top - 0.8), (right, top + 1.0)]
    yield Shape((*points, (width, height), (0.0, height)), AMBER)
