"""The layout of one card, 85.6 x 54 mm: code on the left, where it belongs on the right.

The building is the largest so that a stack is sorted by hand; the band at the foot tells the kind
by colour and by shape: solid, striped with a corner cut off, saw-toothed.
"""

from collections.abc import Iterator
from itertools import pairwise

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
from .typesetting import fit, fitting_size, length, shown, wrapped

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


def card_marks(face: CardFace, font: Font) -> list[Mark]:
    """Everything on one card, from its own upper left corner."""
    marks: list[Mark] = [
        *_band(face, font),
        Code(CODE_X, CODE_Y, MODULE, face.token),
        Text(CODE_X, NUMBER_Y, 13.5, face.number, bold=True, spacing=0.6),
    ]
    y = CODE_Y + 3.2
    heading = shown(face.heading, font)
    size = fitting_size(font, heading, ROOM, 9)
    marks.append(Text(RIGHT, y, size, heading, bold=True))
    address = list(_address(face, font, y + 1.6))
    marks += address
    marks += _notes(face, font, address[-1].y + 2.6)
    return marks


def _address(face: CardFace, font: Font, y: float) -> Iterator[Text]:
    """Building and door, from the line above at `y` down."""
    for text, largest, lines, gap in (
        (face.place, 33.0, 3, 1.5),
        (face.door, 21.0, 2, 2.1),
    ):
        size, split = fit(font, shown(text, font), ROOM, largest, lines)
        size = min(size, largest / len(split))
        for line in split:
            y += size * MM_PER_POINT * 0.86 + gap
            yield Text(RIGHT, y, size, line, bold=True)
            gap = 0.8


def _notes(face: CardFace, font: Font, top: float) -> Iterator[Text]:
    """The sentences, from `top` down to the band, as large as they go."""
    notes = [(shown(text, font), bold) for text, bold in face.notes if text]
    size = 7.6
    while True:
        lines = [(line, bold) for text, bold in notes for line in wrapped(font, text, ROOM, size)]
        step = size * MM_PER_POINT * 1.36
        if top + step * len(lines) <= NOTES_END + step * 0.36 or size <= 4:
            break
        size -= 0.2
    y = NOTES_END - step * (len(lines) - 1)
    for line, bold in lines:
        yield Text(RIGHT, y, size, line, INK if bold else MUTED, bold)
        y += step


def _band(face: CardFace, font: Font) -> Iterator[Mark]:
    top = HEIGHT - BAND
    ink = WHITE
    if face.kind is Kind.HOUSEHOLD:
        yield box(0, top, WIDTH, BAND, JADE)
    elif face.kind is Kind.CAREGIVER:
        yield from _stripes(top)
    else:
        yield from _teeth(top)
        ink = INK
    yield Text(CODE_X, HEIGHT - 1.6, 9.5, face.kind_name, ink, bold=True)
    if face.card_count:
        start = WIDTH - 8 - length(font, face.card_count, 8)
        yield Text(start, HEIGHT - 1.7, 8, face.card_count, ink, bold=True)


def _stripes(top: float) -> Iterator[Shape]:
    yield box(0, top, WIDTH, BAND, BLUE)
    stripe, slant = 4.2, 2.6
    starts = [index * stripe * 2 + 46 for index in range(5)]
    for x in starts:
        right = min(x + stripe, WIDTH)
        yield Shape(
            ((x + slant, top), (min(right + slant, WIDTH), top), (right, HEIGHT), (x, HEIGHT)),
            BLUE_DARK,
        )
    yield Shape(((WIDTH, top - 2), (WIDTH, HEIGHT), (WIDTH - BAND - 2, HEIGHT)), WHITE)


def _teeth(top: float) -> Iterator[Shape]:
    count = 24
    edges = [WIDTH * index / count for index in range(count + 1)]
    points = [(0.0, top + 1.0)]
    for left, right in pairwise(edges):
        points += [((left + right) / 2, top - 0.8), (right, top + 1.0)]
    yield Shape((*points, (WIDTH, HEIGHT), (0.0, HEIGHT)), AMBER)
