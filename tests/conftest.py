"""A fresh installation for each test, and a cast of people."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings
from sqlalchemy import make_url, text

from checkpoint import create_app
from checkpoint.db import db
from checkpoint.people import Actor
from tests.postgres import new_database, postgres_cluster

# A busy machine is slow, and that is no failure of what is tested.
settings.register_profile("checkpoint", deadline=None)
settings.load_profile("checkpoint")

__all__ = ["postgres_cluster"]

LONGEST = ("e2e", "crash", "simulation")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long` gives the proofs that have a short run in every test run their full length."""
    parser.addoption("--long", action="store_true", help="run the long proofs in full")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The folders of long files go first: whoever of two ends first finds short ones to take."""
    items.sort(key=lambda item: item.path.parent.name not in LONGEST)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite at the newest schema: the migrations run once, each test takes a copy."""
    folder = tmp_path_factory.mktemp("migrated")
    with running_app(folder):
        db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    return folder / "checkpoint.sqlite3"


@pytest.fixture
def instance(tmp_path: Path, migrated: Path) -> Path:
    """The folder of an installation with an empty SQLite of its own."""
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    shutil.copyfile(migrated, folder / migrated.name)
    return folder


@pytest.fixture
def app(instance: Path) -> Iterator[Flask]:
    """The application of that installation, inside its context."""
    with running_app(instance) as app:
        yield app


@pytest.fixture(scope="session")
def migrated_postgres(
    postgres_cluster: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The name of such a database of PostgreSQL."""
    with new_database(postgres_cluster) as url:
        with running_app(folder_of(url, tmp_path_factory.mktemp("migrated") / "postgres")):
            pass
        yield make_url(url).database or ""


@pytest.fixture
def postgres_app(tmp_path: Path, postgres_cluster: Path, migrated_postgres: str) -> Iterator[Flask]:
    """The same on an empty PostgreSQL database."""
    with (
        new_database(postgres_cluster, migrated_postgres) as url,
        running_app(folder_of(url, tmp_path / "postgres")) as app,
    ):
        yield app


def folder_of(url: str, folder: Path) -> Path:
    """An instance folder whose installation keeps its rows there."""
    folder.mkdir(mode=0o700)
    settings = f'time_zone = "Asia/Shanghai"\ndatabase_url = "{url}"\n'
    (folder / "settings.toml").write_text(settings, "utf-8")
    return folder


@pytest.fixture(params=["app", "postgres_app"])
def either_app(request: pytest.FixtureRequest) -> Flask:
    """The application on SQLite and, in a second run of the test, on PostgreSQL."""
    found: Flask = request.getfixturevalue(request.param)
    return found


@contextmanager
def running_app(folder: Path) -> Iterator[Flask]:
    """The application of that instance folder, its connections closed afterwards."""
    app = create_app(folder)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def root() -> Actor:
    """The person at the machine's command line: an admin of everything."""
    return Actor.at_the_machine()
