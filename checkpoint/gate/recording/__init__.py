"""Recording crossings: read without the database, written together, judged each in its turn."""

from checkpoint.gate.recording.crossings import record_crossings

__all__ = ["record_crossings"]
