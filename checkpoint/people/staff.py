"""Finding staff accounts within an actor's scope."""

from sqlalchemy import ColumnElement, select

from checkpoint.db import db
from checkpoint.errors import NotFound
from checkpoint.people.actor import Actor, Permission
from checkpoint.people.models import Role, Staff
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
