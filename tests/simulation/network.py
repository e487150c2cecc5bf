"""The network between devices and office: letters are lost, doubled, slow, out of order, cut short,
or answered by somebody else. It also holds the letters of a device that waits for news, as the
service's threads do, so that the service itself never waits for real time."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.simulation.luck import Luck
from tests.simulation.office import Answer

# Answers as a portal or a proxy in between gives them.
FOREIGN = [
    Answer(200, {"content-type": "text/html"}, "<html>Sign in to this network</html>"),
    Answer(400, {"content-type": "text/html"}, "<html>Bad request</html>"),
    Answer(401, {"content-type": "text/html"}, "<html>Sign in</html>"),
    Answer(403, {"content-type": "text/html"}, "<html>Blocked</html>"),
    Answer(413, {"content-type": "text/html"}, "<html>Too large</html>"),
    Answer(502, {"content-type": "text/html"}, "<html>Bad gateway</html>"),
    Answer(503, {"content-type": "text/html", "retry-after": "7"}, ""),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of a device, by the device's own count."""

    device: int
    request: int
    method: str
    path: str
    headers: dict[str, str]
    body: str | None

    @property
    def wait_ms(self) -> int:
        """How long it wants to be held while there are no news."""
        found = re.search(r"[?&]wait=(\d+)", self.path)
        return int(found[1]) * 1000 if found else 0

    @property
    def path_at_once(self) -> str:
        """The same question, to be answered now."""
        return re.sub(r"wait=\d+", "wait=0", self.path)


class Network:
    """`later(ms, act)` does something so many ms from now; `ask` lets the office answer, None where
    it is down; `bring` gives a device its answer, None for no connection."""

    def __init__(
        self,
        random: Random,
        luck: Luck,
        later: Callable[[int, Callable[[], None]], None],
        ask: Callable[[Asked], Answer | None],
        bring: Callable[[Asked, Answer | None], None],
    ) -> None:
        self.luck = luck
        self.cut_off: set[int] = set()
        self._random = random
        self._later = later
        self._ask = ask
        self._bring = bring
        self._held: list[Asked] = []

    def send(self, asked: Asked) -> None:
        """A device asks."""
        if asked.device in self.cut_off:
            return self._fail(asked)
        if self._happens(self.luck.foreign):
            answer = self._random.choice(FOREIGN)
            return self._later(self._travel(), lambda: self._bring(asked, answer))
        if self._happens(self.luck.lost_request):
            return self._fail(asked)
        if self._happens(self.luck.doubled):
            again = self._travel() * self._random.choice((1, 3, 200))
            self._later(again, lambda: self._arrive(asked))
        return self._later(self._travel(), lambda: self._arrive(asked))

    def news(self) -> None:
        """The roster has changed: those who wait are answered."""
        held, self._held = self._held, []
        for asked in held:
            self._arrive(asked)

    def drop_held(self) -> None:
        """The office went down: whoever waited has lost the line."""
        held, self._held = self._held, []
        for asked in held:
            self._fail(asked)

    def _arrive(self, asked: Asked) -> None:
        if asked.device in self.cut_off:
            return self._fail(asked)
        answer = self._ask(asked)
        if answer is None:
            return self._fail(asked)
        if answer.status == 304 and asked.wait_ms:
            return self._hold(asked)
        return self._send_back(asked, answer)

    def _hold(self, asked: Asked) -> None:
        self._held.append(asked)
        self._later(asked.wait_ms, lambda: self._give_up(asked))

    def _give_up(self, asked: Asked) -> None:
        if asked in self._held:
            self._held.remove(asked)
            if answer := self._ask(asked):
                self._send_back(asked, answer)

    def _send_back(self, asked: Asked, answer: Answer) -> None:
        if self._happens(self.luck.lost_answer):
            return self._fail(asked)
        if self._happens(self.luck.cut_short):
            half = answer.body[: len(answer.body) // 2]
            answer = Answer(answer.status, answer.headers, half)
        return self._later(self._travel(), lambda: self._deliver(asked, answer))

    def _deliver(self, asked: Asked, answer: Answer) -> None:
        if asked.device in self.cut_off:
            return self._fail(asked)
        return self._bring(asked, answer)

    def hangs_up(self, device: int, request: int) -> None:
        """A device waits no longer."""
        self._held = [one for one in self._held if (one.device, one.request) != (device, request)]

    def _fail(self, asked: Asked) -> None:
        """The device learns at once that there is no line, or finds out by itself that no answer
        comes."""
        if self._happens(0.6):
            self._later(self._travel(), lambda: self._bring(asked, None))

    def _travel(self) -> int:
        """Milliseconds one way."""
        if self._happens(self.luck.slow):
            return self._random.choice((300, 700, 1_500, 6_000, 30_000))
        return self._random.randint(3, 60)

    def _happens(self, chance: float) -> bool:
        return chance > 0 and self._random.random() < chance
