"""Reads the households of a compound as plain values, in two queries."""

from collections import defaultdict

from sqlalchemy import select

from checkpoint.db import db
from checkpoint.people.models import Household, HouseholdState, Resident
from checkpoint.people.roster.matching import StoredHousehold, StoredPerson


def stored_households(compound_id: int) -> list[StoredHousehold]:
    """Every household of the compound, those gone as well, with its people in order."""
    people: defaultdict[int, list[StoredPerson]] = defaultdict(list)
    residents = (
        select(
            Resident.household_id,
            Resident.id,
            Resident.name,
            Resident.relation,
            Resident.phone,
            Resident.id_number,
            Resident.note,
        )
        .join(Household)
        .where(Household.compound_id == compound_id)
        .order_by(Resident.household_id, Resident.position, Resident.id)
    )
    for household_id, id_, name, relation, phone, id_number, note in db.session.execute(residents):
        people[household_id].append(StoredPerson(id_, name, relation, phone, id_number, note))
    households = (
        select(
            Household.id,
            Household.building,
            Household.unit,
            Household.room,
            Household.state,
            Household.note,
        )
        .where(Household.compound_id == compound_id)
        .order_by(Household.sort_key)
    )
    return [
        StoredHousehold(
            id_, (building, unit, room), state == HouseholdState.ACTIVE, note, tuple(people[id_])
        )
        for id_, building, unit, room, state, note in db.session.execute(households)
    ]
