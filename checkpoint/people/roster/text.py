"""Letters as people type them: full-width forms, spaces, dashes, Chinese numerals. Pure."""

import re
from functools import lru_cache

# Full-width ASCII and the ideographic space only: NFKC would also swap rare ideographs of names.
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " "}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣ー─_~"), "-")
_DIGITS = {character: digit for digit, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "两": 2,
    "○": 0,
}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_BLANKS = frozenset({"", "-", "--", "---", "/", "\\", "无", "没有", "n/a", "na", "none", "null"})
SPACES = re.compile(r"\s+")


def half_width(text: str) -> str:
    """Full-width letters, digits and punctuation as ASCII; nothing else changes."""
    return text if text.isascii() else text.translate(_HALF)


def plain_dashes(text: str) -> str:
    """Every kind of dash as `-`."""
    return text.translate(_DASHES)


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: empty, a dash, `无`."""
    return text in _BLANKS or (len(text) < 9 and half_width(text).strip().lower() in _BLANKS)


@lru_cache(maxsize=4_000)
def squeezed(text: str) -> str:
    """Half-width, without any white space, lower case: for comparing wording."""
    return SPACES.sub("", half_width(text)).lower()


def chinese_number(text: str) -> str:
    """`十二` as 12, `五〇一` as 501."""
    if not any(character in _PLACES for character in text):
        return "".join(str(_DIGITS[character]) for character in text)
    total, digit = 0, 0
    for character in text:
        if character in _PLACES:
            total += (digit or 1) * _PLACES[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return str(total + digit)


NUMERALS = "".join(_DIGITS) + "".join(_PLACES)
