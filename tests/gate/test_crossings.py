"""Crossings over HTTP: what is recorded, what is a repeat, and what is kept aside."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from checkpoint.db import db, writing
from checkpoint.gate import Crossing, Reading, RefusedScan, SetAside
from checkpoint.passes import Pass, PassState, SigningKey
from checkpoint.people import Household
from tests.gate.conftest import all_crossings
from tests.gate.phone import Estate, Phone, ago, letter, refused, token


def home(estate: Estate, name: str = "wang") -> Household:
    db.session.rollback()
    return db.session.get_one(Household, estate.households[name])


def test_a_morning(either_estate: Estate) -> None:
    """Enrol, fetch the roster, let somebody out and in again, and the office knows each step."""
    phone = either_estate.phone("chen")
    version = phone.roster()["version"]
    out = phone.cross("wang", party_size=2, decided_at=ago(minutes=50))
    assert out["status"] == "recorded"
    assert out["verdict"] == {"outcome": "admit", "reasons": ["exit.admitted"]}
    assert out["household"]["id"] == either_estate.households["wang"]
    household = home(either_estate)
    assert household.outside_since == datetime.fromisoformat(out["household"]["outside_since"])
    assert household.outside_people == 2

    back = phone.cross("wang", "entry", reading_tenths=371)
    assert back["verdict"]["reasons"] == ["entry.admitted"]
    assert back["household"]["outside_since"] is None
    assert home(either_estate).outside_since is None
    assert phone.roster(version)["version"] == version + 2
    assert [each.direction for each in all_crossings()] == ["exit", "entry"]
    assert [each.tenths for each in db.session.query(Reading)] == [365, 371]


def test_what_a_crossing_holds(estate: Estate, phone: Phone) -> None:
    """A crossing keeps both verdicts, both clocks, who, where, with which card."""
    decided = ago(hours=3)
    sent = phone.crossing(decided_at=decided, knowledge_age_s=7200, roster_version=9)
    phone.send(sent, device_time=ago(seconds=90))
    [crossing] = all_crossings()
    assert crossing.decided_at == datetime.fromisoformat(decided)
    assert abs((datetime.now(UTC) - crossing.received_at).total_seconds()) < 5
    assert 89_000 < crossing.clock_offset_ms < 95_000
    assert (crossing.knowledge_age_s, crossing.roster_version) == (7200, 9)
    assert crossing.pass_ is not None
    assert (crossing.pass_.number, crossing.generation) == (3184402, 2)
    assert (crossing.gate_id, crossing.staff.username) == (estate.gates["east"], "chen")
    assert (crossing.device_reason, crossing.server_reason) == ("exit.admitted", "exit.admitted")
    assert crossing.reading is not None
    assert crossing.reading.household_id == estate.households["wang"]


def test_repeat(either_estate: Estate) -> None:
    """The same crossing again, however often and in whatever key order, gets its first answer."""
    phone = either_estate.phone("chen")
    crossing = phone.crossing()
    [first] = phone.send(crossing)
    again = phone.send(dict(reversed(crossing.items())), crossing)
    assert [each["status"] for each in again] == ["repeat", "repeat"]
    assert [each | {"status": "recorded"} for each in again] == [first, first]
    assert len(all_crossings()) == 1


def test_repeat_before_any_rule(estate: Estate, phone: Phone) -> None:
    """A repeat is known even when, by now, every rule would refuse it."""
    crossing = phone.crossing()
    [first] = phone.send(crossing)
    with writing():
        db.session.query(Pass).filter_by(number=3184402).one().state = PassState.REVOKED
    [again] = phone.send(crossing)
    assert again == first | {"status": "repeat"}


def test_repeat_after_others(estate: Estate, phone: Phone) -> None:
    """A late repeat gets the answer of then, not of now."""
    out = phone.crossing(decided_at=ago(minutes=10))
    [first] = phone.send(out)
    phone.cross("wang", "entry")
    [again] = phone.send(out)
    assert again["household"] == first["household"]
    assert home(estate).outside_since is None


def test_conflict(either_estate: Estate) -> None:
    """Another body under the same id is a conflict: the first stands, the second is kept."""
    phone = either_estate.phone("chen")
    crossing = phone.crossing()
    phone.send(crossing)
    other = crossing | {"party_size": 3}
    [result] = phone.send(other)
    assert (result["status"], result["error"]["code"]) == ("conflict", "crossing.conflict")
    assert phone.send(other)[0]["status"] == "conflict"
    assert [each.party_size for each in all_crossings()] == [1]
    [kept] = db.session.query(SetAside)
    assert (kept.status, kept.body["party_size"]) == ("conflict", 3)


def test_each_for_itself(estate: Estate, phone: Phone) -> None:
    """One bad crossing in a letter holds up no other."""
    good, bad, last = phone.crossing(), phone.crossing(party_size=0), phone.crossing("li")
    results = phone.send(good, bad, last)
    assert [each["status"] for each in results] == ["recorded", "set_aside", "recorded"]
    assert results[1]["error"]["code"] == "crossing.malformed"
    assert phone.send(bad)[0] == results[1]
    [kept] = db.session.query(SetAside)
    assert kept.body == bad


def test_judged_again(estate: Estate, phone: Phone) -> None:
    """An exit on a card that was revoked meanwhile has happened; the office says what it thinks."""
    with writing():
        db.session.query(Pass).filter_by(number=3184402).one().state = PassState.REVOKED
    result = phone.cross("wang", knowledge_age_s=50_000)
    assert (result["status"], result["verdict"]) == ("recorded", refused("pass.revoked"))
    [crossing] = all_crossings()
    assert (crossing.device_outcome, crossing.server_outcome) == ("admit", "refuse")
    assert home(estate).outside_since is not None


def test_retired_key(estate: Estate, phone: Phone) -> None:
    """A token of a key that was retired meanwhile still tells who went out."""
    with writing():
        db.session.query(SigningKey).one().retired_at = datetime.now(UTC)
    result = phone.cross("wang")
    assert (result["status"], result["verdict"]) == ("recorded", refused("token.called_in"))
    assert home(estate).outside_since is not None


def test_out_at_two_gates(estate: Estate) -> None:
    """The same household out through two gates: both happened, the second is flagged."""
    here, there = estate.phone("chen"), estate.phone("xu")
    assert here.cross("wang", decided_at=ago(minutes=5))["verdict"]["outcome"] == "admit"
    later = there.cross("wang", decided_at=ago(minutes=1))
    assert later["verdict"] == refused("household.already_out")


def test_late_arrival_is_judged_by_its_time(estate: Estate, phone: Phone) -> None:
    """An entry that arrives after a later exit is judged as of then and changes nothing now."""
    phone.cross("wang", "exit", decided_at=ago(minutes=60))
    phone.cross("wang", "exit", decided_at=ago(minutes=10))
    late = phone.cross("wang", "entry", decided_at=ago(minutes=30))
    assert late["verdict"]["reasons"] == ["entry.admitted"]
    assert home(estate).outside_since is not None


@pytest.mark.parametrize(("minutes", "reason"), [(29, "already_out"), (25, "admitted")])
def test_one_passage_told_twice(estate: Estate, phone: Phone, minutes: int, reason: str) -> None:
    """Two exits at once are one too many, whichever arrives first; an hour apart, who knows."""
    phone.cross("wang", "exit", decided_at=ago(minutes=minutes))
    second = phone.cross("wang", "exit", decided_at=ago(minutes=30))
    assert second["verdict"]["reasons"][0].endswith(reason)


def test_refused_and_not_let_through(estate: Estate, phone: Phone) -> None:
    """A refusal that the guard accepted is on record with its reading, and moves nobody. To the
    office one high reading alone is a question."""
    result = phone.cross("wang", reading_tenths=381, verdict=refused("reading.fever"))
    verdict = result["verdict"]
    assert (verdict["outcome"], verdict["reasons"]) == ("ask", ["reading.high"])
    assert result["household"]["outside_since"] is None
    assert home(estate).outside_since is None
    assert db.session.query(Reading).one().tenths == 381


def test_override(estate: Estate, phone: Phone) -> None:
    """A guard may let somebody through with a reason: recorded, and counted as out."""
    override = {"reason": "medical", "note": "appointment at the clinic"}
    result = phone.cross(
        "wang", override=override, reading_tenths=381, verdict=refused("reading.fever")
    )
    assert result["household"]["outside_since"] is not None
    [crossing] = all_crossings()
    assert (crossing.override_reason, crossing.override_note) == tuple(override.values())


@pytest.mark.parametrize(
    "changed",
    [
        {"method": "address", "token": None, "reading_tenths": None},
        {"method": "scan", "token": "https://example.org/", "reading_tenths": None},
        {"method": "scan", "token": None},
        {"method": "number", "token": None, "number": 99_999_999},
        {"gate_id": 12345, "method": "address", "token": None},
    ],
)
def test_emergency_is_always_recorded(estate: Estate, phone: Phone, changed: Any) -> None:
    """Life first: whoever leaves a fire is recorded, known or not, at whatever gate."""
    emergency = {"reason": "emergency", "note": ""}
    result = phone.cross(override=emergency, verdict=refused("pass.unknown"), **changed)
    assert (result["status"], result["household"]) == ("recorded", None)
    [crossing] = all_crossings()
    assert (crossing.household_id, crossing.override_reason) == (None, "emergency")
    assert crossing.gate_id == estate.gates["east"]


def test_forgotten_card(estate: Estate, phone: Phone) -> None:
    """A household that is looked up by its address is recorded as such, on its own pass."""
    li = estate.households["li"]
    result = phone.cross(method="address", token=None, household_id=li)
    assert result["verdict"]["reasons"] == ["exit.admitted"]
    [crossing] = all_crossings()
    assert (crossing.method, crossing.household_id) == ("address", li)
    assert (crossing.pass_.number, crossing.generation) == (1, None)


def test_by_number(estate: Estate, phone: Phone) -> None:
    """A number that is typed finds its household."""
    result = phone.cross(method="number", token=None, number=500)
    assert result["household"]["id"] == estate.households["wang"]
    assert all_crossings()[0].pass_.kind == "caregiver"


def test_replaced_card(estate: Estate, phone: Phone) -> None:
    """The older card of a pass is refused; the newer one of a later roster is not."""
    old = phone.cross("wang", token=token(3184402, 1))
    assert old["verdict"] == refused("pass.superseded")


def test_gate_of_another_compound(estate: Estate, phone: Phone) -> None:
    """A crossing at a gate of another compound is no business of this device: kept aside."""
    result = phone.cross(gate_id=estate.gates["far"])
    assert (result["status"], result["error"]["code"]) == ("set_aside", "gate.other_compound")
    assert all_crossings() == []


def test_other_gate_of_the_compound(estate: Estate, phone: Phone) -> None:
    """A device that was moved hands over what it decided at its old gate; that one is sealed."""
    result = phone.cross(gate_id=estate.gates["west"])
    assert (result["status"], result["verdict"]) == ("recorded", refused("gate.sealed"))


@pytest.mark.parametrize(
    "changed",
    [
        {"token": token(77)},
        {"method": "number", "token": None, "number": 77},
        {"method": "address", "token": None, "household_id": 4},
    ],
)
def test_household_of_another_compound(estate: Estate, phone: Phone, changed: Any) -> None:
    """A guard can neither move nor learn of a household of another compound."""
    result = phone.cross(**changed)
    assert result["status"] == "set_aside"
    assert result["error"]["code"] in {"pass.other_compound", "pass.unknown"}
    assert result["household"] is None
    assert home(estate, "sun").outside_since is None
    assert all_crossings() == []
    with_override = phone.cross(override={"reason": "duty", "note": ""}, **changed)
    assert (with_override["status"], with_override["household"]) == ("recorded", None)
    assert home(estate, "sun").outside_since is None


def test_wrong_clock(estate: Estate, phone: Phone) -> None:
    """A device whose clock is years ahead can't lock a household out of its own future."""
    ahead = datetime.now(UTC).replace(year=2090).isoformat()
    phone.cross("wang", decided_at=ahead)
    since = home(estate).outside_since
    assert since is not None
    assert since.year < 2090
    phone.cross("wang", "entry")
    assert home(estate).outside_since is None


def test_empty_letter(phone: Phone) -> None:
    """A letter without crossings is a sign of life."""
    assert phone.send(unsent=0) == []


def test_letters_that_are_none(estate: Estate, phone: Phone) -> None:
    """A letter that is none is refused as a whole, by name, and nothing of it is recorded."""
    good = phone.crossing()
    no_id = good | {"id": "17"}
    huge = good | {"override": {"reason": "other", "note": "x" * 50_000}}
    cases = [
        (letter(good, no_id), 422, "crossings.1.id"),
        (letter(good, {}), 422, "crossings.1.id"),
        (letter(good, huge), 413, "crossings.1"),
        (letter(*[good] * 101), 422, "crossings"),
        (letter(good) | {"unsent": -1}, 422, "unsent"),
        (letter(good) | {"device_time": "yesterday"}, 422, "device_time"),
        (letter(good) | {"device_time": "2020-02-12T08:00:00"}, 422, "device_time"),
        (letter(good) | {"more": 1}, 422, "more"),
        ({"crossings": [good]}, 422, "device_time"),
        ([good], 422, None),
        (letter("x"), 422, "crossings.0"),
    ]
    for body, status, field in cases:
        answer = phone.post("/crossings", body)
        assert (answer.status_code, answer.json["error"]["field"]) == (status, field)
    assert all_crossings() == []


def test_never_changed(estate: Estate, phone: Phone) -> None:
    """Nobody changes a crossing, not even the office's own code."""
    phone.cross()
    with pytest.raises(RuntimeError, match="never changed"), writing():
        db.session.query(Crossing).one().party_size = 9


def test_unknown_scan_once(estate: Estate, phone: Phone) -> None:
    """A refused scan that is sent again as a crossing is kept once."""
    crossing = phone.crossing(token=token(4711), verdict=refused("pass.unknown"))
    for _ in range(2):
        [result] = phone.send(crossing)
        assert (result["status"], result["error"]["code"]) == ("set_aside", "pass.unknown")
    assert db.session.query(RefusedScan).count() == 1
    assert db.session.query(SetAside).count() == 0


def test_id_is_any_uuid(phone: Phone) -> None:
    """The id is the device's own, as long as it is a UUID."""
    assert phone.cross(id=str(uuid4()).upper())["status"] == "recorded"
