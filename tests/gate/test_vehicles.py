"""Vehicles: the register, what devices hear of it, and what is inside by the crossings."""

from datetime import UTC, datetime, timedelta

import pytest

from checkpoint.db import db
from checkpoint.errors import BadInput, Conflict, Forbidden, NotFound
from checkpoint.gate.vehicles.models import Vehicle, VehicleKind
from checkpoint.gate.vehicles.passing import vehicles_between, vehicles_inside
from checkpoint.gate.vehicles.pasted import LinesRefused, add_pasted
from checkpoint.gate.vehicles.register import (
    add_vehicle,
    change_vehicle,
    end_vehicle,
    register_of,
)
from checkpoint.people import Actor, Compound, Household, Role
from tests.gate.phone import Estate, Json, Phone, ago, refused

NOW = datetime(2020, 2, 14, 8, tzinfo=UTC)
PLATE = "冀A12345"


@pytest.fixture
def miansi(estate: Estate) -> Compound:
    return db.session.get_one(Compound, estate.compounds["miansi"])


def door(estate: Estate, name: str = "wang") -> str:
    home = db.session.get_one(Household, estate.households[name])
    return "-".join(filter(None, (home.building, home.unit, home.room)))


def drive(phone: Phone, direction: str, plate: str = PLATE, **changed: object) -> Json:
    vehicle = {"plate": plate, "kind": "resident", "disinfected": True}
    return phone.cross(direction=direction, **{"vehicle": vehicle, **changed})


def test_a_device_hears_of_a_vehicle_and_of_its_end(
    estate: Estate, phone: Phone, root: Actor, miansi: Compound
) -> None:
    """Within one page, and only of that one."""
    version = phone.roster()["version"]
    made = add_vehicle(root, miansi, " 冀a·12345", "resident", door(estate), now=NOW)
    page = phone.roster(version)
    wang = estate.households["wang"]
    assert page["vehicles"] == [[PLATE, "resident", wang, 1]]
    assert page["households"] == []
    end_vehicle(root, made.id, now=NOW)
    assert phone.roster(page["version"])["vehicles"] == [[PLATE, "resident", wang, 0]]
    assert phone.roster()["vehicles"] == []


def test_another_kind_reaches_the_devices_too(
    estate: Estate, phone: Phone, root: Actor, miansi: Compound
) -> None:
    """A resident's car that delivers from now on belongs to no door."""
    made = add_vehicle(root, miansi, PLATE, "resident", door(estate), now=NOW)
    version = phone.roster()["version"]
    change_vehicle(root, made.id, "delivery", now=NOW)
    assert phone.roster(version)["vehicles"] == [[PLATE, "delivery", 0, 1]]


def test_a_plate_is_there_once_and_the_refusal_says_where(
    estate: Estate, root: Actor, miansi: Compound
) -> None:
    """However it is typed."""
    add_vehicle(root, miansi, PLATE, "resident", door(estate), now=NOW)
    with pytest.raises(Conflict, match=f"{PLATE}.*{door(estate)}") as refusal:
        add_vehicle(root, miansi, "冀Ａ－12345", "delivery", now=NOW)
    assert refusal.value.field == "plate"


def test_one_that_was_ended_comes_back(estate: Estate, root: Actor, miansi: Compound) -> None:
    """The same row, as what it is now."""
    first = add_vehicle(root, miansi, PLATE, "resident", door(estate), now=NOW)
    end_vehicle(root, first.id, now=NOW)
    assert register_of(miansi) == []
    again = add_vehicle(root, miansi, PLATE, "emergency", now=NOW)
    assert again.id == first.id
    assert [(each.plate, each.kind) for each in register_of(miansi)] == [
        (PLATE, VehicleKind.EMERGENCY)
    ]


@pytest.mark.parametrize(
    ("plate", "kind", "address", "field"),
    [
        ("冀A1234O", "delivery", "", "plate"),
        ("", "delivery", "", "plate"),
        (PLATE, "unknown", "", "kind"),
        (PLATE, "bus", "", "kind"),
        (PLATE, "resident", "", "address"),
        (PLATE, "resident", "99-9-999", "address"),
        (PLATE, "visitor", "nowhere", "address"),
    ],
)
def test_bad_input_names_its_field(
    root: Actor, miansi: Compound, plate: str, kind: str, address: str, field: str
) -> None:
    """And nothing is kept of it."""
    with pytest.raises(BadInput) as refusal:
        add_vehicle(root, miansi, plate, kind, address, now=NOW)
    assert refusal.value.field == field
    assert db.session.query(Vehicle).count() == 0


def test_only_staff_of_the_compound_may(estate: Estate, root: Actor, miansi: Compound) -> None:
    """A guard may not, and to a clerk elsewhere it is not there."""
    made = add_vehicle(root, miansi, PLATE, "delivery", now=NOW)
    guard = Actor(None, "guard", Role.GUARD, compound_id=miansi.id)
    with pytest.raises(Forbidden):
        add_vehicle(guard, miansi, PLATE, "delivery", now=NOW)
    clerk = Actor(None, "clerk elsewhere", Role.CLERK, compound_id=estate.compounds["kunwu"])
    with pytest.raises(NotFound):
        end_vehicle(clerk, made.id, now=NOW)


def test_many_are_pasted_from_a_spreadsheet(estate: Estate, root: Actor, miansi: Compound) -> None:
    """With tabs or commas, with a heading, with words for the kinds, with empty lines."""
    pasted = f"车牌\t类别\t房号\n{PLATE}\t住户\t{door(estate)}\n\n冀A22222,快递,,早上来\n"
    assert add_pasted(root, miansi, f"{pasted}京AD12345，{door(estate)}", now=NOW) == 3
    listed = {each.plate: (each.kind.value, each.note) for each in register_of(miansi)}
    assert listed == {
        PLATE: ("resident", ""),
        "冀A22222": ("delivery", "早上来"),
        "京AD12345": ("resident", ""),
    }


def test_a_paste_with_errors_adds_nothing_and_names_every_line(
    estate: Estate, root: Actor, miansi: Compound
) -> None:
    """Each with what is wrong with it; one that stands there twice is told by its first line."""
    lines = f"{PLATE},{door(estate)}\n冀A1,delivery\n{PLATE},delivery\n冀A33333,resident,99-1-1"
    with pytest.raises(LinesRefused) as refusal:
        add_pasted(root, miansi, lines, now=NOW)
    told = {each.number: each.error for each in refusal.value.problems}
    assert {number: error.field for number, error in told.items() if number != 3} == {
        2: "plate",
        4: "address",
    }
    assert "line 1" in str(told[3])
    assert register_of(miansi) == []


def test_a_vehicle_is_inside_from_its_entry_to_its_exit(phone: Phone, miansi: Compound) -> None:
    """Whatever the order in which its crossings arrive."""
    drive(phone, "exit", decided_at=ago(minutes=30))
    assert vehicles_inside(miansi) == []
    drive(phone, "entry", decided_at=ago(minutes=10))
    assert [each.plate for each in vehicles_inside(miansi)] == [PLATE]
    drive(phone, "entry", decided_at=ago(minutes=40))
    assert [each.plate for each in vehicles_inside(miansi)] == [PLATE]
    drive(phone, "exit", decided_at=ago(minutes=5))
    assert vehicles_inside(miansi) == []


def test_one_that_was_turned_away_is_not_inside_but_stands_in_the_day(
    phone: Phone, miansi: Compound
) -> None:
    """Refused and recorded."""
    drive(phone, "entry", verdict=refused("vehicle.residents_only"))
    assert vehicles_inside(miansi) == []
    now = datetime.now(UTC)
    passed = vehicles_between(miansi, now - timedelta(hours=1), now + timedelta(hours=1))
    assert [(each.plate, each.disinfected) for each in passed] == [(PLATE, True)]


def test_one_that_a_guard_took_back_is_nowhere(phone: Phone, miansi: Compound) -> None:
    """The wrong plate was typed."""
    wrong = phone.crossing(
        direction="entry", vehicle={"plate": PLATE, "kind": "resident", "disinfected": False}
    )
    phone.send(wrong)
    back = {**wrong, "id": str(phone.crossing()["id"]), "undoes": wrong["id"]}
    phone.send(
        {
            **back,
            "reading_tenths": None,
            "verdict": {"outcome": "admit", "reasons": ["crossing.undone"]},
        }
    )
    now = datetime.now(UTC)
    assert vehicles_inside(miansi) == []
    day = (now - timedelta(hours=1), now + timedelta(hours=1))
    assert list(vehicles_between(miansi, *day)) == []
