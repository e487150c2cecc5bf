"""The PIN with which a guard signs on to a gate's phone.

The phone checks it by itself, with or without a network: its roster carries a salt and a verifier
of every guard who may stand there. A verifier is PBKDF2-HMAC-SHA256 of the six digits; six digits
can be tried out by whoever has the verifier, so it travels encrypted and rests encrypted, and a PIN
opens nothing but a phone that has joined.
"""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from hashlib import pbkdf2_hmac
from itertools import pairwise

from sqlalchemy import or_, select

from checkpoint.db import db, writing
from checkpoint.errors import BadInput
from checkpoint.people.accounts import require_over
from checkpoint.people.actor import Actor, Permission
from checkpoint.people.audit import record
from checkpoint.people.households import tell_gates_of
from checkpoint.people.models import Compound, Role, Staff
from checkpoint.people.passwords import password_matches
from checkpoint.web import forget_attempts, limit_rate

LENGTH = 6
ITERATIONS = 200_000
SALT_BYTES = 16
RATE = "10/15 minute"
ROLES = [role for role in Role if Actor(None, "", role).may(Permission.RECORD_CROSSING)]
# What is tried first and no rule below catches.
COMMONEST = frozenset(
    ("520131", "131452", "147258", "159357", "159753", "112233", "332211", "102030", "147852")
)


@dataclass(frozen=True, slots=True)
class GuardPin:
    """What a phone must know in order to let a guard sign on: 16 bytes of salt, 32 of verifier."""

    id: int
    name: str
    salt: bytes
    verifier: bytes


def set_pin(actor: Actor, staff: Staff, pin: str, *, now: datetime) -> None:
    """Give `staff` a new PIN; the phones at their gates hear of it at once.

    Everyone may set their own; another's takes an admin in whose scope it is. Raises BadInput on
    field `pin`, Forbidden, NotFound.
    """
    if staff.id != actor.staff_id:
        require_over(actor, staff)
    digits = checked_pin(pin)
    salt = secrets.token_bytes(SALT_BYTES)
    verifier = verifier_of(digits, salt)
    with writing():
        staff = db.session.get_one(Staff, staff.id)
        staff.pin_salt, staff.pin_verifier = salt, verifier
        tell_gates_of(staff)
        record(actor, now, "staff.pin_set", "staff", staff.id)


def set_own_pin(actor: Actor, staff: Staff, password: str, pin: str, *, now: datetime) -> None:
    """Like `set_pin` for oneself, once the password was given. Rate limited."""
    limit_rate(RATE, "own-pin", staff.username)
    if not password_matches(staff.password_hash, password):
        raise BadInput("This is not your present password.", field="pin_password")
    forget_attempts(RATE, "own-pin", staff.username)
    set_pin(actor, staff, pin, now=now)


def generate_pin() -> str:
    """Six digits that are not easily guessed."""
    while True:
        pin = f"{secrets.randbelow(10**LENGTH):0{LENGTH}d}"
        if not _is_easy(pin):
            return pin


def checked_pin(text: str) -> str:
    """The six digits, however they were typed. Raises BadInput, on field `pin`, with the reason."""
    pin = unicodedata.normalize("NFKC", text).replace(" ", "")
    if len(pin) != LENGTH or not (pin.isascii() and pin.isdecimal()):
        raise BadInput("A PIN has six digits.", field="pin")
    if _is_easy(pin):
        raise BadInput(
            "This PIN is among the first that anyone would try. Think of another.", field="pin"
        )
    return pin


def verifier_of(pin: str, salt: bytes) -> bytes:
    """32 bytes that tell whether a PIN is the right one; slow on purpose."""
    return pbkdf2_hmac("sha256", pin.encode(), salt, ITERATIONS)


def guards_of(compound_id: int) -> list[GuardPin]:
    """Everyone who may sign on to a phone at that compound's gates, by name."""
    compound = db.session.get_one(Compound, compound_id)
    may_stand = (
        Staff.active,
        Staff.pin_verifier.is_not(None),
        Staff.role.in_(ROLES),
        or_(Staff.community_id.is_(None), Staff.community_id == compound.community_id),
        or_(Staff.compound_id.is_(None), Staff.compound_id == compound_id),
    )
    guards = db.session.scalars(select(Staff).where(*may_stand).order_by(Staff.name, Staff.id))
    return [
        GuardPin(each.id, each.name, each.pin_salt or b"", each.pin_verifier or b"")
        for each in guards
    ]


def _is_easy(pin: str) -> bool:
    """Few different digits, an even step from each to the next, one half like the other."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    half = LENGTH // 2
    halves_alike = pin[half:] in (pin[:half], pin[:half][::-1])
    return len(set(pin)) < 3 or len(steps) == 1 or halves_alike or pin in COMMONEST
