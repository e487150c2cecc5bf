"""The gates of a compound and the devices at them, as staff see them. No Flask, no words."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_

from checkpoint.gate.models import Device
from checkpoint.gate.queries import SILENT_AFTER, devices_where
from checkpoint.people import Compound, Gate, GateState
from checkpoint.web import settings

# A device that is gone stays on the page so long, that what became of it can be seen.
GONE_SHOWN = timedelta(days=7)
# From here on the clock of a device is worth a word.
CLOCK_OFF_AFTER_MINUTES = 10


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A device as it is now.

    `state` is here, silent, revoked (may still hand over), wiped, or ended (given up by staff).
    `behind` counts the changes of the roster that it has not fetched, None before its first.
    `knowledge_s` is how old its knowledge is by now, with `knowledge_mark` ok, warn or bad.
    `clock_minutes` is what its clock is ahead (or, below zero, behind) where that matters.
    """

    device: Device
    state: str
    behind: int | None
    knowledge_s: int | None
    knowledge_mark: str
    clock_minutes: int | None

    @property
    def mark(self) -> str:
        """The shape of its state, as in the icons."""
        marks = {"here": "ok", "silent": "warn", "revoked": "bad"}
        return marks.get(self.state, "off")

    @property
    def at_work(self) -> bool:
        """Whether it may decide at its gate."""
        return self.state in {"here", "silent"}


@dataclass(frozen=True, slots=True)
class GateLine:
    """A gate with the devices that work there. `mark` is ok, warn or off, as in the icons."""

    gate: Gate
    devices: Sequence[DeviceLine]
    mark: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The page of gates."""

    compound: Compound
    gates: Sequence[GateLine]

    @property
    def open_count(self) -> int:
        """How many gates let people through."""
        return sum(each.gate.state is GateState.OPEN for each in self.gates)


def overview(compound: Compound, now: datetime) -> Overview:
    """Gates, open ones first, with their devices."""
    by_gate: defaultdict[int, list[DeviceLine]] = defaultdict(list)
    for line in device_lines(compound, now):
        if line.at_work:
            by_gate[line.device.gate_id].append(line)
    in_order = sorted(compound.gates, key=lambda gate: (gate.state is GateState.SEALED, gate.id))
    gates = [_gate_line(gate, by_gate[gate.id]) for gate in in_order]
    return Overview(compound, gates)


def device_lines(compound: Compound, now: datetime) -> list[DeviceLine]:
    """Every device of the compound: at work first, then those that are leaving and just left."""
    shown = or_(Device.ended_at.is_(None), Device.ended_at > now - GONE_SHOWN)
    lines = [device_line(device, now) for device in devices_where(compound, shown)]
    order = ("here", "silent", "revoked", "wiped", "ended")
    return sorted(lines, key=lambda line: order.index(line.state))


def device_line(device: Device, now: datetime) -> DeviceLine:
    """One device as it is now."""
    version = device.gate.compound.roster_version
    behind = version - device.roster_version if device.roster_version else None
    knowledge_s = _knowledge_s(device, now)
    return DeviceLine(
        device,
        state=_state(device, now),
        behind=behind,
        knowledge_s=knowledge_s,
        knowledge_mark=_freshness(knowledge_s),
        clock_minutes=_clock_minutes(device.clock_offset_ms),
    )


def _state(device: Device, now: datetime) -> str:
    if device.ended_at is not None:
        # Its last word was that it has wiped itself; or the office stopped waiting for that.
        return "wiped" if device.last_seen_at == device.ended_at else "ended"
    if device.revoked_at is not None:
        return "revoked"
    seen = device.last_seen_at
    return "here" if seen is not None and now - seen <= SILENT_AFTER else "silent"


def _knowledge_s(device: Device, now: datetime) -> int | None:
    """What it said of its knowledge's age, and the time since."""
    if device.knowledge_age_s is None or device.last_seen_at is None:
        return None
    return device.knowledge_age_s + max(0, int((now - device.last_seen_at).total_seconds()))


def _freshness(knowledge_s: int | None) -> str:
    own = settings()
    if knowledge_s is None or knowledge_s < own.knowledge_aging_hours * 3600:
        return "ok"
    return "warn" if knowledge_s < own.knowledge_old_hours * 3600 else "bad"


def _gate_line(gate: Gate, devices: list[DeviceLine]) -> GateLine:
    alive = any(each.state == "here" for each in devices)
    mark = "off" if gate.state is GateState.SEALED else "ok" if alive else "warn"
    return GateLine(gate, devices, mark)


def _clock_minutes(offset_ms: int | None) -> int | None:
    """What the device's clock is ahead, from ten minutes on; the offset is what it lags behind."""
    if offset_ms is None or abs(offset_ms) < CLOCK_OFF_AFTER_MINUTES * 60_000:
        return None
    return -round(offset_ms / 60_000)
