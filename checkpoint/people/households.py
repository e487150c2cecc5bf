"""Finding compounds and households within an actor's scope, and telling devices of a change."""

from collections.abc import Iterable

from sqlalchemy import Select, bindparam, select, update

from checkpoint.db import Base, db
from checkpoint.errors import NotFound
from checkpoint.people.actor import Actor
from checkpoint.people.models import Community, Compound, Household, Staff


def compounds_of(actor: Actor) -> list[Compound]:
    """The compounds in scope, by name."""
    return list(db.session.scalars(_in_scope(select(Compound), actor).order_by(Compound.name)))


def compound_named(actor: Actor, name: str) -> Compound:
    """The compound of that name. Raises NotFound, listing the known ones."""
    compound = db.session.scalar(_in_scope(select(Compound), actor).where(Compound.name == name))
    if compound is None:
        known = ", ".join(each.name for each in compounds_of(actor)) or "none yet"
        raise NotFound(
            "There is no compound named %(name)s here. Known: %(known)s.", name=name, known=known
        )
    return compound


def ensure_compound(actor: Actor, name: str, time_zone: str) -> Compound:
    """The compound of that name, made where it is missing, in the only or a new community.

    Call within `writing()`.
    """
    compound = db.session.scalar(_in_scope(select(Compound), actor).where(Compound.name == name))
    if compound is None:
        community = db.session.scalar(select(Community).order_by(Community.id)) or Community(
            name=name, time_zone=time_zone
        )
        compound = Compound(name=name, community=community)
        db.session.add(compound)
        db.session.flush()
    return compound


def household_by_id(actor: Actor, household_id: int) -> Household:
    """One household. Raises NotFound outside the scope just as for none at all."""
    household = db.session.get(Household, household_id)
    if household is None or not actor.covers(household.compound):
        raise NotFound("There is no such household here. Look it up again.")
    return household


def lock_compounds(compound_ids: Iterable[int]) -> None:
    """Let nobody else change these compounds or their households until the transaction ends.

    Call within `writing()`, before any household of theirs is changed. Two who took each other's
    rows in another order would wait for each other. On SQLite a writer is alone anyway.
    """
    if db.engine.dialect.name == "postgresql":
        mine = select(Compound.id).where(Compound.id.in_(sorted(set(compound_ids))))
        db.session.execute(mine.order_by(Compound.id).with_for_update(key_share=True))


def touch_households(compound: Compound, household_ids: Iterable[int]) -> int:
    """Stamp a change that gate devices must know of; returns the compound's new roster version.

    Call within `writing()`.
    """
    version = next_roster_version(compound.id)
    db.session.expire(compound, ["roster_version"])
    ids = list(household_ids)
    for start in range(0, len(ids), 500):
        db.session.execute(
            update(Household)
            .where(Household.id.in_(ids[start : start + 500]))
            .values(roster_version=version)
        )
    return version


def next_roster_version(compound_id: int) -> int:
    """Raise a compound's roster version; what changed with it is stamped with the result.

    Call within `writing()`. It is raised in the database: no two changes share one.
    """
    raised = db.session.connection().execute(_RAISE_VERSION, {"compound": compound_id})
    return int(raised.scalar_one())


def tell_gates_of(staff: Staff) -> None:
    """Raise the roster version wherever `staff` may stand at a gate. Call within `writing()`."""
    compounds = compounds_of(Actor.of(staff))
    lock_compounds(each.id for each in compounds)
    for compound in compounds:
        touch_households(compound, [])


def _in_scope(query: Select[Compound], actor: Actor) -> Select[Compound]:
    if actor.compound_id is not None:
        return query.where(Compound.id == actor.compound_id)
    if actor.community_id is not None:
        return query.where(Compound.community_id == actor.community_id)
    return query


# Plain and made once: every crossing that moves somebody asks for it.
_COMPOUND = Base.metadata.tables["compound"]
_RAISE_VERSION = (
    update(_COMPOUND)
    .where(_COMPOUND.c.id == bindparam("compound"))
    .values(roster_version=_COMPOUND.c.roster_version + 1)
    .returning(_COMPOUND.c.roster_version)
)
