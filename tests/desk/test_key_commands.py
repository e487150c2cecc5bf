"""The keys commands, as somebody at a terminal meets them in a bad hour."""

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from checkpoint import clock, create_app
from checkpoint.cli import main
from checkpoint.db import db, writing
from checkpoint.passes.issuing import issue_household_passes
from checkpoint.people import Actor, Household, compound_named, ensure_compound, sort_key

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def installation(instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A compound of three households with their passes, under key 1; commands run beside it."""
    monkeypatch.setenv("CHECKPOINT_INSTANCE", str(instance))
    monkeypatch.chdir(tmp_path)
    with create_app().app_context():
        root = Actor.at_the_machine()
        with writing():
            compound = ensure_compound(root, "棉四", "Asia/Shanghai")
            for room in ("101", "102", "=201"):
                key = sort_key("7", "1", room)
                db.session.add(
                    Household(compound=compound, building="7", unit="1", room=room, sort_key=key)
                )
        issue_household_passes(root, compound_named(root, "棉四"), now=clock.now())
        db.engine.dispose()
    return instance


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Type a command, and what it asks for; its exit status, what it printed and complained of."""

    def typed(*words: object, answer: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["checkpoint", "keys", *map(str, words)])
        monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: answer)
        with pytest.raises(SystemExit) as end:
            main()
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    return typed


def listed(say: Say) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(say("list", "--json")[1])["keys"]
    return found


def test_the_list_tells_what_each_key_does_and_what_goes_by_it(say: Say) -> None:
    say("rotate")
    status, out, _ = say("list")
    heading, newest, older = out.splitlines()
    assert (status, heading.split()) == (
        0,
        ["key", "since", "state", "cards", "visitors", "phones"],
    )
    assert newest.split()[0::3] == ["2", "signs", "0"]
    assert older.split()[3:] == ["verifies", "3", "0", "0"]
    [second, first] = listed(say)
    assert (second["state"], first["state"], first["cards"]) == ("signs", "verifies", 3)


def test_a_rotation_says_what_comes_next(say: Say) -> None:
    status, out, _ = say("rotate")
    assert status == 0
    assert "Key 2 signs from now on" in out
    assert "--only older_key" in out
    assert json.loads(say("rotate", "--json")[1]) == {"signs": 3}


def test_a_key_in_use_is_retired_only_on_purpose(say: Say) -> None:
    say("rotate")
    status, _, complaint = say("retire", 1)
    assert status == 1
    assert "3 cards" in complaint
    assert "--only older_key" in complaint
    status, out, _ = say("retire", 1, "--anyway")
    assert status == 0
    assert "3 cards ended" in out
    assert listed(say)[1]["state"] == "retired"


def test_a_leak_asks_for_the_number_and_writes_the_list(say: Say, tmp_path: Path) -> None:
    out = tmp_path / "affected.csv"
    status, _, complaint = say("leaked", 1, "--out", out, answer="2")
    assert status == 1
    assert "Nothing was done" in complaint
    assert not out.exists()
    status, told, _ = say("leaked", 1, "--out", out, answer="3")
    assert status == 0
    assert "3 households need new cards" in told
    assert "--only changed" in told
    assert out.stat().st_mode & 0o777 == 0o600
    rows = list(csv.reader(out.read_text("utf-8-sig").splitlines()))
    assert [row[3] for row in rows[1:]] == ["101", "102", "'=201"]
    assert [each["state"] for each in listed(say)] == ["signs", "leaked"]


def test_a_leak_without_questions_speaks_json(say: Say, tmp_path: Path) -> None:
    told = json.loads(say("leaked", 1, "--yes", "--json")[1])
    assert {name: told[name] for name in ("leaked", "signs", "households", "cards")} == {
        "leaked": 1,
        "signs": 2,
        "households": 3,
        "cards": 3,
    }
    assert Path(told["file"]).parent == tmp_path
    assert say("leaked", 1, "--yes")[0] == 1


def test_a_list_that_cannot_be_written_leaves_the_key_alone(say: Say, tmp_path: Path) -> None:
    assert say("leaked", 1, "--yes", "--out", tmp_path / "no" / "such.csv")[0] == 1
    assert listed(say)[0]["state"] == "signs"


@pytest.mark.parametrize("command", ["retire", "leaked"])
def test_an_unknown_key_is_answered_with_the_known_ones(say: Say, command: str) -> None:
    assert say(command, 9)[2] == "checkpoint: There is no key 9. Known: 1.\n"
