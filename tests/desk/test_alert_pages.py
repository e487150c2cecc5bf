"""The desk's pages of alerts: what they say, what each button does, and what stays masked."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from checkpoint import clock
from checkpoint.db import db, writing
from checkpoint.gate import Crossing, Direction, Method, alerts
from checkpoint.gate.alerts import Alert
from checkpoint.gate.alerts.raising import causes_of, raise_alerts
from checkpoint.people import AuditEntry, Staff
from tests.cast import Town, cross, household_of

HOUR = timedelta(hours=1)


def fever(town: Town, compound: str = "A quarters") -> int:
    """A fever at the gate; the number of its alert."""
    with town.inside():
        cross(household_of(compound), Direction.ENTRY, tenths=381)
        return newest()


def overdue(town: Town) -> int:
    """A household that is out for three hours; the number of its alert."""
    with town.inside():
        home = household_of("A quarters")
        cross(home, ago=3 * HOUR)
        alerts.sweep(home.compound_id, clock.now())
        return newest()


def override(town: Town, reason: str = "medical", ago: timedelta = timedelta()) -> str:
    """An exit against the verdict; the crossing's id."""
    with town.inside(), writing():
        home = household_of("A quarters")
        at = clock.now() - ago
        guard = db.session.scalars(db.select(Staff).where(Staff.username == "wang")).one()
        row = {
            "id": uuid4(),
            "body_sha256": b"0" * 32,
            "compound_id": home.compound_id,
            "gate_id": home.compound.gates[0].id,
            "staff_id": guard.id,
            "household_id": home.id,
            "direction": Direction.EXIT,
            "method": Method.SCAN,
            "decided_at": at,
            "device_at": at,
            "received_at": at,
            "device_outcome": "refuse",
            "device_reason": "household.already_out",
            "server_outcome": "refuse",
            "server_reason": "household.already_out",
            "override_reason": reason,
            "override_note": "to the doctor",
            "answer": {},
        }
        db.session.add(Crossing(**row))
        db.session.flush()
        raise_alerts(causes_of(row, ["household.already_out"], ["household.already_out"]))
        return str(row["id"])


def newest() -> int:
    return int(db.session.scalars(db.select(Alert.id).order_by(Alert.id.desc())).first() or 0)


def alert(town: Town, id: int) -> Alert:
    with town.inside():
        found = db.session.get_one(Alert, id)
        db.session.refresh(found)
        db.session.expunge(found)
        return found


def test_an_empty_page_says_what_will_appear_there(town: Town) -> None:
    page = town.browser("li").get("/alerts").text
    assert "Nothing needs anybody" in page
    assert "You have none" in town.browser("li").get("/alerts?tab=mine").text
    assert "None closed today" in town.browser("li").get("/alerts?tab=closed").text


def test_a_fever_stands_on_every_page_until_somebody_takes_it(town: Town) -> None:
    id = fever(town)
    browser = town.browser("li")
    for path in ("/", "/households", "/passes", "/exports"):
        page = browser.get(path).text
        assert 'data-ringing="1"' in page, path
        assert f'formaction="/alerts/{id}/take"' in page, path
    answer = browser.post(f"/alerts/{id}/take", next="/households")
    assert answer.location == f"/households#a{id}"
    assert 'data-ringing="0"' in browser.get("/households").text


def test_a_card_says_who_where_and_what_to_do(town: Town) -> None:
    fever(town)
    page = town.browser("li").get("/alerts").text
    for words in ("38.1 °C", "Bldg 12, 2-501 王**", "North gate", "nobody has it", "health centre"):
        assert words in page
    assert "王建国" not in page


def test_taken_noted_closed_and_on_record(town: Town) -> None:
    id = fever(town)
    browser = town.browser("li")
    browser.post(f"/alerts/{id}/take")
    browser.post(f"/alerts/{id}/note", note="waits in the guard's room")
    browser.post(f"/alerts/{id}/close", outcome="sent_to_clinic", note="by ambulance")
    page = browser.get("/alerts?tab=closed").text
    for words in ("Clerk Li", "sent to the fever clinic", "by ambulance", "guard&#39;s room"):
        assert words in page
    assert alert(town, id).outcome == "sent_to_clinic"


def test_the_second_is_told_who_was_first(town: Town) -> None:
    id = fever(town)
    town.browser("li").post(f"/alerts/{id}/take")
    admin = town.browser("zhao")
    admin.post(f"/alerts/{id}/take")
    assert "Clerk Li has taken this." in admin.get("/alerts").text
    assert "Take it over from Clerk Li" in admin.get("/alerts").text


def test_an_outcome_that_is_none_changes_nothing(town: Town) -> None:
    id = fever(town)
    browser = town.browser("li")
    browser.post(f"/alerts/{id}/close", outcome="vanished")
    assert "Choose what came of it." in browser.get("/alerts").text
    assert alert(town, id).closed_at is None


def test_an_observation_is_put_on_the_household(town: Town) -> None:
    id = fever(town)
    browser = town.browser("li")
    browser.post(f"/alerts/{id}/observe")
    assert "under observation for 14 days" in browser.get("/alerts").text
    assert alert(town, id).outcome == "observation_proposed"


def test_nothing_of_another_compound_is_seen_or_touched(town: Town) -> None:
    id = fever(town, "B quarters")
    clerk = town.browser("li")
    assert "38.1" not in clerk.get("/alerts").text
    for verb in ("take", "close", "note", "observe", "around"):
        assert clerk.post(f"/alerts/{id}/{verb}", minutes="30", note="x").status_code == 404
    assert clerk.get(f"/alerts/{id}/around").status_code == 404


def test_the_ladder_shows_one_next_step_at_a_time(town: Town) -> None:
    id = overdue(town)
    browser = town.browser("li")
    page = browser.get("/outside").text
    assert "I called them" in page
    assert "Hand over to the leader" not in page
    browser.post(f"/alerts/{id}/call", reason="no_answer", step="", next="/outside")
    page = browser.get("/outside").text
    assert "called: nobody answered" in page
    assert "Hand over to the leader" in page
    browser.post(f"/alerts/{id}/hand-over", leader="Leader Sun", step="called")
    assert "Leader Sun" in browser.get("/outside").text
    assert "handed over to the leader: Leader Sun" in browser.get("/").text


def test_the_phone_is_shown_after_a_look_that_is_kept(town: Town) -> None:
    overdue(town)
    browser = town.browser("li")
    assert "199 0000 0001" not in browser.get("/outside").text
    with town.inside():
        household_id = household_of("A quarters").id
    page = browser.post("/outside", household=str(household_id)).text
    assert "199 0000 0001" in page
    with town.inside():
        looks = db.session.query(AuditEntry).filter_by(action="household.opened").all()
        assert [each.object_id for each in looks] == [household_id]


def test_a_phone_of_another_compound_is_not_found(town: Town) -> None:
    with town.inside():
        other = household_of("B quarters").id
    assert town.browser("li").post("/outside", household=str(other)).status_code == 404


def test_whoever_came_home_is_off_the_list_by_itself(town: Town) -> None:
    overdue(town)
    with town.inside():
        cross(household_of("A quarters"), Direction.ENTRY)
    browser = town.browser("li")
    assert "Everyone is home" in browser.get("/outside").text
    assert "they came home" in browser.get("/alerts?tab=closed").text


def test_looking_back_lists_who_passed_and_keeps_the_look(town: Town) -> None:
    with town.inside():
        cross(household_of("A quarters", "204"), ago=timedelta(minutes=12))
    id = fever(town)
    browser = town.browser("li")
    page = browser.get(f"/alerts/{id}/around").text
    assert "12 min before" not in page
    page = browser.post(f"/alerts/{id}/around", minutes="30").text
    assert "12 min before" in page
    assert "张**" in page
    assert "disappears with the crossings" in page
    assert "Nobody else passed" in browser.post(f"/alerts/{id}/around", minutes="10").text
    with town.inside():
        assert db.session.query(AuditEntry).filter_by(action="fever.looked_back").count() == 2


def test_minutes_out_of_bounds_are_refused_beside_the_field(town: Town) -> None:
    id = fever(town)
    answer = town.browser("li").post(f"/alerts/{id}/around", minutes="500")
    assert answer.status_code == 422
    assert "Choose between 5 and 120 minutes." in answer.text


def test_overrides_are_listed_by_guard_and_reviewed(town: Town) -> None:
    crossing = override(town)
    override(town, "emergency")
    browser = town.browser("li")
    page = browser.get("/overrides").text
    assert page.index("Emergency exit</h2>") < page.index("medical</h2>")
    assert "Guard Wang" in page
    assert "2 to review" in page
    answer = browser.post("/overrides", crossing=crossing, outcome="wrong", note="")
    assert answer.status_code == 422
    assert "Write what was wrong about it." in answer.text
    browser.post("/overrides", crossing=crossing, outcome="right", note="has a letter")
    page = browser.get("/overrides").text
    assert "it was right" in page
    assert "has a letter" in page
    assert "1 to review" in page


def test_one_that_nobody_reviewed_stays_the_day_after(town: Town) -> None:
    override(town, ago=timedelta(days=2))
    assert "of an earlier day" in town.browser("li").get("/overrides").text


@pytest.mark.parametrize("crossing", ["", "none", str(UUID(int=7))])
def test_a_review_of_nothing_is_refused(town: Town, crossing: str) -> None:
    answer = town.browser("li").post("/overrides", crossing=crossing, outcome="right")
    assert answer.status_code in (404, 422)


def test_an_override_waits_on_the_first_page(town: Town) -> None:
    override(town)
    page = town.browser("li").get("/").text
    assert "1 exception to review" in page


def test_a_form_leads_to_no_other_site(town: Town) -> None:
    id = fever(town)
    answer = town.browser("li").post(f"/alerts/{id}/take", next="//evil.example/")
    assert answer.location == f"/alerts#a{id}"


def test_closing_words_fit_who_it_is(town: Town) -> None:
    id = fever(town)
    browser = town.browser("li")
    browser.post(f"/alerts/{id}/take")
    page = browser.get("/alerts?tab=mine").text
    offered = re.findall(r'<option value="(\w+)">', page.split("What came of it")[1])
    assert offered[:3] == ["isolated", "sent_to_clinic", "false_alarm"]
