"""Pages as pictures: the same marks that go into a PDF, painted by Pillow at the same places.

For a phone's screen, and to look at cards before they are printed.
"""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from .card import MODULE
from .code import code_rows
from .drawing import MM_PER_POINT, WHITE, Code, Line, Mark, Page, Picture, Shape, Text
from .face import CardFace
from .font import PATH, FileFont
from .sheets import Sheet, pages

MM_PER_INCH = 25.4
PIXELS_PER_MODULE = 12
FINER = 2  # Pillow draws whole pixels: twice as fine, then made smaller, edges are smooth


def pass_png(face: CardFace) -> bytes:
    """The card as a PNG of 12 pixels a module: 1141 x 720, which prints at 339 dpi."""
    return first_sheet_png([face], Sheet.CR80, PIXELS_PER_MODULE / MODULE * MM_PER_INCH)


def first_sheet_png(faces: Sequence[CardFace], sheet: Sheet, dpi: float) -> bytes:
    """The first page with cards on it of the PDF that `faces` would make."""
    with_covers = pages(faces, sheet, FileFont.sans(), "")
    return page_png(next(page for page in with_covers if page.cards), dpi)


def page_png(page: Page, dpi: float) -> bytes:
    """A page as a PNG, `dpi` pixels to the inch."""
    scale = dpi / MM_PER_INCH
    width, height = round(page.width * scale), round(page.height * scale)
    image = Image.new("RGB", (width * FINER, height * FINER), WHITE)
    for part in page.parts:
        canvas = _Canvas(image, scale * FINER, part.x, part.y)
        for mark in part.marks:
            canvas.draw(mark)
    target = BytesIO()
    image.reduce(FINER).save(target, "PNG", dpi=(dpi, dpi))
    return target.getvalue()


@lru_cache(maxsize=32)
def _font(pixels: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(PATH, pixels, layout_engine=ImageFont.Layout.BASIC)


class _Canvas:
    """Paints marks onto an image, `scale` pixels to the millimetre, from the origin (x, y) on."""

    def __init__(self, image: Image.Image, scale: float, x: float, y: float) -> None:
        self._image, self._draw = image, ImageDraw.Draw(image)
        self._scale, self._x, self._y = scale, x, y

    def draw(self, mark: Mark) -> None:
        if isinstance(mark, Text):
            self._text(mark)
        elif isinstance(mark, Code):
            self._code(mark)
        elif isinstance(mark, Picture):
            self._picture(mark)
        elif isinstance(mark, Shape):
            self._draw.polygon([self._at(x, y) for x, y in mark.points], mark.color)
        else:
            self._line(mark)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return (self._x + x) * self._scale, (self._y + y) * self._scale

    def _text(self, mark: Text) -> None:
        font, widths = _font(mark.size * MM_PER_POINT * self._scale), FileFont.sans()
        pen = mark.pen / 2 * MM_PER_POINT * self._scale
        x = mark.x
        # Each by itself: Pillow would round the widths to whole pixels, a PDF does not.
        for character in mark.text:
            place = self._at(x, mark.y)
            self._draw.text(place, character, mark.color, font, anchor="ls", stroke_width=pen)
            x += (widths.width(character) * mark.size + mark.spacing) * MM_PER_POINT

    def _code(self, mark: Code) -> None:
        for row, squares in enumerate(code_rows(mark.token)):
            for column, light in enumerate(squares):
                if not light:
                    x, y = mark.x + column * mark.module, mark.y + row * mark.module
                    left, top = map(round, self._at(x, y))
                    right, bottom = map(round, self._at(x + mark.module, y + mark.module))
                    self._draw.rectangle((left, top, right - 1, bottom - 1), 0)

    def _picture(self, mark: Picture) -> None:
        left, top = map(round, self._at(mark.x, mark.y))
        right, bottom = map(round, self._at(mark.x + mark.width, mark.y + mark.height))
        with Image.open(BytesIO(mark.png), formats=["PNG"]) as source:
            size = (max(right - left, 1), max(bottom - top, 1))
            seal = source.convert("RGBA").resize(size, Image.Resampling.LANCZOS)
        self._image.paste(seal, (left, top), seal)

    def _line(self, mark: Line) -> None:
        ends = (self._at(mark.x1, mark.y1), self._at(mark.x2, mark.y2))
        self._draw.line(ends, mark.color, max(1, round(mark.width * self._scale)))
