"""The design of a compound's cards: what an office may choose, and what it may not.

A kind's shape is fixed, its colour is not. Words on a colour have a contrast of 4.5 at least.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from ..token import Kind
from .drawing import AMBER, BLUE, INK, JADE, WHITE, Color

Language = Literal["zh", "en", "both"]


class Tint(NamedTuple):
    """The colour of a band, and of the words on it."""

    band: Color
    ink: Color


TINTS: Final[Mapping[str, Tint]] = MappingProxyType(
    {
        "jade": Tint(JADE, WHITE),
        "blue": Tint(BLUE, WHITE),
        "violet": Tint(Color(0x5E, 0x2B, 0x8A), WHITE),
        "wine": Tint(Color(0x96, 0x1C, 0x35), WHITE),
        "slate": Tint(Color(0x3B, 0x46, 0x52), WHITE),
        "amber": Tint(AMBER, INK),
        "sky": Tint(Color(0x8C, 0xC4, 0xEE), INK),
        "rose": Tint(Color(0xF4, 0xA6, 0xB8), INK),
    }
)
USUAL_COLORS: Final[Mapping[Kind, str]] = MappingProxyType(
    {Kind.HOUSEHOLD: "jade", Kind.CAREGIVER: "blue", Kind.VISITOR: "amber"}
)


@dataclass(frozen=True, slots=True)
class Seal:
    """The picture of an office's seal: a PNG that was made by `checkpoint.passes.seals`."""

    png: bytes

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels, from where each PNG has them."""
        return int.from_bytes(self.png[16:20], "big"), int.from_bytes(self.png[20:24], "big")


@dataclass(frozen=True, slots=True)
class Design:
    """What a compound's cards look like. An empty `title` stands for the compound's name.

    `line` is a sentence of the office's own, e.g. its hours; `language` is the one that is
    proposed for printing.
    """

    title: str = ""
    line: str = ""
    language: Language = "zh"
    colors: Mapping[Kind, str] = field(default_factory=lambda: USUAL_COLORS)
    seal: Seal | None = None

    def tint(self, kind: Kind) -> Tint:
        """The colours of that kind's band."""
        return TINTS[self.colors[kind]]


USUAL: Final = Design()
