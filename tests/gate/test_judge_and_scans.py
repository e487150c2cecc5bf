"""Asking the office for its verdict, and telling it of refused scans."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest

from checkpoint.db import db
from checkpoint.gate import RefusedScan
from tests.gate.phone import Estate, Json, Phone, ago, refused


def test_who_is_in(estate: Estate, phone: Phone) -> None:
    """Who is in is taken to go out; the guard sees door, masked name and number of people."""
    answer = phone.post("/judge", {"method": "scan", "token": estate.card("wang")}).json
    assert answer["verdict"] == {"outcome": "admit", "reasons": ["exit.admitted"]}
    assert answer["direction"] == "exit"
    assert answer["household"] == {
        "id": estate.households["wang"],
        "building": "12",
        "unit": "2",
        "room": "501",
        "masked_name": "王**",
        "members": 3,
        "outside_since": None,
    }
    assert answer["pass"] == {
        "number": 3184402,
        "kind": "household",
        "generation": 2,
        "holder": "",
    }


def test_who_is_out(estate: Estate, phone: Phone) -> None:
    """Who is out is taken to come in; asked for an exit, the office refuses it."""
    phone.cross("wang")
    question = {"method": "scan", "token": estate.card("wang")}
    assert phone.post("/judge", question).json["direction"] == "entry"
    exit = phone.post("/judge", question | {"direction": "exit"}).json
    assert exit["verdict"] == refused("household.already_out")
    assert exit["household"]["outside_since"] is not None


def test_what_another_gate_did(estate: Estate, phone: Phone) -> None:
    """What another gate did a second ago counts."""
    estate.phone("xu").cross("li")
    answer = phone.post("/judge", {"method": "number", "number": 1, "direction": "exit"}).json
    assert answer["verdict"] == refused("household.already_out")


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ({"method": "number", "number": 99_999_999}, "pass.unknown"),
        ({"method": "number", "number": 77}, "pass.other_compound"),
        ({"method": "number", "number": 900}, "pass.revoked"),
        ({"method": "number", "number": 2}, "household.gone"),
        ({"method": "address", "household_id": 99}, "pass.unknown"),
    ],
)
def test_refusals(phone: Phone, question: Json, reason: str) -> None:
    """The office refuses by the same rules as the phone."""
    assert phone.post("/judge", question).json["verdict"] == refused(reason)


def test_five_wrong_numbers_are_the_last(estate: Estate, phone: Phone) -> None:
    """After five that lead nowhere no number is answered, a right one neither: in between one
    right number buys no further guess. Other phones, cards and addresses go on."""
    for number in (10, 77, 900, 1, 12, 13):
        assert phone.post("/judge", {"method": "number", "number": number}).status_code == 200
    for number in (14, 1):
        answer = phone.post("/judge", {"method": "number", "number": number})
        assert (answer.status_code, answer.json["error"]["code"]) == (
            429,
            "access.too_many_attempts",
        )
    by_card = {"method": "scan", "token": estate.card("wang")}
    at_the_door = {"method": "address", "household_id": estate.households["wang"]}
    for question in (by_card, at_the_door):
        assert phone.post("/judge", question).json["verdict"]["outcome"] == "admit"
    other = estate.phone("xu").post("/judge", {"method": "number", "number": 1})
    assert other.json["verdict"]["outcome"] == "admit"


def test_right_numbers_are_no_guesses(phone: Phone) -> None:
    """A gate where no scanner works goes on by number all day."""
    for _ in range(20):
        assert phone.post("/judge", {"method": "number", "number": 1}).status_code == 200


def test_crossings_are_no_questions(estate: Estate, phone: Phone) -> None:
    """What happened by number is taken, however many numbers led nowhere before."""
    for number in range(10, 15):
        phone.post("/judge", {"method": "number", "number": number})
    assert phone.cross("li", method="number", number=1, token=None)["status"] == "recorded"


def test_one_high_reading_is_a_question(phone: Phone) -> None:
    """The household waits and is measured again; until when, the office says."""
    question = {"method": "number", "number": 1, "reading_tenths": 373}
    verdict = phone.post("/judge", question).json["verdict"]
    assert (verdict["outcome"], verdict["reasons"]) == ("ask", ["reading.high"])


def test_sealed(estate: Estate) -> None:
    """At a sealed gate everybody is refused."""
    phone = estate.phone("chen", "west")
    answer = phone.post("/judge", {"method": "number", "number": 1}).json
    assert answer["verdict"] == refused("gate.sealed")


def test_strangers_stay_strangers(phone: Phone) -> None:
    """Nothing is told of a household of another compound."""
    answer = phone.post("/judge", {"method": "number", "number": 77}).json
    assert answer["household"] is answer["pass"] is None


@pytest.mark.parametrize(
    "question", [{}, {"method": "scan"}, {"method": "number", "token": "x"}, {"method": "address"}]
)
def test_no_question(phone: Phone, question: Json) -> None:
    """A question about nobody is refused."""
    assert phone.post("/judge", question).status_code == 422


def scan(**changed: object) -> Json:
    plain = {
        "id": str(uuid4()),
        "at": ago(seconds=5),
        "reason": "token.foreign",
        "length": 19,
        "sample": "0a1b2c3d",
    }
    return plain | changed


def test_scans_once(estate: Estate, phone: Phone) -> None:
    """Refused scans are kept once, however often they are sent, with where and by whom."""
    one, two = scan(), scan(reason="token.bad_signature", length=120)
    first = phone.post("/scans", {"scans": [one, two]}).json["results"]
    again = phone.post("/scans", {"scans": [two, one, two]}).json["results"]
    assert [each["status"] for each in first] == ["recorded", "recorded"]
    assert {each["status"] for each in again} == {"repeat"}
    assert db.session.query(RefusedScan).count() == 2
    kept = db.session.query(RefusedScan).filter_by(length=120).one()
    assert (kept.gate_id, kept.reason, kept.sample) == (
        estate.gates["east"],
        "token.bad_signature",
        "0a1b2c3d",
    )


def test_the_same_scans_at_once(either_estate: Estate) -> None:
    """The same letter from eight threads at once: each scan is recorded by one of them."""
    phone = either_estate.phone("chen")
    letter = {"scans": [scan() for _ in range(100)]}
    barrier = Barrier(8)

    def post(_: int) -> object:
        barrier.wait()
        return phone.post("/scans", letter)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(post, range(8)))
    assert [each.status_code for each in answers] == [200] * 8
    statuses = [result["status"] for each in answers for result in each.json["results"]]
    assert statuses.count("recorded") == 100
    assert db.session.query(RefusedScan).count() == 100


@pytest.mark.parametrize(
    "changed",
    [
        {"reason": "<script>"},
        {"length": -1},
        {"sample": "the text itself"},
        {"text": "secret"},
        {"at": "now"},
        {"id": "1"},
    ],
)
def test_wrong_scans(phone: Phone, changed: Json) -> None:
    """A scan that carries more than it may is refused by field."""
    answer = phone.post("/scans", {"scans": [scan(), scan(**changed)]})
    assert answer.status_code == 422
    assert answer.json["error"]["field"] == f"scans.1.{next(iter(changed))}"
    assert db.session.query(RefusedScan).count() == 0
