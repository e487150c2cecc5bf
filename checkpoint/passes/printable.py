"""Which cards there are to print: all that gates take, the new ones, the changed ones, those under
an older key."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, and_, exists, func, select, true
from sqlalchemy.orm import contains_eager

from checkpoint.db import db
from checkpoint.errors import NotFound
from checkpoint.passes.keys import NEWEST
from checkpoint.passes.models import Pass, PassKind, PassState
from checkpoint.passes.models_prints import Only, PrintedCard, PrintJob
from checkpoint.people import Compound, Household, HouseholdState

# A card of a job that is still what the pass would print today.
SAME_CARD = and_(
    PrintedCard.pass_id == Pass.id,
    PrintedCard.generation == Pass.generation,
    PrintedCard.kid == Pass.kid,
    PrintedCard.valid_until.is_not_distinct_from(Pass.valid_until),
)
# Whether gates take it; a visitor's pass is never a card.
STANDS = and_(
    Household.state == HouseholdState.ACTIVE,
    Pass.state == PassState.ACTIVE,
    Pass.kind != PassKind.VISITOR,
)
_OF_A_PRINTED_JOB = and_(PrintedCard.job_id == PrintJob.id, PrintJob.printed_at.is_not(None))
_PRINTED_EVER = exists().where(_OF_A_PRINTED_JOB, PrintedCard.pass_id == Pass.id)
_PRINTED_AS_IT_IS = exists().where(_OF_A_PRINTED_JOB, SAME_CARD)
_PRINTED_LAST = (
    select(PrintedCard.kid)
    .where(_OF_A_PRINTED_JOB, PrintedCard.pass_id == Pass.id)
    .order_by(PrintedCard.job_id.desc())
    .limit(1)
    .correlate(Pass)
    .scalar_subquery()
)
# The key of the card that people hold: a pass has a newer one as soon as its next card is drawn.
KID_IN_HAND = func.coalesce(_PRINTED_LAST, Pass.kid)
WANTED: dict[Only, ColumnElement[bool]] = {
    Only.ALL: true(),
    Only.NEW: ~_PRINTED_EVER,
    Only.CHANGED: and_(_PRINTED_EVER, ~_PRINTED_AS_IT_IS),
    Only.OLDER_KEY: KID_IN_HAND < NEWEST,
}


def passes_to_print(
    compound: Compound, only: Only = Only.ALL, buildings: Collection[str] = ()
) -> list[Pass]:
    """By building, unit and room. Raises NotFound for a building that the roster lacks."""
    query = _standing(compound, only).options(contains_eager(Pass.household))
    if known := _known_buildings(compound, buildings):
        query = query.where(Household.building.in_(known))
    return list(
        db.session.scalars(query.order_by(Household.sort_key, Pass.kind.desc(), Pass.number))
    )


def count_to_print(compound: Compound) -> dict[Only, int]:
    """How many cards each choice would print."""
    return {only: _count(_standing(compound, only)) for only in Only}


def buildings_to_print(compound: Compound, only: Only = Only.ALL) -> list[tuple[str, int]]:
    """Each building with how many such cards it has, in the order in which people count them."""
    query = _standing(compound, only).with_only_columns(Household.building, func.count())
    query = query.group_by(Household.building).order_by(func.min(Household.sort_key))
    return [(name, count) for name, count in db.session.execute(query)]


def older_cards_by_building(compound: Compound) -> list[tuple[str, int]]:
    """Each building where people hold cards under an older key, with how many."""
    return buildings_to_print(compound, Only.OLDER_KEY)


def _standing(compound: Compound, only: Only) -> Select[Pass]:
    return (
        select(Pass)
        .join(Pass.household)
        .where(Household.compound_id == compound.id, STANDS, WANTED[only])
    )


def _count(query: Select[Pass]) -> int:
    return db.session.scalar(query.with_only_columns(func.count())) or 0


def _known_buildings(compound: Compound, wanted: Collection[str]) -> list[str]:
    """`wanted` as the roster writes them: `12号楼`, `12栋` and `12` are the same building."""
    query = (
        select(Household.building)
        .where(Household.compound_id == compound.id)
        .group_by(Household.building)
        .order_by(func.min(Household.sort_key))
    )
    known = list(db.session.scalars(query)) if wanted else []
    return [_known(name, known, compound) for name in wanted]


def _known(name: str, known: list[str], compound: Compound) -> str:
    plain = name.strip()
    for each in (plain, plain.rstrip("号楼栋幢#")):
        if each in known:
            return each
    raise NotFound(
        "There is no building %(name)s in %(compound)s. Known: %(known)s.",
        name=name,
        compound=compound.name,
        known=", ".join(known) or "none yet",
    )
