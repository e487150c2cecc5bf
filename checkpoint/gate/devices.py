"""Gate devices: knowing a phone again by its credential, and hearing from it.

A credential is `<device id>.<secret>`, the secret 32 random bytes; the office keeps its SHA-256
alone. What it opens is the device's own gate. How a phone gets one: `joining.py`; how it ends:
`device_changes.py`; who stands there: `sign_ons.py`.
"""

import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, or_, select, update

from checkpoint.db import db, writing
from checkpoint.errors import NotSignedIn
from checkpoint.gate.models import Device
from checkpoint.gate.models_rules import Instrument
from checkpoint.gate.remembered import EachDatabase, Remembered
from checkpoint.gate.schemas import Letter
from checkpoint.people import (
    Actor,
    Community,
    Compound,
    Gate,
    GateState,
    Permission,
    Role,
    Staff,
)

HEARD_EVERY = timedelta(seconds=30)
_CREDENTIAL = re.compile(r"Bearer ([1-9][0-9]{0,8})\.([A-Za-z0-9_-]{43})", re.ASCII)
_MAX_INT = 2**31 - 1
ROLES = [role for role in Role if Actor(None, "", role).may(Permission.RECORD_CROSSING)]


@dataclass(frozen=True, slots=True)
class EnrolledDevice:
    """A device that proved itself, with the post it stands at: values, free of any session.

    `staff_id` and `staff_name` are those of the guard who is signed on, None where nobody is or
    they may not stand here any more.
    """

    id: int
    name: str
    staff_id: int | None
    staff_name: str | None
    gate_id: int
    gate_name: str
    gate_state: GateState
    compound_id: int
    compound_name: str
    time_zone: str
    instruments: int
    app_version: str
    roster_version: int
    unsent: int
    battery: int | None
    last_seen_at: datetime | None
    revoked_at: datetime | None


def device_of(authorization: str, *, handing_over: bool = False) -> EnrolledDevice:
    """The device whose credential the header holds; a revoked one only where it is `handing_over`.

    Raises NotSignedIn: `device.unknown`, `device.revoked`, or `device.ended` for a credential that
    was good once.
    """
    match = _CREDENTIAL.fullmatch(authorization)
    kept = match and _kept(int(match[1]))
    if not match or not kept or not _is_secret(match[2], kept.credential_hash):
        raise NotSignedIn("This phone has not joined. Ask for a code.", code="device.unknown")
    if kept.ended_at is not None:
        raise NotSignedIn("This phone was signed out. Ask for a new code.", code="device.ended")
    if kept.device.revoked_at is not None and not handing_over:
        raise NotSignedIn("The office has revoked this phone.", code="device.revoked")
    return kept.device


def forget(device_id: int) -> None:
    """Ask anew what is known of a device; for after `hear`."""
    _remembered().forget(device_id)


def hear(device: EnrolledDevice, now: datetime, letter: Letter | None = None) -> None:
    """Note that the device was heard from, and what it says of itself. Call within `writing()`."""
    values: dict[str, object] = {"last_seen_at": now}
    if letter is not None:
        values |= {
            "app_version": letter.app_version,
            "roster_version": letter.roster_version,
            "unsent": _left(letter),
            "battery": letter.battery,
            "knowledge_age_s": letter.knowledge_age_s,
            "clock_offset_ms": clock_offset_ms(letter.device_time, now),
        }
    db.session.execute(update(Device).where(Device.id == device.id).values(values))


def has_news(device: EnrolledDevice, letter: Letter, now: datetime) -> bool:
    """Whether the device says something else of itself than is known, or was not heard for long.

    Its roster changes with every crossing, and is noted with whatever else there is to note.
    """
    said = (letter.app_version, _left(letter), letter.battery)
    known = (device.app_version, device.unsent, device.battery)
    return is_due(device, now) or said != known


def hear_roster_asked(device: EnrolledDevice, since: int, now: datetime) -> None:
    """Note which roster the device has, at most every so often: all ask after every crossing."""
    if is_due(device, now):
        values = {"last_seen_at": now, "roster_version": since, "knowledge_age_s": 0}
        with writing(routine=True):
            db.session.execute(update(Device).where(Device.id == device.id).values(values))
        forget(device.id)


def is_due(device: EnrolledDevice, now: datetime) -> bool:
    """Whether the device was last written down long enough ago to do so again."""
    return device.last_seen_at is None or now - device.last_seen_at >= HEARD_EVERY


def clock_offset_ms(device_time: datetime, now: datetime) -> int:
    """What the device's clock lags behind the server's, in ms, as far as a column reaches."""
    offset = round((now - device_time) / timedelta(milliseconds=1))
    return max(-_MAX_INT, min(_MAX_INT, offset))


# What a request of a device needs to know of it, in one question.
_DEVICE = (
    select(
        Device.id,
        Device.name,
        Device.credential_hash,
        Device.revoked_at,
        Device.ended_at,
        Device.roster_version,
        Device.app_version,
        Device.unsent,
        Device.battery,
        Device.last_seen_at,
        Staff.id.label("staff_id"),
        Staff.name.label("staff_name"),
        Gate.id.label("gate_id"),
        Gate.name.label("gate_name"),
        Gate.state.label("gate_state"),
        Compound.id.label("compound_id"),
        Compound.name.label("compound_name"),
        Community.time_zone,
        select(func.count())
        .where(Instrument.gate_id == Gate.id, Instrument.active)
        .scalar_subquery()
        .label("instruments"),
    )
    .join(Gate, Gate.id == Device.gate_id)
    .join(Compound, Compound.id == Gate.compound_id)
    .join(Community, Community.id == Compound.community_id)
    .outerjoin(
        Staff,
        and_(
            Staff.id == Device.staff_id,
            Staff.active,
            Staff.role.in_(ROLES),
            or_(Staff.community_id.is_(None), Staff.community_id == Compound.community_id),
            or_(Staff.compound_id.is_(None), Staff.compound_id == Compound.id),
        ),
    )
    .where(Device.id == bindparam("device"))
)


class _Kept(NamedTuple):
    """What is remembered of a device, with what it proves itself by."""

    device: EnrolledDevice
    credential_hash: bytes
    ended_at: datetime | None


def _kept(device_id: int) -> _Kept | None:
    return _remembered().recall(device_id, lambda: _ask(device_id))


def _ask(device_id: int) -> _Kept | None:
    row = db.session.execute(_DEVICE, {"device": device_id}).one_or_none()
    if row is None:
        return None
    device = EnrolledDevice(**{name: getattr(row, name) for name in EnrolledDevice.__slots__})
    return _Kept(device, row.credential_hash, row.ended_at)


_remembered: EachDatabase[Remembered[int, _Kept]] = EachDatabase(Remembered)


def _left(letter: Letter) -> int:
    """What the device has not sent once this letter is answered."""
    return max(0, letter.unsent - len(letter.crossings))


def _is_secret(secret: str, kept: bytes) -> bool:
    return hmac.compare_digest(sha256(secret.encode()).digest(), kept)
