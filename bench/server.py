"""The server: crossings recorded a second, how long each waits, memory, and the start.

    python -m bench.server [--database sqlite|postgresql|both] [--tls]

A real `checkpoint serve` with 3,427 households, a card signed for each, and 16 devices; every
answer must say `recorded`, and in the end every crossing must be in the database, with who is out
as they say. SQLite runs with `synchronous=FULL`, PostgreSQL with its defaults (`fsync` on). The
load comes from one process on the same machine.
"""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.load import Outcome
from bench.reference import reference_seconds
from bench.served import Installation, check, install, load, megabytes, served
from tests.postgres import database_url, running_cluster
from tests.serving import Server

CONNECTIONS = {1: 2000, 4: 4000, 8: 8000, 16: 12000}  # with so many single crossings
LETTERS, SIZE = 200, 100
WARM_UP = 400


def measure(place: Installation, tls: bool) -> None:
    """Print the figures of one installation."""
    options = () if tls else ("--behind-proxy",)
    reference = reference_seconds()
    with served(place, *options) as (server, seconds):
        print(f"  {'cold start':26}{seconds:8.2f} s{seconds / reference:12.1f} × reference")
        authority = str(server.authority) if tls else ""
        sent = _measure_load(place, server, authority, reference)
        print(f"  {'memory, all processes':26}{megabytes(server.process.pid):8.0f} MB")
    check(place, sent)


def _measure_load(place: Installation, server: Server, authority: str, reference: float) -> int:
    load(place, server.port, 4, WARM_UP, 1, authority)
    sent = WARM_UP
    for connections, letters in CONNECTIONS.items():
        outcome = load(place, server.port, connections, letters, 1, authority)
        _show(f"one at a time, {connections} connections", outcome, 1, reference)
        sent += letters
    for connections in (1, 4):
        outcome = load(place, server.port, connections, LETTERS, SIZE, authority)
        _show(f"by the hundred, {connections} connections", outcome, SIZE, reference)
        sent += LETTERS * SIZE
    return sent


def _show(name: str, outcome: Outcome, size: int, reference: float) -> None:
    assert not outcome.errors, outcome.errors[:2]
    times = sorted(outcome.milliseconds)
    rate = len(times) * size / outcome.seconds
    p50, p95, p99 = (times[int(len(times) * share)] for share in (0.5, 0.95, 0.99))
    print(
        f"  {name:32}{rate:8.0f} /s  {rate * reference:8.0f} per reference   "
        f"p50 {p50:6.1f}  p95 {p95:6.1f}  p99 {p99:6.1f} ms",
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
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with _databases(wanted.database) as databases:
            for database, url in databases.items():
                print(f"\n{database}, the reference takes {reference_seconds():.2f} s")
                measure(install(folder / database, url), wanted.tls)


if __name__ == "__main__":
    main()
