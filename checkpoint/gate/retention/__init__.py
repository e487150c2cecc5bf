"""How long crossings, visits and what hangs on them are kept."""

from checkpoint.gate.retention.running import run_retention

__all__ = ["run_retention"]
