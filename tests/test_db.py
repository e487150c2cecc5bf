"""The database is safe as it is opened, and its schema is what the models say."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import DateTime, select, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine.default import DefaultDialect

from checkpoint.db import (
    Base,
    UtcDateTime,
    db,
    foreign_keys_off,
    has_wal_reset_bug,
    migration_config,
    newest_revision,
    sqlite_line,
    upgrade,
    writing,
)
from checkpoint.gate import Crossing
from checkpoint.people import Community
from tests.cast import cross, household_of, settle


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 0), False),
        ((4, 0, 0), False),
    ],
)
def test_the_wal_reset_bug_is_known_by_version(version: tuple[int, ...], affected: bool) -> None:
    assert has_wal_reset_bug(version) is affected


def test_sqlite_is_opened_durably(app: Flask) -> None:
    def pragma(name: str) -> object:
        return db.session.execute(text(f"PRAGMA {name}")).scalar()

    affected = "WAL-reset" in sqlite_line()
    assert pragma("foreign_keys") == 1
    assert pragma("journal_mode") == ("delete" if affected else "wal")
    assert pragma("synchronous") == (3 if affected else 2)  # EXTRA, FULL


def test_migrations_and_models_agree(either_app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_crossings_survive_the_step_from_the_first_tables(either_app: Flask) -> None:
    settle()
    cross(household_of("A quarters"), ago=timedelta(hours=1))
    back_to("0001")

    upgrade()

    crossing = db.session.scalars(select(Crossing)).one()
    assert crossing.device_at == crossing.decided_at
    assert crossing.undoes is None


def back_to(revision: str) -> None:
    config = migration_config()
    with db.engine.connect() as connection, foreign_keys_off(connection):
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
        connection.commit()


def test_the_newest_revision_is_told_by_its_file() -> None:
    scripts = ScriptDirectory.from_config(migration_config())
    assert newest_revision() == scripts.get_current_head()


def test_upgrading_again_changes_nothing(either_app: Flask) -> None:
    upgrade()
    assert db.session.scalar(select(Community)) is None


def test_writing_keeps_nothing_when_it_fails(either_app: Flask) -> None:
    with pytest.raises(RuntimeError), writing():
        db.session.add(Community(name="A", time_zone="UTC"))
        db.session.flush()
        raise RuntimeError
    assert db.session.scalar(select(Community)) is None


def test_nested_writing_commits_once_with_the_outer(either_app: Flask) -> None:
    with pytest.raises(RuntimeError), writing():
        with writing():
            db.session.add(Community(name="A", time_zone="UTC"))
        raise RuntimeError
    assert db.session.scalar(select(Community)) is None


def test_many_writers_queue_up_instead_of_failing(app: Flask) -> None:
    # SQLite only: PostgreSQL locks rows, and this reads before it writes.
    with writing():
        db.session.add(Community(name="A", phone="0", time_zone="UTC"))

    def add_one() -> None:
        with app.app_context(), writing():
            community = db.session.scalars(select(Community)).one()
            community.phone = str(int(community.phone) + 1)

    threads = [threading.Thread(target=add_one) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert db.session.scalars(select(Community)).one().phone == "20"


@given(st.datetimes(timezones=st.timezones()))
def test_sqlite_gets_a_moment_as_sqlalchemy_would_write_it(moment: datetime) -> None:
    dialect = sqlite.dialect()
    write = UtcDateTime().bind_processor(dialect)
    read = UtcDateTime().result_processor(dialect, None)
    usual = DateTime().dialect_impl(dialect).bind_processor(dialect)
    assert write
    assert read
    assert usual
    assume(1 < moment.year < 9999)  # in UTC it may be the year before or after
    assert write(moment) == usual(moment.astimezone(UTC))
    assert read(write(moment)) == moment.astimezone(UTC)
    assert write(None) is read(None) is None


def test_a_moment_comes_back_as_utc_and_a_naive_one_is_refused() -> None:
    column, dialect = UtcDateTime(), DefaultDialect()
    write = column.bind_processor(sqlite.dialect())
    assert write
    east = datetime(2020, 2, 3, 8, tzinfo=timezone(timedelta(hours=8)))
    assert column.process_bind_param(east, dialect) == datetime(2020, 2, 3, 0, tzinfo=UTC)
    naive = datetime(2020, 2, 3)  # noqa: DTZ001
    with pytest.raises(ValueError, match="naive"):
        column.process_bind_param(naive, dialect)
    with pytest.raises(ValueError, match="naive"):
        write(naive)
