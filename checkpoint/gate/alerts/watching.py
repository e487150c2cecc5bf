"""The desk's one stream: whoever follows it hears of every alert within a moment.

A long poll. It needs nothing of a proxy but a patience of half a minute, a connection that broke
loses nothing, and who may listen is asked again while they wait. Alerts are numbered by the events
of their record: a desk names the last number that it saw and is answered when there is a later
one. What it is then told is the state of things, not a message that could go astray.

A desk that waits holds a thread of the server, so there is room for some; the others ask again
every few seconds.
"""

import threading
import time
from collections.abc import Callable

from sqlalchemy import func, select

from checkpoint import news
from checkpoint.db import db
from checkpoint.gate.alerts.models import Alert, AlertEvent
from checkpoint.gate.remembered import EachDatabase

# So many desks may wait at once, one for each browser.
DESKS = 24
LONGEST_WAIT_S = 25
# News of crossings come by the hundred: alerts are looked for no more often than this,
PAUSE_S = 0.1
# and so often what another process has committed.
LOOK_EVERY_S = 0.5
# Whether the person may still listen.
ASK_AGAIN_EVERY_S = 5.0

_room = threading.BoundedSemaphore(DESKS)


class NoRoom(Exception):
    """As many desks wait as there is room for."""


class Positions:
    """The number of the newest event of every compound, asked for once on behalf of all."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest = 0
        self._by_compound: dict[int, int] = {}
        self._told = -1
        self._asked_at = 0.0

    def of(self, compound_id: int) -> int:
        """As it is now."""
        with self._lock:
            self._ask()
            return self._by_compound.get(compound_id, 0)

    def soon(self, compound_id: int) -> int:
        """As it was a moment ago: for those who wait."""
        with self._lock:
            age = time.monotonic() - self._asked_at
            if age >= LOOK_EVERY_S or (age >= PAUSE_S and news.count() != self._told):
                self._ask()
            return self._by_compound.get(compound_id, 0)

    def _ask(self) -> None:
        self._told, self._asked_at = news.count(), time.monotonic()
        newest = db.session.scalar(select(func.max(AlertEvent.id))) or 0
        if newest < self._newest:  # another database lies in its place
            self._newest, self._by_compound = 0, {}
        if newest == self._newest:
            return
        query = (
            select(Alert.compound_id, func.max(AlertEvent.id))
            .join(AlertEvent, AlertEvent.alert_id == Alert.id)
            .where(AlertEvent.id > self._newest, AlertEvent.id <= newest)
            .group_by(Alert.compound_id)
        )
        self._by_compound.update((id, last) for id, last in db.session.execute(query))
        self._newest = newest


def position_of(compound_id: int) -> int:
    """The number of the newest event of a compound's alerts, 0 before the first."""
    return _positions().of(compound_id)


def wait_for_alerts(
    compound_id: int, seen: int, seconds: float, still_may: Callable[[], object]
) -> bool:
    """Whether there is something else than `seen`, as soon as there is; False when the time is
    over or the server about to stop. `still_may` raises when the person may no longer listen:
    asked now and then, and before anything is told. Raises NoRoom."""
    if position_of(compound_id) != seen:
        return True
    if not seconds:
        return False
    if not _room.acquire(blocking=False):
        raise NoRoom
    try:
        end = time.monotonic() + min(seconds, LONGEST_WAIT_S)
        while not news.is_over() and (left := end - time.monotonic()) > 0:
            changed = _sleep(compound_id, seen, min(left, ASK_AGAIN_EVERY_S))
            still_may()
            if changed:
                return True
        return False
    finally:
        _room.release()


def _sleep(compound_id: int, seen: int, seconds: float) -> bool:
    """Sleep until there is something else than `seen`; False when there is not."""
    end = time.monotonic() + seconds
    told = news.count()
    while not (changed := _soon(compound_id) != seen) and (left := end - time.monotonic()) > 0:
        if news.is_over():
            return False
        told = news.wait(told, min(left, LOOK_EVERY_S))
        time.sleep(min(left, PAUSE_S))
    return changed


def _soon(compound_id: int) -> int:
    try:
        return _positions().soon(compound_id)
    finally:
        db.session.remove()  # nobody sleeps with a connection in hand


_positions: EachDatabase[Positions] = EachDatabase(Positions)
