"""Pages: A4 sheets of cards with marks to cut by and a cover sheet a building, or a card a page."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from . import lanyard
from .card import HEIGHT, WIDTH, card_marks
from .cover import A4_HEIGHT, A4_WIDTH, cover_pages
from .drawing import MUTED, Line, Mark, Page, Placed, Text
from .face import CardFace, building_name
from .font import Font
from .typesetting import shown

CR80_HEIGHT = 53.98


class Sheet(StrEnum):
    """What is printed on: ten or eight cards on paper, four to hang up, or plastic cards."""

    A4 = "a4"
    A4_8 = "a4-8"
    A7 = "a7"
    CR80 = "cr80"


@dataclass(frozen=True, slots=True)
class Grid:
    """Cards on an A4 sheet, in its middle. With a gap each is cut out by itself."""

    columns: int
    rows: int
    gap: float = 0.0
    width: float = WIDTH
    height: float = HEIGHT
    draw: Callable[[CardFace, Font], list[Mark]] = card_marks

    @property
    def size(self) -> int:
        """How many cards a sheet holds."""
        return self.columns * self.rows

    @property
    def left(self) -> float:
        """Where the first column begins."""
        return (A4_WIDTH - self.columns * (self.width + self.gap) + self.gap) / 2

    @property
    def top(self) -> float:
        """Where the first row begins."""
        return (A4_HEIGHT - self.rows * (self.height + self.gap) + self.gap) / 2

    def corner(self, index: int) -> tuple[float, float]:
        """The upper left corner of a card, counted along the rows."""
        row, column = divmod(index, self.columns)
        return (
            self.left + column * (self.width + self.gap),
            self.top + row * (self.height + self.gap),
        )


GRIDS = {
    Sheet.A4: Grid(2, 5),
    Sheet.A4_8: Grid(2, 4, gap=8),
    Sheet.A7: Grid(2, 2, 0, lanyard.WIDTH, lanyard.HEIGHT, lanyard.lanyard_marks),
}


def pages(faces: Sequence[CardFace], sheet: Sheet, font: Font, date: str) -> Iterator[Page]:
    """The pages of `faces` in the order given; on A4 each building begins with a cover sheet."""
    if sheet is Sheet.CR80:
        for face in faces:
            yield Page(WIDTH, CR80_HEIGHT, [Placed(0, 0, card_marks(face, font))], cards=1)
        return
    for building, group in groupby(faces, key=lambda face: face.building):
        members = list(group)
        yield from cover_pages(members, font, date)
        yield from _sheets(building, members, GRIDS[sheet], font)


def _sheets(building: str, faces: Sequence[CardFace], grid: Grid, font: Font) -> Iterator[Page]:
    count = -(-len(faces) // grid.size)
    for number in range(count):
        here = faces[number * grid.size : (number + 1) * grid.size]
        label = f"{here[0].title} · {building_name(building, here[0].language)}"
        title = f"{shown(label, font)}    {number + 1} / {count}"
        cards = [
            Placed(*grid.corner(index), grid.draw(face, font)) for index, face in enumerate(here)
        ]
        heading = Text(grid.left + 4, grid.top - 4.5, 8, title, MUTED)
        around = Placed(0, 0, [*cut_marks(grid, len(here)), heading])
        yield Page(A4_WIDTH, A4_HEIGHT, [*cards, around], cards=len(here))


def cut_marks(grid: Grid, cards: int) -> Iterator[Line]:
    """Hairlines where scissors go, and darker ends beside them for a guillotine."""
    if grid.gap:
        for index in range(cards):
            yield from _around(*grid.corner(index), grid)
    else:
        yield from _across(grid, cards)


def _across(grid: Grid, cards: int) -> Iterator[Line]:
    """From edge to edge: neighbours share a cut."""
    left, top, rows = grid.left, grid.top, -(-cards // grid.columns)
    bottom, right = top + rows * grid.height, left + grid.columns * grid.width
    for column in range(grid.columns + 1):
        x = left + column * grid.width
        yield Line(x, top, x, bottom)
        yield Line(x, top - 7, x, top - 2, MUTED, 0.2)
        yield Line(x, bottom + 2, x, bottom + 7, MUTED, 0.2)
    for row in range(rows + 1):
        y = top + row * grid.height
        yield Line(left, y, right, y)
        yield Line(left - 7, y, left - 2, y, MUTED, 0.2)
        yield Line(right + 2, y, right + 7, y, MUTED, 0.2)


def _around(left: float, top: float, grid: Grid) -> Iterator[Line]:
    """The four sides of one card, and two short ends outside of each corner."""
    right, bottom = left + grid.width, top + grid.height
    for x, away in ((left, -1), (right, 1)):
        yield Line(x, top, x, bottom)
        for y in (top, bottom):
            yield Line(x + away, y, x + away * 3, y, MUTED, 0.2)
    for y, away in ((top, -1), (bottom, 1)):
        yield Line(left, y, right, y)
        for x in (left, right):
            yield Line(x, y + away, x, y + away * 3, MUTED, 0.2)
