"""Finding staff accounts within an actor's scope."""

from sqlalchemy import ColumnElement, select

from checkpoint.db import db
from checkpoint.errors import NotFound
from checkpoint.people.actor import Actor, Permission
from checkpoint.people.models import AuditEntry, Role, Staff
from checkpoint.people.passwords import normal_username


def staff_in_scope(actor: Actor) -> list[Staff]:
    """The accounts that an admin may see, the active ones first, by name."""
    actor.require(Permission.MANAGE_STAFF)
    order = (Staff.active.desc(), Staff.name, Staff.id)
    return list(db.session.scalars(select(Staff).where(_covered_by(actor)).order_by(*order)))


def staff_by_id(actor: Actor, staff_id: int) -> Staff:
    """One account. Raises NotFound outside the scope just as for none at all."""
    actor.require(Permission.MANAGE_STAFF)
    staff = db.session.scalar(select(Staff).where(Staff.id == staff_id, _covered_by(actor)))
    if staff is None:
        raise NotFound("There is no such account here.")
    return staff


def staff_named(actor: Actor, username: str) -> Staff:
    """One account by its username. Raises NotFound."""
    actor.require(Permission.MANAGE_STAFF)
    name = normal_username(username)
    staff = db.session.scalar(select(Staff).where(Staff.username == name, _covered_by(actor)))
    if staff is None:
        raise NotFound("There is no account named %(name)s here.", name=name)
    return staff


def can_be_both(staff_id: int, other_id: int) -> bool:
    """Whether one person can sign in as both: one of the two set the other's password last.

    Until its owner sets another, whoever made an account knows how to use it.
    """
    return other_id == _who_set_password_of(staff_id) or staff_id == _who_set_password_of(other_id)


def _who_set_password_of(staff_id: int) -> int | None:
    query = select(AuditEntry.staff_id).where(
        AuditEntry.action.in_(("staff.created", "staff.password_set")),
        AuditEntry.object_kind == "staff",
        AuditEntry.object_id == staff_id,
    )
    return db.session.scalar(query.order_by(AuditEntry.id.desc()).limit(1))


def has_admin() -> bool:
    """Whether there is an account that can make others."""
    query = select(Staff.id).where(Staff.role == Role.ADMIN, Staff.active).limit(1)
    return db.session.scalar(query) is not None


def _covered_by(actor: Actor) -> ColumnElement[bool]:
    if actor.compound_id is not None:
        return Staff.compound_id == actor.compound_id
    if actor.community_id is not None:
        return Staff.community_id == actor.community_id
    return Staff.id.is_not(None)
