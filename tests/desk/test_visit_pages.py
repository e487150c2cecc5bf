"""The desk's pages of visitors: lists, one visit, the form, the visitor's own, the deny list."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from checkpoint import clock
from checkpoint.config import write_private
from checkpoint.db import db, writing
from checkpoint.gate import Crossing, Direction, Method
from checkpoint.gate.visits.models import Denial, Purpose, Visit, VisitState
from checkpoint.passes import SigningKey
from checkpoint.people import AuditEntry, Compound
from tests.cast import Browser, Town, household_of
from tests.desk.test_conflicts import set_aside
from tests.gate.phone import KEY

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def office(town: Town) -> Town:
    """The town with a private key, so that it can make passes."""
    with town.inside():
        with writing():
            key = db.session.get_one(SigningKey, 1)
            key.public = KEY.public_key().public_bytes_raw()
        path = Path(town.app.instance_path) / "keys" / "001.key"
        write_private(path, KEY.private_bytes_raw())
    return town


def form(**changed: str) -> dict[str, str]:
    now = clock.now().astimezone(ZONE)
    typed = {
        "name": "周护士",
        "phone": "139 1234 5678",
        "party_size": "2",
        "from_place": "Hankou",
        "plate": "冀a12345",
        "host": "12-2-501",
        "purpose": "care",
        "host_confirmed": "phone",
        "expected_from": now.strftime("%Y-%m-%dT%H:%M"),
        "expected_until": (now + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"),
        "note": "",
    }
    return {**typed, **changed}


def registered(clerk: Browser, **changed: str) -> str:
    """The address of a visit that was just registered."""
    answer = clerk.post("/visits/new", **form(**changed))
    assert answer.status_code == 303, re.findall(r"field__error.*", answer.text)
    return str(answer.headers["Location"])


def came(town: Town, *, minutes: int = 30, until: int = 60, **changed: object) -> UUID:
    """A visitor who came so many minutes ago and stays until so many minutes from now."""
    with town.inside(), writing():
        compound = db.session.scalars(db.select(Compound)).first()
        assert compound is not None
        now, home = clock.now(), household_of("A quarters")
        fields = {
            "state": VisitState.INSIDE,
            "name": "陈师傅",
            "phone": "13812345678",
            "purpose": Purpose.REPAIR,
            "arrived_at": now - timedelta(minutes=minutes),
            "expected_until": now + timedelta(minutes=until),
            "made_at": now - timedelta(minutes=minutes),
            **changed,
        }
        visit = Visit(id=uuid4(), compound_id=home.compound_id, household_id=home.id, **fields)
        db.session.add(visit)
        db.session.flush()
        at = now - timedelta(minutes=minutes)
        db.session.add(
            Crossing(
                id=uuid4(),
                body_sha256=b"0" * 32,
                compound_id=home.compound_id,
                gate_id=home.compound.gates[0].id,
                household_id=home.id,
                visit_id=visit.id,
                direction=Direction.ENTRY,
                method=Method.VISIT,
                decided_at=at,
                device_at=at,
                received_at=at,
                device_outcome="admit",
                device_reason="entry.admitted",
                server_outcome="admit",
                server_reason="entry.admitted",
                answer={},
            )
        )
        return visit.id


def test_empty_lists_say_what_they_are_for(town: Town) -> None:
    clerk = town.browser("li")
    assert "No visitor is inside" in clerk.get("/visits").text
    assert "Nobody is expected" in clerk.get("/visits/expected").text
    assert "None so far" in clerk.get("/visits/past").text
    assert "Nobody is on the list" in clerk.get("/visits/denials").text


def test_who_is_inside_with_host_and_time(town: Town) -> None:
    came(town)
    page = town.browser("li").get("/visits").text
    assert "陈**" in page
    assert "陈师傅" not in page
    assert "Bldg 12, 2-501" in page
    assert "0:30" in page
    assert "overstayed" not in page


def test_an_overstay_is_marked_after_what_the_rules_allow(town: Town) -> None:
    came(town, minutes=200, until=-29)
    assert "overstayed" not in town.browser("li").get("/visits").text
    came(town, minutes=200, until=-31)
    page = town.browser("li").get("/visits").text
    assert "overstayed" in page
    assert "31 min too long" in page


def test_visitors_inside_stand_on_the_first_page(town: Town) -> None:
    came(town, party_size=3)
    page = town.browser("li").get("/").text
    assert "Visitors inside" in page


def test_the_hosts_file_shows_the_visit_as_one(town: Town) -> None:
    came(town)
    with town.inside():
        home = household_of("A quarters").id
    page = town.browser("li").get(f"/households/{home}").text
    assert "visitor in" in page
    assert "陈**" in page


def test_a_registered_visit_has_a_page_and_a_code(office: Town) -> None:
    clerk = office.browser("li")
    page = clerk.get(registered(clerk)).text
    assert "The visit is registered." in page
    assert "••• 5678" in page
    assert "13912345678" not in page
    assert "冀A12345" in page
    assert "agreed, by phone" in page
    assert "/v/" in page


def test_the_form_is_filled_for_a_household(office: Town) -> None:
    with office.inside():
        home = household_of("A quarters").id
    page = office.browser("li").get(f"/visits/new?host={home}").text
    assert 'value="12-2-501"' in page


def test_every_wrong_field_is_named_and_nothing_is_lost(office: Town) -> None:
    clerk = office.browser("li")
    wrong = {"phone": "123", "plate": "鲁", "host": "99-9-999", "party_size": "21"}
    answer = clerk.post("/visits/new", **form(**wrong))
    assert answer.status_code == 422
    for field in wrong:
        assert f'id="{field}-error"' in answer.text
    assert 'id="name-error"' not in answer.text
    assert 'value="周护士"' in answer.text


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [(-1, "ends before it begins"), (25, "24 hours at most")],
)
def test_times_that_cannot_be_are_refused(office: Town, hours: int, sentence: str) -> None:
    until = (clock.now() + timedelta(hours=hours)).astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")
    answer = office.browser("li").post("/visits/new", **form(expected_until=until))
    assert answer.status_code == 422
    assert sentence in answer.text


def test_what_is_no_time_is_refused_with_its_field(office: Town) -> None:
    answer = office.browser("li").post("/visits/new", **form(expected_from="soon"))
    assert answer.status_code == 422
    assert 'id="expected_from-error"' in answer.text


def test_the_refusal_is_in_chinese_too(office: Town) -> None:
    clerk = office.browser("li")
    clerk.post("/language", language="zh")
    answer = clerk.post("/visits/new", **form(party_size="0"))
    assert 'id="party_size-error"' in answer.text


def test_name_and_phone_are_shown_when_asked_for_and_the_look_is_kept(office: Town) -> None:
    clerk = office.browser("li")
    here = registered(clerk)
    opened = clerk.post(here).text
    assert "周护士" in opened
    assert "13912345678" in opened
    with office.inside():
        query = db.select(AuditEntry).where(AuditEntry.action == "visit.opened")
        [look] = db.session.scalars(query)
        assert look.detail["visit"] in here


def test_a_visit_is_confirmed_changed_and_cancelled(office: Town) -> None:
    clerk = office.browser("li")
    here = registered(clerk, host_confirmed="")
    assert "The host agrees" in clerk.get(here).text
    clerk.post(f"{here}/confirm", host_confirmed="desk")
    assert "agreed, told the office" in clerk.get(here).text
    clerk.post(f"{here}/change", **form(party_size="4"))
    assert "<dd>4</dd>" in clerk.get(here).text
    clerk.post(f"{here}/cancel")
    page = clerk.get(here).text
    assert "cancelled" in page
    assert "/v/" not in page


def test_a_visit_of_another_compound_is_not_there(office: Town) -> None:
    here = registered(office.browser("li"))
    for path in (here, f"{here}/change"):
        assert office.browser("sun").get(path).status_code == 404
    assert office.browser("wang").get(here).status_code == 403


def test_visitors_are_found_without_a_name_in_the_address(town: Town) -> None:
    came(town)
    clerk = town.browser("li")
    assert "陈**" in clerk.post("/visits/search", visitor="5678").text
    assert "Nothing found" in clerk.post("/visits/search", visitor="nobody").text
    assert clerk.get("/visits/search").status_code == 303


def test_past_visits_are_filtered(town: Town) -> None:
    now = clock.now()
    came(town, state=VisitState.LEFT, left_at=now, name="李四")
    came(town, state=VisitState.REFUSED, arrived_at=None, name="张三")
    clerk = town.browser("li")
    page = clerk.get("/visits/past?which=refused").text
    assert "张**" in page
    assert "李**" not in page
    assert clerk.get("/visits/past?which=none&page=99").status_code == 200


def test_the_link_that_is_sent_carries_its_secret_in_the_fragment(office: Town) -> None:
    """What it opens: tests/gate/test_invited.py."""
    clerk = office.browser("li")
    page = clerk.get(registered(clerk)).text
    assert re.search(r"https://localhost/v/#[\w.-]{40,}", page)
    assert not re.search(r"/v/[\w.-]", page)


def test_what_the_host_said_on_its_own_page_stays(office: Town) -> None:
    clerk = office.browser("li")
    here = registered(clerk, host_confirmed="")
    with office.inside(), writing():
        db.session.get_one(Visit, UUID(here.rsplit("/", 1)[1])).host_confirmed = "page"
    page = clerk.get(f"{here}/change").text
    assert "on their own page" in page
    assert 'name="host_confirmed"' not in page
    clerk.post(f"{here}/change", **form(party_size="4", host_confirmed="phone"))
    assert "agreed, on their own page" in clerk.get(here).text


def test_an_entry_of_the_deny_list_takes_two_people(town: Town) -> None:
    clerk, director = town.browser("li"), town.browser("zhao")
    typed = {"kind": "phone", "value": "138 1234 5678", "reason": "sold masks", "days": "7"}
    clerk.post("/visits/denials", **typed)
    page = clerk.get("/visits/denials").text
    assert "Somebody else has to approve it." in page
    assert "••• 5678" in page
    assert "13812345678" not in page
    assert "13812345678" in director.post("/visits/denials/open").text
    with town.inside():
        [denial] = db.session.scalars(db.select(Denial))
        number = denial.id
    assert clerk.post(f"/visits/denials/{number}/approve").status_code == 403
    assert director.post(f"/visits/denials/{number}/approve").status_code == 303
    assert "Director Zhao" in clerk.get("/visits/denials").text
    clerk.post(f"/visits/denials/{number}/lift")
    assert "Over or lifted" in clerk.get("/visits/denials").text


def test_a_wrong_entry_is_refused_by_field(town: Town) -> None:
    typed = {"kind": "plate", "value": "鲁", "reason": "", "days": "91"}
    answer = town.browser("li").post("/visits/denials", **typed)
    assert answer.status_code == 422
    for field in ("value", "reason", "days"):
        assert f'id="{field}-error"' in answer.text


def test_lists_are_right_at_any_hour(town: Town) -> None:
    """A visit over midnight says both days."""
    late = datetime(2020, 2, 14, 23, 30, tzinfo=ZONE)
    came(
        town,
        state=VisitState.LEFT,
        arrived_at=late,
        left_at=late + timedelta(hours=2),
        expected_until=late + timedelta(hours=2),
    )
    page = town.browser("li").get("/visits/past").text
    assert "02-14 23:30" in page
    assert "2:00" in page


@pytest.mark.parametrize(
    "visit",
    [
        {"name": "陈师傅", "phone": "13812345678", "party_size": 2},
        {"name": ["陈师傅"], "phone": 13812345678},
        "陈师傅",
        None,
    ],
)
def test_another_registration_is_shown_masked(town: Town, visit: object) -> None:
    """What was set aside shows no name and no phone in the form in which phones send them."""
    set_aside(town, {"direction": "entry", "visit": visit})
    answer = town.browser("li").get("/conflicts/aside")
    assert answer.status_code == 200
    if isinstance(visit, dict) and isinstance(visit["name"], str):
        assert "陈师傅" not in answer.text
        assert "13812345678" not in answer.text
        assert "陈**" in answer.text


def test_an_exported_crossing_of_a_visitor_says_so(town: Town) -> None:
    came(town, minutes=0)
    today = clock.now().astimezone(ZONE).date().isoformat()
    typed = {"first": today, "last": today, "format": "csv"}
    answer = town.browser("li").post("/exports/crossings", **typed)
    assert "visitor in" in answer.text
