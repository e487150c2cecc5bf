"""What the office has, compared with what the phones sent and were told. Works on a copy, so that
the server itself is the first to open what a crash left behind."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.exc import DBAPIError

from checkpoint import create_app
from checkpoint.db import db, sqlite_driver
from checkpoint.gate.outside import rebuild_outside
from checkpoint.people import Compound
from tests.crash.ledger import Ledger

DATABASE = "checkpoint.sqlite3"
FEW = 5
SOME = "SELECT 1 FROM {} LIMIT 1"
ROWS = """
    SELECT crossing.id, body_sha256, count(reading.id), max(reading.tenths)
    FROM crossing LEFT JOIN reading ON reading.crossing_id = crossing.id GROUP BY crossing.id
"""
# What nobody did: everything that was sent could be recorded, and nothing was sent in two ways.
EMPTY = ("set_aside", "refused_scan", "conflict")


def examine(instance: Path, ledger: Ledger) -> list[str]:
    """Every fault that is found, as a sentence; none when all is well.

    The server must be gone, so that nothing is acknowledged meanwhile.
    """
    faults = list(ledger.faults)
    with copied(instance) as copy:
        try:
            faults += _damage(copy)
            faults += _differences(copy, ledger)
            faults += _wrong_cache(copy)
        except (sqlite_driver().DatabaseError, DBAPIError) as error:
            faults.append(f"the database can't be read: {error}")
    return faults


def lost(instance: Path, ledger: Ledger) -> int:
    """How many acknowledged crossings the office doesn't have; all of them when it can't read."""
    with copied(instance) as copy:
        try:
            had = {row[0] for row in _rows(copy, "SELECT id FROM crossing")}
        except sqlite_driver().DatabaseError:
            had = set()
    return sum(UUID(id).hex not in had for id in ledger.copy()[1])


@contextmanager
def copied(instance: Path) -> Iterator[Path]:
    """A copy of the installation, without the index of the log: running processes share that."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "instance"
        shutil.copytree(instance, copy, ignore=shutil.ignore_patterns("*-shm", "lost+found"))
        yield copy


def _rows(copy: Path, question: str) -> list[Any]:
    connection = sqlite_driver().connect(copy / DATABASE)
    try:
        rows: list[Any] = connection.execute(question).fetchall()
    finally:
        connection.close()
    return rows


def _damage(copy: Path) -> list[str]:
    integrity = [row[0] for row in _rows(copy, "PRAGMA integrity_check")]
    orphans = _rows(copy, "PRAGMA foreign_key_check")
    return [f"integrity_check: {each}" for each in integrity if each != "ok"] + [
        f"foreign_key_check: {each}" for each in orphans
    ]


def _differences(copy: Path, ledger: Ledger) -> list[str]:
    all_sent, acknowledged = ledger.copy()
    sent = {UUID(id).hex: each for id, each in all_sent.items()}
    rows = {row[0]: row[1:] for row in _rows(copy, ROWS)}
    missing = [id for id in acknowledged if UUID(id).hex not in rows]
    strange = [id for id in rows if id not in sent]
    other = [id for id in rows if id in sent and rows[id][0] != sent[id].sha256]
    torn = [id for id in rows if id in sent and rows[id][1:] != _readings(sent[id].tenths)]
    return [
        *_few("acknowledged and lost", missing),
        *_few("sent by nobody", strange),
        *_few("recorded with another body", other),
        *_few("recorded without its reading, or with another", torn),
        *(f"{table} is not empty" for table in EMPTY if _rows(copy, SOME.format(table))),
    ]


def _readings(tenths: int | None) -> tuple[int, int | None]:
    return (0, None) if tenths is None else (1, tenths)


def _few(what: str, ids: list[str]) -> list[str]:
    return [f"{len(ids)} {what}: {', '.join(ids[:FEW])}"] if ids else []


def _wrong_cache(copy: Path) -> list[str]:
    """What is derived from the crossings, held against them."""
    app = create_app(copy)
    with app.app_context():
        wrong = [rebuild_outside(compound) for compound in db.session.query(Compound)]
        db.session.remove()
        db.engine.dispose()
    return _few("households with a wrong 'outside since'", [str(id) for ids in wrong for id in ids])
