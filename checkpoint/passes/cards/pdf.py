"""Painting pages into a PDF through fpdf2: one font, subset and embedded; codes as vector paths."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from functools import lru_cache

from fpdf import FPDF
from fpdf.fonts import TTFFont

from .code import code_path
from .drawing import MM_PER_POINT, Code, Color, Line, Page, Picture, Shape, Text
from .face import CardFace
from .font import PATH, Font
from .sheets import Sheet, pages

Progress = Callable[[int, int], None]
POINTS = 1 / MM_PER_POINT  # in a millimetre


def cards_pdf(
    faces: Sequence[CardFace],
    sheet: Sheet,
    *,
    now: datetime,
    progress: Progress | None = None,
) -> bytearray:
    """A PDF of all `faces` in the order given. `progress` is told how many cards are drawn.

    `now` is on the community's clock; its date stands on the cover sheets.
    """
    done = 0

    def each_page(font: Font) -> Iterator[Page]:
        nonlocal done
        for page in pages(faces, sheet, font, f"{now:%Y-%m-%d}"):
            yield page
            done += page.cards
            if progress and page.cards:
                progress(done, len(faces))

    return pages_pdf(each_page, faces[0].title if faces else "Cards", now=now)


def pages_pdf(
    each_page: Callable[[Font], Iterable[Page]], title: str, *, now: datetime
) -> bytearray:
    """A PDF of the pages that `each_page` makes with the document's font."""
    document = FPDF(unit="mm")
    document.set_auto_page_break(False)
    document.set_creation_date(now)
    document.set_title(title)
    document.set_producer("Checkpoint")
    document.add_font("sans", fname=PATH)
    with closing(Painter(document)) as painter:
        for page in each_page(painter):
            painter.paint(page)
        return document.output()


class Painter:
    """Writes pages into a document, and measures text by the document's font.

    A sheet is hundreds of short texts and thousands of rectangles. Through fpdf2's own calls that
    is minutes for a large compound, so the page's operators (ISO 32000-1, annex A) are written
    here and handed over in one piece; fonts and the file are fpdf2's.
    """

    def __init__(self, document: FPDF) -> None:
        self._document = document
        font = document.fonts["sans"]
        assert isinstance(font, TTFFont)  # noqa: S101 - for the type checker: added from a file
        self._font = font
        # Many cards say the same: the sentences, the compound's name, the kind.
        self._encoded = lru_cache(maxsize=4096)(font.encode_text)
        self._width = lru_cache(maxsize=4096)(self._summed)

    def close(self) -> None:
        """Close the font's file, which fpdf2 reads from until the document is put out."""
        self._font.ttfont.close()

    def covers(self, character: str) -> bool:
        """Whether the font has a glyph for the character."""
        return ord(character) in self._font.cmap

    def width(self, text: str) -> float:
        """The advance of `text`, in em."""
        return self._width(text)

    def _summed(self, text: str) -> float:
        return sum(map(self._font.cw.__getitem__, map(ord, text))) / 1000

    def paint(self, page: Page) -> None:
        """Add `page` to the document."""
        self._document.add_page(format=(page.width, page.height))
        self._document.set_font("sans", size=10)
        self._document.text(0, 0, "")  # makes the font a resource of this page
        operators = [f"{POINTS:.6f} 0 0 {-POINTS:.6f} 0 {page.height * POINTS:.4f} cm"]
        for part in page.parts:
            operators.append(f"q 1 0 0 1 {part.x:.3f} {part.y:.3f} cm")
            operators += [
                self._operators(mark) for mark in part.marks if not isinstance(mark, Picture)
            ]
            operators.append("Q")
        self._out(operators)
        self._pictures(page)

    def _pictures(self, page: Page) -> None:
        """fpdf2 keeps one copy of each in the document, however many cards bear it."""
        for part in page.parts:
            for mark in part.marks:
                if isinstance(mark, Picture):
                    x, y = part.x + mark.x, part.y + mark.y
                    self._document.image(mark.png, x, y, mark.width, mark.height)

    def _out(self, operators: Iterable[str]) -> None:
        self._document._out("\n".join(["q", *operators, "Q"]))

    def _operators(self, mark: Text | Shape | Line | Code) -> str:
        if isinstance(mark, Text):
            return self._text(mark)
        if isinstance(mark, Code):
            return _code(mark)
        return _shape(mark) if isinstance(mark, Shape) else _line(mark)

    def _text(self, mark: Text) -> str:
        # The page's y axis points down; glyphs are turned back up by the text matrix.
        size = mark.size * MM_PER_POINT
        color = _color(mark.color)
        pen = f"{color} RG {mark.pen * MM_PER_POINT:.3f} w 2 Tr" if mark.bold else "0 Tr"
        return (
            f"BT {color} rg {pen} {mark.spacing * MM_PER_POINT:.3f} Tc "
            f"/F{self._font.i} {size:.3f} Tf 1 0 0 -1 {mark.x:.3f} {mark.y:.3f} Tm "
            f"{self._encoded(mark.text)} ET"
        )


def _code(mark: Code) -> str:
    # One path: no seams between its rectangles.
    scale = f"{mark.module:.4f}"
    return f"q 0 g {scale} 0 0 {scale} {mark.x:.3f} {mark.y:.3f} cm {code_path(mark.token)}f Q"


def _shape(mark: Shape) -> str:
    first, *others = (f"{x:.3f} {y:.3f}" for x, y in mark.points)
    path = " ".join(f"{point} l" for point in others)
    return f"{_color(mark.color)} rg {first} m {path} f"


def _line(mark: Line) -> str:
    return (
        f"{_color(mark.color)} RG {mark.width:.2f} w "
        f"{mark.x1:.3f} {mark.y1:.3f} m {mark.x2:.3f} {mark.y2:.3f} l S"
    )


@lru_cache
def _color(color: Color) -> str:
    return " ".join(f"{part / 255:.3f}" for part in color)
