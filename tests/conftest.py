"""A fresh installation for each test, and a cast of people."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from checkpoint import create_app
from checkpoint.people import Actor


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """The application on an empty SQLite of its own, inside its context."""
    app = create_app(tmp_path / "instance")
    with app.app_context():
        yield app


@pytest.fixture
def root() -> Actor:
    """The person at the machine's command line: an admin of everything."""
    return Actor.at_the_machine()
