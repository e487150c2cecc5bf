"""What one rule finds."""

from datetime import datetime
from typing import NamedTuple

from checkpoint.gate.deciding.facts import Outcome


class Finding(NamedTuple):
    """A rule that is hit: what it asks for, why, and when it ends by itself. One that admits only
    adds its reason."""

    outcome: Outcome
    reason: str
    until: datetime | None = None


def refuse(reason: str, until: datetime | None = None) -> Finding:
    """A finding that refuses."""
    return Finding(Outcome.REFUSE, reason, until)


def ask(reason: str, until: datetime | None = None) -> Finding:
    """A finding that leaves it to the guard."""
    return Finding(Outcome.ASK, reason, until)


def note(reason: str) -> Finding:
    """A finding that changes nothing, but is said."""
    return Finding(Outcome.ADMIT, reason)
