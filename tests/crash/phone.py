"""A guard's phone: it decides so many crossings a second, server or not, keeps what was not
acknowledged, and sends it again word for word."""

import json
import random
import threading
import time
from collections import deque
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException
from itertools import count
from uuid import UUID

from tests.crash.ledger import Json, Ledger
from tests.crash.settled import Post

LETTERS = (1, 1, 1, 5, 20)  # crossings in one letter, at most: a crash falls between many answers
WAITING = 40  # crossings; with so many to hand over, a phone decides no more until it is heard
PAUSE_SECONDS = 0.05  # between two attempts to reach a server that is not there


class Phone(threading.Thread):
    """One phone. `port` 0 means that there is no server at present."""

    def __init__(self, post: Post, ledger: Ledger, seed: int, rate: float) -> None:
        super().__init__(name=f"gate {post.gate_id}", daemon=True)
        self.post, self.ledger, self.rate = post, ledger, rate
        self.chance = random.Random(seed)
        self.outbox: deque[Json] = deque()
        self.kept: deque[Json] = deque(maxlen=50)  # acknowledged, and sent once more now and then
        self.crossings = count()
        self.port = 0
        self.failure: BaseException | None = None
        self.leave_off, self.stop = threading.Event(), threading.Event()
        self.connection: HTTPConnection | None = None

    def run(self) -> None:
        """Cross and send until told to stop. What goes wrong with the phone itself is kept."""
        try:
            self._work()
        except BaseException as error:
            self.failure = error
        finally:
            self.hang_up()

    def _work(self) -> None:
        due = time.monotonic() + self.chance.random() / self.rate
        while not self.stop.is_set():
            while time.monotonic() >= due:
                due += 1 / self.rate
                if len(self.outbox) < WAITING and not self.leave_off.is_set():
                    self.cross()
            if not self.outbox or not self.send():
                time.sleep(PAUSE_SECONDS if self.outbox else 0.005)

    def cross(self) -> None:
        """Decide one more crossing and keep it to be sent."""
        crossing = self._crossing(next(self.crossings))
        self.ledger.send(crossing)
        self.outbox.append(crossing)

    def _crossing(self, number: int) -> Json:
        """Each household in turn; out at one time, in at the next."""
        turn, home = divmod(number, len(self.post.tokens))
        direction = "entry" if turn % 2 else "exit"
        return {
            "id": str(UUID(int=self.chance.getrandbits(128), version=4)),
            "direction": direction,
            "method": "scan",
            "token": self.post.tokens[home],
            "number": None,
            "household_id": None,
            "gate_id": self.post.gate_id,
            "decided_at": (datetime.now(UTC) + timedelta(microseconds=1)).isoformat(),
            "reading_tenths": self.chance.choice([None, 362, 365, 368]),
            "party_size": 1,
            "override": None,
            "verdict": {"outcome": "admit", "reasons": [f"{direction}.admitted"]},
            "roster_version": 1,
            "knowledge_age_s": 3,
        }

    def send(self) -> bool:
        """Try once to hand over; whether it worked."""
        letter = self._letter()
        try:
            status, answer = self._post(letter)
        except (OSError, HTTPException, ValueError):
            self.hang_up()
            return False
        if status != 200:
            self.ledger.faults.append(f"a letter was answered {status}: {answer}")
            return False
        self._take(answer["results"])
        return True

    def _letter(self) -> list[Json]:
        """What waits, mostly; now and then also something that was acknowledged already."""
        size = min(self.chance.choice(LETTERS), len(self.outbox))
        waiting = [self.outbox[place] for place in range(size)]
        again = [self.chance.choice(self.kept)] if self.kept and self.chance.random() < 0.05 else []
        return waiting + again

    def _post(self, crossings: list[Json]) -> tuple[int, Json]:
        if not self.port:
            raise ConnectionRefusedError
        if self.connection is None:
            self.connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        body = {
            "device_time": datetime.now(UTC).isoformat(),
            "roster_version": 1,
            "unsent": len(self.outbox),
            "app_version": "0.1.0",
            "crossings": crossings,
        }
        headers = {
            "Authorization": f"Bearer {self.post.credential}",
            "Content-Type": "application/json",
        }
        self.connection.request("POST", "/api/v1/crossings", json.dumps(body), headers)
        response = self.connection.getresponse()
        return response.status, json.loads(response.read())

    def _take(self, results: list[Json]) -> None:
        for result in results:
            self.ledger.acknowledge(result)
            if self.outbox and self.outbox[0]["id"] == result["id"]:
                self.kept.append(self.outbox.popleft())

    def hang_up(self) -> None:
        """Let go of the connection; the next letter makes a new one."""
        if self.connection:
            self.connection.close()
        self.connection = None
