"""A token as the squares of a QR code: version 5 at level M, 37 modules a side."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import zxingcpp

MODULES = 37
_DARK_RUN = re.compile(rb"\x00+")


class Block(NamedTuple):
    """A dark rectangle, in modules from the upper left corner of the code."""

    x: int
    y: int
    width: int
    height: int


def code_rows(token: str) -> list[bytes]:
    """The rows of the code without quiet zone, one byte a module, 0 is dark."""
    barcode = zxingcpp.create_barcode(token, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = barcode.to_image(scale=1, add_quiet_zones=False)
    squares = memoryview(image).tobytes()  # type: ignore[arg-type]  # a buffer, its stub forgot
    side = image.shape[0]
    if side != MODULES:
        raise ValueError("the text is no token: its code has another version")
    return [squares[start : start + side] for start in range(0, side * side, side)]


def blocks(rows: list[bytes]) -> Iterator[Block]:
    """Few rectangles that together are the dark modules: runs, joined with the same run below."""
    open_runs: dict[tuple[int, int], int] = {}
    for y, row in enumerate(rows):
        runs = {match.span() for match in _DARK_RUN.finditer(row)}
        for span in [span for span in open_runs if span not in runs]:
            top = open_runs.pop(span)
            yield Block(span[0], top, span[1] - span[0], y - top)
        for span in runs:
            open_runs.setdefault(span, y)
    for (start, end), top in open_runs.items():
        yield Block(start, top, end - start, len(rows) - top)
