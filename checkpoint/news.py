"""Wakes those who wait for a change of the database.

`db.writing()` tells of each commit in this process. What another process changes, a command or a
second server, is not told here: who waits looks for himself now and then.
"""

import threading

_changed = threading.Condition()
_told = 0
_unusual = 0
_over = False


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


def is_over() -> bool:
    """Whether the server is about to stop, so that nobody should wait any longer."""
    return _over


def end() -> None:
    """Wake everybody for the last time: the server is about to stop."""
    global _over
    with _changed:
        _over = True
        _changed.notify_all()


def wait(seen: int, seconds: float) -> int:
    """Return the count as soon as it is not `seen` any more, when the seconds are over, or at the
    end of the server."""
    with _changed:
        _changed.wait_for(lambda: _over or _told != seen, timeout=seconds)
        return _told
