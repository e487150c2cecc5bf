"""Codes that are no passes, figures that are no temperatures: named, kept apart, never a crash."""

import base64
import random
from typing import Any

import pytest

from checkpoint.db import db
from checkpoint.gate import Reading, RefusedScan, SetAside
from checkpoint.people import Household
from tests.gate.conftest import all_crossings
from tests.gate.phone import STRANGER, Estate, Json, Phone, refused, token

GOOD = token(3184402, 2)
ALTERED = GOOD[:60] + ("A" if GOOD[60] != "A" else "B") + GOOD[61:]
BINARY = base64.b64decode("AAECA//+gIGCg4SFhoc=").decode("latin-1") + "\x00\x1b[31m"

TOKENS = {
    "unknown": (token(4711), "pass.unknown"),
    "malformed": ("P1:not base45 at all", "token.malformed"),
    "truncated": (GOOD[:-1], "token.malformed"),
    "longer": (GOOD + "0", "token.malformed"),
    "lower case": (GOOD.lower(), "token.foreign"),
    "line break": (GOOD + "\n", "token.malformed"),
    "altered": (ALTERED, "token.bad_signature"),
    "stranger's": (token(3184402, 2, STRANGER), "token.bad_signature"),
    "other key": (token(3184402, 2, kid=9), "token.unknown_key"),
    "next format": ("P3:" + GOOD[3:], "token.unsupported"),
    "foreign": ("6901234567892", "token.foreign"),
    "empty": ("", "token.empty"),
    "blank": ("  \t\r\n", "token.empty"),
    "url": ("https://example.org/?p=P1:" + GOOD, "token.foreign"),
    "script": ("<script>alert(1)</script>", "token.foreign"),
    "sql": ("'; DROP TABLE crossing; --", "token.foreign"),
    "formula": ('=HYPERLINK("http://example.org")', "token.foreign"),
    "4 kB of text": ("通行证 " * 1024, "token.foreign"),
    "binary": (BINARY, "token.foreign"),
    "bidi": ("\u202e" + GOOD, "token.foreign"),
}
TOKEN_CASES = [pytest.param(*case, id=id) for id, case in TOKENS.items()]

READINGS: list[Any] = [
    3.65,
    36.5,
    3650,
    365.5,
    -1,
    0,
    45,
    299,
    431,
    450,
    "abc",
    "365",
    True,
    [],
    {},
]


def nothing_but_scans(estate: Estate) -> None:
    """No crossing, no reading, nobody moved."""
    assert all_crossings() == []
    assert db.session.query(Reading).count() == 0
    moved = db.session.query(Household).filter(Household.last_crossing_at.is_not(None))
    assert moved.count() == 0


@pytest.mark.parametrize(("text", "reason"), TOKEN_CASES)
def test_judged(estate: Estate, phone: Phone, text: str, reason: str) -> None:
    """Asked about such a code, the office refuses it by name and leaves no trace."""
    answer = phone.post("/judge", {"method": "scan", "token": text})
    assert answer.status_code == 200
    assert answer.json["verdict"] == refused(reason)
    assert answer.json["household"] is answer.json["pass"] is None
    assert db.session.query(RefusedScan).count() == 0
    nothing_but_scans(estate)


@pytest.mark.parametrize(("text", "reason"), TOKEN_CASES)
def test_sent_as_a_crossing(estate: Estate, phone: Phone, text: str, reason: str) -> None:
    """Sent as a crossing it becomes the refused scan that it is; nothing of its text is kept."""
    result = phone.cross(token=text, verdict=refused(reason))
    assert (result["status"], result["verdict"]) == ("set_aside", refused(reason))
    assert result["error"]["code"] == reason
    [scan] = db.session.query(RefusedScan)
    assert (scan.reason, scan.length) == (reason, len(text.encode()))
    assert db.session.query(SetAside).count() == 0
    nothing_but_scans(estate)


@pytest.mark.parametrize(("text", "reason"), TOKEN_CASES)
def test_said_to_be_admitted(estate: Estate, phone: Phone, text: str, reason: str) -> None:
    """A device that says it admitted such a code is not believed, and not forgotten either."""
    result = phone.cross(token=text)
    assert (result["status"], result["error"]["code"]) == ("set_aside", reason)
    [kept] = db.session.query(SetAside)
    assert kept.reason == reason
    if reason.startswith("token."):
        assert set(kept.body["token"]) == {"length", "sample"}
    assert phone.post("/crossings", {}).status_code == 422
    nothing_but_scans(estate)


@pytest.mark.parametrize("reading", READINGS)
def test_no_temperature(estate: Estate, phone: Phone, reading: Any) -> None:
    """A figure that is no temperature is refused with its reason wherever it is sent."""
    asked = phone.post("/judge", {"method": "number", "number": 3184402, "reading_tenths": reading})
    assert asked.status_code == 422
    assert asked.json["error"]["code"] == "reading.out_of_range"
    assert "30.0" in asked.json["error"]["message"]
    sent = phone.cross(reading_tenths=reading)
    assert (sent["status"], sent["error"]["code"]) == ("set_aside", "reading.out_of_range")
    nothing_but_scans(estate)


@pytest.mark.parametrize("tenths", [300, 365, 430])
def test_temperatures(phone: Phone, tenths: int) -> None:
    """The ends of the range are temperatures."""
    assert phone.cross(reading_tenths=tenths)["status"] == "recorded"


WRONG: list[Json] = [
    {"direction": "sideways"},
    {"direction": None},
    {"method": "guess"},
    {"number": 0},
    {"number": 100_000_000},
    {"number": "3184402"},
    {"household_id": -1},
    {"household_id": 2**40},
    {"gate_id": "east"},
    {"decided_at": "08:30"},
    {"decided_at": "2020-02-12T08:30:00"},
    {"decided_at": "0001-01-01T00:00:00+14:00"},
    {"decided_at": "9999-12-31T23:59:59-14:00"},
    {"decided_at": 1581496200},
    {"party_size": 21},
    {"party_size": 1.5},
    {"override": {"reason": "because", "note": ""}},
    {"override": {"reason": "other", "note": "x" * 201}},
    {"override": {"reason": "other", "note": "a\x00b"}},
    {"override": {"reason": "other", "note": "a\u202eb"}},
    {"override": "emergency"},
    {"verdict": {"outcome": "maybe", "reasons": ["exit.admitted"]}},
    {"verdict": {"outcome": "admit", "reasons": []}},
    {"verdict": {"outcome": "admit", "reasons": ["<b>"]}},
    {"verdict": None},
    {"roster_version": -1},
    {"knowledge_age_s": -5},
    {"knowledge_age_s": 1e308},
    {"token": 17},
    {"token": None},
    {"token": "x" * 9000},
    {"method": "number"},
    {"method": "address"},
    {"surprise": True},
]


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_wrong_field(estate: Estate, phone: Phone, wrong: Json) -> None:
    """A crossing with a field out of its bounds is kept aside as it came."""
    crossing = phone.crossing(**wrong)
    [result] = phone.send(crossing)
    assert (result["status"], result["error"]["code"]) == ("set_aside", "crossing.malformed")
    assert db.session.query(SetAside).one().body == crossing
    nothing_but_scans(estate)


def test_wrong_field_on_postgres(postgres_app: Any) -> None:
    """What SQLite puts up with and PostgreSQL does not: NUL, huge numbers, odd years."""
    from tests.gate.conftest import settle

    phone = settle(postgres_app).phone("chen")
    crossings = [phone.crossing(**wrong) for wrong in WRONG]
    crossings += [phone.crossing(token=text) for text, _ in TOKENS.values()]
    results = phone.send(*crossings)
    assert {each["status"] for each in results} == {"set_aside"}


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"\xff\xfe\x00",
        b"{",
        b"null",
        b'"text"',
        b'{"crossings": NaN}',
        b"[" * 5000,
        b'{"a": "\\ud800"}',
        b'{"unsent": ' + b"9" * 5000 + b"}",
        random.Random(5).randbytes(2000),
    ],
    ids=lambda octets: repr(octets[:12]),
)
@pytest.mark.parametrize("path", ["crossings", "judge", "scans", "devices"])
def test_no_json(phone: Phone, path: str, octets: bytes) -> None:
    """Whatever is posted, the answer is a named refusal."""
    headers = phone.headers() | {"Content-Type": "application/json"}
    answer = phone.client.post(f"/api/v1/{path}", data=octets, headers=headers)
    assert answer.status_code == 422
    assert answer.json["error"]["code"] in {"input.not_json", "input.invalid"}


def test_not_even_said_to_be_json(phone: Phone) -> None:
    """A form is no letter, and more than a megabyte is none either."""
    headers = phone.headers()
    assert phone.client.post("/api/v1/judge", data={"a": "b"}, headers=headers).status_code == 415
    headers |= {"Content-Type": "application/json"}
    huge = b" " * (1024 * 1024 + 1)
    assert phone.client.post("/api/v1/judge", data=huge, headers=headers).status_code == 413


def test_numbers_past_all_bounds(estate: Estate, phone: Phone) -> None:
    """A number that JSON can write and no computer can keep is refused, not stumbled over."""
    body = b'{"device_time":"2020-02-12T08:00:00Z","roster_version":1,"unsent":0,'
    body += b'"app_version":"","crossings":[{"id":"' + b"1" * 32 + b'","x":1e999}]}'
    headers = phone.headers() | {"Content-Type": "application/json"}
    answer = phone.client.post("/api/v1/crossings", data=body, headers=headers)
    assert answer.status_code == 422


def test_in_the_guards_language(phone: Phone) -> None:
    """The sentence of a refusal is in the language that the phone asks for."""
    body = {"method": "number", "number": 1, "reading_tenths": 45}
    for tongue, word in (("en", "Measure"), ("zh", "")):
        headers = phone.headers() | {"Accept-Language": tongue}
        answer = phone.client.post("/api/v1/judge", json=body, headers=headers)
        assert word in answer.json["error"]["message"]
