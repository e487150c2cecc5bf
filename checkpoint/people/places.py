"""Communities and compounds: changing what they are called, reached and timed by."""

from datetime import datetime
from zoneinfo import available_timezones

from sqlalchemy import select

from checkpoint.db import db, writing
from checkpoint.errors import BadInput, Conflict, Forbidden, NotFound
from checkpoint.people.actor import Actor, Permission
from checkpoint.people.audit import record
from checkpoint.people.models import Community, Compound


def community_of(actor: Actor) -> Community:
    """The actor's community, or the first there is. Raises NotFound where there is none yet."""
    query = select(Community).order_by(Community.id)
    if actor.community_id is not None:
        query = query.where(Community.id == actor.community_id)
    community = db.session.scalar(query)
    if community is None:
        raise NotFound("There is no community yet. Begin with the first page.")
    return community


def change_community(
    actor: Actor, *, name: str, phone: str, time_zone: str, now: datetime
) -> Community:
    """Change the community's name, phone and time zone. Takes an admin of all of it."""
    _require_all_of_it(actor)
    name = checked_name(name, "name")
    phone, time_zone = checked_phone(phone), checked_time_zone(time_zone)
    with writing():
        community = community_of(actor)
        taken = select(Community.id).where(Community.name == name, Community.id != community.id)
        if db.session.scalar(taken) is not None:
            raise Conflict("There is one of that name already.", field="name")
        community.name, community.phone, community.time_zone = name, phone, time_zone
        record(actor, now, "community.changed", "community", community.id)
    return community


def add_compound(actor: Actor, name: str, *, now: datetime) -> Compound:
    """A new compound of the actor's community; its gates come next."""
    _require_all_of_it(actor)
    name = checked_name(name, "compound")
    with writing():
        if db.session.scalar(select(Compound.id).where(Compound.name == name)) is not None:
            raise Conflict("There is one of that name already.", field="compound")
        compound = Compound(name=name, community=community_of(actor))
        db.session.add(compound)
        db.session.flush()
        record(actor, now, "compound.added", "compound", compound.id)
    return compound


def checked_time_zone(name: str) -> str:
    """The name of a time zone. Raises BadInput on field `time_zone`."""
    if name not in available_timezones():
        raise BadInput("Choose a time zone like Asia/Shanghai.", field="time_zone")
    return name


def checked_name(name: str, field: str) -> str:
    """A name of 1 to 80 printable characters, single spaces. Raises BadInput on `field`."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= 80 or not name.isprintable():
        raise BadInput("Write a name of up to 80 characters.", field=field)
    return name


def checked_phone(phone: str, field: str = "phone") -> str:
    """A phone number as people write it, or nothing. Raises BadInput on `field`."""
    phone = " ".join(phone.split())
    if len(phone) > 40 or any(not (each.isdecimal() or each in "+-() ") for each in phone):
        raise BadInput("Write a phone number with digits, spaces, + and -.", field=field)
    return phone


def _require_all_of_it(actor: Actor) -> None:
    actor.require(Permission.MANAGE_STAFF)
    if actor.compound_id is not None:
        raise Forbidden("Only an admin of the whole community may change this.")
