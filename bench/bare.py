"""The least that a durable server can do, as the reference of `bench.server`.

The same Granian with eight threads, one writer that commits for all who wait (`synchronous=FULL`),
and for each request one row of its body: nobody is known, nothing is checked, nothing is judged.
"""

import multiprocessing
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from queue import SimpleQueue
from socket import create_connection
from typing import TYPE_CHECKING

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from checkpoint.db import sqlite_driver
from checkpoint.serve.ports import claim_port

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

THREADS = 8
ANSWER = b'{"status":"recorded"}'


@dataclass
class _Row:
    body: bytes
    kept: threading.Event = field(default_factory=threading.Event)


class Bare:
    """The application: a row for each request, answered when it is durable."""

    def __init__(self, path: str) -> None:
        self._rows: SimpleQueue[_Row] = SimpleQueue()
        threading.Thread(target=self._write, args=(path,), daemon=True).start()

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Keep the body."""
        row = _Row(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        self._rows.put(row)
        row.kept.wait()
        start("200 OK", [("Content-Length", str(len(ANSWER)))])
        return [ANSWER]

    def _write(self, path: str) -> None:
        database: sqlite3.Connection = sqlite_driver().connect(path, isolation_level=None)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("CREATE TABLE crossing (id INTEGER PRIMARY KEY, body BLOB)")
        while True:
            rows = [self._rows.get()]
            while not self._rows.empty():
                rows.append(self._rows.get())
            database.execute("BEGIN IMMEDIATE")
            database.executemany(
                "INSERT INTO crossing (body) VALUES (?)", [(each.body,) for each in rows]
            )
            database.execute("COMMIT")
            for each in rows:
                each.kept.set()


@contextmanager
def bare_server() -> Iterator[int]:
    """The port of one that runs."""
    port = claim_port("127.0.0.1", 0, "--port")
    with tempfile.TemporaryDirectory() as name:
        command = [sys.executable, "-m", "bench.bare", f"{name}/bare.sqlite3", str(port)]
        with subprocess.Popen(command) as process:
            try:
                _await(port)
                yield port
            finally:
                process.terminate()


def _await(port: int) -> None:
    for _ in range(200):
        try:
            create_connection(("127.0.0.1", port), 0.1).close()
        except OSError:
            threading.Event().wait(0.05)
        else:
            return
    raise TimeoutError("the bare server does not answer")


def _main(path: str, port: int) -> None:
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)
    Granian(
        "bare",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        http=HTTPModes.http1,
        log_level=LogLevels.error,
    ).serve(target_loader=partial(Bare, path), wrap_loader=False)


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]))
