"""Guards sign on to a device; what it reports of them comes late, again and in any order."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import UUID, uuid4

import pytest

from checkpoint.db import db, writing
from checkpoint.gate import Device, SetAside
from checkpoint.gate.device_changes import revoke_device
from checkpoint.gate.models import SignOn
from checkpoint.people import Actor, Staff
from tests.gate.phone import Estate, Json, Phone, ago


@pytest.fixture
def empty(estate: Estate) -> Phone:
    """A phone at the east gate with nobody signed on."""
    answer = estate.join(estate.code())
    return Phone(estate, answer.json["credential"], estate.gates["east"])


def guard_of(phone: Phone) -> str | None:
    """Who is signed on, as the device hears it."""
    staff = phone.roster()["staff"]
    return staff["name"] if staff else None


def sign_on(estate: Estate, username: str, at: str, ended_at: str | None = None) -> Json:
    staff_id = estate.staff_id(username)
    return {"id": str(uuid4()), "staff_id": staff_id, "at": at, "ended_at": ended_at}


def kept(said: Json) -> SignOn:
    return db.session.get_one(SignOn, UUID(said["id"]))


def test_a_shift(estate: Estate, empty: Phone) -> None:
    """A guard signs on, the office knows who stands there, the guard signs off."""
    assert guard_of(empty) is None
    shift = sign_on(estate, "chen", ago(minutes=5))
    assert empty.report(shift)[0]["status"] == "recorded"
    assert guard_of(empty) == "Chen"
    ended = shift | {"ended_at": ago(minutes=1)}
    assert empty.report(ended)[0]["status"] == "recorded"
    assert guard_of(empty) is None
    assert kept(shift).ended_at == datetime.fromisoformat(ended["ended_at"])


def test_every_report_may_come_again(estate: Estate, empty: Phone) -> None:
    """A repeat changes nothing, and one that comes before the end does not open it again."""
    shift = sign_on(estate, "chen", ago(minutes=5))
    ended = shift | {"ended_at": ago(minutes=1)}
    for said in (shift, ended):
        empty.report(said)
    later = ended | {"ended_at": ago(seconds=1)}
    statuses = [each["status"] for each in empty.report(shift, ended, later, shift)]
    assert statuses == ["repeat"] * 4
    assert guard_of(empty) is None
    assert kept(shift).ended_at == datetime.fromisoformat(ended["ended_at"])


def test_the_same_report_many_times_at_once(either_estate: Estate) -> None:
    """However a network doubles it, it is kept once and every copy gets its answer."""
    phone = either_estate.phone()
    shift = sign_on(either_estate, "xu", ago(seconds=0))

    def report(_: int) -> str:
        mine = Phone(either_estate, phone.credential, phone.gate_id)
        return str(mine.report(shift)[0]["status"])

    with ThreadPoolExecutor(8) as pool:
        statuses = Counter(pool.map(report, range(16)))
    assert statuses == {"recorded": 1, "repeat": 15}
    assert guard_of(phone) == "Xu"


def test_any_order_of_arrival(estate: Estate) -> None:
    """Three shifts, the last of them open: whoever came last stands there, in every order."""
    shifts = [
        sign_on(estate, "chen", ago(minutes=50), ago(minutes=40)),
        sign_on(estate, "xu", ago(minutes=30), ago(minutes=20)),
        sign_on(estate, "chen", ago(minutes=10)),
    ]
    for order in permutations(shifts):
        answer = estate.join(estate.code())
        phone = Phone(estate, answer.json["credential"], estate.gates["east"])
        for said in order:
            phone.report(said | {"id": str(uuid4())})
        assert guard_of(phone) == "Chen"
        device = db.session.get_one(Device, int(phone.credential.split(".")[0]))
        assert device.signed_on_at == datetime.fromisoformat(shifts[2]["at"])


def test_the_one_before_is_over_when_another_signs_on(estate: Estate, empty: Phone) -> None:
    """A shift that was never closed does not come back when a later one ends."""
    empty.report(sign_on(estate, "chen", ago(minutes=50)))
    empty.report(sign_on(estate, "xu", ago(minutes=30), ago(minutes=20)))
    assert guard_of(empty) is None


def test_whoever_may_not_stand_there_is_set_aside(estate: Estate, empty: Phone) -> None:
    """A guard of another compound, one who was blocked, and nobody at all: kept for staff."""
    with writing():
        db.session.query(Staff).filter_by(username="chen").one().active = False
    strangers = [
        sign_on(estate, "fang", ago(minutes=3)),
        sign_on(estate, "chen", ago(minutes=2)),
        sign_on(estate, "xu", ago(minutes=1)) | {"staff_id": 4711},
    ]
    for _ in range(2):
        statuses = [each["status"] for each in empty.report(*strangers)]
        assert statuses == ["set_aside"] * 3
    assert guard_of(empty) is None
    aside = db.session.query(SetAside).all()
    assert [each.reason for each in aside] == ["staff.not_here"] * 3


def test_a_sign_on_of_another_device_is_not_taken_over(estate: Estate, empty: Phone) -> None:
    """The id is the first device's; the second one's report is kept aside."""
    shift = sign_on(estate, "chen", ago(minutes=5))
    empty.report(shift)
    other = estate.phone("xu")
    assert other.report(shift | {"ended_at": ago(seconds=1)})[0]["status"] == "set_aside"
    assert guard_of(empty) == "Chen"


def test_a_phone_that_joined_anew_may_report_what_it_began(estate: Estate, empty: Phone) -> None:
    """It is another device by its id, and the former one is over: nothing for staff to look at."""
    shift = sign_on(estate, "chen", ago(minutes=5))
    empty.report(shift)
    assert empty.delete("/devices/self").status_code == 204
    again = estate.phone("xu")
    assert again.report(shift | {"ended_at": ago(seconds=1)})[0]["status"] == "repeat"
    assert db.session.query(SetAside).all() == []


def test_a_clock_that_is_ahead_holds_nobody_there(estate: Estate, empty: Phone) -> None:
    """A sign-on of next year counts as of now: whoever signs on after it stands there."""
    ahead = (datetime.now(UTC) + timedelta(days=300)).isoformat()
    empty.report(sign_on(estate, "chen", ahead))
    empty.report(sign_on(estate, "xu", (datetime.now(UTC) + timedelta(seconds=1)).isoformat()))
    assert guard_of(empty) == "Xu"


def test_a_guard_who_is_blocked_stands_there_no_more(estate: Estate, phone: Phone) -> None:
    """The roster names nobody, and what is decided then is nobody's."""
    assert guard_of(phone) == "Chen"
    with writing():
        db.session.query(Staff).filter_by(username="chen").one().active = False
    assert phone.get("/ping").status_code == 200
    assert guard_of(phone) is None


def test_a_guard_who_moved_away(estate: Estate, phone: Phone) -> None:
    """A guard of another compound has no business here; the phone stays the gate's."""
    with writing():
        chen = db.session.query(Staff).filter_by(username="chen").one()
        chen.compound_id = estate.compounds["kunwu"]
    assert guard_of(phone) is None


def test_a_change_of_guard_raises_the_version(estate: Estate, phone: Phone) -> None:
    """So that a device that waits for news hears of it; a repeat raises nothing."""
    before = phone.roster()["version"]
    shift = sign_on(estate, "xu", ago(seconds=0))
    phone.report(shift)
    assert phone.roster()["version"] == before + 1
    phone.report(shift)
    assert phone.roster()["version"] == before + 1


def test_a_revoked_phone_may_still_report(estate: Estate, phone: Phone) -> None:
    """Who stood there belongs to what it hands over."""
    revoke_device(Actor.at_the_machine(), int(phone.credential.split(".")[0]), datetime.now(UTC))
    assert phone.sign_on("xu")["status"] == "recorded"


@pytest.mark.parametrize(
    "changed", [{"at": "2020-02-12T08:00:00"}, {"at": 5}, {"id": "x"}, {"staff_id": 0}, {"more": 1}]
)
def test_what_can_not_be_taken(estate: Estate, empty: Phone, changed: Json) -> None:
    """A malformed report is refused as a whole, with its place."""
    said = sign_on(estate, "chen", ago(minutes=5)) | changed
    answer = empty.post("/sign-ons", {"sign_ons": [said]})
    assert answer.status_code == 422
    assert answer.json["error"]["field"].startswith("sign_ons.0")
    assert guard_of(empty) is None
