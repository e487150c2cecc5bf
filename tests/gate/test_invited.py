"""The page that a visitor opens: what it tells, to whom, and for how long."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from checkpoint.db import db, writing
from checkpoint.gate.visits import cancel_visit, invitation_of
from checkpoint.gate.visits.models import Visit
from tests.gate.phone import Estate, Json, Phone
from tests.gate.visits import entry, expected, leaving, staff_member, visit_of

HOUR = timedelta(hours=1)


def opened(estate: Estate, visit: Visit) -> Json:
    answer = asked(estate, invitation_of(visit))
    assert answer.status_code == 200, answer.text
    return dict(answer.json)  # type: ignore[arg-type]


def asked(estate: Estate, secret: str) -> TestResponse:
    headers = {"Accept": "application/json"}
    return estate.app.test_client().post("/v/open", json={"invitation": secret}, headers=headers)


def later(visit: Visit, **times: Any) -> Visit:
    """The same visit with another window."""
    with writing():
        row = db.session.get_one(Visit, visit.id)
        for name, value in times.items():
            setattr(row, name, value)
    return visit_of(visit.id)


def test_it_says_where_and_when_and_has_a_code_that_the_gate_takes(
    estate: Estate, phone: Phone
) -> None:
    said = opened(estate, expected(estate, party_size="2"))
    assert said["state"] == "ready"
    assert (said["compound"], said["gates"], said["people"]) == ("Miansi", ["East gate"], 2)
    assert (said["building_zh"], said["building_en"]) == ("12号楼", "Building 12")
    question = {"method": "scan", "token": said["token"], "direction": "entry"}
    assert phone.post("/judge", question).json["verdict"]["reasons"] == ["entry.admitted"]


def test_it_says_nothing_of_the_household_but_a_masked_name_and_the_building(
    estate: Estate,
) -> None:
    answer = asked(estate, invitation_of(expected(estate)))
    assert answer.json
    assert answer.json["host"] == "王**"
    told = str({**answer.json, "token": ""})
    for hidden in ("建国", "单元", "13912345678", "周护士"):
        assert hidden not in told


def test_before_its_time_it_says_so(estate: Estate) -> None:
    begin = datetime.now(UTC) + HOUR
    said = opened(estate, expected(estate, since=begin, until=begin + HOUR))
    assert said["state"] == "early"
    assert said["token"]


def test_whoever_is_inside_keeps_the_code_for_the_way_out(estate: Estate, phone: Phone) -> None:
    visit = expected(estate)
    phone.send(entry(phone, str(visit.id), visit=None))
    said = opened(estate, visit_of(visit.id))
    assert said["state"] == "inside"
    assert said["token"]


def test_a_cancelled_visit_has_no_code(estate: Estate) -> None:
    visit = expected(estate)
    cancel_visit(staff_member("xu"), visit.id, now=datetime.now(UTC))
    said = opened(estate, visit_of(visit.id))
    assert (said["state"], said["token"], said["number"]) == ("cancelled", "", None)


def test_a_visit_that_was_made_has_no_code(estate: Estate, phone: Phone) -> None:
    visit = expected(estate)
    phone.send(entry(phone, str(visit.id), visit=None), leaving(phone, str(visit.id)))
    said = opened(estate, visit_of(visit.id))
    assert (said["state"], said["token"]) == ("over", "")


def test_a_visit_whose_time_is_over_has_no_code(estate: Estate) -> None:
    visit = expected(estate)
    said = opened(estate, later(visit, expected_until=datetime.now(UTC) - timedelta(seconds=1)))
    assert (said["state"], said["token"]) == ("over", "")


@pytest.mark.parametrize("spoil", [lambda text: text[:-1], lambda text: "x" + text, lambda _: "?"])
def test_a_link_that_is_not_ours_opens_nothing(estate: Estate, spoil: Any) -> None:
    answer = asked(estate, spoil(invitation_of(expected(estate))))
    assert answer.status_code == 404
    assert answer.json
    assert answer.json["error"]["code"] == "visit.no_link"


def test_trying_links_is_slowed_down(estate: Estate) -> None:
    codes = [asked(estate, "made-up").status_code for _ in range(61)]
    assert codes == [404] * 60 + [429]


def test_the_page_is_kept_by_nobody_listed_nowhere_and_tells_no_other_site(
    estate: Estate,
) -> None:
    client = estate.app.test_client()
    answers = [client.get("/v/"), asked(estate, invitation_of(expected(estate)))]
    for answer in answers:
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert "Set-Cookie" not in answer.headers


def test_the_secret_is_in_the_fragment_of_the_desk_s_link(estate: Estate) -> None:
    visit = expected(estate)
    page = estate.browser("xu").get(f"/visits/{visit.id}", base_url="https://localhost").text
    assert f"https://localhost/v/#{invitation_of(visit)}" in page
