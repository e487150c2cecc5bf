"""Households as the desk lists them: masked, with their pass and whether they are out."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from checkpoint.db import db
from checkpoint.passes import Pass, PassKind, PassState
from checkpoint.people import Compound, Household, HouseholdState, Resident, masked_name

ONE_QUERY = 500  # ids in one question, well below what every database takes


@dataclass(frozen=True, slots=True)
class Building:
    """A building and how many of its households there are, have a pass, are out."""

    name: str
    households: int
    outside: int


@dataclass(frozen=True, slots=True)
class Line:
    """One household in a list. `pass_number` is that of its active household pass."""

    household: Household
    head: str
    people: int
    pass_number: int | None


def buildings_of(compound: Compound) -> list[Building]:
    """The buildings of a compound in the order in which people count them."""
    query = (
        select(
            Household.building,
            func.count(),
            func.count(Household.outside_since).filter(Household.state == HouseholdState.ACTIVE),
        )
        .where(Household.compound_id == compound.id)
        .group_by(Household.building)
        .order_by(func.min(Household.sort_key))
    )
    return [Building(*row) for row in db.session.execute(query)]


def households_in(compound: Compound, building: str) -> list[Line]:
    """The households of one building by unit and room; those that are gone last."""
    query = (
        select(Household)
        .where(Household.compound_id == compound.id, Household.building == building)
        .order_by(Household.state != HouseholdState.ACTIVE, Household.sort_key)
    )
    return lines(db.session.scalars(query))


def lines(households: Iterable[Household]) -> list[Line]:
    """Each household with its head, its people and its pass, in a few questions for all."""
    known = list(households)
    ids = [each.id for each in known]
    heads, people, numbers = _heads(ids), _people(ids), _numbers(ids)
    return [
        Line(each, heads.get(each.id, ""), people.get(each.id, 0), numbers.get(each.id))
        for each in known
    ]


def _heads(ids: list[int]) -> dict[int, str]:
    """Masked names of the heads, by household."""
    return {
        household_id: masked_name(name)
        for some in _in_parts(Resident.household_id, ids)
        for household_id, name in db.session.execute(
            select(Resident.household_id, Resident.name).where(some, Resident.position == 0)
        )
    }


def _people(ids: list[int]) -> dict[int, int]:
    return {
        household_id: count
        for some in _in_parts(Resident.household_id, ids)
        for household_id, count in db.session.execute(
            select(Resident.household_id, func.count()).where(some).group_by(Resident.household_id)
        )
    }


def _numbers(ids: list[int]) -> dict[int, int]:
    return {
        household_id: number
        for some in _in_parts(Pass.household_id, ids)
        for household_id, number in db.session.execute(
            select(Pass.household_id, Pass.number).where(
                some, Pass.kind == PassKind.HOUSEHOLD, Pass.state == PassState.ACTIVE
            )
        )
    }


def _in_parts(column: object, ids: list[int]) -> Iterable[ColumnElement[bool]]:
    for start in range(0, len(ids), ONE_QUERY):
        yield column.in_(ids[start : start + ONE_QUERY])  # type: ignore[attr-defined]
