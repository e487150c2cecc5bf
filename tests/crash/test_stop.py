"""A server that is told to stop answers first whoever it is working for."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from checkpoint.db import sqlite_driver
from checkpoint.serve.server import KILL_AFTER_SECONDS
from tests.crash.examine import DATABASE
from tests.crash.phone import Phone
from tests.crash.phones import Phones
from tests.crash.server import PATIENCE_SECONDS, Seam, Server
from tests.crash.settled import settle

LATER_SECONDS = 2.0
ROSTER = "/api/v1/roster"


@dataclass
class Post:
    """A server, and one phone that it has answered already."""

    server: Server
    phone: Phone
    folder: Path


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    """The port is named a moment before somebody listens there, hence the attempts."""
    phone = Phones(settle(tmp_path, 1), seed=3).all[0]
    server = Server(tmp_path, Seam())
    try:
        phone.port = server.port()
        phone.cross()
        until = time.monotonic() + PATIENCE_SECONDS
        while not phone.send():
            assert time.monotonic() < until
            time.sleep(0.05)
        yield Post(server, phone, tmp_path)
    finally:
        phone.hang_up()
        server.kill()


def test_a_request_that_runs_when_the_server_is_told_to_stop_is_answered(post: Post) -> None:
    ledger = post.phone.ledger
    other = sqlite_driver().connect(post.folder / DATABASE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # another process writes: the crossing has to wait for it
    post.phone.cross()
    sending = threading.Thread(target=post.phone.send)
    sending.start()
    time.sleep(LATER_SECONDS / 2)
    post.server.process.terminate()
    time.sleep(LATER_SECONDS)
    assert len(ledger.acknowledged) == 1
    other.execute("ROLLBACK")
    other.close()
    sending.join(PATIENCE_SECONDS)
    assert list(ledger.acknowledged) == list(ledger.sent)
    assert post.server.process.wait(PATIENCE_SECONDS) == 0


def test_a_phone_that_waits_for_news_does_not_hold_up_the_end(post: Post) -> None:
    connection = HTTPConnection("127.0.0.1", post.phone.port, timeout=PATIENCE_SECONDS)
    headers = {"Authorization": f"Bearer {post.phone.post.credential}"}
    connection.request("GET", ROSTER, headers=headers)
    answer = connection.getresponse()
    version, tag = json.loads(answer.read())["version"], answer.headers["ETag"]
    question = f"{ROSTER}?since={version}&wait=25"
    connection.request("GET", question, headers=headers | {"If-None-Match": tag})
    time.sleep(LATER_SECONDS)
    told = time.monotonic()
    assert post.server.stop() == 0
    assert time.monotonic() - told < KILL_AFTER_SECONDS
    assert connection.getresponse().status == 304  # nothing has changed: ask again
    connection.close()
