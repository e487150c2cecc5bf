"""Staff accounts: signing in, making, blocking, new passwords. Every change is on record."""

from datetime import datetime

from sqlalchemy import func, select

from checkpoint.config import LOCALES
from checkpoint.db import db, writing
from checkpoint.errors import BadInput, Conflict, Forbidden, NotFound, NotSignedIn
from checkpoint.people.actor import Actor, Permission
from checkpoint.people.audit import record
from checkpoint.people.households import tell_gates_of
from checkpoint.people.models import Community, Compound, Role, Staff
from checkpoint.people.passwords import (
    check_password,
    hasher,
    nobodys_hash,
    normal_username,
    password_matches,
)
from checkpoint.people.places import checked_name
from checkpoint.web import forget_attempts, limit_rate

# An office's phones may share one address; one name is tried by one person.
RATE_ADDRESS = "60/minute"
RATE_USERNAME = "10/15 minute"


def authenticate(username: str, password: str, *, now: datetime, address: str) -> Staff:
    """The account that `username` and `password` open.

    An unknown name takes as long as a wrong password and gets the same answer. Raises NotSignedIn,
    or TooManyAttempts past 60 a minute from one address or 10 wrong ones in 15 minutes for a name.
    """
    limit_rate(RATE_ADDRESS, "sign-in", address)
    name = normal_username(username)
    limit_rate(RATE_USERNAME, "sign-in", name)
    staff = db.session.scalar(select(Staff).where(Staff.username == name))
    right = password_matches(staff.password_hash if staff else nobodys_hash, password)
    if staff is None or not right or not staff.active:
        raise NotSignedIn("The username or the password is not right.", code="access.wrong")
    forget_attempts(RATE_USERNAME, "sign-in", name)
    with writing():
        staff = db.session.get_one(Staff, staff.id)
        staff.last_seen_at = now
        if hasher.check_needs_rehash(staff.password_hash):
            staff.password_hash = hasher.hash(password)
        record(Actor.of(staff), now, "staff.signed_in", "staff", staff.id)
    return staff


def create_staff(
    actor: Actor,
    *,
    username: str,
    name: str,
    role: Role,
    password: str,
    now: datetime,
    compound: Compound | None = None,
    language: str = "zh",
) -> Staff:
    """Make an account within the actor's own scope, or narrower: of `compound` alone.

    Raises Forbidden outside the scope, BadInput with the field, Conflict for a name in use.
    """
    actor.require(Permission.MANAGE_STAFF, compound)
    username = _checked_username(username)
    name = checked_name(name, "name")
    check_password(password, username)
    password_hash = hasher.hash(password)
    with writing():
        _refuse_taken(username)
        staff = Staff(
            username=username,
            name=name,
            role=role,
            password_hash=password_hash,
            language=language if language in LOCALES else "zh",
            created_at=now,
            community_id=compound.community_id if compound else _community_of(actor),
            compound_id=compound.id if compound else actor.compound_id,
        )
        db.session.add(staff)
        db.session.flush()
        record(actor, now, "staff.created", "staff", staff.id, role=role.value)
    return staff


def set_password(actor: Actor, staff: Staff, password: str, *, now: datetime) -> None:
    """Give `staff` a new password; every browser of before must sign in again. The PIN for a
    phone at a gate is another thing: see `pins.py`.

    Everyone may change their own; another's takes an admin in whose scope it is.
    """
    if staff.id != actor.staff_id:
        require_over(actor, staff)
    check_password(password, staff.username)
    password_hash = hasher.hash(password)
    with writing():
        staff = db.session.get_one(Staff, staff.id)
        staff.password_hash = password_hash
        staff.epoch += 1
        record(actor, now, "staff.password_set", "staff", staff.id)


def change_own_password(
    actor: Actor, staff: Staff, current: str, password: str, *, now: datetime
) -> None:
    """Like `set_password` for oneself, once the current one was given. Rate limited."""
    limit_rate(RATE_USERNAME, "own-password", staff.username)
    if not password_matches(staff.password_hash, current):
        raise BadInput("This is not your present password.", field="current")
    forget_attempts(RATE_USERNAME, "own-password", staff.username)
    set_password(actor, staff, password, now=now)


def set_language(actor: Actor, staff: Staff, language: str) -> None:
    """Keep the language that `staff` chose. Raises BadInput for one that isn't spoken here."""
    if language not in LOCALES:
        raise BadInput("Choose one of the languages.", field="language")
    if actor.staff_id != staff.id:
        raise Forbidden("Everyone chooses their own language.")
    with writing():
        db.session.get_one(Staff, staff.id).language = language


def block(actor: Actor, staff: Staff, *, now: datetime) -> None:
    """Shut an account at once. Raises Conflict for oneself and for the last admin."""
    require_over(actor, staff)
    if staff.id == actor.staff_id:
        raise Conflict("You can't block your own account. Ask another admin.")
    with writing():
        staff = db.session.get_one(Staff, staff.id)
        if not _another_admin_than(staff):
            raise Conflict("This is the last admin. Make another one first.")
        staff.active = False
        staff.epoch += 1
        tell_gates_of(staff)
        record(actor, now, "staff.blocked", "staff", staff.id)


def unblock(actor: Actor, staff: Staff, *, now: datetime) -> None:
    """Open a blocked account again; its old sessions stay over."""
    require_over(actor, staff)
    with writing():
        staff = db.session.get_one(Staff, staff.id)
        staff.active = True
        tell_gates_of(staff)
        record(actor, now, "staff.unblocked", "staff", staff.id)


def require_over(actor: Actor, staff: Staff) -> None:
    """Raise Forbidden or NotFound unless `actor` manages accounts and this one is in scope."""
    actor.require(Permission.MANAGE_STAFF)
    narrower = actor.compound_id in (None, staff.compound_id)
    if not narrower or actor.community_id not in (None, staff.community_id):
        raise NotFound("There is no such account here.")


def _another_admin_than(staff: Staff) -> bool:
    """Whether an active admin whose scope is at least as wide remains without `staff`."""
    if staff.role is not Role.ADMIN:
        return True
    wide_enough = [
        Staff.community_id.is_(None) | (Staff.community_id == staff.community_id),
        Staff.compound_id.is_(None) | (Staff.compound_id == staff.compound_id),
    ]
    others = select(func.count()).where(
        Staff.id != staff.id, Staff.role == Role.ADMIN, Staff.active, *wide_enough
    )
    return bool(db.session.scalar(others))


def _community_of(actor: Actor) -> int | None:
    """The community that an account without a compound belongs to: the actor's, or the only one."""
    if actor.community_id is not None:
        return actor.community_id
    known = list(db.session.scalars(select(Community.id).limit(2)))
    return known[0] if len(known) == 1 else None


def _checked_username(username: str) -> str:
    name = normal_username(username)
    if not 2 <= len(name) <= 40 or not all(each.isalnum() or each in "._-" for each in name):
        raise BadInput(
            "A username has 2 to 40 letters and digits, without spaces.", field="username"
        )
    return name


def _refuse_taken(username: str) -> None:
    taken = select(Staff.id).where(Staff.username == username)
    if db.session.scalar(taken) is not None:
        raise Conflict("The username %(name)s is in use.", field="username", name=username)
