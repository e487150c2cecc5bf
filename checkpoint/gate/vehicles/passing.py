"""Which vehicles are inside, and which came by. Both follow from the crossings alone."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from checkpoint.db import db
from checkpoint.gate.models import Crossing
from checkpoint.gate.outside import somebody_passed
from checkpoint.gate.vehicles.models import VehicleKind
from checkpoint.gate.verdict import Direction
from checkpoint.people import Compound


def vehicles_inside(compound: Compound) -> list[Crossing]:
    """The entry of every vehicle that is inside, the longest there first.

    Inside is a plate whose last crossing that went through is an entry.
    """
    last_first = (Crossing.decided_at.desc(), Crossing.id.desc())
    place = func.row_number().over(partition_by=Crossing.plate, order_by=last_first)
    ranked = (
        select(Crossing.id, place.label("place"))
        .where(Crossing.compound_id == compound.id, Crossing.plate != "", somebody_passed())
        .subquery()
    )
    query = (
        select(Crossing)
        .join(ranked, ranked.c.id == Crossing.id)
        .where(ranked.c.place == 1, Crossing.direction == Direction.ENTRY)
        .options(joinedload(Crossing.household), joinedload(Crossing.gate))
    )
    return list(db.session.scalars(query.order_by(Crossing.decided_at, Crossing.id)))


def vehicles_between(
    compound: Compound, start: datetime, end: datetime, kind: VehicleKind | None = None
) -> Sequence[Crossing]:
    """Every crossing with a vehicle in [start, end), the newest first; those refused too, those
    that were taken back not."""
    undo = aliased(Crossing)
    undone = select(undo.undoes).where(undo.undoes == Crossing.id).exists()
    query = select(Crossing).where(
        Crossing.compound_id == compound.id,
        Crossing.plate != "",
        Crossing.decided_at >= start,
        Crossing.decided_at < end,
        Crossing.undoes.is_(None),
        ~undone,
    )
    if kind is not None:
        query = query.where(Crossing.vehicle_kind == kind.value)
    query = query.options(joinedload(Crossing.household), joinedload(Crossing.gate))
    return db.session.scalars(query.order_by(Crossing.decided_at.desc(), Crossing.id.desc())).all()
