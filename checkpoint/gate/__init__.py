"""The gate: verdicts, crossings, readings, devices. This is the slice's face."""

from checkpoint.gate.models import Crossing, Device, Reading, RefusedScan, SetAside
from checkpoint.gate.queries import (
    crossings_between,
    crossings_today_by_hour,
    devices_of,
    exits_today,
    fevers,
    household_crossings,
    last_crossings,
    outside_households,
    refused_scans_since,
    set_aside_count,
)
from checkpoint.gate.verdict import Direction, Method

__all__ = [
    "Crossing",
    "Device",
    "Direction",
    "Method",
    "Reading",
    "RefusedScan",
    "SetAside",
    "crossings_between",
    "crossings_today_by_hour",
    "devices_of",
    "exits_today",
    "fevers",
    "household_crossings",
    "last_crossings",
    "outside_households",
    "refused_scans_since",
    "set_aside_count",
]
