"""What the office makes of a vehicle that passes."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from checkpoint.db import db, writing
from checkpoint.gate import Crossing
from checkpoint.gate.vehicles.models import Vehicle, VehicleKind
from checkpoint.gate.visits.models import Denial, DenialKind
from tests.gate.phone import Estate, Json, Phone
from tests.gate.test_outings import put_rules

PLATE = "鄂A12345"


def register(estate: Estate, kind: VehicleKind) -> None:
    with writing():
        db.session.add(
            Vehicle(
                compound_id=estate.compounds["miansi"],
                plate=PLATE,
                kind=kind,
                made_at=datetime.now(UTC),
            )
        )


def come_home(phone: Phone, kind: str, plate: str = PLATE) -> Json:
    phone.cross("wang")
    vehicle = {"plate": plate, "kind": kind, "disinfected": True}
    return phone.cross("wang", direction="entry", vehicle=vehicle)


def kept(result: Json) -> Crossing:
    return db.session.get_one(Crossing, UUID(result["id"]))


def test_what_is_kept(estate: Estate, phone: Phone) -> None:
    """Plate, kind and disinfection stand on the crossing."""
    register(estate, VehicleKind.RESIDENT)
    crossing = kept(come_home(phone, "resident"))
    assert (crossing.plate, crossing.vehicle_kind, crossing.disinfected) == (
        PLATE,
        "resident",
        True,
    )


@pytest.mark.parametrize(
    ("said", "judged"),
    [("resident", "unknown"), ("delivery", "delivery"), ("emergency", "emergency")],
)
def test_not_in_the_register(estate: Estate, phone: Phone, said: str, judged: str) -> None:
    """A vehicle that is in no register is no resident's, whatever the phone says; for the rest the
    guard's word counts."""
    assert kept(come_home(phone, said)).vehicle_kind == judged


def test_the_register_knows_better(estate: Estate, phone: Phone) -> None:
    """The kind in the register stands, not the one that was said."""
    register(estate, VehicleKind.DELIVERY)
    put_rules(estate, "managed")
    result = come_home(phone, "unknown")
    assert result["verdict"]["reasons"] == ["entry.admitted", "vehicle.hand_over"]


def test_a_denied_plate(estate: Estate, phone: Phone) -> None:
    """A plate on the deny list is refused by name; two people have put it there."""
    now = datetime.now(UTC)
    with writing():
        db.session.add(
            Denial(
                compound_id=estate.compounds["miansi"],
                kind=DenialKind.PLATE,
                value=PLATE,
                hash="0" * 16,
                reason="drove through the barrier",
                until=now + timedelta(days=7),
                proposed_at=now,
                approved_at=now,
            )
        )
    assert "vehicle.denied" in come_home(phone, "visitor")["verdict"]["reasons"]
    assert come_home(phone, "visitor", "鄂B12345")["verdict"]["outcome"] != "refuse"
