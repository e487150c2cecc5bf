"""What may not stand in a roster's cells, and how it is shown where it did. Pure.

Nothing here is run or rendered by this service; but a roster is shown on screens, printed on cards
and exported to spreadsheets, and text that hides, reorders or computes itself is not a name.
"""

import unicodedata
from functools import lru_cache

EXCERPT = 60
# Zero-width and direction-changing characters; variation selectors belong to rare ideographs.
_INVISIBLE = frozenset("\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\ufeff") | {
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFFF9, 0xFFFC))
}
_MARKUP = frozenset("<>")
_FORMULA = frozenset("=@")
_SIGN = frozenset("+-")


@lru_cache(maxsize=4_000)
def reason_against(text: str) -> str | None:
    """The reason code why a cell can't be taken, None for harmless text.

    `cell.invisible`, `cell.control`, `cell.markup` or `cell.formula`.
    """
    if text.isalnum():
        return None
    for character in text:
        if character in _INVISIBLE or 0xE0000 <= ord(character) <= 0xE007F:
            return "cell.invisible"
        if character not in "\n\t\r" and unicodedata.category(character) in ("Cc", "Cs"):
            return "cell.control"
    if not _MARKUP.isdisjoint(text):
        return "cell.markup"
    return "cell.formula" if is_formula(text) else None


def is_formula(text: str) -> bool:
    """Whether a spreadsheet that opens this text would compute it."""
    start = text.lstrip()[:1].translate({0xFF1D: "=", 0xFF20: "@"})
    if start in _FORMULA:
        return True
    # A phone number and a lone dash begin with a sign as well.
    return start in _SIGN and any(character.isalpha() or character in "(!|" for character in text)


def excerpt(text: str) -> str:
    """The beginning of a cell, visible."""
    shown = visible(text[:EXCERPT])
    return shown + "…" if len(text) > EXCERPT else shown


def visible(text: str) -> str:
    """The text with everything that hides, reorders or breaks lines spelled out."""
    return text if text.isalnum() else "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character == "\n":
        return "⏎"
    if character in _INVISIBLE or unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return f"\\u{ord(character):04x}"
    return character
