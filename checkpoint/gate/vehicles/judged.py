"""What a vehicle is judged by: its kind as the register has it, and whether it is denied."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select, tuple_

from checkpoint.db import db
from checkpoint.gate.schemas import VehicleShape
from checkpoint.gate.vehicles.models import Vehicle, VehicleKind
from checkpoint.gate.verdict import VehicleFacts
from checkpoint.gate.visits.matching import Traits, denied

Place = tuple[int, str]  # compound and plate


def judged_vehicles(
    said: Collection[tuple[int, VehicleShape]], now: datetime
) -> Mapping[Place, VehicleFacts]:
    """The facts of vehicles by compound and plate; nothing is asked where there is none.

    The register knows better than the guard. A vehicle that is not in it can't be a resident's; for
    anything else (an ambulance, a delivery) the guard's word counts.
    """
    if not said:
        return {}
    places = {(compound_id, each.plate) for compound_id, each in said}
    query = select(Vehicle.compound_id, Vehicle.plate, Vehicle.kind).where(
        Vehicle.active, tuple_(Vehicle.compound_id, Vehicle.plate).in_(places)
    )
    known = {(row.compound_id, row.plate): row.kind for row in db.session.execute(query)}
    return {
        (compound_id, each.plate): VehicleFacts(
            known.get((compound_id, each.plate), _said_kind(each)).value,
            denied(compound_id, Traits(plate=each.plate), now) == "yes",
        )
        for compound_id, each in said
    }


def _said_kind(said: VehicleShape) -> VehicleKind:
    kind = VehicleKind(said.kind)
    return VehicleKind.UNKNOWN if kind is VehicleKind.RESIDENT else kind
