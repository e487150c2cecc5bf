"""What a device is told of the register of vehicles: short rows."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from checkpoint.db import db
from checkpoint.gate.vehicles.models import Vehicle


def vehicle_rows(compound_id: int, since: int) -> Iterator[list[Any]]:
    """Every vehicle in the register, or with `since` what changed of it after that version.

    A row is `[plate, kind, household id or 0, 1 or 0]`; 0 at the end is no more in the register.
    """
    which = Vehicle.roster_version > since if since else Vehicle.active
    query = select(Vehicle.plate, Vehicle.kind, Vehicle.household_id, Vehicle.active)
    for plate, kind, household_id, active in db.session.execute(
        query.where(Vehicle.compound_id == compound_id, which).order_by(Vehicle.plate)
    ):
        yield [plate, kind.value, household_id or 0, int(active)]
