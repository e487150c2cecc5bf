"""The desk's stream: at once, without a loss, and only to those who still may."""

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from checkpoint.db import db, writing
from checkpoint.gate import alerts
from checkpoint.gate.alerts import position_of, watching
from checkpoint.people import Staff
from tests.gate.alarms import actor, fever, found, now
from tests.gate.phone import Estate, Phone

BACKGROUND = {"X-Background": "1"}


def ask(browser: FlaskClient, after: int, wait: int = 10) -> TestResponse:
    path = f"/alerts/stream?after={after}&wait={wait}"
    return browser.get(path, base_url="https://localhost", headers=BACKGROUND)


def waiting(pool: ThreadPoolExecutor, browser: FlaskClient) -> Future[tuple[float, TestResponse]]:
    """A desk that waits from now on; the moment at which it was answered, and the answer."""

    def wait() -> tuple[float, TestResponse]:
        answer = ask(browser, 0)
        return time.monotonic(), answer

    future = pool.submit(wait)
    time.sleep(0.3)
    return future


def test_a_fever_reaches_a_waiting_desk_within_two_seconds(
    phone: Phone, clerk_browser: FlaskClient
) -> None:
    with ThreadPoolExecutor(1) as pool:
        desk = waiting(pool, clerk_browser)
        crossed = time.monotonic()
        fever(phone)
        answered, page = desk.result()
    assert answered - crossed < 2
    assert page.status_code == 200
    assert 'data-ringing="1"' in page.text
    assert "I take it" in page.text
    assert "王建国" not in page.text


def test_what_came_while_the_connection_was_lost_is_told_at_once(
    phone: Phone, clerk_browser: FlaskClient
) -> None:
    """Whoever names an old number is answered before any waiting, with all that is open."""
    fever(phone)
    fever(phone, "li")
    page = ask(clerk_browser, 0)
    assert 'data-open="2"' in page.text
    assert f'data-position="{position_of(found()[0].compound_id)}"' in page.text


def test_nothing_new_is_an_empty_answer(phone: Phone, clerk_browser: FlaskClient) -> None:
    fever(phone)
    began = time.monotonic()
    answer = ask(clerk_browser, position_of(found()[0].compound_id), wait=1)
    assert (answer.status_code, answer.data) == (204, b"")
    assert 0.9 < time.monotonic() - began < 5


def test_taking_it_silences_the_other_desks(phone: Phone, clerk_browser: FlaskClient) -> None:
    alert = fever(phone)
    alerts.take(actor("root"), alert.id, now=now())
    page = ask(clerk_browser, 1)
    assert 'data-ringing="0"' in page.text
    assert 'data-open="1"' in page.text


def test_one_compound_does_not_wake_another(estate: Estate, clerk_browser: FlaskClient) -> None:
    fever(estate.phone("fang"), "sun")
    assert ask(clerk_browser, 0, wait=1).status_code == 204


def test_a_blocked_member_of_staff_hears_nothing_more(
    phone: Phone, clerk_browser: FlaskClient
) -> None:
    with ThreadPoolExecutor(1) as pool:
        desk = waiting(pool, clerk_browser)
        with writing():
            db.session.query(Staff).filter_by(username="xu").one().active = False
        fever(phone)
        _, answer = desk.result()
    assert answer.status_code == 401
    assert "38.1" not in answer.text


def test_a_block_ends_the_waiting_by_itself(
    estate: Estate, clerk_browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "ASK_AGAIN_EVERY_S", 0.5)
    with ThreadPoolExecutor(1) as pool:
        desk = waiting(pool, clerk_browser)
        with writing():
            db.session.query(Staff).filter_by(username="xu").one().active = False
        _, answer = desk.result(timeout=4)
    assert answer.status_code == 401


def test_without_room_to_wait_the_desk_is_told_when_to_come_again(
    clerk_browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_room", threading.BoundedSemaphore(1))
    with watching._room:
        answer = ask(clerk_browser, 0)
    assert (answer.status_code, answer.headers["Retry-After"]) == (204, "3")


def test_a_guard_has_no_stream(estate: Estate) -> None:
    assert ask(estate.browser("chen"), 0).status_code == 403
