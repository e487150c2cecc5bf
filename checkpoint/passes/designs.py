"""The design of a compound's cards: which one holds, and how it is changed.

A card that was printed under an older design stays good: nothing that a gate looks at is in it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from checkpoint.db import db, writing
from checkpoint.passes.cards import USUAL, Design, Seal
from checkpoint.passes.design_form import LANGUAGES
from checkpoint.passes.models_designs import CardDesign
from checkpoint.passes.token import Kind
from checkpoint.people import Actor, Compound, Permission, record_audit

RECENT: Final = 5


def design_of(compound: Compound) -> Design:
    """The design that holds there."""
    row = db.session.scalars(_versions(compound).limit(1)).first()
    return _design(row) if row else USUAL


def recent_designs(compound: Compound) -> Sequence[CardDesign]:
    """The newest versions, the one that holds first."""
    query = _versions(compound).options(joinedload(CardDesign.made_by)).limit(RECENT)
    return db.session.scalars(query).all()


def change_design(actor: Actor, compound: Compound, design: Design, *, now: datetime) -> None:
    """Print cards like this from now on. What holds already makes no new version."""
    actor.require(Permission.MANAGE_STAFF, compound)
    if design == design_of(compound):
        return
    with writing():
        row = CardDesign(
            compound_id=compound.id,
            title=design.title,
            line=design.line,
            language=design.language,
            colors={kind.name.lower(): color for kind, color in design.colors.items()},
            seal=design.seal.png if design.seal else None,
            made_at=now,
            made_by_id=actor.staff_id,
        )
        db.session.add(row)
        record_audit(actor, now, "cards.designed", "compound", compound.id)


def _versions(compound: Compound) -> Select[CardDesign]:
    query = select(CardDesign).where(CardDesign.compound_id == compound.id)
    return query.order_by(CardDesign.id.desc())


def _design(row: CardDesign) -> Design:
    return Design(
        title=row.title,
        line=row.line,
        language=LANGUAGES[row.language],
        colors={kind: row.colors[kind.name.lower()] for kind in Kind},
        seal=Seal(row.seal) if row.seal else None,
    )
