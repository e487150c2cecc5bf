"""One card as a picture: through qrcode and Pillow, for a phone's screen and a single print."""

from functools import lru_cache
from io import BytesIO

import qrcode
from PIL import Image, ImageDraw, ImageFont
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_ALPHA_NUM, QRData

from .card import HEIGHT, MODULE, WIDTH, card_marks
from .drawing import MM_PER_POINT, WHITE, Code, Line, Mark, Shape, Text
from .face import CardFace
from .font import PATH, FileFont

PIXELS_PER_MODULE = 12


def pass_png(face: CardFace, *, pixels_per_module: int = PIXELS_PER_MODULE) -> bytes:
    """The card as a PNG; at 12 pixels a module it is 1141 x 720 and prints at 338 dpi."""
    scale = pixels_per_module / MODULE  # pixels in a millimetre
    image = Image.new("RGB", (round(WIDTH * scale), round(HEIGHT * scale)), WHITE)
    canvas = _Canvas(image, scale)
    for mark in card_marks(face, FileFont.sans()):
        canvas.draw(mark)
    target = BytesIO()
    image.save(target, "PNG", optimize=True, dpi=(scale * 25.4, scale * 25.4))
    return target.getvalue()


@lru_cache(maxsize=32)
def _font(pixels: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(PATH, pixels)


class _Canvas:
    """Paints marks onto an image, `scale` pixels to the millimetre."""

    def __init__(self, image: Image.Image, scale: float) -> None:
        self._draw = ImageDraw.Draw(image)
        self._scale = scale

    def draw(self, mark: Mark) -> None:
        if isinstance(mark, Text):
            self._text(mark)
        elif isinstance(mark, Code):
            self._code(mark)
        elif isinstance(mark, Shape):
            scale = self._scale
            self._draw.polygon([(x * scale, y * scale) for x, y in mark.points], mark.color)
        else:
            self._line(mark)

    def _text(self, mark: Text) -> None:
        pixels = mark.size * MM_PER_POINT * self._scale
        font = _font(round(pixels, 1))
        pen = mark.pen / 2 * MM_PER_POINT * self._scale
        x, y = mark.x * self._scale, mark.y * self._scale
        # With spacing each character is placed by itself.
        for piece in mark.text if mark.spacing else (mark.text,):
            self._draw.text((x, y), piece, mark.color, font, anchor="ls", stroke_width=pen)
            x += font.getlength(piece) + mark.spacing * MM_PER_POINT * self._scale

    def _code(self, mark: Code) -> None:
        side = mark.module * self._scale
        left, top = mark.x * self._scale, mark.y * self._scale
        for row, squares in enumerate(code_matrix(mark.token)):
            for column, dark in enumerate(squares):
                if dark:
                    x, y = round(left + column * side), round(top + row * side)
                    end = round(left + (column + 1) * side), round(top + (row + 1) * side)
                    self._draw.rectangle((x, y, end[0] - 1, end[1] - 1), 0)

    def _line(self, mark: Line) -> None:
        scale = self._scale
        ends = (mark.x1 * scale, mark.y1 * scale, mark.x2 * scale, mark.y2 * scale)
        self._draw.line(ends, mark.color, max(1, round(mark.width * scale)))


def code_matrix(token: str) -> list[list[bool]]:
    """The modules of the token's code without quiet zone, True is dark."""
    code = qrcode.QRCode(version=5, error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(QRData(token, mode=MODE_ALPHA_NUM))
    code.make(fit=False)
    matrix: list[list[bool]] = code.get_matrix()
    return matrix
