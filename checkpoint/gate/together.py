"""One commit for all who wait.

To make something durable takes a moment, and that is paid for each commit, not for each crossing.
So whoever comes while another commits waits, and the next commit takes all who wait. There is no
thread of its own for it: the first of those who wait leads, does the work of all and wakes them.

Where several came together the last time, whoever leads gives as many a moment to come again: the
same phones send, and a commit for all of them takes less than two for half of them each.
"""

import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

GATHER_S = 0.002


class Load(Protocol):
    """What is handed in; `size` is what it adds to a commit, say, how many crossings."""

    @property
    def size(self) -> int:
        """At least 0."""


L = TypeVar("L", bound=Load)


class _Waiting(Generic[L]):
    """A load that was handed in. Its thread sleeps until it is done, or until it must lead."""

    __slots__ = ("_asleep", "done", "load")

    def __init__(self, load: L) -> None:
        self.load = load
        self.done = False
        self._asleep = threading.Lock()
        self._asleep.acquire()

    def sleep(self) -> None:
        self._asleep.acquire()

    def wake(self) -> None:
        self._asleep.release()


class Together(Generic[L]):
    """Does the work of many threads in one of them, so many at a time as have come meanwhile.

    `work` is given loads of at most `most` in size (or a single larger one), in the order in which
    they came, by one thread at a time. It keeps what became of each in the load. `gather_s` is how
    long to wait, at the most, for as many as came together the last time.
    """

    def __init__(
        self, work: Callable[[list[L]], None], most: int, gather_s: float = GATHER_S
    ) -> None:
        self._work = work
        self._most = most
        self._gather_s = gather_s
        self._change = threading.Condition(threading.Lock())
        self._waiting: deque[_Waiting[L]] = deque()
        self._led = False
        self._last = 0  # how many came together

    def do(self, load: L) -> None:
        """Hand in a load; returns when it has been worked on, by this thread or by another."""
        mine = _Waiting(load)
        with self._change:
            self._waiting.append(mine)
            leads, self._led = not self._led, True
            if len(self._waiting) == self._last:
                self._change.notify()
        if not leads:
            mine.sleep()
        if not mine.done:
            self._lead()

    def _lead(self) -> None:
        own, *others = self._next()
        try:
            self._work([own.load, *(each.load for each in others)])
        finally:
            self._hand_on()
            for each in others:
                each.done = True
                each.wake()

    def _next(self) -> list[_Waiting[L]]:
        """Who has waited longest (whoever leads is the first of them), as many as fit."""
        taken: list[_Waiting[L]] = []
        size = 0
        with self._change:
            self._change.wait_for(lambda: len(self._waiting) >= self._last, self._gather_s)
            while self._waiting and (not taken or size + self._waiting[0].load.size <= self._most):
                taken.append(self._waiting.popleft())
                size += taken[-1].load.size
            self._last = len(taken)
        return taken

    def _hand_on(self) -> None:
        """Let the first of those who have come meanwhile lead."""
        with self._change:
            self._led = bool(self._waiting)
            if self._led:
                self._waiting[0].wake()
