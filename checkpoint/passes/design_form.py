"""Reading a card design as it was filled in: all that is wrong with it at once."""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from checkpoint.errors import BadInput
from checkpoint.passes.cards import TINTS, Design, Language, Seal
from checkpoint.passes.seals import read_seal
from checkpoint.passes.token import Kind
from checkpoint.people import one_line, read_fields

LANGUAGES: Final[Mapping[str, Language]] = {"zh": "zh", "en": "en", "both": "both"}
LONGEST_TITLE: Final = 40
LONGEST_LINE: Final = 60


@dataclass(frozen=True, slots=True)
class Typed:
    """A design as it was filled in. `colors` by `household`, `caregiver` and `visitor`; `file` is
    a picture that was sent, `kept` in base64 the seal that stood there before."""

    title: str = ""
    line: str = ""
    language: str = ""
    colors: Mapping[str, str] = field(default_factory=dict)
    file: bytes = b""
    kept: str = ""
    without_seal: bool = False

    @classmethod
    def of(cls, design: Design) -> "Typed":
        """The fields that say just this design."""
        return cls(
            design.title,
            design.line,
            design.language,
            {kind.name.lower(): color for kind, color in design.colors.items()},
            kept=in_base64(design.seal),
        )


def in_base64(seal: Seal | None) -> str:
    """A seal as a form carries it along."""
    return b64encode(seal.png).decode() if seal else ""


def read_design(typed: Typed) -> Design:
    """The design that was filled in. Raises BadFields with every field that is wrong."""
    names = {kind.name.lower(): kind for kind in Kind}
    readers: dict[str, Callable[[], object]] = {
        "title": lambda: one_line(typed.title, "title", LONGEST_TITLE),
        "line": lambda: one_line(typed.line, "line", LONGEST_LINE),
        "language": lambda: _language(typed.language),
        "seal": lambda: seal_of(typed),
    }
    readers |= {name: partial(_color, typed.colors, name) for name in names}
    read = read_fields(readers)
    return Design(colors={kind: read.pop(name) for name, kind in names.items()}, **read)


def seal_of(typed: Typed) -> Seal | None:
    """The seal that was sent, else the one that stood there. Raises BadInput, TooLarge."""
    if typed.without_seal:
        return None
    if typed.file:
        return read_seal(typed.file)
    try:
        kept = b64decode(typed.kept, validate=True)
    except binascii.Error as error:
        raise BadInput("Choose the picture of the seal again.", field="seal") from error
    return read_seal(kept) if kept else None


def _language(text: str) -> Language:
    if text not in LANGUAGES:
        raise BadInput("Choose one of the languages.", field="language")
    return LANGUAGES[text]


def _color(colors: Mapping[str, str], name: str) -> str:
    color = colors.get(name, "")
    if color not in TINTS:
        raise BadInput("Choose one of the colours.", field=name)
    if list(colors.values()).count(color) > 1:
        raise BadInput("Two kinds have this colour. Give each its own.", field=name)
    return color
