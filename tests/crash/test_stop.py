"""A server that is told to stop answers first whoever it is working for."""

import threading
import time
from pathlib import Path

from checkpoint.db import sqlite_driver
from tests.crash.examine import DATABASE
from tests.crash.phone import Phone
from tests.crash.phones import Phones
from tests.crash.server import PATIENCE_SECONDS, Seam, Server
from tests.crash.settled import settle

LATER_SECONDS = 2.0


def send_until_answered(phone: Phone) -> None:
    """The port is named a moment before somebody listens there."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not phone.send():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_request_that_runs_when_the_server_is_told_to_stop_is_answered(tmp_path: Path) -> None:
    phones = Phones(settle(tmp_path, 1), seed=3)
    phone, server = phones.all[0], Server(tmp_path, Seam())
    other = sqlite_driver().connect(tmp_path / DATABASE, isolation_level=None)
    try:
        phone.cross()
        phone.port = server.port()
        send_until_answered(phone)
        other.execute("BEGIN IMMEDIATE")  # another process writes: the crossing has to wait for it
        phone.cross()
        sending = threading.Thread(target=phone.send)
        sending.start()
        time.sleep(LATER_SECONDS / 2)
        server.process.terminate()
        time.sleep(LATER_SECONDS)
        assert len(phones.ledger.acknowledged) == 1
        other.execute("ROLLBACK")
        sending.join(PATIENCE_SECONDS)
        assert list(phones.ledger.acknowledged) == list(phones.ledger.sent)
        assert server.process.wait(PATIENCE_SECONDS) == 0
    finally:
        phone.hang_up()
        other.close()
        server.kill()
