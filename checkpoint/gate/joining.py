"""How a phone joins a gate: with a code that staff shows it, good once and for ten minutes.

A code is ten letters of Crockford's base 32, 50 random bits, written `7K3QX-9MB2T`; the office
keeps its SHA-256 alone. The phone gets a credential for it, `<device id>.<secret>`, which opens
what the gate's device needs and nothing else.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select, update

from checkpoint.db import db, writing
from checkpoint.errors import NotFound
from checkpoint.gate.gates import gate_by_id
from checkpoint.gate.models import Device, JoinCode
from checkpoint.gate.schemas_devices import CommunityView, Enrolled, JoinWish
from checkpoint.gate.schemas_roster import GateView, Named
from checkpoint.people import (
    Actor,
    Gate,
    Permission,
    Staff,
    code_expired,
    hash_of_code,
    new_code,
    record_audit,
    spend_code,
    still_good,
)
from checkpoint.web import forget_attempts, limit_rate

LIFETIME = timedelta(minutes=10)
# Guesses of one address; phones of one office share theirs, and a right code starts anew.
RATE = "20/minute"
LENGTH = 10


def open_join(actor: Actor, gate_id: int, now: datetime) -> str:
    """A new code for one phone to join that gate; the actor's earlier one there ends.

    Raises Forbidden, NotFound for a gate out of scope.
    """
    actor.require(Permission.MANAGE_GATES)
    code = new_code(LENGTH)
    with writing():
        gate = gate_by_id(actor, gate_id)
        _end_earlier(actor, gate, now)
        made = {"staff_id": actor.staff_id, "made_at": now, "expires_at": now + LIFETIME}
        db.session.add(JoinCode(gate_id=gate.id, code_hash=hash_of_code(code), **made))
        record_audit(actor, now, "join.opened", "gate", gate.id)
    return code


def join(wish: JoinWish, now: datetime, address: str) -> Enrolled:
    """Make the phone that has the code a device of the code's gate.

    Raises NotSignedIn with `code.unknown`, `code.used` or `code.expired`, and TooManyAttempts.
    """
    limit_rate(RATE, "join", address)
    secret = secrets.token_urlsafe(32)
    with writing():
        code = spend_code(JoinCode, wish.code, now)
        device = _device(wish, code, secret, now)
        by = _opener(code)
        record_audit(by, now, "device.enrolled", "device", device.id, gate_id=code.gate_id)
        enrolled = _enrolled(device, code.gate, f"{device.id}.{secret}")
    forget_attempts(RATE, "join", address)
    return enrolled


def join_code_of(code: str) -> JoinCode:
    """The row of a code that was just made."""
    return db.session.scalars(
        select(JoinCode).where(JoinCode.code_hash == hash_of_code(code))
    ).one()


def join_code_by_id(actor: Actor, code_id: int) -> JoinCode:
    """The row of a code, for the page that waits for its phone. Raises NotFound out of scope."""
    actor.require(Permission.MANAGE_GATES)
    code = db.session.get(JoinCode, code_id)
    if code is None or not actor.covers(code.gate.compound):
        raise NotFound("There is no such code here. Make a new one.")
    return code


def _end_earlier(actor: Actor, gate: Gate, now: datetime) -> None:
    """Whoever asks for a new code has stopped showing the one before."""
    own = (JoinCode.gate_id == gate.id, JoinCode.staff_id == actor.staff_id)
    open_ones = still_good(JoinCode, now)
    db.session.execute(update(JoinCode).where(*own, *open_ones).values(expires_at=now))


def _opener(code: JoinCode) -> Actor:
    """Whoever made the code. Raises NotSignedIn if they may not let phones join any more."""
    if code.staff_id is None:
        return Actor.at_the_machine()
    staff = db.session.get_one(Staff, code.staff_id)
    actor = Actor.of(staff)
    if not staff.active or not actor.may(Permission.MANAGE_GATES, code.gate.compound):
        raise code_expired()
    return actor


def _device(wish: JoinWish, code: JoinCode, secret: str, now: datetime) -> Device:
    device = Device(
        gate_id=code.gate_id,
        name=wish.device_name,
        credential_hash=sha256(secret.encode()).digest(),
        app_version=wish.app_version,
        enrolled_at=now,
        last_seen_at=now,
    )
    db.session.add(device)
    db.session.flush()
    code.device_id = device.id
    return device


def _enrolled(device: Device, gate: Gate, credential: str) -> Enrolled:
    compound = gate.compound
    community = compound.community
    return Enrolled(
        device=Named(id=device.id, name=device.name),
        credential=credential,
        gate=GateView(id=gate.id, name=gate.name, state=gate.state.value),
        compound=Named(id=compound.id, name=compound.name),
        community=CommunityView(name=community.name, phone=community.phone),
    )
