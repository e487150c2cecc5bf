"""The way before the framework gives what the route behind it gives, and leaves it the rest."""

from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from checkpoint.db import db
from checkpoint.gate import Crossing
from checkpoint.gate.hot import PATH, HotPath
from tests.gate.phone import Estate, Json, Phone, letter


def whole(estate: Estate) -> Client:
    """The application without the way before it."""
    hot = estate.app.wsgi_app
    assert isinstance(hot, HotPath)
    return Client(hot._whole)


def post(client: Any, phone: Phone, body: Json, language: str = "en") -> TestResponse:
    headers = {"Authorization": f"Bearer {phone.credential}", "Accept-Language": language}
    answer: TestResponse = client.post(PATH, json=body, headers=headers)
    return answer


def test_both_answer_alike(estate: Estate, phone: Phone) -> None:
    """The same status, headers and results: one letter is recorded by the one, and one by the
    other."""
    hot = post(phone.client, phone, letter(phone.crossing("wang")))
    cold = post(whole(estate), phone, letter(phone.crossing("li")))
    assert hot.status_code == cold.status_code == 200
    own = {"Vary", "Content-Length", "Set-Cookie"}
    assert {k: v for k, v in hot.headers if k not in own} == {
        k: v for k, v in cold.headers if k not in own
    }
    for answer in (hot, cold):
        assert answer.json is not None
        (result,) = answer.json["results"]
        assert result["status"] == "recorded"
        assert result["verdict"] == {"outcome": "admit", "reasons": ["exit.admitted"]}


def test_a_repeat_over_the_other_way_is_a_repeat(estate: Estate, phone: Phone) -> None:
    """Whichever way a letter goes, its crossing is recorded once."""
    sent = letter(phone.crossing("wang"))
    post(phone.client, phone, sent)
    again = post(whole(estate), phone, sent)
    assert again.json is not None
    assert again.json["results"][0]["status"] == "repeat"
    assert db.session.query(Crossing).count() == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "A temperature lies between"), ("zh-CN", "体温"), ("en;q=0.2,zh-TW", "体温")],
)
def test_what_is_set_aside_is_said_in_the_guards_language(
    phone: Phone, language: str, said: str
) -> None:
    """The words follow the language that the phone asks for."""
    answer = post(phone.client, phone, letter(phone.crossing("wang", reading_tenths=999)), language)
    assert answer.json is not None
    assert said in answer.json["results"][0]["error"]["message"]


@pytest.mark.parametrize(
    ("headers", "data", "status"),
    [
        ({"Authorization": "Bearer 1.nobody"}, b"{}", 401),
        ({}, b"{", 422),
        ({}, b'{"crossings": 7}', 422),
        ({"Content-Type": "text/plain"}, b"{}", 415),
        ({}, b" " * (1024 * 1024 + 1), 413),
    ],
)
def test_whatever_is_wrong_is_said_by_the_route(
    estate: Estate, phone: Phone, headers: dict[str, str], data: bytes, status: int
) -> None:
    """An error is the same as without the way before it, to the letter."""
    base = {**phone.headers(), "Content-Type": "application/json", **headers}
    hot = phone.client.post(PATH, data=data, headers=base)
    cold = whole(estate).post(PATH, data=data, headers=base)
    assert hot.status_code == cold.status_code == status
    assert hot.data == cold.data
