"""A guard asks the household on its own phone; its answer reaches every gate by the roster."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from checkpoint.db import db
from checkpoint.gate.visits.models import Visit, VisitState
from tests.gate.phone import Estate, Json, Phone
from tests.gate.resident import ResidentsPhone, linked
from tests.gate.test_outings import put_rules
from tests.gate.visits import entry, expected, registration, visit_of


@pytest.fixture
def resident(estate: Estate) -> ResidentsPhone:
    """Ms Wang's phone."""
    return linked(estate, "wang")


def question(estate: Estate, host: str = "wang", **changed: Any) -> Json:
    said = registration(household_id=estate.households[host], host_confirmed="", **changed)
    return {"visit_id": str(uuid4()), "visit": said}


def ask(phone: Phone, body: Json) -> int:
    answer = phone.post("/visits/ask", body)
    assert answer.status_code == 200, answer.text
    return int(answer.json["phones"])  # type: ignore[index]


def said(resident: ResidentsPhone, visit_id: str, *, expected: bool) -> int:
    body = {"visit": visit_id, "expected": expected}
    return resident.send("POST", "visits/answer", body).status_code


def test_the_question_stands_on_the_household_s_page_masked_with_the_gate(
    resident: ResidentsPhone, estate: Estate, phone: Phone
) -> None:
    body = question(estate, party_size=2)
    assert ask(phone, body) == 1
    [view] = resident.state().json["visits"]  # type: ignore[index]
    assert (view["name"], view["people"], view["purpose"]) == ("陈**", 2, "repair")
    assert (view["asked"], view["gate"]) == (True, "East gate")


def test_yes_reaches_the_gates_and_they_are_let_in(
    resident: ResidentsPhone, estate: Estate, phone: Phone
) -> None:
    put_rules(estate, "managed", visitors="confirmed", closure=None)
    body = question(estate)
    asked = {"method": "visit", "visit_id": body["visit_id"], "visit": body["visit"]}
    before = phone.post("/judge", {**asked, "direction": "entry"}).json["verdict"]
    assert before["reasons"] == ["visitor.unconfirmed"]
    ask(phone, body)
    version = phone.roster()["version"]
    assert said(resident, body["visit_id"], expected=True) == 204
    [row] = phone.roster(version)["visits"]
    assert (row[0], row[1], row[8]) == (body["visit_id"], "e", 1)
    result = phone.send(entry(phone, body["visit_id"], visit=body["visit"]))[0]
    assert result["status"] == "recorded"
    visit = visit_of(body["visit_id"])
    assert (visit.state, visit.host_confirmed) == (VisitState.INSIDE, "page")


def test_no_reaches_the_gates_as_a_cancelled_visit(
    resident: ResidentsPhone, estate: Estate, phone: Phone
) -> None:
    body = question(estate)
    ask(phone, body)
    version = phone.roster()["version"]
    said(resident, body["visit_id"], expected=False)
    [row] = phone.roster(version)["visits"]
    assert (row[0], row[1]) == (body["visit_id"], "c")


def test_asking_twice_is_asking_once(
    resident: ResidentsPhone, estate: Estate, phone: Phone
) -> None:
    body = question(estate)
    assert [ask(phone, body), ask(phone, body)] == [1, 1]
    assert db.session.scalar(select(func.count()).select_from(Visit)) == 1


def test_without_a_phone_nothing_is_kept_and_the_guard_is_told(
    estate: Estate, phone: Phone
) -> None:
    assert ask(phone, question(estate)) == 0
    assert db.session.scalar(select(func.count()).select_from(Visit)) == 0


def test_a_caregiver_s_phone_does_not_count(estate: Estate, phone: Phone) -> None:
    linked(estate, "nurse")
    assert ask(phone, question(estate)) == 0


def test_an_announced_visit_is_asked_about_by_its_id_alone(
    resident: ResidentsPhone, estate: Estate, phone: Phone
) -> None:
    visit = expected(estate)
    assert ask(phone, {"visit_id": str(visit.id)}) == 1


@pytest.mark.parametrize("host", ["sun", None])
def test_only_households_of_the_compound_are_asked(
    estate: Estate, phone: Phone, host: str | None
) -> None:
    body = question(estate)
    body["visit"]["household_id"] = estate.households[host] if host else None
    assert phone.post("/visits/ask", body).status_code == 404


def test_an_unknown_visit_can_not_be_asked_about(estate: Estate, phone: Phone) -> None:
    assert phone.post("/visits/ask", {"visit_id": str(uuid4())}).status_code == 404
