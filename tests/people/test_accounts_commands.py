"""Accounts from the command line, as somebody at the office laptop types them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checkpoint.cli import cli
from checkpoint.errors import CheckpointError
from tests.cast import PASSWORD, Town

Run = Callable[..., Result]


@pytest.fixture
def town(built_town: Town, tmp_path: Path) -> Town:
    return built_town.elsewhere(tmp_path / "instance")


@pytest.fixture
def empty_town(built_empty_town: Town, tmp_path: Path) -> Town:
    return built_empty_town.elsewhere(tmp_path / "empty")


@pytest.fixture
def run(town: Town, monkeypatch: pytest.MonkeyPatch) -> Run:
    return commands(town.database.parent, monkeypatch)


@pytest.fixture
def run_empty(empty_town: Town, monkeypatch: pytest.MonkeyPatch) -> Run:
    return commands(empty_town.database.parent, monkeypatch)


def commands(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("CHECKPOINT_INSTANCE", str(folder))

    def run(*words: str, typed: str = "") -> Result:
        return CliRunner().invoke(cli, words, input=typed)

    return run


def test_an_account_with_a_password_that_is_shown_once(run: Run, town: Town) -> None:
    done = run("staff", "add", "chen", "--name", "陈队长", "--role", "guard", "--generate")
    assert done.exit_code == 0
    password = done.output.split("shown this once: ")[1].strip()
    assert town.browser().sign_in("chen", password).status_code == 303


def test_a_password_that_is_typed_twice(run: Run, town: Town) -> None:
    typed = f"{PASSWORD}\n{PASSWORD}\n"
    done = run("staff", "add", "chen", "--name", "Chen", "--role", "clerk", typed=typed)
    assert done.exit_code == 0
    assert PASSWORD not in done.output
    assert town.browser().sign_in("chen").status_code == 303


def test_an_account_for_one_compound(run: Run, town: Town) -> None:
    run(
        *("staff", "add", "chen", "--name", "Chen", "--role", "clerk", "--generate"),
        *("--compound", "B quarters"),
    )
    wrong = run(
        *("staff", "add", "wu", "--name", "Wu", "--role", "clerk", "--generate"),
        *("--compound", "Nowhere"),
    )
    assert isinstance(wrong.exception, CheckpointError)
    assert "Known: A quarters, B quarters" in str(wrong.exception)


def test_the_list_says_who_is_blocked(run: Run, town: Town) -> None:
    run("staff", "block", "li")
    assert "Clerk Li  (blocked)" in run("staff", "list").output
    assert town.browser().sign_in("li").status_code == 401
    run("staff", "unblock", "li")
    assert "blocked" not in run("staff", "list").output


def test_a_new_password_ends_sessions(run: Run, town: Town) -> None:
    clerk = town.browser("li")
    run("staff", "password", "li", "--generate")
    assert clerk.get("/").status_code == 303


def test_the_first_run_link_is_printed_until_there_is_an_admin(
    run_empty: Run, empty_town: Town
) -> None:
    printed = run_empty("first-run", "--base-url", "https://checkpoint.local:8443").output
    assert "https://checkpoint.local:8443/first-run/" in printed
    path = printed.split("8443")[1].strip()
    assert empty_town.browser().get(path).status_code == 200
    assert "No account yet" in run_empty("staff", "list").output
    run_empty("staff", "add", "zhao", "--name", "Zhao", "--role", "admin", "--generate")
    assert "There is an admin already" in run_empty("first-run").output
    assert empty_town.browser().get(path).status_code == 404
