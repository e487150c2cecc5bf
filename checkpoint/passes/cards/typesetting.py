"""Making text fit, and making every character seen."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from .drawing import MM_PER_POINT
from .font import Font

SMALLEST = 3.5  # points
# What stays in one line: a code point, a Latin word, a sign with the punctuation after it.
_PIECE = re.compile(r"〔\w+〕[,，]? *|[!-~]+ *|.[，。、；：！？）]*\s*")
_PHRASE = re.compile(r"\S+\s*")


def shown(text: str, font: Font) -> str:
    """`text` with nothing left out: what the font lacks becomes plainer, or its code point.

    ş becomes s. 𠮷 becomes 〔20BB7〕, as does a control or direction character: inert, but seen.
    """
    if text.isprintable() and all(map(font.covers, text)):
        return text
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
    font: Font, text: str, width: float, size: float, most_lines: int
) -> tuple[float, list[str]]:
    """The size and the lines at which `text` is largest within `width`, all about `size` high.

    More lines are taken only where they make the text a good deal larger; between words if it may.
    """
    best, lines = fitting_size(font, text, width, size), [text]
    for count in range(2, most_lines + 1):
        for pieces, worth in (
            (_PHRASE.findall(text), 1.15),
            (_PIECE.findall(text), 1.25),
            (text, 1.5),
        ):
            split = _split(font, pieces, count)
            each = min(fitting_size(font, line, width, size * 1.2 / count) for line in split)
            if each > best * worth:
                best, lines = each, split
    return best, lines


def _split(font: Font, pieces: Sequence[str], count: int) -> list[str]:
    """`pieces` in `count` lines about as wide as each other."""
    share = font.width("".join(pieces)) / count
    lines = [""]
    for piece in pieces:
        if lines[-1] and len(lines) < count and font.width(lines[-1] + piece) > share * 1.1:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines]


def wrapped(font: Font, pieces: Iterable[str], width: float, size: float) -> list[str]:
    """`pieces` in lines of at most `width` millimetres, unless a piece is wider itself."""
    lines = [""]
    for piece in pieces:
        if lines[-1] and length(font, (lines[-1] + piece).rstrip(), size) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def fit_paragraphs(
    font: Font, texts: Sequence[str], width: float, height: float, size: float, leading: float
) -> tuple[float, list[list[str]]]:
    """The largest size up to `size`, and the lines of each text, that fit into `width` x `height`.

    `leading` is the distance of two lines in em. Wrapped is what would be small in one line.
    """
    for each in _steps(size):
        lines = [wrapped(font, _PIECE.findall(text), width, each) for text in texts]
        count = sum(map(len, lines))
        widest = max((length(font, line, each) for text in lines for line in text), default=0)
        one_a_text = count == len(texts) or each <= size * 0.85
        if one_a_text and widest <= width and count * each * leading * MM_PER_POINT <= height:
            return each, lines
    # Words too long for any line: broken anywhere.
    return SMALLEST, [wrapped(font, text, width, SMALLEST) for text in texts]


def _steps(size: float) -> list[float]:
    return [size - step / 5 for step in range(int((size - SMALLEST) * 5))]
