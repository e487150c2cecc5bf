"""The server: crossings recorded a second, how long each waits, memory, and the start.

    python -m bench.server [--database sqlite|postgresql|both] [--rules] [--tls] [--few]

A real `checkpoint serve` with 3,427 households, a card signed for each, and 16 devices; every
answer must say `recorded`, and in the end every crossing must be in the database, with who is out
as they say. SQLite runs with `synchronous=FULL`, PostgreSQL with its defaults (`fsync` on). The
load comes from one process on the same machine; `µs` is what the server's own processes spend on
a processor for one crossing, which tells more than the rate where the machine does other work too.
The bare server (`bench.bare`) keeps one row for each request and does nothing else: of its rate at
16 connections each rate is so many hundredths.
"""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bench.bare import bare_server
from bench.load import Outcome
from bench.reference import reference_seconds
from bench.served import (
    Installation,
    check,
    cpu_seconds,
    install,
    load,
    made_up_crossings,
    megabytes,
    served,
)
from tests.postgres import database_url, running_cluster
from tests.serving import Server

CONNECTIONS = {1: 2000, 4: 4000, 8: 8000, 16: 12000}  # with so many single crossings
LETTERS, SIZE = 200, 100
WARM_UP = 400


@dataclass
class Run:
    """One server under load. `share` is how much of the load is wanted."""

    place: Installation
    server: Server
    authority: str
    share: float
    bare: float
    sent: int = 0

    def load(self, name: str, connections: int, letters: int, size: int) -> None:
        """Send that many letters and print what came of it."""
        letters = int(letters * self.share)
        reference, before = reference_seconds(), cpu_seconds(self.server.process.pid)
        outcome = load(self.place, self.server.port, connections, letters, size, self.authority)
        spent = cpu_seconds(self.server.process.pid) - before
        assert not outcome.errors, outcome.errors[:2]
        self.sent += letters * size
        if name:
            _show(name, outcome, size, reference, spent, self.bare)


def measure(place: Installation, *, tls: bool, share: float) -> None:
    """Print the figures of one installation."""
    bare = bare_rate(place, share)
    with served(place, *(() if tls else ("--behind-proxy",))) as (server, seconds):
        print(f"  {'cold start':32}{seconds:8.2f} s   {seconds / reference_seconds():6.1f} ×")
        run = Run(place, server, str(server.authority) if tls else "", share, bare)
        run.load("", 4, WARM_UP, 1)
        for connections, letters in CONNECTIONS.items():
            run.load(f"one at a time, {connections} connections", connections, letters, 1)
        for connections in (1, 4):
            run.load(f"by the hundred, {connections} connections", connections, LETTERS, SIZE)
        print(f"  {'memory, all processes':32}{megabytes(server.process.pid):8.0f} MB")
    check(place, run.sent)


def bare_rate(place: Installation, share: float) -> float:
    """Rows a second of the bare server, printed too."""
    connections, letters = max(CONNECTIONS.items())
    place = replace(place, crossings=made_up_crossings(place.gate_id, place.tokens))
    with bare_server() as port:
        load(place, port, connections, WARM_UP, 1)
        reference = reference_seconds()
        outcome = load(place, port, connections, int(letters * share), 1)
    assert not outcome.errors, outcome.errors[:2]
    rate = len(outcome.milliseconds) / outcome.seconds
    _show("the bare server", outcome, 1, reference, 0, rate)
    return rate


def _show(
    name: str, outcome: Outcome, size: int, reference: float, spent: float, bare: float
) -> None:
    times = sorted(outcome.milliseconds)
    count = len(times) * size
    rate = count / outcome.seconds
    p50, p95, p99 = (times[int(len(times) * share)] for share in (0.5, 0.95, 0.99))
    print(
        f"  {name:32}{rate:8.0f} /s  {rate * reference:6.0f} ×  {rate / bare:4.0%} of bare"
        f"   p50 {p50:6.1f}  p95 {p95:6.1f}  p99 {p99:6.1f} ms   {spent / count * 1e6:5.0f} µs",
        flush=True,
    )


@contextmanager
def _databases(wanted: str) -> Iterator[dict[str, str]]:
    """The URL of each wanted database, by name."""
    if wanted == "sqlite":
        yield {"SQLite": ""}
        return
    with running_cluster("") as sockets:
        found = {"PostgreSQL": database_url(sockets, "postgres")}
        yield found if wanted == "postgresql" else {"SQLite": "", **found}


def main() -> None:
    """Measure on each database that is wanted."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--tls", action="store_true", help="over HTTPS instead of behind a proxy")
    parser.add_argument("--rules", action="store_true", help="with every rule on")
    parser.add_argument("--few", action="store_true", help="an eighth of the load")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, _databases(wanted.database) as databases:
        for database, url in databases.items():
            print(f"\n{database}, the reference takes {reference_seconds():.2f} s", flush=True)
            place = install(Path(name) / database, url, ruled=wanted.rules)
            measure(place, tls=wanted.tls, share=0.125 if wanted.few else 1)


if __name__ == "__main__":
    main()
