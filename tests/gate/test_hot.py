"""The way before the framework gives what the route behind it gives, and leaves it the rest."""

import json
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from checkpoint.db import db
from checkpoint.gate import Crossing
from checkpoint.gate.hot import PATH, Asked, HotPath
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


def test_letters_that_come_together_are_answered_each_by_itself(
    estate: Estate, phone: Phone
) -> None:
    """One batch: the good are recorded, whichever else is among them is left to the route, and
    each is answered in its own language."""
    hot = estate.app.wsgi_app
    assert isinstance(hot, HotPath)
    bearer = f"Bearer {phone.credential}"
    too_hot = phone.crossing("li", reading_tenths=999)

    def asked(body: Json, credential: str = bearer, language: str = "en") -> Asked:
        return Asked(credential, language, json.dumps(body).encode())

    batch = [
        asked(letter(phone.crossing("wang"))),
        asked(letter(phone.crossing("li")), "Bearer 1.nobody"),
        asked({"crossings": 7}),
        asked(letter({"id": "none"})),
        asked(letter(too_hot), language="zh"),
        asked(letter(phone.crossing("zhao"), phone.crossing("wang", "entry"))),
        asked(letter()),
        asked(letter(phone.crossing("zhao", reading_tenths=998)), language="en"),
    ]
    hot._answer(batch)
    answers = [json.loads(each.answer) if each.answer else None for each in batch]
    statuses = [each and [one["status"] for one in each["results"]] for each in answers]
    aside = ["set_aside"]
    assert statuses == [["recorded"], None, None, None, aside, ["recorded"] * 2, [], aside]
    chinese, english = (answers[i]["results"][0]["error"]["message"] for i in (4, 7))
    assert "体温" in chinese
    assert "A temperature lies between" in english
    assert db.session.query(Crossing).count() == 3
