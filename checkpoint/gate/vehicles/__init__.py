"""Vehicles: the register, and which of them are inside. This is the package's face."""

from checkpoint.gate.plates import is_in_doubt, painted_plate
from checkpoint.gate.vehicles.models import Vehicle, VehicleKind
from checkpoint.gate.vehicles.passing import vehicles_between, vehicles_inside
from checkpoint.gate.vehicles.pasted import LinesRefused, add_pasted
from checkpoint.gate.vehicles.register import (
    KINDS,
    add_vehicle,
    change_vehicle,
    door_of,
    end_vehicle,
    register_of,
    vehicle_by_id,
)

__all__ = [
    "KINDS",
    "LinesRefused",
    "Vehicle",
    "VehicleKind",
    "add_pasted",
    "add_vehicle",
    "change_vehicle",
    "door_of",
    "end_vehicle",
    "is_in_doubt",
    "painted_plate",
    "register_of",
    "vehicle_by_id",
    "vehicles_between",
    "vehicles_inside",
]
