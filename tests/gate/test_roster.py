"""The roster of a device: all of it, what changed since, and no more than is needed."""

import gzip
import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from hashlib import pbkdf2_hmac

from sqlalchemy import insert

from checkpoint.db import db, writing
from checkpoint.gate.instruments import add_instrument, retire_instrument, set_offset
from checkpoint.gate.schemas_roster import RosterPage
from checkpoint.passes import Pass
from checkpoint.people import (
    Actor,
    Gate,
    GateState,
    Household,
    Resident,
    Staff,
    touch_households,
)
from checkpoint.people.pins import set_pin
from tests.gate.phone import KEY, LONG_AGO, Estate, Json, Phone


def test_full(estate: Estate, phone: Phone) -> None:
    """A device that has nothing gets its compound whole, with masked names and no other's."""
    page = phone.roster()
    wang, li = estate.households["wang"], estate.households["li"]
    assert page["full"] is True
    assert page["households"] == [
        [li, "3", "", "108", "李**", 1, "a", 0],
        [estate.households["zhao"], "3", "", "109", "", 0, "g", 0],
        [wang, "12", "2", "501", "王**", 3, "a", 0],
    ]
    assert [3184402, "household", 2, "a", wang, 0, ""] in page["passes"]
    assert [500, "caregiver", 1, "a", wang, 0, "周**"] in page["passes"]
    assert [900, "household", 1, "r", li, 0, ""] in page["passes"]
    assert len(page["passes"]) == 5


def test_block(estate: Estate, phone: Phone) -> None:
    """Every page says what gate this is, whose rules hold and which keys are valid."""
    page = phone.roster()
    public = urlsafe_b64encode(KEY.public_key().public_bytes_raw()).decode().rstrip("=")
    assert page["gate"] == {"id": estate.gates["east"], "name": "East gate", "state": "open"}
    assert page["compound"]["time_zone"] == "Asia/Shanghai"
    assert page["rules"] == {
        "fever_tenths": 373,
        "cold_tenths": 350,
        "longest_outing_minutes": 120,
        "aging_minutes": 720,
        "old_minutes": 1440,
        "lease_days": 14,
        "pin_iterations": 200_000,
    }
    assert page["keys"] == [{"kid": 1, "public": public}]
    assert page["called_in"] == []
    assert datetime.fromisoformat(page["server_time"]).utcoffset() is not None
    RosterPage.model_validate_json(json.dumps(page))


def test_delta(estate: Estate, phone: Phone) -> None:
    """After an exit, a device hears of that household alone."""
    before = phone.roster()["version"]
    phone.cross("wang")
    page = phone.roster(before)
    assert page["full"] is False
    assert page["version"] == before + 1
    assert [row[0] for row in page["households"]] == [estate.households["wang"]]
    assert page["households"][0][7] > 0
    assert [row[0] for row in page["passes"]] == [500, 3184402]


def test_nothing_new(phone: Phone) -> None:
    """Asked again with the tag, the office says 304 and nothing more."""
    first = phone.get("/roster?since=0")
    version, tag = first.json["version"], first.headers["ETag"]
    again = phone.get(f"/roster?since={version}", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    weak = phone.get(f"/roster?since={version}", headers={"If-None-Match": f"W/{tag}"})
    assert weak.status_code == 304
    phone.cross("li")
    later = phone.get(f"/roster?since={version}", headers={"If-None-Match": tag})
    assert later.status_code == 200


def test_tag_without_rows(phone: Phone) -> None:
    """A device that kept the tag but lost its rows is given them."""
    tag = phone.get("/roster").headers["ETag"]
    assert phone.get("/roster?since=0", headers={"If-None-Match": tag}).status_code == 200


def test_sealing_reaches_devices(estate: Estate, phone: Phone) -> None:
    """A gate that is sealed meanwhile is in the next answer, tag or no tag."""
    first = phone.get("/roster")
    with writing():
        db.session.get_one(Gate, estate.gates["east"]).state = GateState.SEALED
    headers = {"If-None-Match": first.headers["ETag"]}
    page = phone.get(f"/roster?since={first.json['version']}", headers=headers).json
    assert page["gate"]["state"] == "sealed"
    assert page["households"] == []


def test_other_life(phone: Phone) -> None:
    """A device that knows a version that this office never had gets everything."""
    page = phone.roster(since=10_000)
    assert page["full"] is True
    assert len(page["households"]) == 3


def test_bad_version(phone: Phone) -> None:
    """A version that is none is refused by name."""
    for text in ("-1", "abc", "1.5", "99999999999", "", "١"):
        answer = phone.get("/roster", query_string={"since": text})
        assert (answer.status_code, answer.json["error"]["field"]) == (422, "since")


def test_size_and_time(estate: Estate, phone: Phone) -> None:
    """3,427 households and 10,803 people: under a second, under 500 kB on the wire."""
    compound_id = estate.compounds["miansi"]
    with writing():
        homes = [{"id": i, "compound_id": compound_id} | door(i) for i in range(1000, 4424)]
        db.session.execute(insert(Household), homes)
        db.session.execute(insert(Pass), [a_pass(i) for i in range(1000, 4424)])
        db.session.execute(insert(Resident), [a_resident(i) for i in range(10_799)])
    started = time.process_time()  # of this process alone, whatever else the machine does
    answer = phone.get("/roster", headers={"Accept-Encoding": "gzip"})
    took = time.process_time() - started
    page = json.loads(gzip.decompress(answer.data))
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(page["households"]) == 3427
    assert len(answer.data) < 500_000
    assert took < 1


def door(i: int) -> Json:
    building, unit, room = str(i // 70), str(i % 3 + 1), f"{i % 70:03}"
    return {"building": building, "unit": unit, "room": room, "sort_key": f"{building:>06}/{room}"}


def a_pass(i: int) -> Json:
    fields = {"kid": 1, "valid_from": LONG_AGO, "issued_at": LONG_AGO}
    return {"number": 10_000_000 + 13 * i, "household_id": i, **fields}


def a_resident(i: int) -> Json:
    return {"household_id": 1000 + i % 3424, "name": f"欧阳{i}", "position": i // 3424}


def test_pass_changes_travel(estate: Estate, phone: Phone) -> None:
    """A revoked pass is in the delta of its household."""
    before = phone.roster()["version"]
    with writing():
        lost = db.session.query(Pass).filter_by(number=1).one()
        lost.state = lost.state.__class__.REVOKED
        compound = db.session.get_one(Household, lost.household_id).compound
        touch_households(compound, [lost.household_id])
    page = phone.roster(before)
    assert [row[:4] for row in page["passes"]] == [
        [1, "household", 1, "r"],
        [900, "household", 1, "r"],
    ]


def test_guards_with_a_pin_are_told_to_their_gates(
    estate: Estate, phone: Phone, root: Actor
) -> None:
    """A PIN that was set reaches the phones as salt and verifier; elsewhere nobody hears of it."""
    version = phone.roster()["version"]
    chen = db.session.query(Staff).filter_by(username="chen").one()
    set_pin(root, chen, "471902", now=datetime.now(UTC))

    page = phone.roster(version)
    assert page["version"] > version
    mine = next(guard for guard in page["guards"] if guard["id"] == chen.id)
    salt = urlsafe_b64decode(mine["salt"] + "==")
    expected = pbkdf2_hmac("sha256", b"471902", salt, page["rules"]["pin_iterations"])
    assert urlsafe_b64decode(mine["verifier"] + "=") == expected
    elsewhere = estate.phone("fang").roster()
    assert chen.id not in [guard["id"] for guard in elsewhere["guards"]]


def test_thermometers(estate: Estate, phone: Phone) -> None:
    """A device is told of the thermometers of its own gate, each with what it shows too little
    today; one that is taken out of use is not told of any more."""
    now, actor = datetime.now(UTC), Actor.at_the_machine()
    first = add_instrument(actor, estate.gates["east"], "A", now=now)
    add_instrument(actor, estate.gates["west"], "B", now=now)
    set_offset(actor, first.id, 3, now=now)
    assert phone.roster()["instruments"] == [{"id": first.id, "name": "A", "offset_tenths": 3}]
    retire_instrument(actor, first.id, now=now)
    assert phone.roster()["instruments"] == []
