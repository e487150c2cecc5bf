"""Gate devices: enrolling a phone, knowing it again, hearing from it, ending it.

A credential is `<device id>.<secret>`, the secret 32 random bytes; the office keeps its SHA-256
alone. What it opens is the device's own gate, for as long as the guard who enrolled it may work
there.
"""

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from checkpoint.db import db, writing
from checkpoint.errors import Conflict, NotFound, NotSignedIn
from checkpoint.gate.models import Device
from checkpoint.gate.schemas import (
    Choice,
    CommunityView,
    Enrolled,
    Enrolment,
    GateChoice,
    GateView,
    Letter,
    Named,
)
from checkpoint.people import (
    Actor,
    Community,
    Compound,
    Gate,
    GateState,
    Permission,
    Staff,
    authenticate,
    compounds_of,
    record_audit,
)
from checkpoint.web import limit_rate

# An office's phones share one address, and are enrolled all at once when a shift begins.
RATE = "60/minute"
HEARD_EVERY = timedelta(seconds=30)
_CREDENTIAL = re.compile(r"Bearer ([1-9][0-9]{0,8})\.([A-Za-z0-9_-]{43})", re.ASCII)
_MAX_INT = 2**31 - 1


@dataclass(frozen=True, slots=True)
class EnrolledDevice:
    """A device that proved itself, with the post it stands at: values, free of any session."""

    id: int
    name: str
    staff_id: int
    staff_name: str
    gate_id: int
    gate_name: str
    gate_state: GateState
    compound_id: int
    compound_name: str
    time_zone: str
    roster_version: int
    last_seen_at: datetime | None


def enrol(wish: Enrolment, *, now: datetime, address: str) -> Choice | Enrolled:
    """Make the guard's phone a device of a gate; a choice where several gates are in scope.

    Raises NotSignedIn, TooManyAttempts, NotFound for a gate out of scope, Conflict where there is
    no gate at all.
    """
    limit_rate(RATE, "enrol", address)
    staff = authenticate(wish.username, wish.password, now=now, address=address)
    actor = Actor.of(staff)
    actor.require(Permission.RECORD_CROSSING)
    gates = [gate for compound in compounds_of(actor) for gate in compound.gates]
    if wish.gate_id is None and len(gates) > 1:
        return Choice(choose=[_choice(gate) for gate in gates])
    return _enrol_at(_wished(gates, wish.gate_id), staff, wish.device_name, now)


def device_of(authorization: str) -> EnrolledDevice:
    """The device whose credential the header holds.

    Raises NotSignedIn: `device.unknown`, or `device.ended` for a credential that was good once.
    """
    match = _CREDENTIAL.fullmatch(authorization)
    row = match and db.session.execute(_device_query(int(match[1]))).one_or_none()
    if not match or not row or not _is_secret(match[2], row[0].credential_hash):
        raise NotSignedIn("This device is not enrolled. Sign in on it.", code="device.unknown")
    device, gate, compound, community, staff = row
    may_stay = staff.active and Actor.of(staff).may(Permission.RECORD_CROSSING, compound)
    if device.ended_at is not None or not may_stay:
        raise NotSignedIn("This device was signed out. Sign in on it again.", code="device.ended")
    return _at_its_gate(device, gate, compound, community, staff)


def hear(device: EnrolledDevice, now: datetime, letter: Letter | None = None) -> None:
    """Note that the device was heard from, and what it says of itself. Call within `writing()`."""
    row = db.session.get_one(Device, device.id)
    row.last_seen_at = now
    if letter is not None:
        row.app_version = letter.app_version
        row.roster_version = letter.roster_version
        row.unsent = letter.unsent
        row.clock_offset_ms = clock_offset_ms(letter.device_time, now)


def hear_roster_asked(device: EnrolledDevice, since: int, now: datetime) -> None:
    """Note which roster the device has, at most every so often while it stays the same."""
    if not is_due(device, now) and device.roster_version == since:
        return
    with writing():
        hear(device, now)
        db.session.get_one(Device, device.id).roster_version = since


def is_due(device: EnrolledDevice, now: datetime) -> bool:
    """Whether the device was last written down long enough ago to do so again."""
    return device.last_seen_at is None or now - device.last_seen_at >= HEARD_EVERY


def clock_offset_ms(device_time: datetime, now: datetime) -> int:
    """What the device's clock lags behind the server's, in ms, as far as a column reaches."""
    offset = round((now - device_time) / timedelta(milliseconds=1))
    return max(-_MAX_INT, min(_MAX_INT, offset))


def sign_out(device: EnrolledDevice, *, now: datetime) -> None:
    """End the device's own credential."""
    with writing():
        row = db.session.get_one(Device, device.id)
        _end(Actor.of(row.staff), row, now)


def end_device(actor: Actor, device_id: int, *, now: datetime) -> Device:
    """End a device's credential from the office. Raises NotFound outside the scope."""
    actor.require(Permission.MANAGE_GATES)
    with writing():
        device = db.session.get(Device, device_id)
        if device is None or not actor.covers(device.gate.compound):
            raise NotFound("There is no such device here.")
        _end(actor, device, now)
    return device


def _end(actor: Actor, device: Device, now: datetime) -> None:
    if device.ended_at is None:
        device.ended_at = now
        record_audit(actor, now, "device.ended", "device", device.id)


def _wished(gates: list[Gate], gate_id: int | None) -> Gate:
    if not gates:
        raise Conflict("There is no gate for your account yet. Ask an admin of your office.")
    for gate in gates:
        if gate_id in (None, gate.id):
            return gate
    raise NotFound("There is no such gate for your account.", field="gate_id")


def _enrol_at(gate: Gate, staff: Staff, name: str, now: datetime) -> Enrolled:
    secret = secrets.token_urlsafe(32)
    with writing():
        device = Device(
            gate_id=gate.id,
            staff_id=staff.id,
            name=name,
            credential_hash=_hash(secret),
            enrolled_at=now,
            last_seen_at=now,
        )
        db.session.add(device)
        db.session.flush()
        record_audit(Actor.of(staff), now, "device.enrolled", "device", device.id, gate_id=gate.id)
        return _enrolled(device, gate, staff, f"{device.id}.{secret}")


def _enrolled(device: Device, gate: Gate, staff: Staff, credential: str) -> Enrolled:
    compound = gate.compound
    community = compound.community
    return Enrolled(
        device=Named(id=device.id, name=device.name),
        credential=credential,
        gate=GateView(id=gate.id, name=gate.name, state=gate.state.value),
        compound=Named(id=compound.id, name=compound.name),
        community=CommunityView(name=community.name, phone=community.phone),
        staff=Named(id=staff.id, name=staff.name),
    )


def _choice(gate: Gate) -> GateChoice:
    return GateChoice(
        id=gate.id, name=gate.name, state=gate.state.value, compound=gate.compound.name
    )


def _device_query(device_id: int) -> Any:
    return (
        select(Device, Gate, Compound, Community, Staff)
        .join(Gate, Gate.id == Device.gate_id)
        .join(Compound, Compound.id == Gate.compound_id)
        .join(Community, Community.id == Compound.community_id)
        .join(Staff, Staff.id == Device.staff_id)
        .where(Device.id == device_id)
    )


def _at_its_gate(
    device: Device, gate: Gate, compound: Compound, community: Community, staff: Staff
) -> EnrolledDevice:
    return EnrolledDevice(
        id=device.id,
        name=device.name,
        staff_id=staff.id,
        staff_name=staff.name,
        gate_id=gate.id,
        gate_name=gate.name,
        gate_state=gate.state,
        compound_id=compound.id,
        compound_name=compound.name,
        time_zone=community.time_zone,
        roster_version=device.roster_version,
        last_seen_at=device.last_seen_at,
    )


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def _is_secret(secret: str, kept: bytes) -> bool:
    return hmac.compare_digest(_hash(secret), kept)
