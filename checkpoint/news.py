"""Wakes those who wait for a change of the database.

`db.writing()` tells of each commit in this process. What another process changes, a command or a
second server, is not told here: who waits looks for himself now and then.
"""

import threading

_changed = threading.Condition()
_told = 0


def count() -> int:
    """How many changes were told so far."""
    return _told


def tell() -> None:
    """Something was committed."""
    global _told
    with _changed:
        _told += 1
        _changed.notify_all()


def wait(seen: int, seconds: float) -> int:
    """Return the count as soon as it is not `seen` any more, or when the seconds are over."""
    with _changed:
        _changed.wait_for(lambda: _told != seen, timeout=seconds)
        return _told
