"""A device proves itself, tells of itself, is moved, renamed, revoked, and ends."""

from datetime import UTC, datetime

import pytest

from checkpoint.db import db
from checkpoint.errors import BadInput, Forbidden, NotFound
from checkpoint.gate import Crossing, Device
from checkpoint.gate.device_changes import end_device, move_device, rename_device, revoke_device
from checkpoint.gate.models import SignOn
from checkpoint.people import Actor, AuditEntry, Staff
from tests.gate.phone import Estate, Phone, letter
from tests.gate.test_judge_and_scans import scan

NOW = datetime(2020, 2, 12, tzinfo=UTC)
ROUTES = (
    ("get", "/ping"),
    ("get", "/roster"),
    ("post", "/crossings"),
    ("post", "/judge"),
    ("post", "/scans"),
    ("post", "/sign-ons"),
    ("delete", "/devices/self"),
)


def actor(username: str) -> Actor:
    return Actor.of(db.session.query(Staff).filter_by(username=username).one())


def number_of(phone: Phone) -> int:
    return int(phone.credential.split(".")[0])


def code_of(phone: Phone, path: str) -> str:
    """Why the phone is refused there."""
    answer = phone.get(path)
    assert answer.status_code == 401
    code: str = answer.json["error"]["code"]
    return code


def actions() -> list[str]:
    entries = db.session.query(AuditEntry).filter(AuditEntry.object_kind == "device")
    return [each.action for each in entries.order_by(AuditEntry.id)]


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer 1",
        "Bearer 1.",
        "Bearer 1." + "A" * 43,
        "Bearer 99999999999999999999." + "A" * 43,
        "Bearer -1." + "A" * 43,
        "Bearer ١." + "A" * 43,
        "Basic Y2hlbjpwYXNz",
        "Bearer " + "A" * 5000,
    ],
)
def test_no_credential(estate: Estate, phone: Phone, header: str) -> None:
    """Whatever is not the credential is answered 401 on every route."""
    client = estate.app.test_client()
    for method, path in ROUTES:
        headers = {"Authorization": header}
        answer = client.open(f"/api/v1{path}", method=method, json={}, headers=headers)
        assert (answer.status_code, answer.json["error"]["code"]) == (401, "device.unknown")


def test_cookies_open_nothing(estate: Estate) -> None:
    """A signed-in browser is no device: the API looks at no cookie."""
    client = estate.browser("root")
    assert client.get("/api/v1/ping", base_url="https://localhost").status_code == 401


def test_device_tells_of_itself(phone: Phone) -> None:
    """What a device says of itself stands on its row: version, unsent, battery, age, clock."""
    slow = datetime.now(UTC).replace(year=2020).isoformat()
    said = {"device_time": slow, "unsent": 4, "battery": 64, "knowledge_age_s": 47_000}
    assert phone.post("/crossings", letter(phone.crossing()) | said).status_code == 200
    device = db.session.query(Device).one()
    assert (device.unsent, device.app_version, device.roster_version) == (3, "0.1.0", 1)
    assert (device.battery, device.knowledge_age_s) == (64, 47_000)
    assert device.clock_offset_ms == 2**31 - 1  # six years do not fit


def test_a_phone_without_a_battery_to_tell_of(phone: Phone) -> None:
    """Not every browser says how full the battery is, and an empty letter is a sign of life."""
    assert phone.post("/crossings", letter()).status_code == 200
    assert db.session.query(Device).one().battery is None


def test_a_phone_that_wiped_itself(phone: Phone) -> None:
    """Its credential opens nothing any more, and it is told that it ended."""
    assert phone.get("/ping").status_code == 200
    assert phone.delete("/devices/self").status_code == 204
    assert code_of(phone, "/ping") == "device.ended"
    assert phone.delete("/devices/self").json["error"]["code"] == "device.ended"


def test_a_revoked_phone_hands_over_and_is_gone(estate: Estate, phone: Phone) -> None:
    """It is refused everything but the way to hand over what it has, then ends itself."""
    left = phone.crossing("wang")
    revoke_device(actor("root"), number_of(phone), NOW)
    for path in ("/roster", "/ping"):
        assert code_of(phone, path) == "device.revoked"
    asked = phone.post("/judge", {"method": "scan", "token": estate.card("wang")})
    assert (asked.status_code, asked.json["error"]["code"]) == (401, "device.revoked")
    assert phone.send(left)[0]["status"] == "recorded"
    assert phone.post("/scans", {"scans": [scan()]}).status_code == 200
    assert phone.sign_on("chen")["status"] == "recorded"
    assert phone.delete("/devices/self").status_code == 204
    assert db.session.query(Crossing).count() == 1
    assert code_of(phone, "/ping") == "device.ended"
    assert phone.post("/crossings", letter(left)).json["error"]["code"] == "device.ended"
    assert actions()[-2:] == ["device.revoked", "device.wiped"]


def test_revoked_twice_is_revoked_once(phone: Phone) -> None:
    """The first moment stands, and one entry of the record."""
    for moment in (NOW, datetime.now(UTC)):
        revoke_device(actor("root"), number_of(phone), moment)
    assert db.session.query(Device).one().revoked_at == NOW
    assert actions().count("device.revoked") == 1


def test_a_lost_phone_is_given_up(phone: Phone) -> None:
    """The office stops waiting: the phone hears that it ended, and nobody stands at it any more."""
    revoke_device(actor("root"), number_of(phone), NOW)
    end_device(actor("root"), number_of(phone), NOW)
    assert code_of(phone, "/roster") == "device.ended"
    device = db.session.query(Device).one()
    assert (device.staff_id, device.ended_at) == (None, NOW)
    assert db.session.query(SignOn).one().ended_at == NOW


def test_a_moved_phone_hears_of_its_new_gate_at_once(estate: Estate, phone: Phone) -> None:
    """A small delta carries the other gate, and a crossing there is one of that gate."""
    version = phone.roster()["version"]
    move_device(actor("root"), number_of(phone), estate.gates["west"], NOW)
    page = phone.roster(version)
    assert (page["gate"]["name"], page["full"], page["households"]) == ("West gate", False, [])
    phone.cross("wang", gate_id=estate.gates["west"])
    assert db.session.query(Crossing).one().gate_id == estate.gates["west"]
    move_device(actor("root"), number_of(phone), estate.gates["west"], NOW)
    assert actions().count("device.moved") == 1


def test_not_to_another_compound(estate: Estate, phone: Phone) -> None:
    """A roster is of one compound: the phone must join there anew."""
    with pytest.raises(BadInput) as caught:
        move_device(actor("root"), number_of(phone), estate.gates["far"], NOW)
    assert caught.value.field == "gate"
    assert db.session.query(Device).one().gate_id == estate.gates["east"]


def test_another_name(phone: Phone) -> None:
    """A device has a name that can be read; the same name again is no change."""
    for _ in range(2):
        rename_device(actor("root"), number_of(phone), "  North   phone ", NOW)
    assert db.session.query(Device).one().name == "North phone"
    assert actions().count("device.renamed") == 1
    for wrong in ("", "x" * 81, "a\u202eb"):
        with pytest.raises(BadInput):
            rename_device(actor("root"), number_of(phone), wrong, NOW)


def test_who_may(estate: Estate, phone: Phone) -> None:
    """Neither a guard nor a clerk changes a device, and an admin only those in scope."""
    number, east = number_of(phone), estate.gates["east"]
    for username in ("chen", "xu"):
        who = actor(username)
        for change in (
            lambda who=who: revoke_device(who, number, NOW),
            lambda who=who: end_device(who, number, NOW),
            lambda who=who: rename_device(who, number, "x", NOW),
            lambda who=who: move_device(who, number, east, NOW),
        ):
            with pytest.raises(Forbidden):
                change()
    local = Actor(1, "local", actor("root").role, 1, estate.compounds["kunwu"])
    with pytest.raises(NotFound):
        revoke_device(local, number, NOW)
    assert phone.get("/ping").status_code == 200


def test_a_sealed_gate_keeps_its_devices(estate: Estate) -> None:
    """A phone may join a sealed gate, to tell whoever comes that it is sealed."""
    phone = estate.phone(gate="west")
    assert phone.roster()["gate"]["state"] == "sealed"
