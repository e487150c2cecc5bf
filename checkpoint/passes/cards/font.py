"""The font of cards: Noto Sans SC of the package pylopdf-fonts-zh-cn, which has all of GB 2312."""

from functools import cache
from pathlib import Path
from typing import Protocol, Self

import pylopdf_fonts_zh_cn

PATH: Path = pylopdf_fonts_zh_cn.sans_path()


class Font(Protocol):
    """What layout asks of a font: which characters it has, and how wide they are."""

    def covers(self, character: str) -> bool:
        """Whether there is a glyph for the character."""

    def width(self, text: str) -> float:
        """The advance of `text` in em; KeyError for a character that is not covered."""


class FileFont:
    """The font by its file. A PDF has read the file already, and measures by that."""

    def __init__(self, widths: dict[str, float]) -> None:
        self._widths = widths

    @classmethod
    @cache
    def sans(cls) -> Self:
        """The one font, read once."""
        # Here alone, as it is a lot to import; it brings no types.
        from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

        with TTFont(PATH, lazy=True) as font:
            em, advances, glyphs = font["head"].unitsPerEm, font["hmtx"].metrics, font.getBestCmap()
            return cls({chr(point): advances[name][0] / em for point, name in glyphs.items()})

    def covers(self, character: str) -> bool:
        """Whether there is a glyph for the character."""
        return character in self._widths

    def width(self, text: str) -> float:
        """The advance of `text` in em; KeyError for a character that is not covered."""
        return sum(map(self._widths.__getitem__, text))
