"""Writes a roster's differences in bulk. Everything here is called within `writing()`."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import delete, insert, update

from checkpoint.db import db
from checkpoint.people.models import Household, HouseholdState, Resident
from checkpoint.people.names import sort_key
from checkpoint.people.roster.blocks import ParsedHousehold
from checkpoint.people.roster.matching import HouseholdChange, StoredHousehold
from checkpoint.people.roster.persons import ParsedPerson

_BATCH = 500


def add_households(
    compound_id: int, households: Sequence[ParsedHousehold], progress: Callable[[int], None]
) -> list[int]:
    """Add households with their people; returns their ids in order."""
    ids: list[int] = []
    for start in range(0, len(households), _BATCH):
        batch = households[start : start + _BATCH]
        made = db.session.scalars(
            insert(Household).returning(Household.id, sort_by_parameter_order=True),
            [_household_row(compound_id, household) for household in batch],
        ).all()
        people = [
            _resident_row(household_id, position, person)
            for household_id, household in zip(made, batch, strict=True)
            for position, person in enumerate(household.people)
        ]
        db.session.execute(insert(Resident), people)
        ids += made
        progress(len(ids))
    return ids


def change_households(changes: Iterable[HouseholdChange]) -> None:
    """Bring known households to what the roster says."""
    households: list[dict[str, Any]] = []
    people: dict[int, dict[str, Any]] = {}
    added: list[dict[str, Any]] = []
    removed: list[int] = []
    for change in changes:
        households += _household_update(change)
        for person_id, values in change.updates.items():
            people.setdefault(person_id, {"id": person_id}).update(values)
        removed += [person.id for person in change.removed]
        _place_people(change, people, added)
    if households:
        db.session.execute(update(Household), households)
    for start in range(0, len(removed), _BATCH):
        db.session.execute(delete(Resident).where(Resident.id.in_(removed[start : start + _BATCH])))
    # Rows of one statement must set the same columns.
    for columns in {frozenset(values) for values in people.values()}:
        same = [values for values in people.values() if frozenset(values) == columns]
        db.session.execute(update(Resident), same)
    if added:
        db.session.execute(insert(Resident), added)


def mark_gone(households: Iterable[StoredHousehold]) -> list[int]:
    """Set households gone; their rows, people and history stay."""
    ids = [household.id for household in households]
    if ids:
        rows = [{"id": household_id, "state": HouseholdState.GONE} for household_id in ids]
        db.session.execute(update(Household), rows)
    return ids


def _household_row(compound_id: int, household: ParsedHousehold) -> dict[str, Any]:
    return {
        "compound_id": compound_id,
        "building": household.building,
        "unit": household.unit,
        "room": household.room,
        "sort_key": sort_key(*household.key),
        "note": household.note,
    }


def _resident_row(household_id: int, position: int, person: ParsedPerson) -> dict[str, Any]:
    return {
        "household_id": household_id,
        "position": position,
        "name": person.name,
        "relation": person.relation,
        "phone": person.phone,
        "id_number": person.id_number,
        "note": person.note,
    }


def _household_update(change: HouseholdChange) -> list[dict[str, Any]]:
    if change.note is None and not change.returned:
        return []
    note = change.stored.note if change.note is None else change.note
    return [{"id": change.stored.id, "note": note, "state": HouseholdState.ACTIVE}]


def _place_people(
    change: HouseholdChange, people: dict[int, dict[str, Any]], added: list[dict[str, Any]]
) -> None:
    """Put everyone in the roster's order where people came, went or another is the head."""
    if not (change.added or change.removed or change.new_head):
        return
    newcomers = iter(change.added)
    for position, person_id in enumerate(change.order):
        if person_id is None:
            added.append(_resident_row(change.stored.id, position, next(newcomers)))
        else:
            people.setdefault(person_id, {"id": person_id})["position"] = position
