"""Guards sign on to a device with a PIN, on the device itself; here is what it then reports.

Reports come late, again, and in any order. Who is signed on now follows from the rows alone: the
guard of the latest sign-on of a device, as long as that has not ended.
"""

import json
from datetime import datetime
from hashlib import sha256
from typing import Literal

from sqlalchemy import select

from checkpoint.db import db, writing
from checkpoint.gate.devices import EnrolledDevice
from checkpoint.gate.models import Device, SetAside, SignOn
from checkpoint.gate.schemas_devices import SignOnResult, SignOns, SignOnShape
from checkpoint.people import Actor, Compound, Permission, Staff, next_roster_version

Status = Literal["recorded", "repeat", "set_aside"]
NOT_HERE = "staff.not_here"


def keep_sign_ons(device: EnrolledDevice, letter: SignOns, now: datetime) -> list[SignOnResult]:
    """Keep what a device reports, each sign-on once; in the order in which they were sent."""
    with writing():
        # One report of a device at a time: the same one may come twice at once.
        row = db.session.get_one(Device, device.id, with_for_update=True)
        results = [_keep(device, said, now) for said in letter.sign_ons]
        db.session.flush()
        _follow(row, device.compound_id)
    return results


def last_sign_ons(device: Device, limit: int = 10) -> list[tuple[SignOn, Staff]]:
    """The last sign-ons of a device with their guards, the newest first."""
    query = select(SignOn, Staff).join(Staff, Staff.id == SignOn.staff_id)
    own = query.where(SignOn.device_id == device.id)
    rows = db.session.execute(own.order_by(SignOn.at.desc(), SignOn.id.desc()).limit(limit))
    return [(sign_on, staff) for sign_on, staff in rows]


def _keep(device: EnrolledDevice, said: SignOnShape, now: datetime) -> SignOnResult:
    known = db.session.get(SignOn, said.id)
    if known is not None:
        return SignOnResult(id=said.id, status=_again(known, device, said, now))
    if not _may_stand(said.staff_id, device.compound_id):
        _set_aside(device, said, now)
        return SignOnResult(id=said.id, status="set_aside")
    # A clock that is ahead must not make this the latest one for days to come.
    at = min(said.at, now)
    db.session.add(
        SignOn(
            id=said.id,
            device_id=device.id,
            gate_id=device.gate_id,
            staff_id=said.staff_id,
            at=at,
            ended_at=_end(at, said, now),
            received_at=now,
        )
    )
    return SignOnResult(id=said.id, status="recorded")


def _again(known: SignOn, device: EnrolledDevice, said: SignOnShape, now: datetime) -> Status:
    if known.staff_id != said.staff_id or not _is_its_own(known, device):
        _set_aside(device, said, now)
        return "set_aside"
    if known.ended_at is not None or said.ended_at is None:
        return "repeat"
    known.ended_at = _end(known.at, said, now)
    return "recorded"


def _is_its_own(known: SignOn, device: EnrolledDevice) -> bool:
    """Whether the device made it, now or before it joined anew, under another id."""
    if known.device_id == device.id:
        return True
    former = db.session.get_one(Device, known.device_id)
    return former.ended_at is not None and former.gate_id == device.gate_id


def _end(at: datetime, said: SignOnShape, now: datetime) -> datetime | None:
    return max(at, min(said.ended_at, now)) if said.ended_at else None


def _may_stand(staff_id: int, compound_id: int) -> bool:
    staff = db.session.get(Staff, staff_id)
    compound = db.session.get_one(Compound, compound_id)
    return (
        staff is not None
        and staff.active
        and Actor.of(staff).may(Permission.RECORD_CROSSING, compound)
    )


def _set_aside(device: EnrolledDevice, said: SignOnShape, now: datetime) -> None:
    """Keep it for staff to look at, once however often it comes."""
    body = said.model_dump(mode="json")
    hashed = sha256(json.dumps(body, sort_keys=True).encode()).digest()
    if db.session.scalar(select(SetAside.id).where(SetAside.body_sha256 == hashed)) is not None:
        return
    db.session.add(
        SetAside(
            crossing_id=said.id,
            body_sha256=hashed,
            compound_id=device.compound_id,
            device_id=device.id,
            received_at=now,
            status="set_aside",
            reason=NOT_HERE,
            body=body,
        )
    )
    db.session.flush()


def _follow(device: Device, compound_id: int) -> None:
    """Bring the device's guard in step with its sign-ons, and tell it of a change."""
    latest = db.session.scalar(
        select(SignOn)
        .where(SignOn.device_id == device.id)
        .order_by(SignOn.at.desc(), SignOn.id.desc())
        .limit(1)
    )
    on = latest if latest is not None and latest.ended_at is None else None
    now_on = (on.staff_id, on.at) if on else (None, None)
    if now_on != (device.staff_id, device.signed_on_at):
        device.staff_id, device.signed_on_at = now_on
        db.session.flush()  # the device before its compound, as everywhere
        next_roster_version(compound_id)
