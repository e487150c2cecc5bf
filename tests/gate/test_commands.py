"""`checkpoint gates` on an installation of its own."""

import pytest
from click.testing import CliRunner
from flask import Flask

from checkpoint.cli import cli
from checkpoint.db import db, writing
from checkpoint.errors import Conflict, NotFound
from checkpoint.people import Household
from tests.gate.conftest import settle
from tests.gate.phone import Estate

RUN = {"catch_exceptions": False}


@pytest.fixture
def own_estate(app: Flask) -> Estate:
    """An estate whose database no other test has: a command opens it a second time."""
    return settle(app)


@pytest.fixture
def run(own_estate: Estate, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("CHECKPOINT_INSTANCE", own_estate.app.instance_path)
    return CliRunner()


def test_a_day_with_gates(run: CliRunner) -> None:
    """Fifteen gates are sealed and one is opened again, by name."""
    names = [f"Gate {number}" for number in range(2, 4)]
    added = run.invoke(cli, ["gates", "add", "--compound", "Kunwu", "--sealed", *names], **RUN)
    assert added.output == "Gate 2 is added, sealed.\nGate 3 is added, sealed.\n"
    run.invoke(cli, ["gates", "open", "--compound", "Kunwu", "Gate 3"], **RUN)
    run.invoke(cli, ["gates", "seal", "--compound", "Kunwu", "Kunwu gate"], **RUN)
    listed = run.invoke(cli, ["gates", "list", "--compound", "Kunwu"], **RUN)
    assert listed.output.split("\n")[:3] == [
        "sealed  Kunwu gate",
        "sealed  Gate 2",
        "open    Gate 3",
    ]


def test_wrong_names(run: CliRunner) -> None:
    """A name that is not there is answered with those that are."""
    with pytest.raises(NotFound, match="East gate, West gate"):
        run.invoke(cli, ["gates", "seal", "--compound", "Miansi", "North gate"], **RUN)
    with pytest.raises(Conflict):
        run.invoke(cli, ["gates", "add", "--compound", "Miansi", "East gate"], **RUN)


def test_recount(run: CliRunner, own_estate: Estate) -> None:
    """Who is out is worked out anew."""
    own_estate.phone("chen").cross("wang")
    with writing():
        db.session.get_one(Household, own_estate.households["wang"]).outside_since = None
    said = run.invoke(cli, ["gates", "recount", "--compound", "Miansi"], **RUN).output
    assert said == "Households that were wrong and are mended: 1.\n"
