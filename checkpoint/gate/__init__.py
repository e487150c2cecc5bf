"""The gate: verdicts, crossings, readings, devices. This is the slice's face."""

from checkpoint.gate.devices import EnrolledDevice, device_of
from checkpoint.gate.joining import join, open_join
from checkpoint.gate.models import Crossing, Device, Reading, RefusedScan, SetAside
from checkpoint.gate.outside import rebuild_outside, went_through
from checkpoint.gate.queries import (
    SILENT_AFTER,
    crossings_between,
    crossings_today_by_hour,
    devices_of,
    devices_out_of_touch,
    exits_today,
    fevers,
    household_crossings,
    last_crossings,
    outside_households,
    refused_scans_since,
    set_aside_count,
)
from checkpoint.gate.reasons import sentence
from checkpoint.gate.recording.crossings import record_crossings
from checkpoint.gate.rule_changes import rule_sets_waiting
from checkpoint.gate.rule_sets import rules_at
from checkpoint.gate.verdict import Direction, Method
from checkpoint.gate.zones import local_day

__all__ = [
    "SILENT_AFTER",
    "Crossing",
    "Device",
    "Direction",
    "EnrolledDevice",
    "Method",
    "Reading",
    "RefusedScan",
    "SetAside",
    "crossings_between",
    "crossings_today_by_hour",
    "device_of",
    "devices_of",
    "devices_out_of_touch",
    "exits_today",
    "fevers",
    "household_crossings",
    "join",
    "last_crossings",
    "local_day",
    "open_join",
    "outside_households",
    "rebuild_outside",
    "record_crossings",
    "refused_scans_since",
    "rule_sets_waiting",
    "rules_at",
    "sentence",
    "set_aside_count",
    "went_through",
]
