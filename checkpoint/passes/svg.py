"""A pass's code for a page: an SVG path, a unit a module, 37 by 37 without its quiet zone."""

import re
from typing import Final

from checkpoint.passes.cards.code import code_rows

DARK: Final = re.compile(rb"\x00+")


def svg_path(token: str) -> str:
    """Runs of dark modules are one rectangle."""
    runs = ((y, run.span()) for y, row in enumerate(code_rows(token)) for run in DARK.finditer(row))
    return "".join(f"M{start} {y}h{end - start}v1H{start}z" for y, (start, end) in runs)
