"""The font of cards: Noto Sans SC of the package pylopdf-fonts-zh-cn, which has all of GB 2312."""

from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it brings no types

PATH: Path = pylopdf_fonts_zh_cn.sans_path()


class Font:
    """What layout asks of a font file: which characters it has, and how wide they are."""

    def __init__(self, path: Path) -> None:
        with TTFont(path, lazy=True) as font:
            em, advances = font["head"].unitsPerEm, font["hmtx"].metrics
            self._widths: dict[str, float] = {
                chr(point): advances[glyph][0] / em for point, glyph in font.getBestCmap().items()
            }

    def covers(self, character: str) -> bool:
        """Whether there is a glyph for the character."""
        return character in self._widths

    def width(self, text: str) -> float:
        """The advance of `text` in em; KeyError for a character that is not covered."""
        return sum(map(self._widths.__getitem__, text))


@cache
def sans() -> Font:
    """The one font, read once."""
    return Font(PATH)
