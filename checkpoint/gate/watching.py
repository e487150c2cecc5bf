"""Waiting for the roster to change, so that a device hears of it at once instead of asking often.

A device that waits holds a thread of the server but no connection to the database. All that wait
share one small question: which version does each compound have now?
"""

import threading
import time

from sqlalchemy import select

from checkpoint import clock, news
from checkpoint.db import db
from checkpoint.gate.devices import EnrolledDevice, device_of, forget
from checkpoint.gate.roster import Roster, roster_state
from checkpoint.people import Compound

# So many may wait at once; whoever comes after them is asked to come again soon.
ROOM = 64
LONGEST_WAIT_S = 25
# Changes by other processes are looked for this often, and everything else that a device is told
# (whether it may still stand there, its keys) is looked at anew this often.
LOOK_EVERY_S = 0.5
LOOK_AT_ALL_EVERY_S = 5.0

_room = threading.BoundedSemaphore(ROOM)


class NoRoom(Exception):
    """As many devices wait as there is room for."""


class Versions:
    """The newest version of every compound's roster, asked for once on behalf of all who wait."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._versions: dict[int, int] = {}
        self._told = -1
        self._asked_at = 0.0

    def newest(self, compound_id: int) -> int | None:
        """The version of a compound, at most half a second old, and never older than the news."""
        with self._lock:
            told = news.count()
            if told != self._told or time.monotonic() - self._asked_at >= LOOK_EVERY_S:
                self._told, self._asked_at = told, time.monotonic()
                self._versions = _all_versions()
            return self._versions.get(compound_id)


_versions = Versions()


def wait_for_change(
    authorization: str, device: EnrolledDevice, known: Roster, seconds: float
) -> tuple[EnrolledDevice, Roster]:
    """The device and its roster as soon as the roster is not `known` any more, when the time is
    over, or the server about to stop. Raises NoRoom, and NotSignedIn when the device is revoked
    meanwhile."""
    if not seconds:
        return device, known
    if not _room.acquire(blocking=False):
        raise NoRoom
    try:
        end = time.monotonic() + min(seconds, LONGEST_WAIT_S)
        while not news.is_over() and (left := end - time.monotonic()) > 0:
            _sleep(device.compound_id, known.version, left)
            forget(device.id)  # what is remembered of it may be older than what woke us
            device = device_of(authorization)
            now_known = roster_state(device, clock.now())
            if now_known.tag != known.tag:
                return device, now_known
        return device, known
    finally:
        _room.release()


def _sleep(compound_id: int, version: int, left: float) -> None:
    """Sleep until the version has changed, or it is time to look at everything."""
    end = time.monotonic() + min(left, LOOK_AT_ALL_EVERY_S)
    told = news.count()
    # Nobody sleeps with a connection in hand.
    db.session.remove()
    while _versions.newest(compound_id) == version and (left := end - time.monotonic()) > 0:
        if news.is_over():
            return
        told = news.wait(told, min(left, LOOK_EVERY_S))


def _all_versions() -> dict[int, int]:
    try:
        rows = db.session.execute(select(Compound.id, Compound.roster_version))
        return {row.id: row.roster_version for row in rows}
    finally:
        db.session.remove()
