"""The document at /api/openapi.json is valid, complete, and says what the API really does."""

from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from werkzeug.test import TestResponse

from tests.gate.conftest import new_id
from tests.gate.phone import Estate, Json, Phone, ago, letter
from tests.gate.test_judge_and_scans import scan

DEVICE = {"device_name": "Phone", "app_version": "0.1.0"}


@pytest.fixture
def document(estate: Estate) -> Json:
    return written(estate.app)


@cache
def written(app: Any) -> Json:
    answer = app.test_client().get("/api/openapi.json")
    assert answer.status_code == 200
    found: Json = answer.json
    return found


def test_valid(document: Json) -> None:
    """It is an OpenAPI 3.1 document by the rules of OpenAPI."""
    validate(document)


def test_every_route_is_there(estate: Estate, document: Json) -> None:
    """Each route of the API stands in it with its method, and nothing else does."""
    served = {
        (rule.rule, method.lower())
        for rule in estate.app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    told = {(path, method) for path, item in document["paths"].items() for method in item}
    assert told == served
    assert len(told) == 10


def test_who_may(document: Json) -> None:
    """Only joining is open to those without a credential."""
    is_open = [
        path
        for path, item in document["paths"].items()
        for operation in item.values()
        if operation.get("security") == []
    ]
    assert is_open == ["/api/v1/devices"]
    assert document["security"] == [{"device": []}]


def as_told(document: Json, answer: TestResponse) -> None:
    """The answer has a status and a body that the document has for it."""
    request = answer.request
    operation = document["paths"][request.path][request.method.lower()]
    told = operation["responses"][str(answer.status_code)]
    if "content" not in told:
        assert answer.data == b""
        return
    schema = told["content"]["application/json"]["schema"] | {"components": document["components"]}
    Draft202012Validator(schema).validate(answer.json)


def test_says_what_is(estate: Estate, phone: Phone, document: Json) -> None:
    """Every kind of answer to every route matches the document, the refusals as well."""
    crossing = phone.crossing()
    kept = [crossing, crossing | {"party_size": 2}, phone.crossing(token=""), phone.crossing("li")]
    tag = phone.get("/roster").headers["ETag"]
    version = phone.roster()["version"]
    nobody = Phone(estate, "", 0)
    shift = {"id": new_id(), "staff_id": estate.staff_id("chen"), "at": ago(), "ended_at": None}
    stranger = estate.app.test_client()
    answers = [
        stranger.post("/api/v1/devices", json=DEVICE | {"code": estate.code()}),
        stranger.post("/api/v1/devices", json=DEVICE | {"code": "no"}),
        stranger.post("/api/v1/devices", json={}),
        phone.get("/ping"),
        nobody.get("/ping"),
        phone.get("/roster", headers={"If-None-Match": tag}),
        phone.get(f"/roster?since={version}", headers={"If-None-Match": tag}),
        phone.get("/roster?since=x"),
        phone.post("/crossings", letter(*kept)),
        phone.post("/crossings", letter(*kept)),
        phone.post("/crossings", {}),
        nobody.post("/crossings", letter()),
        phone.post("/judge", {"method": "scan", "token": estate.card("wang")}),
        phone.post("/judge", {"method": "number", "number": 4711}),
        phone.post("/judge", {"method": "number", "number": 1, "reading_tenths": 45}),
        phone.post("/scans", {"scans": [scan()]}),
        phone.post("/scans", {"scans": [scan(length=-1)]}),
        phone.client.post("/api/v1/scans", data="x", headers=phone.headers()),
        phone.post("/sign-ons", {"sign_ons": [shift]}),
        phone.post("/sign-ons", {"sign_ons": [shift | {"at": "then"}]}),
        phone.delete("/devices/self"),
        phone.delete("/devices/self"),
    ]
    for answer in answers:
        as_told(document, answer)
    assert {answer.status_code for answer in answers} == {
        *(200, 201, 204, 304),
        *(401, 415, 422),
    }


def test_what_is_taken(phone: Phone, document: Json) -> None:
    """What the document takes for a crossing is what the service takes."""
    schema = {"$ref": "#/components/schemas/CrossingShape", "components": document["components"]}
    taken = Draft202012Validator(schema)
    taken.validate(phone.crossing())
    for wrong in ({"party_size": 0}, {"reading_tenths": 45}, {"method": "x"}, {"more": 1}):
        assert not taken.is_valid(phone.crossing(**wrong))
