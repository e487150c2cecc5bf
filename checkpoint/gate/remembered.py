"""What every request asks again: remembered for a moment, forgotten when anything changes.

What this process commits counts at once (`checkpoint.news`), what another one commits, a command
at the terminal, within a second.
"""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Pool

from checkpoint import news
from checkpoint.db import db

LONGEST_S = 1.0

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class EachDatabase(Generic[V]):
    """One value for each database that this process is connected to."""

    def __init__(self, make: Callable[[], V]) -> None:
        self._make = make
        self._made: WeakKeyDictionary[Pool, V] = WeakKeyDictionary()

    def __call__(self) -> V:
        """The value of the database of the running application."""
        pool = db.engine.pool
        found = self._made.get(pool)
        return self._made.setdefault(pool, self._make()) if found is None else found


class Remembered(Generic[K, V]):
    """Answers by what was asked, each at most a second old and older than no unusual news."""

    def __init__(self) -> None:
        self._answers: dict[K, tuple[int, float, V]] = {}

    def recall(self, key: K, ask: Callable[[], V | None]) -> V | None:
        """The answer that is remembered, else the one that `ask` finds; None is not remembered."""
        # Looked at before asking: news that comes meanwhile makes the answer old at once.
        unusual, now = news.unusual(), time.monotonic()
        if (kept := self._answers.get(key)) and kept[0] == unusual and now - kept[1] < LONGEST_S:
            return kept[2]
        answer = ask()
        if answer is not None:
            self._answers[key] = (unusual, now, answer)
        return answer

    def forget(self, key: K) -> None:
        """Ask anew the next time."""
        self._answers.pop(key, None)
