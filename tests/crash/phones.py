"""All phones of an installation, at work together."""

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from tests.crash.ledger import Ledger
from tests.crash.phone import Phone
from tests.crash.settled import Post

PHONES = 10
RATE = 50.0  # crossings a second, of all phones together


class Phones:
    """All phones of an installation, at work from `with` on."""

    def __init__(self, posts: list[Post], seed: int, rate: float = RATE) -> None:
        self.ledger = Ledger()
        self.all = [
            Phone(post, self.ledger, seed + number, rate / len(posts))
            for number, post in enumerate(posts)
        ]

    def __enter__(self) -> Self:
        for phone in self.all:
            phone.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for phone in self.all:
            phone.stop.set()
        for phone in self.all:
            phone.join()

    def find(self, port: int) -> None:
        """The server is there now; 0 when it is gone."""
        for phone in self.all:
            phone.port = port

    def hear_more(self, than: int, patience: float) -> None:
        """Wait until more than so many crossings are acknowledged."""
        self._wait(lambda: len(self.ledger.acknowledged) > than, patience)

    def hand_over(self, patience: float) -> None:
        """Decide no more crossings, and wait until all are acknowledged."""
        for phone in self.all:
            phone.leave_off.set()
        self._wait(lambda: not any(phone.outbox for phone in self.all), patience)

    def _wait(self, done: Callable[[], bool], patience: float) -> None:
        until = time.monotonic() + patience
        while not done():
            for phone in self.all:
                if phone.failure:
                    raise phone.failure
            if time.monotonic() > until:
                unsent = sum(len(phone.outbox) for phone in self.all)
                raise TimeoutError(f"{unsent} crossings wait; {self.ledger.faults[:3]}")
            time.sleep(0.002)
