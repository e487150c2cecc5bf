"""A household plans visits on its own phone, cancels them, and answers for who is announced."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from checkpoint.db import db
from checkpoint.gate.residents.hosting import MOST_PLANNED
from checkpoint.gate.restrictions import RestrictionKind, restrict
from checkpoint.gate.visits import Proposal, approve_denial, propose_denial
from checkpoint.gate.visits.models import Visit, VisitState
from checkpoint.passes import PassKind
from checkpoint.people import Actor, AuditEntry, Compound
from tests.gate.phone import Estate, Json, Phone
from tests.gate.resident import ResidentsPhone, linked
from tests.gate.test_outings import put_rules
from tests.gate.visits import entry, expected, leaving, staff_member, visit_of

HOUR = timedelta(hours=1)


@pytest.fixture
def resident(estate: Estate) -> ResidentsPhone:
    """Ms Wang's phone."""
    return linked(estate, "wang")


def plan(resident: ResidentsPhone, **changed: Any) -> TestResponse:
    now = datetime.now(UTC)
    body = {
        "name": "周护士",
        "phone": "139 1234 5678",
        "people": 2,
        "plate": "冀a12345",
        "purpose": "care",
        "since": now.isoformat(),
        "until": (now + 2 * HOUR).isoformat(),
        **changed,
    }
    return resident.send("POST", "visits", body)


def shown(resident: ResidentsPhone) -> list[Json]:
    answer = resident.state()
    assert answer.json
    return list(answer.json["visits"])


def code_of(answer: TestResponse) -> str:
    assert answer.json
    return str(answer.json["error"]["code"])


def only_visit() -> Visit:
    db.session.rollback()
    return db.session.scalars(select(Visit)).one()


def test_a_planned_visit_has_a_pass_and_the_household_s_word(
    resident: ResidentsPhone, estate: Estate, phone: Phone
) -> None:
    assert plan(resident).status_code == 204
    visit = only_visit()
    assert (visit.household_id, visit.host_confirmed) == (estate.households["wang"], "page")
    assert (visit.phone, visit.plate, visit.party_size) == ("13912345678", "冀A12345", 2)
    assert visit.pass_
    assert visit.pass_.kind is PassKind.VISITOR
    [row] = phone.roster()["visits"]
    assert (row[0], row[8]) == (str(visit.id), 1)


def test_the_host_sees_the_name_it_wrote_and_nothing_to_answer(resident: ResidentsPhone) -> None:
    plan(resident)
    [view] = shown(resident)
    assert (view["name"], view["state"], view["own"], view["asked"]) == (
        "周护士",
        "expected",
        True,
        False,
    )
    assert view["invitation"]


def test_planning_is_on_record_with_the_phone_and_without_the_visitor(
    resident: ResidentsPhone,
) -> None:
    plan(resident)
    query = select(AuditEntry).where(AuditEntry.action == "visit.registered")
    entry = db.session.scalars(query).one()
    assert entry.staff_id is None
    assert set(entry.detail) == {"by_phone", "visit"}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "  "}, "name"),
        ({"phone": "12345"}, "phone"),
        ({"plate": "鲁"}, "plate"),
        ({"people": 21}, "people"),
        ({"purpose": "official"}, "purpose"),
        ({"purpose": "emergency_service"}, "purpose"),
        ({"until": "2020-02-01T08:00:00Z"}, "expected_until"),
        ({"since": "2100-02-01T08:00:00Z", "until": "2100-02-01T09:00:00Z"}, "expected_from"),
    ],
)
def test_what_can_not_be_is_refused_with_its_field(
    resident: ResidentsPhone, changed: Json, field: str
) -> None:
    answer = plan(resident, **changed)
    assert answer.status_code == 422
    assert answer.json
    assert answer.json["error"]["field"] == field
    assert shown(resident) == []


def test_nobody_is_planned_while_no_visitors_are_let_in_but_doctors(
    resident: ResidentsPhone, estate: Estate
) -> None:
    put_rules(estate, "managed", visitors="closed")
    assert code_of(plan(resident)) == "visitor.closed"
    assert plan(resident, purpose="medical").status_code == 204


def test_a_household_under_observation_has_no_visits_but_doctors(
    resident: ResidentsPhone, estate: Estate
) -> None:
    restrict(
        Actor.at_the_machine(),
        estate.households["wang"],
        RestrictionKind.OBSERVATION,
        now=datetime.now(UTC),
        until=datetime.now(UTC) + timedelta(days=3),
    )
    assert code_of(plan(resident)) == "household.in_observation"
    assert plan(resident, purpose="medical").status_code == 204
    after = datetime.now(UTC) + timedelta(days=4)
    later = {"since": after.isoformat(), "until": (after + HOUR).isoformat()}
    assert plan(resident, **later).status_code == 204


def test_so_many_visits_are_planned_and_no_more(resident: ResidentsPhone) -> None:
    answers = [plan(resident) for _ in range(MOST_PLANNED + 1)]
    assert [each.status_code for each in answers] == [204] * MOST_PLANNED + [409]
    assert code_of(answers[-1]) == "visit.too_many"


def test_planning_is_slowed_down(resident: ResidentsPhone) -> None:
    codes = [plan(resident, name=" ").status_code for _ in range(21)]
    assert codes == [422] * 20 + [429]


def test_who_is_on_the_deny_list_is_refused_and_the_host_is_not_told_why(
    resident: ResidentsPhone, estate: Estate
) -> None:
    miansi = db.session.get_one(Compound, estate.compounds["miansi"])
    typed = Proposal("phone", "13912345678", "climbed the fence", "30")
    now = datetime.now(UTC)
    made = propose_denial(Actor.at_the_machine(), miansi, typed, now=now)
    approve_denial(staff_member("xu"), made.id, now=now)
    answer = plan(resident)
    assert code_of(answer) == "visit.ask_office"
    assert not {"deny", "list", "fence"} & set(answer.text.lower().split())
    assert "field" not in answer.text or answer.json["error"]["field"] is None  # type: ignore[index]


def test_a_cancelled_visit_is_refused_at_the_gate(resident: ResidentsPhone, phone: Phone) -> None:
    plan(resident)
    visit = only_visit()
    assert resident.send("POST", "visits/cancel", {"visit": str(visit.id)}).status_code == 204
    question = {"method": "visit", "visit_id": str(visit.id), "direction": "entry"}
    assert "visit.cancelled" in phone.post("/judge", question).json["verdict"]["reasons"]
    [view] = shown(resident)
    assert (view["state"], view["invitation"]) == ("cancelled", "")


def test_who_has_come_can_not_be_cancelled(resident: ResidentsPhone, phone: Phone) -> None:
    plan(resident)
    visit = only_visit()
    phone.send(entry(phone, str(visit.id), visit=None))
    answer = resident.send("POST", "visits/cancel", {"visit": str(visit.id)})
    assert answer.status_code == 409
    [view] = shown(resident)
    assert view["state"] == "inside"


def test_a_neighbour_neither_sees_nor_cancels_nor_answers_it(
    resident: ResidentsPhone, estate: Estate
) -> None:
    plan(resident)
    body = {"visit": str(only_visit().id)}
    neighbour = linked(estate, "li")
    assert shown(neighbour) == []
    assert neighbour.send("POST", "visits/cancel", body).status_code == 404
    answer = neighbour.send("POST", "visits/answer", {**body, "expected": False})
    assert answer.status_code == 404
    assert only_visit().state is VisitState.EXPECTED


def test_a_caregiver_s_phone_plans_nothing_and_sees_nothing(
    resident: ResidentsPhone, estate: Estate
) -> None:
    plan(resident)
    nurse = linked(estate, "nurse")
    assert plan(nurse).status_code == 403
    assert shown(nurse) == []


def test_a_visit_that_the_office_announced_waits_for_the_household_masked(
    resident: ResidentsPhone, estate: Estate
) -> None:
    visit = expected(estate)
    [view] = shown(resident)
    assert (view["name"], view["own"], view["asked"], view["gate"]) == ("周**", False, True, "")
    body = {"visit": str(visit.id), "expected": True}
    assert resident.send("POST", "visits/answer", body).status_code == 204
    assert visit_of(visit.id).host_confirmed == "page"
    [view] = shown(resident)
    assert view["asked"] is False


def test_who_is_not_expected_is_refused_at_the_gate(
    resident: ResidentsPhone, estate: Estate, phone: Phone
) -> None:
    visit = expected(estate)
    version = phone.roster()["version"]
    resident.send("POST", "visits/answer", {"visit": str(visit.id), "expected": False})
    [row] = phone.roster(version)["visits"]
    assert row[1] == "c"


def test_a_visit_that_is_over_stays_in_the_list_for_a_while(
    resident: ResidentsPhone, phone: Phone
) -> None:
    plan(resident)
    visit = only_visit()
    phone.send(entry(phone, str(visit.id), visit=None), leaving(phone, str(visit.id)))
    [view] = shown(resident)
    assert (view["state"], view["invitation"]) == ("left", "")


def test_nobody_of_staff_can_say_it_on_the_host_s_page(estate: Estate) -> None:
    with pytest.raises(Exception, match="Choose how the host agreed"):
        expected(estate, host_confirmed="page")
