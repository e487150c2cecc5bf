"""The pass number as people read, say and type it: ``NNNN-NNNN-C``.

Pure. C is the Damm check digit of the eight digits: it catches every single wrong digit and every
swap of two neighbours. `tests/vectors/number.json` holds this module and its TypeScript twin.
"""

from typing import Final

from stdnum import damm

from checkpoint.errors import BadInput

from .token import MAX_NUMBER, WHITE_SPACE

# What hands and input methods put between digits: white space and every common dash.
_SEPARATORS: Final = WHITE_SPACE + "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
_FOLD: Final = {ord(character): None for character in _SEPARATORS} | {
    0xFF10 + digit: str(digit) for digit in range(10)
}
_DIGITS: Final = frozenset("0123456789")
_SENTENCES: Final = {
    "number.empty": "Type the nine digits of the pass number, for example 0318-4402-1.",
    "number.malformed": "A pass number has nine digits, for example 0318-4402-1.",
    "number.check_digit": "A digit of this pass number is wrong. Compare it with the card again.",
}


class NumberRefused(BadInput):
    """The text is no pass number; `reason` is number.empty, .malformed or .check_digit."""

    def __init__(self, reason: str) -> None:
        super().__init__(_SENTENCES[reason], code=reason, field="number")
        self.reason = reason


def format_number(number: int) -> str:
    """Return the printed form, as in ``0318-4402-1``; ValueError outside 1..99,999,999."""
    if not 1 <= number <= MAX_NUMBER:
        raise ValueError("number is outside 1..99999999")
    digits = f"{number:08}"
    return f"{digits[:4]}-{digits[4:]}-{damm.calc_check_digit(digits)}"


def read_number(text: str) -> int:
    """Return the number in `text` as typed: nine digits, full-width too, with dashes and spaces.

    Raise NumberRefused: ``number.empty``, ``number.malformed`` (not nine digits, or no pass can
    have it), or ``number.check_digit`` (a wrong or swapped digit).
    """
    digits = text.translate(_FOLD)
    if not digits:
        raise NumberRefused("number.empty")
    if len(digits) != 9 or not _DIGITS.issuperset(digits) or not digits.strip("0"):
        raise NumberRefused("number.malformed")
    if not damm.is_valid(digits):
        raise NumberRefused("number.check_digit")
    return int(digits[:8])
