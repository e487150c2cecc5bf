"""What does not fit together among crossings: finding it, and settling it with a note."""

from checkpoint.gate.conflicts.examining import examine
from checkpoint.gate.conflicts.finding import KINDS, Found, Passage, find_conflicts
from checkpoint.gate.conflicts.settling import resolve, resolve_aside

__all__ = ["KINDS", "Found", "Passage", "examine", "find_conflicts", "resolve", "resolve_aside"]
