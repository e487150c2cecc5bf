"""The layout of one card, 85.6 x 54 mm: code on the left, where it belongs on the right.

The building is the largest so that a stack is sorted by hand; the band at the foot tells the kind
by colour and by shape: solid, striped with a corner cut off, saw-toothed. A seal stands in the
upper right corner, and what is beside it becomes narrower.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ..token import Kind
from .design import Seal, Tint
from .drawing import INK, MM_PER_POINT, MUTED, WHITE, Code, Mark, Picture, Shape, Text, box
from .face import CardFace
from .font import Font
from .typesetting import fit, fit_paragraphs, length, shown

WIDTH, HEIGHT = 85.6, 54.0
MODULE = 0.9  # 37 of them are 33.3 mm
QUIET = 4 * MODULE
CODE_X = CODE_Y = 4.2
CODE_SIDE = 37 * MODULE
BAND = 5.2
KIND_SIZE = 9.5  # points, of the words in the band
RIGHT = CODE_X + CODE_SIDE + QUIET + 0.6
ROOM = WIDTH - RIGHT - 3.4
NUMBER_Y = 45.6
NOTES_END = HEIGHT - BAND - 2.6
LEADING = 1.36  # em, of the sentences
READABLE = 5.6  # points
SMALLEST = 14.0  # points, of a building whose name leaves the choice
SEAL = 11.0  # the side of the square that a seal fits into


def card_marks(face: CardFace, font: Font) -> list[Mark]:
    """Everything on one card, from its own upper left corner."""
    marks: list[Mark] = [
        *band(face, font, WIDTH, HEIGHT),
        Code(CODE_X, CODE_Y, MODULE, face.token),
        Text(CODE_X, NUMBER_Y, 13.5, face.number, bold=True, spacing=0.6),
    ]
    beside, top = Column(RIGHT, ROOM), CODE_Y + 3.2
    if seal := face.design.seal:
        beside = Column(RIGHT, ROOM - SEAL - 1.6)
        marks.append(seal_mark(seal, RIGHT + ROOM - SEAL, CODE_Y - 0.4))
    heading = list(heading_marks(face, font, beside, top))
    largest = 29.0 if face.language == "both" else 33.0
    # What comes below the address comes below the seal.
    columns, top = (beside, Column(RIGHT, ROOM)), heading[-1].y + 1.6
    return [*marks, *heading, *words(face, font, columns, top, NOTES_END, largest)]


class Column(NamedTuple):
    """Where lines begin, and how wide they may be."""

    x: float
    width: float


def heading_marks(face: CardFace, font: Font, column: Column, y: float) -> Iterator[Text]:
    """The line on top with its foot on `y`, or as many as a long title needs."""
    size, [lines] = fit_paragraphs(font, [shown(face.heading, font)], column.width, 7.2, 9, 1.2)
    for line in lines:
        yield Text(column.x, y, size, line, bold=True)
        y += size * MM_PER_POINT * 1.2


def seal_mark(seal: Seal, x: float, y: float) -> Picture:
    """The seal in the middle of its square, whose upper left corner that is."""
    scale = SEAL / max(seal.size)
    width, height = (side * scale for side in seal.size)
    return Picture(x + (SEAL - width) / 2, y + (SEAL - height) / 2, width, height, seal.png)


def words(
    face: CardFace,
    font: Font,
    columns: tuple[Column, Column],
    top: float,
    end: float,
    largest: float,
) -> list[Text]:
    """Address and sentences from `top` to `end`, the building at most `largest` high.

    The address gives way where many sentences would become too small to be read.
    """
    beside, full = columns
    for share in (1.0, 0.85, 0.72, 0.6, 0.5):
        address = list(address_marks(face, font, beside, top, max(largest * share, SMALLEST)))
        address += second_address(face, font, full, address[-1].y, 8 * max(share, 0.75))
        notes = list(note_marks(face, font, full, address[-1].y + 1.6, end))
        if notes[0].size >= READABLE:
            break
    return [*address, *notes]


def address_marks(
    face: CardFace, font: Font, column: Column, y: float, largest: float
) -> Iterator[Text]:
    """Building and door, from the line above at `y` down, the building at most `largest` high."""
    gap = 1.5
    for text, most_lines in ((face.place, 3), (face.door, 2)):
        size, lines = fit(font, shown(text, font), column.width, largest, most_lines)
        for line in lines:
            y += size * MM_PER_POINT * 0.86 + gap
            yield Text(column.x, y, size, line, bold=True)
            gap = 0.8
        # The door is never larger than the building: a stack is sorted by buildings first.
        largest, gap = min(largest * 0.64, size * 0.9), 2.0
        if face.language == "en":
            gap += size * MM_PER_POINT * 0.08  # what hangs below the line: Bldg


def second_address(
    face: CardFace, font: Font, column: Column, y: float, size: float
) -> Iterator[Text]:
    """The address once more in English, from the line above at `y` down; on both languages."""
    if face.language != "both":
        return
    text = shown(face.second_address, font)
    size, [lines] = fit_paragraphs(font, [text], column.width, 7, size, 1.2)
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
    tint = face.design.tint(face.kind)
    start = width - 8 - length(font, face.card_count, 8)
    if face.kind is Kind.VISITOR:
        yield _teeth(width, height, tint)
    else:
        yield box(0, height - BAND, width, BAND, tint.band)
    if face.kind is Kind.CAREGIVER:
        end = CODE_X + length(font, face.kind_name, KIND_SIZE)
        yield from _stripes(end + 3, start - 3, height)
        yield _cut_corner(width, height)
    yield Text(CODE_X, height - 1.6, KIND_SIZE, face.kind_name, tint.ink, bold=True)
    if face.card_count:
        yield Text(start, height - 1.7, 8, face.card_count, tint.ink, bold=True)


def _stripes(start: float, end: float, height: float) -> Iterator[Shape]:
    """White ones between the words: on a copy without colours they are seen as well."""
    top, stripe, slant = height - BAND, 1.5, 2.6
    count = int((end - start - slant + stripe) / (stripe * 2))
    for x in (start + stripe * 2 * index for index in range(count)):
        yield Shape(
            ((x + slant, top), (x + slant + stripe, top), (x + stripe, height), (x, height)), WHITE
        )


def _cut_corner(width: float, height: float) -> Shape:
    side = BAND + 2
    return Shape(((width, height - side), (width, height), (width - side, height)), WHITE)


def _teeth(width: float, height: float, tint: Tint) -> Shape:
    top, count = height - BAND, 24
    edges = [width * index / count for index in range(count + 1)]
    points = [(0.0, top + 1.0)]
    for left, right in pairwise(edges):
        points += [((left + right) / 2, top - 0.8), (right, top + 1.0)]
    return Shape((*points, (width, height), (0.0, height)), tint.band)
