"""The world of one seed: its clock, its agenda, its office, its devices and the network between.

Nothing here happens at a real moment. The world goes from one thing to the next: a timer of a
device, a letter that arrives, something that the story has planned.
"""

import heapq
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from random import Random
from typing import Any

from tests.simulation.estate import DEVICE_GATES, enrolled
from tests.simulation.luck import CALM, Luck
from tests.simulation.network import Asked, Network
from tests.simulation.node import Event, Node
from tests.simulation.office import Answer, Killed, Office
from tests.simulation.trace import Trace
from tests.simulation.witness import Witness

# 12 February 2020, eight o'clock in Wuhan, in ms.
DAWN = 1_581_465_600_000
FOREVER = float("inf")


class World:
    """Everything of one run. `defect` names one that is planted in the gate view."""

    def __init__(
        self, seed: str, office: Office, node: Node, trace: Trace, *, devices: int, defect: str = ""
    ) -> None:
        self.random = Random(seed)
        self.office = office
        self.witness = Witness()
        self.now = DAWN
        self.devices = list(range(1, devices + 1))
        self.on: set[int] = set()
        self.asleep_until: dict[int, int] = {}
        self.office_up = True
        self.requests = 0
        self._node = node
        self._trace = trace
        self._defect = defect
        self._agenda: list[tuple[int, int, Callable[[], None]]] = []
        self._planned = 0
        self.luck = Luck.drawn(self.random)
        self.network = Network(self.random, self.luck, self.later, self._ask, self._bring)
        office.begin_anew(seed)
        self._told_version = office.roster_version()
        self._started: set[int] = set()
        self.clocks: dict[int, tuple[int, int]] = {}
        self.tell("reset", 0, seed=seed)

    # Time.

    def later(self, ms: int, act: Callable[[], None]) -> None:
        """Do something so many milliseconds from now."""
        self._planned += 1
        heapq.heappush(self._agenda, (self.now + ms, self._planned, act))

    def pass_time(self, ms: int) -> None:
        """Let everything happen that happens within so many milliseconds."""
        end = self.now + ms
        while (at := min(self._next_planned, self._node.next)) <= end:
            self.now = max(self.now, int(at))
            if self._next_planned <= self._node.next:
                heapq.heappop(self._agenda)[2]()
            else:
                self.tell("tick")
        self.now = end

    @property
    def _next_planned(self) -> float:
        return self._agenda[0][0] if self._agenda else FOREVER

    # Devices.

    def tell(self, do: str, device: int = 0, **more: Any) -> None:
        """Give the devices a command, and hear what came of it."""
        self._trace.add(self.now, do, device=device, **more)
        for event in self._node.tell(do, self.now, device, **more):
            self._hear(event)

    def start(self, device: int) -> None:
        """Switch a device on."""
        self.on.add(device)
        gate = self.office.estate.gates[DEVICE_GATES[device - 1]]
        joined = enrolled(device, gate) if device not in self._started else None
        self._started.add(device)
        self.tell("start", device, enrolled=joined, defect=self._defect)

    def stop(self, device: int) -> None:
        """Switch a device off: a tab that is closed, or a battery that is empty."""
        chance = self.random.random
        self.tell("stop", device, power=chance() < 0.5, landed=chance() < 0.5)

    def act(self, device: int, verb: str, *given: Any) -> None:
        """Let a guard do something."""
        self.tell("act", device, verb=verb, given=given)

    def set_clock(self, device: int, offset: int, drift: int) -> None:
        """Put a device's clock ahead by `offset` ms, and by `drift` more in a million."""
        self.clocks[device] = offset, drift
        self.witness.clock_was_set(device)
        self.tell("clock", device, offset=offset, drift=drift)

    def device_time(self, device: int) -> float:
        """What a device's clock shows, in ms since 1970."""
        offset, drift = self.clocks[device]
        return self.now + offset + (self.now - DAWN) * drift / 1e6

    def report(self, device: int) -> dict[str, Any]:
        """What a device holds."""
        self.tell("report", device)
        return self._node.report or {}

    def awake(self, device: int) -> bool:
        """Whether a guard can use it."""
        return device in self.on and self.asleep_until.get(device, 0) <= self.now

    def _hear(self, event: Event) -> None:
        self._trace.add(self.now, "event", **event)
        device = event["device"]
        if event["say"] == "asks":
            names = ("request", "method", "path", "headers", "body")
            self.network.send(Asked(device, *(event[name] for name in names)))
        elif event["say"] == "hangs up":
            self.network.hangs_up(device, event["request"])
        elif event["say"] == "off":
            self.on.discard(device)
        self.witness.sees(device, event, self.device_time(device))

    # The office.

    def close_office(self, ms: int) -> None:
        """The server is gone, and back after so long."""
        if not self.office_up:
            return
        self.office_up = False
        self.network.drop_held()
        self.later(ms, self.open_office)

    def open_office(self) -> None:
        """The server is back, on the rows that it committed."""
        if not self.office_up:
            self.office.restart(thoroughly=self.random.random() < 0.1)
            self.office_up = True

    def does(self, deed: Callable[[datetime], object]) -> None:
        """Staff does something at the desk, if the server is up and has room."""
        if not self.office_up or self.office.full:
            return
        self._set_clock()
        try:
            self.office.does(deed)
        except Killed:
            self._killed("at the desk")
        else:
            self._look_for_news()

    def _ask(self, asked: Asked) -> Answer | None:
        if not self.office_up:
            return None
        self.requests += 1
        self._set_clock()
        path = asked.path_at_once
        try:
            answer = self.office.request(asked.method, path, asked.headers, asked.body)
        except Killed:
            self._killed(path)
            return None
        body = sha256(answer.body.encode()).hexdigest()[:16]
        self._trace.add(self.now, "answer", path=path, status=answer.status, body=body)
        if asked.method != "GET":
            self._look_for_news()
        return answer

    def _look_for_news(self) -> None:
        """What changes the roster wakes the threads that wait for it."""
        newest = self.office.roster_version()
        if newest != self._told_version:
            self._told_version = newest
            self.later(1, self.network.news)

    def _killed(self, where: str) -> None:
        self._trace.add(self.now, "killed", where=where)
        self.close_office(self.random.choice((300, 3_000, 20_000)))

    def _bring(self, asked: Asked, answer: Answer | None) -> None:
        wakes = self.asleep_until.get(asked.device, 0)
        if wakes > self.now:
            return self.later(wakes - self.now, lambda: self._bring(asked, answer))
        said = None
        if answer:
            said = {"status": answer.status, "headers": answer.headers, "body": answer.body}
        return self.tell("answer", asked.device, request=asked.request, answer=said)

    def _set_clock(self) -> None:
        self.office.now = datetime.fromtimestamp(self.now / 1000, UTC)

    # The end of the storm.

    def heal(self) -> None:
        """Everything works again; what is awry stays for the devices to put right."""
        self.luck = self.network.luck = CALM
        self.network.cut_off.clear()
        self.office.full, self.office.commits_left = False, None
        self.open_office()
        for device in self.devices:
            self.asleep_until.pop(device, None)
            self.tell("sleep", device, until=0)
            self.tell("disk", device, room=None)
            self.tell("die", device, after=None, power=False, landed=False)
            if device in self.on:
                # Whoever stands at the gate is served first: the guard comes to an end.
                self.act(device, "back")
                self.act(device, "back")
            else:
                self.start(device)

    def settle(self, longest_ms: int) -> dict[int, dict[str, Any]]:
        """Wait until all is sent and every device knows all; what each then holds."""
        end = self.now + longest_ms
        while True:
            reports = {device: self.report(device) for device in self.devices}
            if self.now >= end or self._are_settled(reports):
                return reports
            self.pass_time(2_500)

    def _are_settled(self, reports: dict[int, dict[str, Any]]) -> bool:
        newest = self.office.roster_version()
        return all(is_settled(report, newest) for report in reports.values())


def is_settled(report: dict[str, Any], newest: int) -> bool:
    """Whether the device has sent all it had and knows all that there is to know, or belongs to no
    gate any more."""
    if not report:
        return False
    if report["screen"] == "join":
        return True
    states = set(report["crossings"].values())
    return report["version"] == newest and states <= {"settled", "aside"} and not has_left(report)


def has_left(report: dict[str, Any]) -> bool:
    """Whether there is something that the office has not got."""
    waiting = "waiting" in report["crossings"].values()
    return waiting or bool(report["scans"] or report["signOns"])
