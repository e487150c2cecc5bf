"""A guard's phone as a verb: join, sign on, fetch the roster, send crossings."""

from contextvars import Context
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from checkpoint.db import db
from checkpoint.gate import open_join
from checkpoint.passes import Claims, Kind, sign_token
from checkpoint.people import Actor, Staff

PASSWORD = "a long way round"
KEY = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)
STRANGER = Ed25519PrivateKey.from_private_bytes(b"\x99" * 32)
LONG_AGO = datetime(2020, 2, 1, tzinfo=UTC)
Json = dict[str, Any]


class OutsideClient(FlaskClient):
    """A client whose requests know nothing of the test's own context, as over a network; what the
    test read before is read anew afterwards."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        answer: TestResponse = Context().run(super().open, *args, **kwargs)
        if has_app_context():
            db.session.rollback()
        return answer


def token(number: int, generation: int = 1, key: Ed25519PrivateKey = KEY, **changed: Any) -> str:
    """A token as it stands on a card."""
    claims = {
        "kind": Kind.HOUSEHOLD,
        "kid": 1,
        "valid_from": LONG_AGO,
        "valid_until": None,
        **changed,
    }
    return sign_token(Claims(number=number, generation=generation, **claims), key)


@dataclass
class Estate:
    """Ids by the names that the stories use."""

    app: Flask
    gates: dict[str, int]
    compounds: dict[str, int]
    households: dict[str, int]
    passes: dict[str, int]

    def code(self, gate: str = "east") -> str:
        """A code as staff shows it for that gate."""
        return open_join(Actor.at_the_machine(), self.gates[gate], datetime.now(UTC))

    def join(self, code: str, **changed: Any) -> TestResponse:
        body = {"code": code, "device_name": "Phone 1", "app_version": "0.1.0", **changed}
        headers = {"Accept-Language": "en"}
        return self.app.test_client().post("/api/v1/devices", json=body, headers=headers)

    def phone(self, username: str = "chen", gate: str = "") -> "Phone":
        """A phone that has joined, with that guard signed on."""
        answer = self.join(self.code(gate or ("far" if username == "fang" else "east")))
        assert answer.status_code == 201, answer.json
        assert answer.json is not None
        phone = Phone(self, answer.json["credential"], answer.json["gate"]["id"])
        phone.sign_on(username)
        return phone

    def staff_id(self, username: str) -> int:
        return int(db.session.query(Staff).filter_by(username=username).one().id)

    def browser(self, username: str) -> FlaskClient:
        """A browser in which somebody is signed in and works on Miansi."""
        client = self.app.test_client()
        staff = db.session.query(Staff).filter_by(username=username).one()
        now = int(datetime.now(UTC).timestamp())
        with client.session_transaction(base_url="https://localhost") as session:
            session.update(staff_id=staff.id, epoch=staff.epoch, seen=now, language="en")
            session["compound_id"] = self.compounds["miansi"]
        return client

    def card(self, name: str, **changed: Any) -> str:
        """The newest card of a pass."""
        generation = 2 if name == "wang" else 1
        return token(self.passes[name], changed.pop("generation", generation), **changed)


class Phone:
    """An enrolled device."""

    def __init__(self, estate: Estate, credential: str, gate_id: int) -> None:
        self.estate = estate
        self.credential = credential
        self.gate_id = gate_id
        self.client = estate.app.test_client()

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.credential}", "Accept-Language": "en"}

    def get(self, path: str, **more: Any) -> TestResponse:
        headers = self.headers() | more.pop("headers", {})
        return self.client.get(f"/api/v1{path}", headers=headers, **more)

    def post(self, path: str, body: Any) -> TestResponse:
        return self.client.post(f"/api/v1{path}", json=body, headers=self.headers())

    def delete(self, path: str) -> TestResponse:
        return self.client.delete(f"/api/v1{path}", headers=self.headers())

    def sign_on(self, username: str = "chen", **changed: Any) -> Json:
        """Report a guard's sign-on and return what became of it."""
        said = {
            "id": str(uuid4()),
            "staff_id": self.estate.staff_id(username),
            "at": ago(seconds=1),
            "ended_at": None,
            **changed,
        }
        result: Json = self.report(said)[0]
        return result

    def report(self, *sign_ons: Json) -> list[Json]:
        """Report sign-ons and return what became of each."""
        answer = self.post("/sign-ons", {"sign_ons": list(sign_ons)})
        assert answer.status_code == 200, answer.json
        assert answer.json is not None
        results: list[Json] = answer.json["results"]
        assert [each["id"] for each in results] == [each["id"] for each in sign_ons]
        return results

    def roster(self, since: int = 0) -> Json:
        answer = self.get(f"/roster?since={since}")
        assert answer.status_code == 200, answer.json
        assert answer.json is not None
        return answer.json

    def crossing(self, name: str = "wang", direction: str = "exit", **changed: Any) -> Json:
        """The crossing of a household that shows its newest card."""
        return {
            "id": str(uuid4()),
            "direction": direction,
            "method": "scan",
            "token": self.estate.card(name),
            "number": None,
            "household_id": None,
            "gate_id": self.gate_id,
            "decided_at": datetime.now(UTC).isoformat(),
            "reading_tenths": 365,
            "party_size": 1,
            "override": None,
            "verdict": {"outcome": "admit", "reasons": [f"{direction}.admitted"]},
            "roster_version": 1,
            "knowledge_age_s": 3,
            **changed,
        }

    def send(self, *crossings: Json, **changed: Any) -> list[Json]:
        answer = self.post("/crossings", letter(*crossings, **changed))
        assert answer.status_code == 200, answer.json
        assert answer.json is not None
        results: list[Json] = answer.json["results"]
        assert [each["id"] for each in results] == [each["id"].lower() for each in crossings]
        return results

    def cross(self, name: str = "wang", direction: str = "exit", **changed: Any) -> Json:
        """Send one crossing and return what became of it."""
        return self.send(self.crossing(name, direction, **changed))[0]


def letter(*crossings: Json, **changed: Any) -> Json:
    return {
        "device_time": datetime.now(UTC).isoformat(),
        "roster_version": 1,
        "unsent": len(crossings),
        "app_version": "0.1.0",
        "crossings": list(crossings),
        **changed,
    }


def ago(**delta: float) -> str:
    """A moment before now, as it is written on the wire."""
    return (datetime.now(UTC) - timedelta(**delta)).isoformat()


def refused(reason: str) -> Json:
    return {"outcome": "refuse", "reasons": [reason]}
