"""A token as the squares of a QR code: version 5 at level M, 37 modules a side."""

import re

import zxingcpp

MODULES = 37
_DARK_RUN = re.compile(rb"\x00+")
_LIGHT = b"\xff"  # between rows, so that no run goes on into the next


class _Rectangles(dict[tuple[int, int], str]):
    """The words for each run of dark modules. A file has a million: each is put together once."""

    def __missing__(self, span: tuple[int, int]) -> str:
        start, end = span
        y, x = divmod(start, MODULES + 1)
        words = self[span] = f"{x} {y} {end - start} 1 re "
        return words


_RECTANGLES = _Rectangles()


def code_rows(token: str) -> list[bytes]:
    """The rows of the code without quiet zone, one byte a module, 0 is dark."""
    barcode = zxingcpp.create_barcode(token, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = barcode.to_image(scale=1, add_quiet_zones=False)
    squares = memoryview(image).tobytes()  # type: ignore[arg-type]  # a buffer, its stub forgot
    side = image.shape[0]
    if side != MODULES:
        raise ValueError("the text is no token: its code has another version")
    return [squares[start : start + side] for start in range(0, side * side, side)]


def code_path(token: str) -> str:
    """The dark modules as rectangles of PDF's `re` operator, one for each run in a row.

    Whole numbers, in modules from the upper left corner, y downwards.
    """
    squares = _LIGHT.join(code_rows(token))
    spans = map(re.Match.span, _DARK_RUN.finditer(squares))
    return "".join(map(_RECTANGLES.__getitem__, spans))
