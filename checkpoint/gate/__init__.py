"""The gate: verdicts, crossings, readings, devices. This is the slice's face."""

from checkpoint.gate.models import Crossing, Device, Reading, RefusedScan, SetAside
from checkpoint.gate.verdict import Direction, Method

__all__ = ["Crossing", "Device", "Direction", "Method", "Reading", "RefusedScan", "SetAside"]
