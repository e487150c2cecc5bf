"""The deny list: two people, an end, and whom it matches."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from checkpoint.db import db
from checkpoint.errors import Conflict, Forbidden, NotFound
from checkpoint.gate.visits.denials import (
    Proposal,
    approve_denial,
    deny_list,
    lift_denial,
    propose_denial,
)
from checkpoint.gate.visits.matching import Traits, denied
from checkpoint.gate.visits.models import Denial
from checkpoint.people import Actor, AuditEntry, BadFields, Compound
from tests.gate.phone import Estate, Phone
from tests.gate.visits import entry, expected, registration, staff_member

NOW = datetime.now(UTC)


def proposal(**changed: Any) -> Proposal:
    typed = {"kind": "phone", "value": "138 1234 5678", "reason": "threatened a guard", "days": "7"}
    return Proposal(**{**typed, **changed})


def proposed(estate: Estate, **changed: Any) -> Denial:
    place = db.session.get_one(Compound, estate.compounds["miansi"])
    return propose_denial(staff_member("xu"), place, proposal(**changed), now=NOW)


def in_force(estate: Estate, **changed: Any) -> Denial:
    return approve_denial(staff_member("root"), proposed(estate, **changed).id, now=NOW)


def is_denied(estate: Estate, at: datetime = NOW, **traits: str) -> str:
    return denied(estate.compounds["miansi"], Traits(**traits), at)


def test_takes_two(either_estate: Estate) -> None:
    """What one person proposed keeps nobody out until another has approved it."""
    denial = proposed(either_estate)
    assert is_denied(either_estate, phone="13812345678") == "no"
    with pytest.raises(Forbidden):
        approve_denial(staff_member("xu"), denial.id, now=NOW)
    approve_denial(staff_member("root"), denial.id, now=NOW)
    assert is_denied(either_estate, phone="13812345678") == "yes"


def test_command_line_is_one_person(estate: Estate) -> None:
    """Nobody approves what they proposed, at the machine either."""
    place = db.session.get_one(Compound, estate.compounds["miansi"])
    machine = Actor.at_the_machine()
    denial = propose_denial(machine, place, proposal(), now=NOW)
    with pytest.raises(Forbidden):
        approve_denial(machine, denial.id, now=NOW)


def test_ends(estate: Estate) -> None:
    """It is over by itself, to the second."""
    in_force(estate)
    end = NOW + timedelta(days=7)
    assert is_denied(estate, end - timedelta(seconds=1), phone="13812345678") == "yes"
    assert is_denied(estate, end, phone="13812345678") == "no"


def test_lifted(estate: Estate, phone: Phone) -> None:
    """A lifted entry holds no more, and the gates hear of it."""
    denial = in_force(estate)
    version = phone.roster()["version"]
    lift_denial(staff_member("xu"), denial.id, now=NOW)
    assert is_denied(estate, phone="13812345678") == "no"
    assert [row[-1] for row in phone.roster(version)["denials"]] == [0]
    lift_denial(staff_member("xu"), denial.id, now=NOW)
    assert db.session.query(AuditEntry).filter_by(action="denial.lifted").count() == 1


@pytest.mark.parametrize(
    ("typed", "traits", "found"),
    [
        ({"kind": "phone", "value": "+86 138 1234 5678"}, {"phone": "13812345678"}, "yes"),
        ({"kind": "plate", "value": "冀a·12345"}, {"plate": "冀A12345"}, "yes"),
        ({"kind": "name", "value": "张 三"}, {"name": "张三"}, "maybe"),
        ({"kind": "name", "value": "张三"}, {"name": "张三丰"}, "no"),
        ({"kind": "plate", "value": "冀A12345"}, {"plate": "冀A12346"}, "no"),
        ({"kind": "phone", "value": "13812345678"}, {}, "no"),
    ],
)
def test_matching(
    estate: Estate, typed: dict[str, str], traits: dict[str, str], found: str
) -> None:
    """A phone and a plate are sure, a name alone is in doubt, and nothing else matches."""
    in_force(estate, **typed)
    assert is_denied(estate, **traits) == found


def test_surer_than_a_name(estate: Estate) -> None:
    """Whoever is matched by name and phone is on the list."""
    in_force(estate)
    in_force(estate, kind="name", value="张三")
    assert is_denied(estate, phone="13812345678", name="张三") == "yes"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"kind": "face"}, "kind"),
        ({"value": "123"}, "value"),
        ({"kind": "plate", "value": "鲁"}, "value"),
        ({"kind": "name", "value": " "}, "value"),
        ({"kind": "name", "value": "长" * 81}, "value"),
        ({"reason": ""}, "reason"),
        ({"reason": "长" * 201}, "reason"),
        ({"days": "0"}, "days"),
        ({"days": "91"}, "days"),
        ({"days": "-1"}, "days"),
        ({"days": "soon"}, "days"),
    ],
)
def test_wrong(estate: Estate, changed: dict[str, str], field: str) -> None:
    """What can't be is refused with its field."""
    with pytest.raises(BadFields) as caught:
        proposed(estate, **changed)
    assert set(caught.value.errors) == {field}


def test_ninety_days(estate: Estate) -> None:
    """Ninety days are the most."""
    assert proposed(estate, days="90").until == NOW + timedelta(days=90)


def test_once(estate: Estate) -> None:
    """The same is not proposed twice while it waits or holds."""
    proposed(estate)
    with pytest.raises(Conflict):
        proposed(estate, value="13812345678")


def test_scope(estate: Estate) -> None:
    """A list of another compound is not theirs to change."""
    denial = proposed(estate)
    for act in (approve_denial, lift_denial):
        with pytest.raises((NotFound, Forbidden)):
            act(staff_member("fang"), denial.id, now=NOW)


def test_approved_once(estate: Estate) -> None:
    """What holds already does not wait for anybody."""
    denial = in_force(estate)
    with pytest.raises(Conflict):
        approve_denial(staff_member("root"), denial.id, now=NOW)


def test_list(estate: Estate) -> None:
    """What waits, what holds and what is over are three lists."""
    place = db.session.get_one(Compound, estate.compounds["miansi"])
    waits = proposed(estate)
    holds = in_force(estate, kind="name", value="张三")
    over = in_force(estate, kind="name", value="李四")
    lift_denial(staff_member("xu"), over.id, now=NOW)
    found = deny_list(staff_member("xu"), place, NOW)
    assert [each.id for each in found.waiting] == [waits.id]
    assert [each.id for each in found.in_force] == [holds.id]
    assert [each.id for each in found.past] == [over.id]


def test_devices_match_by_hash(estate: Estate, phone: Phone) -> None:
    """A device gets no number and no name of the list, only what it can compare."""
    denial = in_force(estate)
    page = phone.roster()
    told = f"{page['deny_salt']}:phone:13812345678"
    hashed = sha256(told.encode()).hexdigest()[:16]
    end = int(denial.until.timestamp())
    assert page["denials"] == [[denial.id, "phone", hashed, end, 1]]
    assert len(page["deny_salt"]) == 32


def test_waiting_is_no_device_business(estate: Estate, phone: Phone) -> None:
    """What waits for a second person is not told to the gates."""
    version = phone.roster()["version"]
    proposed(estate)
    assert phone.roster()["denials"] == phone.roster(version)["denials"] == []


def test_at_the_gate(estate: Estate, phone: Phone) -> None:
    """The office refuses who is on the list, and asks about a namesake."""
    in_force(estate)
    came = entry(phone)
    assert phone.send(came)[0]["verdict"]["reasons"][0] == "visitor.denied"
    in_force(estate, kind="name", value="张三")
    namesake = entry(phone, visit=registration(name="张三", phone=""))
    result = phone.send(namesake)[0]["verdict"]
    assert (result["outcome"], result["reasons"][0]) == ("ask", "visitor.maybe_denied")


def test_not_registered_beforehand(estate: Estate) -> None:
    """Who is on the list is not expected by anybody."""
    in_force(estate, value="13912345678")
    with pytest.raises(Conflict) as caught:
        expected(estate)
    assert caught.value.code == "visitor.denied"


def test_asked(estate: Estate, phone: Phone) -> None:
    """A guard who types the phone is told at once."""
    in_force(estate)
    assert phone.post("/visits/earlier", {"phone": "13812345678"}).json["denied"] is True
