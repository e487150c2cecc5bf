"""What staff does with a device, and how it ends.

A revoked device may hand over what it has not sent and then ends itself. One that never comes back
can be ended from the office: what it still has then waits on it until it joins again.
"""

from datetime import datetime

from sqlalchemy import update

from checkpoint.db import db, writing
from checkpoint.errors import BadInput, NotFound
from checkpoint.gate.devices import EnrolledDevice
from checkpoint.gate.gates import gate_by_id
from checkpoint.gate.models import Device, SignOn
from checkpoint.people import Actor, Permission, next_roster_version, record_audit

LONGEST_NAME = 80


def device_by_id(actor: Actor, device_id: int) -> Device:
    """One device. Raises NotFound outside the scope just as for none at all."""
    actor.require(Permission.SEE_DESK)
    device = db.session.get(Device, device_id)
    if device is None or not actor.covers(device.gate.compound):
        raise NotFound("There is no such device here.")
    return device


def rename_device(actor: Actor, device_id: int, name: str, now: datetime) -> Device:
    """Another name for a device. Raises BadInput, Forbidden, NotFound."""
    actor.require(Permission.MANAGE_GATES)
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise BadInput("Write a name of up to 80 characters.", field="name")
    with writing():
        device = device_by_id(actor, device_id)
        if device.name != name:
            device.name = name
            record_audit(actor, now, "device.renamed", "device", device.id)
    return device


def move_device(actor: Actor, device_id: int, gate_id: int, now: datetime) -> Device:
    """Let a device stand at another gate of its compound; it hears of it at once.

    Raises Forbidden, NotFound, and BadInput for a gate of another compound: a roster is of one.
    """
    actor.require(Permission.MANAGE_GATES)
    with writing():
        device, gate = device_by_id(actor, device_id), gate_by_id(actor, gate_id)
        if gate.compound_id != device.gate.compound_id:
            raise BadInput(
                "This gate belongs to another compound. Revoke the phone and let it join there.",
                field="gate",
            )
        if device.gate_id != gate.id:
            moved = {"from_gate": device.gate_id, "to_gate": gate.id}
            record_audit(actor, now, "device.moved", "device", device.id, **moved)
            device.gate_id = gate.id
            next_roster_version(gate.compound_id)
    return device


def revoke_device(actor: Actor, device_id: int, now: datetime) -> Device:
    """Take a device's rights: it may hand over what it has not sent, wipes itself, and is gone.

    Raises Forbidden, NotFound.
    """
    actor.require(Permission.MANAGE_GATES)
    with writing():
        device = device_by_id(actor, device_id)
        if device.revoked_at is None and device.ended_at is None:
            device.revoked_at = now
            record_audit(actor, now, "device.revoked", "device", device.id)
            # Whoever waits for news is woken, and hears it.
            next_roster_version(device.gate.compound_id)
    return device


def end_device(actor: Actor, device_id: int, now: datetime) -> Device:
    """Stop waiting for a device that is lost. Raises Forbidden, NotFound.

    What it has not sent stays on it, and arrives should it ever join again.
    """
    actor.require(Permission.MANAGE_GATES)
    with writing():
        device = device_by_id(actor, device_id)
        device.revoked_at = device.revoked_at or now
        _end(actor, device, "device.ended", now)
        next_roster_version(device.gate.compound_id)
    return device


def sign_out(device: EnrolledDevice, now: datetime) -> None:
    """The device ends its own credential: it has wiped itself."""
    with writing():
        row = db.session.get_one(Device, device.id)
        by = Actor.of(row.staff) if row.staff else Actor.at_the_machine()
        row.last_seen_at = now
        _end(by, row, "device.wiped" if row.revoked_at else "device.ended", now)


def _end(actor: Actor, device: Device, action: str, now: datetime) -> None:
    if device.ended_at is not None:
        return
    device.ended_at = now
    device.staff_id = device.signed_on_at = None
    still_on = (SignOn.device_id == device.id, SignOn.ended_at.is_(None))
    db.session.execute(update(SignOn).where(*still_on).values(ended_at=now))
    record_audit(actor, now, action, "device", device.id)
