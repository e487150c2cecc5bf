"""Finding the household that somebody comes to."""

from sqlalchemy import select

from checkpoint.db import db
from checkpoint.errors import BadInput
from checkpoint.people import Compound, Household, HouseholdState, read_address


def host_at(compound: Compound, address: str) -> Household | None:
    """The household behind a door as somebody writes it; None where none is named: then they come
    to the office. Raises BadInput for no door of this compound."""
    if not address.strip():
        return None
    said = read_address(address)
    if said is None or not said.building:
        raise BadInput("Write the door they come to, such as 12-2-501.", field="host")
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
        raise BadInput("Nobody lives at this door here.", field="host")
    if len(found) > 1:
        raise BadInput("Several doors are called so. Write the unit too.", field="host")
    return found[0]
