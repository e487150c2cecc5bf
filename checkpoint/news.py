"""Wakes those who wait for a change of the database.

`db.writing()` tells of each commit in this process. What another process changes, a command or a
second server, is not told here: who waits looks for himself now and then.
"""

import threading

_changed = threading.Condition()
_told = 0
_unusual = 0


def count() -> int:
    """How many changes were told so far."""
    return _told


def unusual() -> int:
    """How many of them were not routine: after those, whatever is remembered is asked anew."""
    return _unusual


def tell(*, routine: bool = False) -> None:
    """Something was committed; `routine` says that no more than crossings came to it."""
    global _told, _unusual
    with _changed:
        _told += 1
        _unusual += not routine
        _changed.notify_all()


def wait(seen: int, seconds: float) -> int:
    """Return the count as soon as it is not `seen` any more, or when the seconds are over."""
    with _changed:
        _changed.wait_for(lambda: _told != seen, timeout=seconds)
        return _told
