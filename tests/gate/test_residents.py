"""A resident's phone: linked with a code, known again by its key, shown at the gate, unlinked."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from checkpoint.db import db, writing
from checkpoint.errors import CheckpointError
from checkpoint.gate import Direction
from checkpoint.passes import LinkedPhone, Pass, PassState, open_link, unlink_phone
from checkpoint.passes.phones import CODE_LIFETIME, MOST_PHONES
from checkpoint.people import Actor, Staff
from tests.gate.conftest import all_crossings
from tests.gate.phone import KEY, Estate, Phone
from tests.gate.resident import ResidentsPhone, linked
from tests.gate.test_outings import put_rules

WANG = 3184402


@pytest.fixture(autouse=True)
def signing_key_on_disk(estate: Estate) -> None:
    """The private half of the estate's key, where the office looks for it."""
    path = Path(estate.app.instance_path) / "keys" / "001.key"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(KEY.private_bytes_raw())


@pytest.fixture
def resident(estate: Estate) -> ResidentsPhone:
    """Ms Wang's phone, linked."""
    phone = ResidentsPhone(estate.app.test_client())
    assert phone.link(code_for(WANG)).status_code == 200
    return phone


def code_for(number: int, now: datetime | None = None) -> str:
    pass_ = db.session.scalars(select(Pass).where(Pass.number == number)).one()
    return open_link(Actor.at_the_machine(), pass_.id, now or datetime.now(UTC))


def row_of(phone: ResidentsPhone) -> LinkedPhone:
    db.session.rollback()
    return db.session.scalars(select(LinkedPhone).where(LinkedPhone.name == phone.name)).one()


def judged(gate: Phone, token: str) -> dict[str, Any]:
    question = {"method": "scan", "token": token, "direction": "exit"}
    answer = gate.post("/judge", question)
    assert answer.status_code == 200, answer.text
    return dict(answer.json["verdict"])  # type: ignore[index]


def test_a_linked_phone_is_admitted(resident: ResidentsPhone, phone: Phone) -> None:
    assert judged(phone, resident.shows())["reasons"] == ["exit.admitted"]


def test_a_screenshot_of_ninety_seconds_is_refused(resident: ResidentsPhone, phone: Phone) -> None:
    old = resident.shows(datetime.now(UTC) - timedelta(seconds=90))
    assert judged(phone, old)["reasons"] == ["pass.stale_code"]


def test_what_the_phone_was_given_is_no_use_to_another(
    resident: ResidentsPhone, phone: Phone
) -> None:
    thief = ResidentsPhone(resident.client, part=resident.part)
    assert judged(phone, thief.shows())["reasons"] == ["token.bad_signature"]


def test_a_crossing_that_took_a_while_to_measure_is_not_called_stale(
    resident: ResidentsPhone, phone: Phone
) -> None:
    shown = resident.shows(datetime.now(UTC) - timedelta(minutes=6))
    phone.send(phone.crossing(method="scan", token=shown, household_id=None))
    [crossing] = all_crossings()
    assert crossing.server_reason == "exit.admitted"


def test_the_page_says_what_the_gate_would(resident: ResidentsPhone) -> None:
    said = resident.state().json
    assert said
    assert said["home"]["label_zh"] == "12号楼 2单元 501"
    assert said["home"]["name"] == "王**"
    assert said["leave"]["allowed"] is True
    assert said["pass"]["number"] == WANG
    assert [each["own"] for each in said["phones"]] == [True]
    assert "建国" not in str(said)


def test_a_code_is_good_once(resident: ResidentsPhone, estate: Estate) -> None:
    code = code_for(WANG)
    assert ResidentsPhone(estate.app.test_client()).link(code).status_code == 200
    again = ResidentsPhone(estate.app.test_client()).link(code)
    assert again.status_code == 401
    assert again.json["error"]["code"] == "code.used"  # type: ignore[index]


def test_a_code_is_good_for_an_hour(estate: Estate) -> None:
    code = code_for(WANG, datetime.now(UTC) - CODE_LIFETIME - timedelta(seconds=1))
    answer = ResidentsPhone(estate.app.test_client()).link(code)
    assert answer.json["error"]["code"] == "code.expired"  # type: ignore[index]


def test_a_newer_code_ends_the_one_before(estate: Estate) -> None:
    first = code_for(WANG)
    code_for(WANG)
    answer = ResidentsPhone(estate.app.test_client()).link(first)
    assert answer.json["error"]["code"] == "code.expired"  # type: ignore[index]


def test_guessing_is_slowed_down(estate: Estate) -> None:
    codes = [ResidentsPhone(estate.app.test_client()).link(f"0000-{at:04}") for at in range(21)]
    assert [each.status_code for each in codes] == [401] * 20 + [429]


def test_nobody_links_a_key_that_is_another_s(estate: Estate) -> None:
    thief = ResidentsPhone(estate.app.test_client())
    other = ResidentsPhone(estate.app.test_client())
    code = code_for(WANG)
    public = urlsafe_b64encode(thief.public).decode()
    answer = thief.send("POST", "link", {"code": code, "public": public}, by=other.key)
    assert answer.status_code == 401


def test_a_pass_is_on_so_many_phones_and_no_more(estate: Estate) -> None:
    answers = [
        ResidentsPhone(estate.app.test_client()).link(code_for(WANG))
        for _ in range(MOST_PHONES + 1)
    ]
    assert [each.status_code for each in answers] == [200] * MOST_PHONES + [409]


def test_a_request_of_another_key_is_nobody_s(resident: ResidentsPhone) -> None:
    other = ResidentsPhone(resident.client)
    assert resident.send("GET", "state", by=other.key).status_code == 401


def test_a_request_is_for_one_body(resident: ResidentsPhone, estate: Estate) -> None:
    answer = resident.send("POST", "unlink", {"phone": 99}, sent=b'{"phone": 1}')
    assert answer.status_code == 401


@pytest.mark.parametrize("off", [timedelta(seconds=-125), timedelta(seconds=125)])
def test_a_request_of_another_time_is_told_so(resident: ResidentsPhone, off: timedelta) -> None:
    answer = resident.send("GET", "state", at=datetime.now(UTC) + off)
    assert answer.status_code == 401
    assert answer.json["error"]["code"] == "phone.clock"  # type: ignore[index]
    assert "Server-Time" in answer.headers


def test_no_cookie_is_set(resident: ResidentsPhone) -> None:
    assert "Set-Cookie" not in resident.state().headers


def test_a_lost_phone_is_unlinked_from_another(
    resident: ResidentsPhone, estate: Estate, phone: Phone
) -> None:
    other = ResidentsPhone(estate.app.test_client())
    other.link(code_for(WANG))
    assert resident.unlink(row_of(other).id).status_code == 200
    assert judged(phone, other.shows())["reasons"] == ["pass.unlinked"]
    assert judged(phone, resident.shows())["reasons"] == ["exit.admitted"]
    assert other.send("GET", "state").json["error"]["code"] == "phone.unlinked"  # type: ignore[index]


def test_a_phone_of_another_household_can_not_be_unlinked(
    resident: ResidentsPhone, estate: Estate
) -> None:
    other = ResidentsPhone(estate.app.test_client())
    other.link(code_for(1))
    assert resident.unlink(row_of(other).id).status_code == 404


def test_staff_unlink_a_phone_and_the_roster_says_so(
    resident: ResidentsPhone, phone: Phone
) -> None:
    before = phone.roster()
    assert before["phones"] == []
    unlink_phone(Actor.at_the_machine(), row_of(resident).id, datetime.now(UTC))
    changes = phone.roster(since=before["version"])
    assert changes["phones"] == [[resident.name, 0]]
    assert phone.roster()["phones"] == [[resident.name, 0]]


def test_an_unlinked_phone_leaves_the_roster_with_what_it_was_given(
    resident: ResidentsPhone, phone: Phone
) -> None:
    row = row_of(resident)
    unlink_phone(Actor.at_the_machine(), row.id, datetime.now(UTC))
    with writing():
        row = db.session.get_one(LinkedPhone, row.id)
        row.valid_until = datetime.now(UTC) - timedelta(minutes=1)
    assert phone.roster()["phones"] == []


def test_staff_of_another_compound_can_not_unlink_it(resident: ResidentsPhone) -> None:
    guard = db.session.scalars(select(Staff).where(Staff.username == "fang")).one()
    with pytest.raises(CheckpointError):
        unlink_phone(Actor.of(guard), row_of(resident).id, datetime.now(UTC))


def test_what_was_given_ends_after_thirty_days_and_is_renewed(resident: ResidentsPhone) -> None:
    row = row_of(resident)
    assert timedelta(days=29, hours=23) < row.valid_until - row.linked_at <= timedelta(days=30)
    with writing():
        row = db.session.get_one(LinkedPhone, row.id)
        row.renewed_at -= timedelta(days=2)
        row.valid_until -= timedelta(days=2)
    before = row_of(resident).valid_until
    resident.state()
    assert row_of(resident).valid_until > before + timedelta(days=1, hours=23)


def test_a_replaced_card_reaches_the_phone_by_itself(
    resident: ResidentsPhone, phone: Phone
) -> None:
    with writing():
        db.session.scalars(select(Pass).where(Pass.number == WANG)).one().generation += 1
    assert judged(phone, resident.shows())["reasons"] == ["pass.superseded"]
    resident.state()
    assert judged(phone, resident.shows())["reasons"] == ["exit.admitted"]


def test_a_revoked_pass_ends_its_phones(resident: ResidentsPhone, phone: Phone) -> None:
    with writing():
        db.session.scalars(select(Pass).where(Pass.number == WANG)).one().state = PassState.REVOKED
    assert judged(phone, resident.shows())["reasons"] == ["pass.revoked"]
    assert resident.send("GET", "state").json["error"]["code"] == "pass.revoked"  # type: ignore[index]


def test_own_crossings_are_shown(resident: ResidentsPhone, phone: Phone) -> None:
    phone.send(phone.crossing(method="scan", token=resident.shows(), household_id=None))
    said = resident.state().json
    assert said
    assert [each["direction"] for each in said["crossings"]] == [Direction.EXIT.value]
    assert said["home"]["outside_since"]


def test_nothing_is_shown_of_before_the_pass(resident: ResidentsPhone, phone: Phone) -> None:
    phone.send(phone.crossing(method="scan", token=resident.shows(), household_id=None))
    with writing():
        pass_ = db.session.scalars(select(Pass).where(Pass.number == WANG)).one()
        pass_.issued_at = datetime.now(UTC) + timedelta(seconds=1)
    said = resident.state().json
    assert said
    assert said["crossings"] == []


def test_the_holder_of_an_extra_pass_sees_their_own_crossings_alone(
    estate: Estate, phone: Phone
) -> None:
    nurse = linked(estate, "nurse")
    phone.send(phone.crossing())
    [answer] = phone.send(
        phone.crossing(
            method="scan", token=nurse.shows(), household_id=None, direction=Direction.ENTRY.value
        )
    )
    assert answer["status"] == "recorded", answer
    said = nurse.state().json
    assert said
    assert [each["direction"] for each in said["crossings"]] == [Direction.ENTRY.value]


def test_the_page_says_how_many_outings_are_left_and_when_the_next_is(
    resident: ResidentsPhone, estate: Estate, phone: Phone
) -> None:
    put_rules(estate, "lenient", closure=None)
    before = resident.state().json
    assert before
    assert before["leave"]["allowed"] is True
    assert before["leave"]["outings"] == {"left": 1, "limit": 1, "days": 1}
    phone.send(phone.crossing(method="scan", token=resident.shows(), household_id=None))
    after = resident.state().json
    assert after
    assert after["leave"]["outings"]["left"] == 0
    assert after["leave"]["reason"] == "quota.used"
    assert datetime.fromisoformat(after["leave"]["until"]) > datetime.now(UTC)
