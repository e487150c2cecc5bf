"""What does not fit together among crossings: finding it, and settling it with a note."""

from checkpoint.gate.conflicts.examining import card_ends, examine
from checkpoint.gate.conflicts.finding import KINDS, Found, Passage, find_conflicts
from checkpoint.gate.conflicts.inbox import (
    Listed,
    aside_page,
    conflict_count,
    conflicts_page,
    recorded_as,
)
from checkpoint.gate.conflicts.settling import resolve, resolve_aside
from checkpoint.gate.models import Conflict, ConflictState

__all__ = [
    "KINDS",
    "Conflict",
    "ConflictState",
    "Found",
    "Listed",
    "Passage",
    "aside_page",
    "card_ends",
    "conflict_count",
    "conflicts_page",
    "examine",
    "find_conflicts",
    "recorded_as",
    "resolve",
    "resolve_aside",
]
