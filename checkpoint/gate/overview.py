"""The gates of a compound and the devices at them, as staff see them. No Flask, no words."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from checkpoint.gate.models import Device, SetAside
from checkpoint.gate.queries import devices_of, set_aside_list
from checkpoint.people import Compound, Gate, GateState

SILENT_AFTER = timedelta(minutes=5)
# From here on the clock of a device is worth a word.
CLOCK_OFF_AFTER_MINUTES = 10


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A device: `behind` counts the changes of the roster that it has not fetched, None before its
    first; `clock_minutes` is what its clock is ahead (or, below zero, behind) where that matters.
    """

    device: Device
    silent: bool
    behind: int | None
    clock_minutes: int | None


@dataclass(frozen=True, slots=True)
class GateLine:
    """A gate with its devices. `mark` is ok, warn or off, as in the icons."""

    gate: Gate
    devices: Sequence[DeviceLine]
    mark: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The page of gates."""

    compound: Compound
    gates: Sequence[GateLine]
    devices: Sequence[DeviceLine]
    aside: Sequence[tuple[SetAside, Device | None]]

    @property
    def open_count(self) -> int:
        """How many gates let people through."""
        return sum(each.gate.state is GateState.OPEN for each in self.gates)


def overview(compound: Compound, now: datetime) -> Overview:
    """Gates, open ones first, their devices, and what could not be recorded."""
    by_gate: defaultdict[int, list[DeviceLine]] = defaultdict(list)
    for device in devices_of(compound):
        by_gate[device.gate_id].append(_device_line(device, compound, now))
    in_order = sorted(compound.gates, key=lambda gate: (gate.state is GateState.SEALED, gate.id))
    gates = [_gate_line(gate, by_gate[gate.id]) for gate in in_order]
    devices = [line for gate in gates for line in gate.devices]
    return Overview(compound, gates, devices, set_aside_list(compound))


def _gate_line(gate: Gate, devices: list[DeviceLine]) -> GateLine:
    alive = any(not each.silent for each in devices)
    mark = "off" if gate.state is GateState.SEALED else "ok" if alive else "warn"
    return GateLine(gate, devices, mark)


def _device_line(device: Device, compound: Compound, now: datetime) -> DeviceLine:
    seen = device.last_seen_at
    behind = compound.roster_version - device.roster_version if device.roster_version else None
    return DeviceLine(
        device,
        silent=seen is None or now - seen > SILENT_AFTER,
        behind=behind,
        clock_minutes=_clock_minutes(device.clock_offset_ms),
    )


def _clock_minutes(offset_ms: int | None) -> int | None:
    """What the device's clock is ahead, from ten minutes on; the offset is what it lags behind."""
    if offset_ms is None or abs(offset_ms) < CLOCK_OFF_AFTER_MINUTES * 60_000:
        return None
    return -round(offset_ms / 60_000)
