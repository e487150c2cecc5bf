"""The database: typed base, UTC columns, SQLite's safety, migrations and the writing transaction.

`writing()` is the one way to change rows: on SQLite it takes a process-wide lock and opens
`BEGIN IMMEDIATE`, so that writers queue up instead of failing with 'database is locked', and it
commits once at its end. Reading needs no ceremony.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    TypeDecorator,
    event,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry

from checkpoint import news

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Root of every model."""

    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC, on databases that know time zones and on SQLite, which doesn't."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """Written as SQLAlchemy writes it, in a third of the time: a crossing has six of them."""
        return _to_sqlite if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """The same for reading."""
        if dialect.name == "sqlite":
            return _from_sqlite
        return super().result_processor(dialect, coltype)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime does not say when it was")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _to_sqlite(value: datetime | None) -> str | None:
    """`2026-02-03 04:05:06.000789`, in UTC."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a naive datetime does not say when it was")
    return value.astimezone(UTC).isoformat(" ", "microseconds")[:26]


def _from_sqlite(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


db = SQLAlchemy(model_class=Base)

_write_lock = threading.RLock()


class _Writing(threading.local):
    """Whether this thread is within `writing()`, and the connection that it writes over."""

    now = False
    connection: Connection | None = None


_writing = _Writing()


def sqlite_driver() -> ModuleType:
    """The SQLite that came with this package where it could, else Python's own."""
    try:
        import pysqlite3
    except ImportError:
        return sqlite3
    driver: ModuleType = pysqlite3.dbapi2
    return driver


def has_wal_reset_bug(version: tuple[int, ...]) -> bool:
    """Whether a SQLite of that version can corrupt a WAL database that has two connections.

    Fixed in 3.51.3, and in 3.50.7 and 3.44.6 of the older lines (sqlite.org/wal.html).
    """
    fixed_in_line = {(3, 50): 7, (3, 44): 6}
    line = version[:2]
    if line in fixed_in_line:
        return version[2] < fixed_in_line[line]
    return version < (3, 51, 3)


def sqlite_line() -> str:
    """One line for the terminal: which SQLite is linked and how it journals."""
    driver = sqlite_driver()
    if has_wal_reset_bug(driver.sqlite_version_info):
        how = "has the WAL-reset bug, so a rollback journal is used (safe, a little slower)"
    else:
        how = "write-ahead log"
    return f"SQLite {driver.sqlite_version}, {how}"


def init_db(app: Flask, url: str, folder: Path) -> None:
    """Bind `app` to the database at `url`; empty means SQLite in `folder`."""
    url = url or f"sqlite:///{folder / 'checkpoint.sqlite3'}"
    options: dict[str, Any] = {
        "pool_pre_ping": not url.startswith("sqlite"),
        # As many as threads may ask at once, so that none waits for another's connection.
        "pool_size": 16,
        "max_overflow": 64,
        # The connection that was used last has its pages at hand, and the others need none.
        "pool_use_lifo": True,
    }
    if url.startswith("sqlite"):
        options |= {"module": sqlite_driver(), "connect_args": {"timeout": 30}}
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _make_sqlite_safe(db.engine)


def _make_sqlite_safe(engine: Engine) -> None:
    affected = has_wal_reset_bug(sqlite_driver().sqlite_version_info)
    # A rollback journal commits by being deleted, and FULL does not sync the folder after that.
    journal, synchronous = ("DELETE", "EXTRA") if affected else ("WAL", "FULL")

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        # The driver's own transaction control is off: `begin` below says BEGIN itself.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "busy_timeout = 30000",
            f"journal_mode = {journal}",
            f"synchronous = {synchronous}",
            "foreign_keys = ON",
            "trusted_schema = OFF",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if in_writing() else "BEGIN")


def in_writing() -> bool:
    """Whether this thread is within `writing()`."""
    return _writing.now


def session_connection() -> Connection:
    """The connection of the session; within `writing()` the session is asked for it once."""
    if not _writing.now:
        return db.session.connection()
    if _writing.connection is None:
        _writing.connection = db.session.connection()
    return _writing.connection


@contextmanager
def writing(*, routine: bool = False) -> Iterator[None]:
    """One writing transaction, committed at its end and rolled back upon any exception.

    Rows that were read before it belong to an older snapshot and are read anew. Nested use joins
    the outer transaction, so that services compose and still commit once. `routine` is for what
    changes nothing that `news.unusual` is for.
    """
    if in_writing():
        yield
        return
    # Before waiting: whoever waits with a connection in hand may keep the writer from getting one.
    db.session.rollback()
    with _write_lock if db.engine.dialect.name == "sqlite" else threading.Lock():
        _writing.now = True
        try:
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
        finally:
            _writing.now, _writing.connection = False, None
    news.tell(routine=routine)


def lock(name: str) -> None:
    """Let one transaction at a time go on from here, until its end. Call within `writing()`.

    On SQLite there is nothing to do: a writer is alone anyway.
    """
    if db.engine.dialect.name == "postgresql":
        key = int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)
        db.session.execute(select(func.pg_advisory_xact_lock(key)))


def migration_config() -> "Config":
    """Alembic's settings, kept in code: the scripts live in the package."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def upgrade() -> None:
    """Bring the database to the newest schema; cheap when it is there already."""
    with db.engine.begin() as connection:
        if _revision(connection) == newest_revision():
            return
    # Only where there is something to do: it is a lot to import.
    from alembic import command

    config = migration_config()
    with _write_lock, db.engine.connect() as connection, foreign_keys_off(connection):
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def newest_revision() -> str:
    """The revision of the newest script: the number that its file's name begins with."""
    return max(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return str(found) if found else None


@contextmanager
def foreign_keys_off(connection: Connection) -> Iterator[None]:
    """SQLite changes a column by making the table anew; what refers to it must bear with that."""
    driver = connection.connection.dbapi_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    # On the driver: within a transaction the pragma does nothing.
    cursor = driver.cursor()
    cursor.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
        if broken := cursor.execute("PRAGMA foreign_key_check").fetchall():
            raise RuntimeError(f"the database has rows that refer to nothing: {broken[:3]}")
    finally:
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()
