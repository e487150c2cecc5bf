"""The real service on a real SQLite, called over WSGI: one moment, one request at a time.

What the simulator knows of the service's inside stands in this file and in `estate.py`.
"""

import io
import logging
import shutil
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from flask import Flask
from sqlalchemy import event

from checkpoint import clock, create_app
from checkpoint.config import SECRET_NAME, write_private
from checkpoint.db import db, sqlite_driver
from checkpoint.gate import joining, remembered
from checkpoint.people import one_time
from tests.simulation.estate import Estate, furnish

NO_LIMIT = 2**31 - 2


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: header names in lower case."""

    status: int
    headers: dict[str, str]
    body: str


class Killed(BaseException):
    """The server's process ends here."""


class Office:
    """An installation in `folder`. `now` is its clock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = datetime(2020, 2, 12, tzinfo=UTC)
        self.full = False
        # Killed when it is about to commit for so many more times; None for never.
        self.commits_left: int | None = None
        self.drawn = Drawn()
        self.timer = SimpleNamespace(monotonic=lambda: self.now.timestamp())
        self._reader: Any = None
        # What a trace holds follows from its seed alone, in every process.
        write_private(folder / SECRET_NAME, b"\x05" * 32)
        self.app = self._open()
        with self.app.app_context():
            self.estate: Estate = furnish(self.app)
        self._close()  # which also brings the write-ahead log home
        self._copy = Path(shutil.copyfile(self._database, folder / "beginning.sqlite3"))

    @property
    def _database(self) -> Path:
        return self.folder / "checkpoint.sqlite3"

    def begin_anew(self, seed: str) -> None:
        """The rows as they were at the beginning, and lots that follow from the seed."""
        self.drawn.random = Random(seed)
        self._close()
        for leftover in ("-wal", "-shm", "-journal"):
            self._database.with_name(self._database.name + leftover).unlink(missing_ok=True)
        shutil.copyfile(self._copy, self._database)
        self.full, self.commits_left = False, None

    def restart(self, *, thoroughly: bool) -> None:
        """The process began again: nothing in memory, everything on disk. `thoroughly`: the
        application is made anew, with its migrations looked at; else only its connections are."""
        self._close()
        self.commits_left = None
        if thoroughly:
            self.app = self._open()

    def request(self, method: str, path: str, headers: dict[str, str], body: str | None) -> Answer:
        """What the service answers. Raises Killed."""
        said: dict[str, Any] = {}

        def start_response(
            status: str, answered: list[tuple[str, str]], *_: object
        ) -> Callable[[bytes], object]:
            said.update(status=int(status[:3]), headers={k.lower(): v for k, v in answered})
            return lambda _: None

        chunks = self.app.wsgi_app(_environ(method, path, headers, body), start_response)
        content = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        return Answer(said["status"], said["headers"], content.decode())

    @contextmanager
    def inside(self) -> Iterator[None]:
        """For what staff does at the desk, and for a look at the rows."""
        with self.app.app_context():
            try:
                yield
            finally:
                db.session.remove()

    def does(self, deed: Callable[[datetime], object]) -> None:
        """Staff does something at the desk now."""
        with self.inside():
            deed(self.now)

    def roster_version(self) -> int:
        """The newest version of the compound's roster, read past the service."""
        if self._reader is None:
            self._reader = sqlite_driver().connect(self._database, isolation_level=None)
        row = self._reader.execute("SELECT roster_version FROM compound").fetchone()
        return int(row[0])

    def _open(self) -> Flask:
        app = create_app(self.folder)
        # What goes wrong here is meant to.
        app.logger.setLevel(logging.CRITICAL + 1)
        with app.app_context():
            event.listen(db.engine, "begin", self._limit_size)
            event.listen(db.engine, "commit", self._count_commit)
        return app

    def _close(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    def _limit_size(self, connection: Any) -> None:
        # One page at the least: SQLite then stays at what it has.
        limit = 1 if self.full else NO_LIMIT
        connection.exec_driver_sql(f"PRAGMA max_page_count = {limit}")

    def _count_commit(self, _: Any) -> None:
        if self.commits_left is None:
            return
        self.commits_left -= 1
        if self.commits_left < 0:
            raise Killed


class Drawn:
    """What the office draws by lot when a phone joins: the same each time. Stands for `secrets`."""

    random = Random(0)

    def choice(self, letters: str) -> str:
        """One of them."""
        return self.random.choice(letters)

    def token_urlsafe(self, size: int) -> str:
        """A secret of that many octets."""
        return urlsafe_b64encode(self.random.randbytes(size)).decode().rstrip("=")


@contextmanager
def world_of(office: Office) -> Iterator[None]:
    """The whole service reads the office's clock instead of the machine's, and draws its lots."""
    with (
        patch.object(clock, "now", lambda: office.now),
        patch.object(joining, "secrets", office.drawn),
        patch.object(one_time, "secrets", office.drawn),
        patch.object(remembered, "time", office.timer),
    ):
        yield


def _environ(method: str, path: str, headers: dict[str, str], body: str | None) -> dict[str, Any]:
    content = (body or "").encode()
    route, _, query = path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": route,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(content)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(content),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in headers.items():
        plain = name.upper().replace("-", "_")
        environ[plain if plain == "CONTENT_TYPE" else f"HTTP_{plain}"] = value
    return environ
