"""The first page: from an empty installation to somebody who can sign in."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Select
from werkzeug.test import TestResponse

from checkpoint import clock
from checkpoint.db import db, writing
from checkpoint.people import (
    Actor,
    Community,
    Compound,
    Gate,
    GateState,
    Staff,
    ensure_compound,
    first_run_link,
)
from tests.cast import HERE, PASSWORD, Browser, Town

FORM = {
    "name": "Director Zhao",
    "username": "zhao",
    "password": PASSWORD,
    "community": "Miansi office",
    "phone": "199 0000 0000",
    "time_zone": "Asia/Shanghai",
    "compound": "Miansi quarters",
    "gates": "16",
    "open_gate": "North gate",
}


@pytest.fixture
def browser(empty_town: Town) -> Browser:
    return empty_town.browser()


def link(town: Town) -> str:
    with town.inside():
        made = first_run_link(HERE)
    assert made is not None
    return made.removeprefix(HERE)


def begin(town: Town, browser: Browser, **changes: str) -> TestResponse:
    return browser.post(link(town), **{**FORM, **changes})


def rows(town: Town, query: Select[Any]) -> list[Any]:
    with town.inside():
        return list(db.session.scalars(query))


def test_one_page_makes_admin_compound_and_sixteen_gates(
    empty_town: Town, browser: Browser
) -> None:
    assert begin(empty_town, browser).location == "/"
    [community] = rows(empty_town, db.select(Community))
    assert (community.name, community.time_zone) == ("Miansi office", "Asia/Shanghai")
    states = rows(empty_town, db.select(Gate.state))
    assert (states.count(GateState.OPEN), states.count(GateState.SEALED)) == (1, 15)
    assert browser.get("/settings").status_code == 200, "signed in at once"


def test_the_next_step_is_the_roster(empty_town: Town, browser: Browser) -> None:
    begin(empty_town, browser)
    page = browser.get("/").text
    assert "Three steps to a working gate" in page
    assert 'href="/import"' in page


def test_the_link_works_once(empty_town: Town, browser: Browser) -> None:
    used = link(empty_town)
    begin(empty_town, browser)
    with empty_town.inside():
        assert first_run_link(HERE) is None
    answer = browser.get(used)
    assert answer.status_code == 404
    assert "This link is no longer good" in answer.text
    assert browser.post(used, **FORM).status_code == 404
    assert len(rows(empty_town, db.select(Staff.id))) == 1


def test_the_link_lives_a_day(
    empty_town: Town, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = link(empty_town)
    later = (clock.now() + timedelta(hours=24, seconds=2)).timestamp()
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: later)
    assert browser.get(old).status_code == 404


@pytest.mark.parametrize("token", ["x", "ImJlZ2luIg.aaaa.bbbb", "%00", "a" * 5000])
def test_a_link_that_is_not_ours_is_none(browser: Browser, token: str) -> None:
    assert browser.get(f"/first-run/{token}").status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("password", "short"),
        ("username", "a b"),
        ("name", ""),
        ("community", ""),
        ("time_zone", "Mars/Olympus"),
        ("gates", "0"),
        ("gates", "many"),
        ("gates", "61"),
        ("open_gate", ""),
        ("phone", "call me"),
    ],
)
def test_a_wrong_answer_makes_nothing_and_keeps_the_rest(
    empty_town: Town, browser: Browser, field: str, value: str
) -> None:
    page = begin(empty_town, browser, **{field: value})
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert PASSWORD not in page.text
    assert len(rows(empty_town, db.select(Community.id))) == 0


def test_gates_are_numbered_beside_the_open_one(empty_town: Town, browser: Browser) -> None:
    begin(empty_town, browser, gates="4", open_gate="Gate 2")
    names = rows(empty_town, db.select(Gate.name).order_by(Gate.id))
    assert names == ["Gate 2", "Gate 1", "Gate 3", "Gate 4"]


def test_a_roster_that_came_first_is_not_doubled(empty_town: Town, browser: Browser) -> None:
    with empty_town.inside(), writing():
        ensure_compound(Actor.at_the_machine(), "Miansi quarters", "UTC")
    assert "Miansi quarters" in browser.get(link(empty_town)).text
    begin(empty_town, browser, community="Miansi quarters")
    assert len(rows(empty_town, db.select(Compound.id))) == 1
    assert len(rows(empty_town, db.select(Community.id))) == 1


def test_the_sign_in_page_says_where_to_begin(browser: Browser) -> None:
    assert "There is no account here yet" in browser.get("/sign-in").text
