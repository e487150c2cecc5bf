"""A device that waits hears of a change at once, and one that has waited enough hears nothing."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from werkzeug.test import TestResponse

from checkpoint.db import db, sqlite_driver, writing
from checkpoint.gate import watching
from checkpoint.passes import Pass, PassState
from checkpoint.people import Compound, Gate, GateState, next_roster_version, touch_households
from tests.gate.phone import Estate, Json, Phone


def body(answer: TestResponse) -> Json:
    said: Json | None = answer.json
    assert said is not None
    return said


class Watch:
    """One device's roster as it has it, and its question for the next change."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        page = phone.get("/roster")
        self.version, self.tag = body(page)["version"], page.headers["ETag"]

    def ask(self, wait: int) -> TestResponse:
        path = f"/roster?since={self.version}&wait={wait}"
        return self.phone.get(path, headers={"If-None-Match": self.tag})


def answered_after(watch: Watch, change: Callable[[], object]) -> tuple[float, TestResponse]:
    """Seconds from the change to the answer of a device that was waiting, and the answer."""
    with ThreadPoolExecutor(1) as pool:
        answer: Future[tuple[float, TestResponse]] = pool.submit(timed, watch)
        time.sleep(0.3)
        changed_at = time.monotonic()
        change()
        at, page = answer.result(timeout=watching.LONGEST_WAIT_S)
    return at - changed_at, page


def timed(watch: Watch) -> tuple[float, TestResponse]:
    page = watch.ask(10)
    return time.monotonic(), page


def test_a_revoked_pass_reaches_a_waiting_device(either_estate: Estate) -> None:
    """Within two seconds of the click; it is far less."""
    watch = Watch(either_estate.phone("chen"))

    def revoke() -> None:
        with writing():
            number = either_estate.passes["wang"]
            pass_ = db.session.query(Pass).filter_by(number=number).one()
            pass_.state = PassState.REVOKED
            household = pass_.household
            touch_households(household.compound, [household.id])

    seconds, page = answered_after(watch, revoke)
    assert seconds < 2
    assert [row[3] for row in body(page)["passes"] if row[0] == either_estate.passes["wang"]] == [
        "r"
    ]


def test_a_crossing_elsewhere_reaches_a_waiting_device(estate: Estate) -> None:
    """What another gate recorded is in the roster of this one a moment later."""
    mine, other = estate.phone("chen"), estate.phone("chen")
    watch = Watch(mine)
    seconds, page = answered_after(watch, lambda: other.cross("wang"))
    assert seconds < 2
    assert [row[0] for row in body(page)["households"]] == [estate.households["wang"]]


def test_a_change_by_another_process_is_noticed(estate: Estate) -> None:
    """A command that writes to the same database tells nobody; it is seen all the same."""
    watch = Watch(estate.phone("chen"))
    file = Path(estate.app.instance_path) / "checkpoint.sqlite3"
    stranger = create_engine(f"sqlite:///{file}", module=sqlite_driver())

    def seal() -> None:
        with stranger.begin() as connection:
            connection.execute(text("UPDATE gate SET state = 'sealed'"))
            connection.execute(text("UPDATE compound SET roster_version = roster_version + 1"))

    seconds, page = answered_after(watch, seal)
    stranger.dispose()
    assert seconds < 2
    assert body(page)["gate"]["state"] == "sealed"


def test_nothing_happens(phone: Phone) -> None:
    """When the time is over the answer is 304, with the server's clock."""
    began = time.monotonic()
    page = Watch(phone).ask(1)
    assert page.status_code == 304
    assert 0.9 < time.monotonic() - began < 5
    assert datetime.fromisoformat(page.headers["Server-Time"]).utcoffset() is not None


def test_a_change_of_another_compound_wakes_nobody(estate: Estate) -> None:
    """Whoever waits for Miansi goes on waiting when something happens elsewhere."""
    watch = Watch(estate.phone("chen"))
    other = Watch(estate.phone("fang"))
    with ThreadPoolExecutor(2) as pool:
        mine, theirs = pool.submit(watch.ask, 1), pool.submit(other.ask, 5)
        time.sleep(0.3)
        with writing():
            compound = db.session.query(Compound).filter_by(id=estate.compounds["miansi"]).one()
            elsewhere = next(id for id in estate.compounds.values() if id != compound.id)
            db.session.query(Gate).filter_by(compound_id=elsewhere).update(
                {"state": GateState.SEALED}
            )
            next_roster_version(elsewhere)
        assert theirs.result().status_code == 200
        assert mine.result().status_code == 304


def test_when_there_is_no_room_the_answer_comes_at_once(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A device that finds no room is told when to come again."""
    watch = Watch(phone)
    monkeypatch.setattr(watching, "_room", threading.BoundedSemaphore(1))
    with watching._room:
        page = watch.ask(10)
    assert (page.status_code, page.headers["Retry-After"]) == (304, "2")


def test_the_wait_has_a_bound(phone: Phone) -> None:
    """Nobody keeps a thread of the server for an hour."""
    answer = phone.get("/roster?since=1&wait=3600")
    assert answer.status_code == 422
    assert body(answer)["error"]["field"] == "wait"
