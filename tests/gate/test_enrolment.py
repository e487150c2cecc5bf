"""A phone becomes a gate device, proves itself, and is sent away again."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest

from checkpoint.db import db, writing
from checkpoint.gate import Device
from checkpoint.people import AuditEntry, Staff
from tests.gate.phone import Estate, Phone


def test_one_gate_needs_no_choice(estate: Estate) -> None:
    """A guard with one gate in scope is enrolled there at once."""
    answer = estate.enrol("fang")
    assert answer.status_code == 201
    assert answer.json["gate"] == {"id": estate.gates["far"], "name": "Kunwu gate", "state": "open"}
    assert answer.json["community"] == {"name": "Fenglin office", "phone": "010-5550100"}
    assert answer.json["staff"]["name"] == "Fang"


def test_several_gates_are_a_choice(estate: Estate) -> None:
    """With more gates the phone is asked to choose, and learns which are sealed."""
    answer = estate.enrol("chen")
    assert answer.status_code == 200
    assert [(each["name"], each["state"]) for each in answer.json["choose"]] == [
        ("East gate", "open"),
        ("West gate", "sealed"),
    ]
    assert answer.json["choose"][0]["compound"] == "Miansi"
    assert db.session.query(Device).count() == 1  # the one that is there from the beginning


def test_wide_scope_sees_all_gates(estate: Estate) -> None:
    """A clerk of the whole community may choose among all its gates."""
    assert len(estate.enrol("xu").json["choose"]) == 3


def test_gate_out_of_scope(estate: Estate) -> None:
    """A guard can't be enrolled at another compound's gate."""
    answer = estate.enrol("chen", gate_id=estate.gates["far"])
    assert (answer.status_code, answer.json["error"]["code"]) == (404, "not_found")
    assert answer.json["error"]["field"] == "gate_id"


@pytest.mark.parametrize(
    "changed", [{"password": "wrong"}, {"username": "nobody"}, {"username": "chen\u202e"}]
)
def test_wrong_sign_in(estate: Estate, changed: dict[str, str]) -> None:
    """A wrong name or password enrols nothing, and the answer does not say which was wrong."""
    answer = estate.enrol(gate_id=estate.gates["east"], **changed)
    assert answer.status_code in {401, 422}
    assert answer.json["error"]["code"] in {"access.wrong", "input.invalid"}
    assert db.session.query(Device).count() == 1  # the one that is there from the beginning


def test_blocked_guard(estate: Estate) -> None:
    """A blocked account enrols nothing, and its devices are out at once."""
    phone = estate.phone()
    with writing():
        db.session.query(Staff).filter_by(username="chen").one().active = False
    assert estate.enrol(gate_id=estate.gates["east"]).status_code == 401
    assert phone.get("/ping").json["error"]["code"] == "device.ended"


def test_guessing_is_slowed_down(estate: Estate) -> None:
    """Wrong passwords for one name are soon answered with 'wait'."""
    statuses = [estate.enrol(password="wrong").status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]


def test_secret_is_not_kept(estate: Estate, phone: Phone) -> None:
    """Of the credential the office keeps the SHA-256 alone, and who enrolled it is on record."""
    number, secret = phone.credential.split(".")
    device = db.session.get_one(Device, int(number))
    assert device.credential_hash == sha256(secret.encode()).digest()
    assert len(secret) == 43
    entry = db.session.query(AuditEntry).filter_by(action="device.enrolled").one()
    assert (entry.object_id, entry.detail) == (device.id, {"gate_id": estate.gates["east"]})


def test_sign_out(phone: Phone) -> None:
    """After signing out the credential opens nothing, and the device is told that it ended."""
    assert phone.get("/ping").status_code == 200
    assert phone.delete("/devices/self").status_code == 204
    answer = phone.get("/ping")
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "device.ended")


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
    for method, path in (
        ("get", "/ping"),
        ("get", "/roster"),
        ("post", "/crossings"),
        ("post", "/judge"),
        ("post", "/scans"),
        ("delete", "/devices/self"),
    ):
        headers = {"Authorization": header}
        answer = client.open(f"/api/v1{path}", method=method, json={}, headers=headers)
        assert (answer.status_code, answer.json["error"]["code"]) == (401, "device.unknown")


def test_cookies_open_nothing(estate: Estate) -> None:
    """A signed-in browser is no device: the API looks at no cookie."""
    client = estate.browser("root")
    assert client.get("/api/v1/ping", base_url="https://localhost").status_code == 401


def test_moved_guard(estate: Estate, phone: Phone) -> None:
    """A guard who was moved to another compound has no business at the old gate."""
    with writing():
        chen = db.session.query(Staff).filter_by(username="chen").one()
        chen.compound_id = estate.compounds["kunwu"]
    assert phone.get("/roster").json["error"]["code"] == "device.ended"


def test_device_tells_of_itself(estate: Estate, phone: Phone) -> None:
    """What a device says of itself stands on its row: version, unsent, clock."""
    slow = datetime.now(UTC).replace(year=2020).isoformat()
    answer = phone.post(
        "/crossings",
        {
            "device_time": slow,
            "roster_version": 1,
            "unsent": 4,
            "app_version": "0.1.0",
            "crossings": [phone.crossing()],
        },
    )
    assert answer.status_code == 200
    device = db.session.query(Device).one()
    assert (device.unsent, device.app_version, device.roster_version) == (3, "0.1.0", 1)
    assert device.clock_offset_ms == 2**31 - 1  # six years do not fit
