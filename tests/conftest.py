"""A fresh installation for each test, and a cast of people."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings

from checkpoint import create_app
from checkpoint.db import db
from checkpoint.people import Actor
from tests.postgres import postgres_cluster, postgres_url

# A busy machine is slow, and that is no failure of what is tested.
settings.register_profile("checkpoint", deadline=None)
settings.load_profile("checkpoint")

__all__ = ["postgres_cluster", "postgres_url"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long` gives the proofs that have a short run in every test run their full length."""
    parser.addoption("--long", action="store_true", help="run the long proofs in full")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """The application on an empty SQLite of its own, inside its context."""
    yield from running_app(tmp_path / "instance")


@pytest.fixture
def postgres_app(tmp_path: Path, postgres_url: str) -> Iterator[Flask]:
    """The same on an empty PostgreSQL database."""
    folder = tmp_path / "postgres"
    folder.mkdir(mode=0o700)
    settings = f'time_zone = "Asia/Shanghai"\ndatabase_url = "{postgres_url}"\n'
    (folder / "settings.toml").write_text(settings, "utf-8")
    yield from running_app(folder)


@pytest.fixture(params=["app", "postgres_app"])
def either_app(request: pytest.FixtureRequest) -> Flask:
    """The application on SQLite and, in a second run of the test, on PostgreSQL."""
    found: Flask = request.getfixturevalue(request.param)
    return found


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
