"""The gate: verdicts, crossings, readings, devices. This is the slice's face."""

from checkpoint.gate.models import (
    Crossing,
    Device,
    Direction,
    Method,
    Reading,
    RefusedScan,
    SetAside,
)

__all__ = ["Crossing", "Device", "Direction", "Method", "Reading", "RefusedScan", "SetAside"]
