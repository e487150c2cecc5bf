"""How a phone joins a gate: with a code that staff shows it, good once and for ten minutes.

A code is ten letters of Crockford's base 32, 50 random bits, written `7K3QX-9MB2T`; the office
keeps its SHA-256 alone. The phone gets a credential for it, `<device id>.<secret>`, which opens
what the gate's device needs and nothing else.
"""

import secrets
import unicodedata
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select, update

from checkpoint.db import db, writing
from checkpoint.errors import NotFound, NotSignedIn
from checkpoint.gate.gates import gate_by_id
from checkpoint.gate.models import Device, JoinCode
from checkpoint.gate.schemas_devices import CommunityView, Enrolled, JoinWish
from checkpoint.gate.schemas_roster import GateView, Named
from checkpoint.people import Actor, Gate, Permission, Staff, record_audit
from checkpoint.web import forget_attempts, limit_rate

LIFETIME = timedelta(minutes=10)
# Guesses of one address; phones of one office share theirs, and a right code starts anew.
RATE = "20/minute"
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
# What is taken for another letter when it is read from a screen.
_MISREAD = str.maketrans("OIL", "011", "- ")


def open_join(actor: Actor, gate_id: int, now: datetime) -> str:
    """A new code for one phone to join that gate; the actor's earlier one there ends.

    Raises Forbidden, NotFound for a gate out of scope.
    """
    actor.require(Permission.MANAGE_GATES)
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    with writing():
        gate = gate_by_id(actor, gate_id)
        _end_earlier(actor, gate, now)
        made = {"staff_id": actor.staff_id, "made_at": now, "expires_at": now + LIFETIME}
        db.session.add(JoinCode(gate_id=gate.id, code_hash=_hash(code), **made))
        record_audit(actor, now, "join.opened", "gate", gate.id)
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def join(wish: JoinWish, now: datetime, address: str) -> Enrolled:
    """Make the phone that has the code a device of the code's gate.

    Raises NotSignedIn with `code.unknown`, `code.used` or `code.expired`, and TooManyAttempts.
    """
    limit_rate(RATE, "join", address)
    secret = secrets.token_urlsafe(32)
    with writing():
        code = _spend(wish.code, now)
        device = _device(wish, code, secret, now)
        by = _opener(code)
        record_audit(by, now, "device.enrolled", "device", device.id, gate_id=code.gate_id)
        enrolled = _enrolled(device, code.gate, f"{device.id}.{secret}")
    forget_attempts(RATE, "join", address)
    return enrolled


def join_code_of(code: str) -> JoinCode:
    """The row of a code that was just made."""
    return db.session.scalars(select(JoinCode).where(JoinCode.code_hash == _hash(code))).one()


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
    open_ones = (JoinCode.used_at.is_(None), JoinCode.expires_at > now)
    db.session.execute(update(JoinCode).where(*own, *open_ones).values(expires_at=now))


def _spend(text: str, now: datetime) -> JoinCode:
    """The code's row, used up by this transaction alone. Call within `writing()`."""
    hashed = _hash(text)
    still_good = (JoinCode.used_at.is_(None), JoinCode.expires_at > now)
    spent = db.session.scalar(
        update(JoinCode)
        .where(JoinCode.code_hash == hashed, *still_good)
        .values(used_at=now)
        .returning(JoinCode.id)
        .execution_options(synchronize_session=False)
    )
    if spent is None:
        raise _refusal(hashed)
    return db.session.get_one(JoinCode, spent, populate_existing=True)


def _refusal(hashed: bytes) -> NotSignedIn:
    code = db.session.scalar(select(JoinCode).where(JoinCode.code_hash == hashed))
    if code is None:
        return NotSignedIn("There is no such code. Check it letter by letter.", code="code.unknown")
    if code.used_at is not None:
        return NotSignedIn("Another phone has used this code. Ask for a new one.", code="code.used")
    return NotSignedIn("This code has expired. Ask for a new one.", code="code.expired")


def _opener(code: JoinCode) -> Actor:
    """Whoever made the code. Raises NotSignedIn if they may not let phones join any more."""
    if code.staff_id is None:
        return Actor.at_the_machine()
    staff = db.session.get_one(Staff, code.staff_id)
    actor = Actor.of(staff)
    if not staff.active or not actor.may(Permission.MANAGE_GATES, code.gate.compound):
        raise NotSignedIn("This code has expired. Ask for a new one.", code="code.expired")
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


def _hash(text: str) -> bytes:
    """Of a code in its one form: however it was typed, the same letters make the same hash."""
    letters = unicodedata.normalize("NFKC", text).upper().translate(_MISREAD)
    return sha256(letters.encode(errors="replace")).digest()
