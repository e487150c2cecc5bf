"""Rounds of a crash: the server starts, phones are heard, it ends at a random moment, again."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash.examine import examine
from tests.crash.phones import PHONES, RATE, Phones
from tests.crash.server import PATIENCE_SECONDS, Seam, Server
from tests.crash.settled import settle

UNDER_LOAD = 50  # acknowledgements, at most, before the end
A_MOMENT_SECONDS = 0.02  # at most, after the last of these
WHILE_STARTING = 0.1  # of all kills: one more, before the server is even ready


@dataclass
class Series:
    """What happened so far."""

    what: str = "kills"
    kills: int = 0
    kills_while_starting: int = 0
    acknowledged: int = 0
    sent: int = 0
    repeats: int = 0
    examined: int = 0
    lost: int = 0
    faults: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def __str__(self) -> str:
        return (
            f"{self.kills} {self.what} under load and {self.kills_while_starting} while starting, "
            f"{time.monotonic() - self.began:.0f} s: {self.sent} crossings sent, "
            f"{self.acknowledged} acknowledged, {self.repeats} repeats answered; "
            f"examined {self.examined} times, {self.lost} lost, {len(self.faults)} faults"
        )

    def look(self, instance: Path, phones: Phones) -> None:
        """Examine, and note the figures."""
        ledger = phones.ledger
        self.faults = examine(instance, ledger)
        self.examined += 1
        self.sent, self.acknowledged = len(ledger.sent), len(ledger.acknowledged)
        self.repeats = ledger.repeats


def kill_again_and_again(
    instance: Path,
    kills: int,
    seed: int,
    *,
    every: int = 1,
    seam: Seam | None = None,
    tell: Callable[[Series], None] = lambda _: None,
) -> Series:
    """Kill a server under load so often; look at what is left after `every` kills, and at the end,
    when every phone has handed over all it had. Stops at the first fault."""
    chance, series, seam = random.Random(seed), Series(), seam or Seam()
    with Phones(settle(instance, PHONES), seed, RATE) as phones:
        while series.kills < kills and not series.faults:
            one_kill(instance, seam, phones, chance, series)
            if series.kills % every == 0:
                series.look(instance, phones)
                tell(series)
        if not series.faults:
            hand_over(instance, seam, phones)
            series.look(instance, phones)
    return series


def one_kill(
    instance: Path, seam: Seam, phones: Phones, chance: random.Random, series: Series
) -> None:
    """Start, wait for some acknowledgements, and kill a moment later."""
    if chance.random() < WHILE_STARTING:
        server = Server(instance, seam)
        time.sleep(chance.random() * 2)
        server.kill()
        series.kills_while_starting += 1
    server = Server(instance, seam)
    heard = len(phones.ledger.acknowledged)
    try:
        phones.find(server.port())
        phones.hear_more(heard + chance.randrange(UNDER_LOAD), PATIENCE_SECONDS)
        time.sleep(chance.random() * A_MOMENT_SECONDS)
    finally:
        server.kill()
        phones.find(0)
    series.kills += 1


def hand_over(instance: Path, seam: Seam, phones: Phones) -> None:
    """Let every phone send all it has, and stop the server in peace."""
    server = Server(instance, seam)
    try:
        phones.find(server.port())
        phones.hand_over(PATIENCE_SECONDS)
        status = server.stop()
    finally:
        server.kill()
        phones.find(0)
    if status:
        raise RuntimeError(f"the server ended with {status}: " + "".join(server.said))
