"""Pages: A4 sheets of ten cards with cut marks and a cover sheet a building, or one card a page."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import groupby

from .card import HEIGHT, WIDTH, card_marks
from .cover import A4_HEIGHT, A4_WIDTH, cover_pages
from .drawing import MUTED, Line, Mark, Page, Placed, Text
from .face import CardFace, building_name
from .font import Font
from .typesetting import shown

COLUMNS, ROWS = 2, 5
LEFT = (A4_WIDTH - COLUMNS * WIDTH) / 2
TOP = (A4_HEIGHT - ROWS * HEIGHT) / 2
CR80_HEIGHT = 53.98


class Sheet(StrEnum):
    """What is printed on: paper to be cut, or plastic cards."""

    A4 = "a4"
    CR80 = "cr80"


def pages(faces: Sequence[CardFace], sheet: Sheet, font: Font, date: str) -> Iterator[Page]:
    """The pages of `faces` in the order given; on A4 each building begins with a cover sheet."""
    if sheet is Sheet.CR80:
        for face in faces:
            yield Page(WIDTH, CR80_HEIGHT, [Placed(0, 0, card_marks(face, font))], cards=1)
        return
    for building, group in groupby(faces, key=lambda face: face.building):
        members = list(group)
        yield from cover_pages(members, font, date)
        yield from _sheets(building, members, font)


def _sheets(building: str, faces: Sequence[CardFace], font: Font) -> Iterator[Page]:
    size = COLUMNS * ROWS
    count = -(-len(faces) // size)
    for number in range(count):
        here = faces[number * size : number * size + size]
        label = f"{here[0].title} · {building_name(building, here[0].language)}"
        title = f"{shown(label, font)}    {number + 1} / {count}"
        yield Page(
            A4_WIDTH,
            A4_HEIGHT,
            [*_placed(here, font), Placed(0, 0, [*_cut_marks(len(here)), _running(title)])],
            cards=len(here),
        )


def _placed(faces: Iterable[CardFace], font: Font) -> Iterator[Placed]:
    for index, face in enumerate(faces):
        row, column = divmod(index, COLUMNS)
        yield Placed(LEFT + column * WIDTH, TOP + row * HEIGHT, card_marks(face, font))


def _running(title: str) -> Text:
    return Text(LEFT + 4, TOP - 4.5, 8, title, MUTED)


def _cut_marks(cards: int) -> Iterator[Mark]:
    """Hairlines where scissors go, and darker ends in the margin for a guillotine."""
    rows = -(-cards // COLUMNS)
    bottom, right = TOP + rows * HEIGHT, LEFT + COLUMNS * WIDTH
    for column in range(COLUMNS + 1):
        x = LEFT + column * WIDTH
        yield Line(x, TOP, x, bottom)
        yield Line(x, TOP - 7, x, TOP - 2, MUTED, 0.2)
        yield Line(x, bottom + 2, x, bottom + 7, MUTED, 0.2)
    for row in range(rows + 1):
        y = TOP + row * HEIGHT
        yield Line(LEFT, y, right, y)
        yield Line(LEFT - 7, y, LEFT - 2, y, MUTED, 0.2)
        yield Line(right + 2, y, right + 7, y, MUTED, 0.2)
