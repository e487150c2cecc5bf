"""Typed pass numbers that lead nowhere: so many, and a device may ask about none for a while.

The phone counts by itself (`pwa/src/core/guesses.ts`), without a network too; here is what a phone
that was tampered with can't do away with. The arithmetic is in docs/pass-format.md, section 6.
"""

from typing import Final

from checkpoint.gate.devices import EnrolledDevice
from checkpoint.gate.schemas import Question
from checkpoint.gate.verdict import Method, Verdict
from checkpoint.web import check_rate, limit_rate

RATE: Final = "5 per 15 minutes"
# What a number gets that was made up: it is no active pass of this compound.
_LED_NOWHERE: Final = frozenset({"pass.unknown", "pass.revoked", "pass.other_compound"})


def check_guesses(device: EnrolledDevice, question: Question) -> None:
    """Raise TooManyAttempts for a number, right or wrong, after too many wrong ones."""
    if question.method is Method.NUMBER:
        check_rate(RATE, "wrong number", str(device.id))


def count_guess(device: EnrolledDevice, question: Question, verdict: Verdict) -> None:
    """Count the number if it led nowhere. A right one starts no count anew."""
    if question.method is Method.NUMBER and verdict.reason in _LED_NOWHERE:
        limit_rate(RATE, "wrong number", str(device.id))
