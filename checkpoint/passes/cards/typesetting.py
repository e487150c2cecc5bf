"""Making text fit, and making every character seen."""

import unicodedata
from collections.abc import Iterator

from .drawing import MM_PER_POINT
from .font import Font

SMALLEST = 4.0  # points


def shown(text: str, font: Font) -> str:
    """`text` with nothing left out: what the font lacks becomes plainer, or its code point.

    ş becomes s. 𠮷 becomes 〔20BB7〕, as does a control or direction character: inert, but seen.
    """
    return "".join(_shown(character, font) for character in text)


def _shown(character: str, font: Font) -> str:
    if character.isprintable() and font.covers(character):
        return character
    plain = unicodedata.normalize("NFKD", character)[0]
    if plain != character and plain.isprintable() and font.covers(plain):
        return plain
    return f"〔{ord(character):X}〕"


def length(font: Font, text: str, size: float) -> float:
    """The width of `text` in millimetres at `size` points."""
    return font.width(text) * size * MM_PER_POINT


def fitting_size(font: Font, text: str, width: float, size: float) -> float:
    """The largest size up to `size` points at which `text` is at most `width` millimetres wide."""
    natural = length(font, text, size)
    return size if natural <= width else size * width / natural


def fit(
    font: Font, text: str, width: float, size: float, most_lines: int = 1
) -> tuple[float, list[str]]:
    """The size and the lines at which `text` is set largest within `width`.

    A second line is taken only where it makes the text half as large again.
    """
    best, lines = fitting_size(font, text, width, size), [text]
    for count in range(2, most_lines + 1):
        split = _split(font, text, count)
        each = min(fitting_size(font, line, width, size) for line in split)
        if each > best * 1.5:
            best, lines = each, split
    return max(best, SMALLEST), lines


def _split(font: Font, text: str, count: int) -> list[str]:
    """`text` in `count` lines about as wide as each other, broken wherever it has to be."""
    share = font.width(text) / count
    lines = [""]
    for character in text:
        if len(lines) < count and font.width(lines[-1] + character) > share * 1.02:
            lines.append("")
        lines[-1] += character
    return [line.strip() for line in lines]


def wrapped(font: Font, text: str, width: float, size: float) -> Iterator[str]:
    """`text` in lines of at most `width` millimetres, broken at spaces where there are some."""
    line = ""
    for word in _words(text):
        if line and length(font, (line + word).rstrip(), size) > width:
            yield line.rstrip()
            line = ""
        line += word
    if line.strip():
        yield line.rstrip()


def _words(text: str) -> Iterator[str]:
    """Pieces that stay whole: a Latin word with the space after it, else one character."""
    word = ""
    for character in text:
        if character.isascii() and character != " ":
            word += character
            continue
        if character in " ，。、；：！？）" and word:
            yield word + character
            word = ""
            continue
        if word:
            yield word
            word = ""
        yield character
    if word:
        yield word
