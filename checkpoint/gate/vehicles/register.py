"""The register of vehicles: adding, changing, ending. Devices hear of it with their next roster."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from checkpoint.db import db, writing
from checkpoint.errors import BadInput, Conflict, NotFound
from checkpoint.gate.plates import normalised_plate
from checkpoint.gate.vehicles.models import Vehicle, VehicleKind
from checkpoint.people import (
    Actor,
    Compound,
    Household,
    HouseholdState,
    Permission,
    next_roster_version,
    read_address,
    record_audit,
)

LONGEST_NOTE = 200
# What can be registered; `unknown` is what is in no register.
KINDS: Final = (
    VehicleKind.RESIDENT,
    VehicleKind.VISITOR,
    VehicleKind.DELIVERY,
    VehicleKind.EMERGENCY,
)
# Those that belong to a door.
_OF_A_DOOR: Final = (VehicleKind.RESIDENT, VehicleKind.VISITOR)


def add_vehicle(
    actor: Actor,
    compound: Compound,
    plate: str,
    kind: str,
    address: str = "",
    *,
    now: datetime,
    note: str = "",
) -> Vehicle:
    """Put a vehicle into the compound's register; one that was ended comes back.

    A resident's needs the address of a household, such as 12-2-501. Raises BadInput with the field
    (`plate`, `kind`, `address`, `note`), Conflict where the plate is there already.
    """
    actor.require(Permission.ISSUE_PASSES, compound)
    compound_id = compound.id
    with writing():
        # First of all: whoever else adds the same plate waits for it.
        version = next_roster_version(compound_id)
        vehicle = put(compound_id, plate, kind, address, note, now)
        vehicle.roster_version = version
        db.session.flush()
        record_audit(actor, now, "vehicle.registered", "vehicle", vehicle.id)
    return vehicle


def change_vehicle(
    actor: Actor, vehicle_id: int, kind: str, address: str = "", *, now: datetime, note: str = ""
) -> Vehicle:
    """Another kind, household or note; another plate is another vehicle. As `add_vehicle`."""
    actor.require(Permission.ISSUE_PASSES)
    with writing():
        vehicle = vehicle_by_id(actor, vehicle_id)
        _fill(vehicle, kind, address, note)
        vehicle.roster_version = next_roster_version(vehicle.compound_id)
        record_audit(actor, now, "vehicle.changed", "vehicle", vehicle.id)
    return vehicle


def end_vehicle(actor: Actor, vehicle_id: int, *, now: datetime) -> Vehicle:
    """Take a vehicle out of the register; ending twice changes nothing. Raises NotFound."""
    actor.require(Permission.ISSUE_PASSES)
    with writing():
        vehicle = vehicle_by_id(actor, vehicle_id)
        if vehicle.active:
            vehicle.active = False
            vehicle.roster_version = next_roster_version(vehicle.compound_id)
            record_audit(actor, now, "vehicle.ended", "vehicle", vehicle.id)
    return vehicle


def vehicle_by_id(actor: Actor, vehicle_id: int) -> Vehicle:
    """One vehicle. Raises NotFound outside the scope just as for none at all."""
    vehicle = db.session.get(Vehicle, vehicle_id)
    if vehicle is None or not actor.covers(db.session.get_one(Compound, vehicle.compound_id)):
        raise NotFound("There is no such vehicle here. Load the page again.")
    return vehicle


def register_of(compound: Compound, text: str = "", kind: str = "") -> list[Vehicle]:
    """The vehicles in the register, by plate; those with `text` in their plate, of one kind."""
    query = select(Vehicle).options(joinedload(Vehicle.household))
    query = query.where(Vehicle.compound_id == compound.id, Vehicle.active)
    if text:
        query = query.where(Vehicle.plate.contains(text.upper(), autoescape=True))
    if kind in set(KINDS):
        query = query.where(Vehicle.kind == VehicleKind(kind))
    return list(db.session.scalars(query.order_by(Vehicle.plate)))


def put(compound_id: int, plate: str, kind: str, address: str, note: str, now: datetime) -> Vehicle:
    """The row of a vehicle that is new in the register. Call within `writing()`."""
    plate = normalised_plate(plate)
    mine = select(Vehicle).where(Vehicle.compound_id == compound_id, Vehicle.plate == plate)
    vehicle = db.session.scalar(mine)
    if vehicle is None:
        vehicle = Vehicle(compound_id=compound_id, plate=plate)
    elif vehicle.active:
        raise _taken(vehicle)
    _fill(vehicle, kind, address, note)
    vehicle.active = True
    vehicle.made_at = now
    db.session.add(vehicle)
    return vehicle


def door_of(household: Household) -> str:
    """A door in one form for both languages: 12-2-501."""
    parts = (household.building, household.unit, household.room)
    return "-".join(part for part in parts if part)


def _fill(vehicle: Vehicle, kind: str, address: str, note: str) -> None:
    if kind not in set(KINDS):
        raise BadInput("Choose whose vehicle it is.", field="kind")
    note = " ".join(note.split())
    if len(note) > LONGEST_NOTE:
        raise BadInput("Write a note of at most 200 characters.", field="note")
    household = _household(vehicle.compound_id, VehicleKind(kind), address)
    vehicle.kind, vehicle.note = VehicleKind(kind), note
    vehicle.household_id = household.id if household else None


def _household(compound_id: int, kind: VehicleKind, address: str) -> Household | None:
    """Whose vehicle it is. A delivery and the emergency services belong to no door."""
    if kind not in _OF_A_DOOR:
        return None
    if not address.strip():
        if kind is VehicleKind.RESIDENT:
            raise BadInput("Write the door of the household, such as 12-2-501.", field="address")
        return None
    said = read_address(address)
    if said is None or not said.building:
        raise BadInput("Write the door of the household, such as 12-2-501.", field="address")
    query = select(Household).where(
        Household.compound_id == compound_id,
        Household.state == HouseholdState.ACTIVE,
        Household.building == said.building,
        Household.room == said.room,
    )
    if said.unit:
        query = query.where(Household.unit == said.unit)
    found = db.session.scalars(query.limit(2)).all()
    if len(found) == 1:
        return found[0]
    if found:
        raise BadInput("Several doors are called so. Write the unit too.", field="address")
    raise BadInput("There is no household at this door here.", field="address")


def _taken(vehicle: Vehicle) -> Conflict:
    if vehicle.household is None:
        return Conflict("%(plate)s is in the register already.", field="plate", plate=vehicle.plate)
    return Conflict(
        "%(plate)s is in the register already, for the door %(door)s.",
        field="plate",
        plate=vehicle.plate,
        door=door_of(vehicle.household),
    )
