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

from sqlalchemy import and_, bindparam, or_, select, update

from checkpoint.db import db, writing
from checkpoint.errors import Conflict, NotFound, NotSignedIn
from checkpoint.gate.models import Device
from checkpoint.gate.schemas import (
    Choice,
    CommunityView,
    Enrolled,
    Enrolment,
    GateChoice,
    Letter,
)
from checkpoint.gate.schemas_roster import GateView, Named
from checkpoint.people import (
    Actor,
    Community,
    Compound,
    Gate,
    GateState,
    Permission,
    Role,
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
ROLES = [role for role in Role if Actor(None, "", role).may(Permission.RECORD_CROSSING)]


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
    app_version: str
    roster_version: int
    unsent: int
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
    row = match and db.session.execute(_DEVICE, {"device": int(match[1])}).one_or_none()
    if not match or not row or not _is_secret(match[2], row.credential_hash):
        raise NotSignedIn("This device is not enrolled. Sign in on it.", code="device.unknown")
    if row.ended_at is not None or not row.may_stay:
        raise NotSignedIn("This device was signed out. Sign in on it again.", code="device.ended")
    return EnrolledDevice(**{name: getattr(row, name) for name in EnrolledDevice.__slots__})


def hear(device: EnrolledDevice, now: datetime, letter: Letter | None = None) -> None:
    """Note that the device was heard from, and what it says of itself. Call within `writing()`."""
    values: dict[str, object] = {"last_seen_at": now}
    if letter is not None:
        values |= {
            "app_version": letter.app_version,
            "roster_version": letter.roster_version,
            "unsent": _left(letter),
            "clock_offset_ms": clock_offset_ms(letter.device_time, now),
        }
    db.session.execute(update(Device).where(Device.id == device.id).values(values))


def has_news(device: EnrolledDevice, letter: Letter, now: datetime) -> bool:
    """Whether the device says something else of itself than is known, or was not heard for long."""
    said = (letter.app_version, letter.roster_version, _left(letter))
    known = (device.app_version, device.roster_version, device.unsent)
    return is_due(device, now) or said != known


def hear_roster_asked(device: EnrolledDevice, since: int, now: datetime) -> None:
    """Note which roster the device has, at most every so often while it stays the same."""
    if is_due(device, now) or device.roster_version != since:
        values = {"last_seen_at": now, "roster_version": since}
        with writing():
            db.session.execute(update(Device).where(Device.id == device.id).values(values))


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
        _end(Actor.of(row.staff) if row.staff else Actor.at_the_machine(), row, now)


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


# What a request of a device needs to know of it, in one question.
_DEVICE = (
    select(
        Device.id,
        Device.name,
        Device.credential_hash,
        Device.ended_at,
        Device.roster_version,
        Device.app_version,
        Device.unsent,
        Device.last_seen_at,
        Staff.id.label("staff_id"),
        Staff.name.label("staff_name"),
        Gate.id.label("gate_id"),
        Gate.name.label("gate_name"),
        Gate.state.label("gate_state"),
        Compound.id.label("compound_id"),
        Compound.name.label("compound_name"),
        Community.time_zone,
        and_(
            Staff.active,
            Staff.role.in_(ROLES),
            or_(Staff.community_id.is_(None), Staff.community_id == Compound.community_id),
            or_(Staff.compound_id.is_(None), Staff.compound_id == Compound.id),
        ).label("may_stay"),
    )
    .join(Gate, Gate.id == Device.gate_id)
    .join(Compound, Compound.id == Gate.compound_id)
    .join(Community, Community.id == Compound.community_id)
    .join(Staff, Staff.id == Device.staff_id)
    .where(Device.id == bindparam("device"))
)


def _left(letter: Letter) -> int:
    """What the device has not sent once this letter is answered."""
    return max(0, letter.unsent - len(letter.crossings))


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def _is_secret(secret: str, kept: bytes) -> bool:
    return hmac.compare_digest(_hash(secret), kept)
