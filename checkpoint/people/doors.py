"""Finding the household behind a door as somebody writes it."""

from sqlalchemy import select

from checkpoint.db import db
from checkpoint.errors import BadInput
from checkpoint.people.models import Compound, Household, HouseholdState
from checkpoint.people.roster.address import read_address


def household_at(compound: Compound, door: str, missing: BadInput) -> Household:
    """The household of this compound that lives at a door such as 12-2-501.

    Raises `missing` where no door is written, and BadInput for the same field for one where nobody
    lives, or that several have.
    """
    said = read_address(door) if door.strip() else None
    if said is None or not said.building:
        raise missing
    query = select(Household).where(
        Household.compound_id == compound.id,
        Household.state == HouseholdState.ACTIVE,
        Household.building == said.building,
        Household.room == said.room,
    )
    if said.unit:
        query = query.where(Household.unit == said.unit)
    found = db.session.scalars(query.limit(2)).all()
    if not found:
        raise BadInput("Nobody lives at this door here.", field=missing.field)
    if len(found) > 1:
        raise BadInput("Several doors are called so. Write the unit too.", field=missing.field)
    return found[0]
