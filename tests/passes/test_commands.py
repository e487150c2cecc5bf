"""The passes commands, as somebody at a terminal meets them."""

import json
import sys
from pathlib import Path

import pytest
from PIL import Image

from checkpoint import create_app
from checkpoint.cli import main
from checkpoint.db import db, writing
from checkpoint.passes import Pass, format_number
from checkpoint.passes.issuing import token_of
from checkpoint.people import Actor, Household, ensure_compound, sort_key

from .printing import scanned


@pytest.fixture(autouse=True)
def installation(instance: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with a compound of three households and no pass."""
    monkeypatch.setenv("CHECKPOINT_INSTANCE", str(instance))
    with create_app().app_context():
        with writing():
            compound = ensure_compound(Actor.at_the_machine(), "棉四", "Asia/Shanghai")
            for room in ("101", "102", "201"):
                key = sort_key("7", "1", room)
                db.session.add(
                    Household(compound=compound, building="7", unit="1", room=room, sort_key=key)
                )
        db.engine.dispose()
    return instance


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Type a command; returns its exit status, what it printed and what it complained of."""

    def typed(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["checkpoint", "passes", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    return typed


def a_pass() -> tuple[str, str]:
    """The number and the token of some pass."""
    with create_app().app_context():
        pass_ = db.session.query(Pass).order_by(Pass.id).first()
        assert pass_ is not None
        found = format_number(pass_.number), token_of(pass_)
        db.engine.dispose()
        return found


def test_issue_is_done_once(say) -> None:
    assert say("issue", "--compound", "棉四") == (0, "3 passes issued in 棉四.\n", "")
    assert (
        say("issue", "--compound", "棉四")[1] == "Every household of 棉四 has its pass already.\n"
    )


def test_issue_speaks_json(say) -> None:
    status, out, err = say("issue", "--compound", "棉四", "--json")
    assert (status, json.loads(out), err) == (0, {"compound": "棉四", "issued": 3}, "")


def test_an_unknown_compound_is_answered_with_the_known_ones(say, tmp_path: Path) -> None:
    for words in (["issue"], ["cards", "--out", tmp_path / "x.pdf"]):
        status, out, err = say(*words, "--compound", "nowhere")
        assert (status, out) == (1, "")
        assert err == "checkpoint: There is no compound named nowhere here. Known: 棉四.\n"


def test_cards_are_written_and_counted(say, tmp_path: Path) -> None:
    out = tmp_path / "cards.pdf"
    say("issue", "--compound", "棉四")
    status, said, _ = say("cards", "--compound", "棉四", "--out", out, "--json")
    assert status == 0
    assert json.loads(said) == {
        "compound": "棉四",
        "cards": 3,
        "job": 1,
        "file": str(out),
        "bytes": out.stat().st_size,
    }
    assert out.read_bytes().startswith(b"%PDF-")


def test_cards_of_one_building_on_plastic_in_english(say, tmp_path: Path) -> None:
    out = tmp_path / "cards.pdf"
    say("issue", "--compound", "棉四")
    options = ["--format", "cr80", "--building", "7号楼", "--language", "en"]
    status, said, _ = say("cards", "--compound", "棉四", "--out", out, *options)
    assert status == 0
    assert said.startswith(f"3 cards in {out} (")


def test_cards_are_new_until_somebody_says_that_they_are_printed(say, tmp_path: Path) -> None:
    say("issue", "--compound", "棉四")
    new = ["cards", "--compound", "棉四", "--out", tmp_path / "cards.pdf", "--only", "new"]
    assert say(*new)[1].endswith("can copy them.\n")
    assert "3 cards in " in say(*new)[1]
    assert say("printed", "1") == (0, "The cards of print job 1 count as printed.\n", "")
    assert say(*new)[2].startswith("checkpoint: There is no new card to print")
    assert say("printed", "77")[0] == 1


def test_cards_before_passes_are_refused(say, tmp_path: Path) -> None:
    status, _, err = say("cards", "--compound", "棉四", "--out", tmp_path / "cards.pdf")
    assert status == 1
    assert err.endswith("no household has a pass. Issue them first.\n")
    assert not list(tmp_path.glob("*cards*"))


def test_a_place_that_cannot_be_written_is_named(say) -> None:
    say("issue", "--compound", "棉四")
    status, _, err = say("cards", "--compound", "棉四", "--out", "/nowhere/cards.pdf")
    assert status == 1
    assert err.startswith("checkpoint: /nowhere/cards.pdf can't be written: ")


def test_a_picture_of_one_pass(say, tmp_path: Path) -> None:
    say("issue", "--compound", "棉四")
    number, token = a_pass()
    status, said, _ = say("png", number, "--out", tmp_path / "card.png")
    assert status == 0
    assert said.startswith("The card of 7号楼 1单元 ")
    assert [code.text for code in scanned(Image.open(tmp_path / "card.png"))] == [token]


def test_a_wrong_number_makes_no_picture(say, tmp_path: Path) -> None:
    status, _, err = say("png", "0318-4402-2", "--out", tmp_path / "card.png")
    assert status == 1
    assert "digit" in err
    assert not list(tmp_path.glob("*card*"))


def test_a_token_is_explained(say) -> None:
    say("issue", "--compound", "棉四")
    number, token = a_pass()
    status, said, _ = say("read", f" {token}\n")
    assert status == 0
    for words in ("The signature holds.", number, "household", "棉四, 7号楼 1单元", "It stands."):
        assert words in said
    account = json.loads(say("read", token, "--json")[1])
    assert account["claims"]["number"] == number
    assert account["reason"] is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("https://example.org/", "token.foreign"),
        ("", "token.empty"),
        ("P1:ABC", "token.malformed"),
        ("P3:ABC", "token.unsupported"),
    ],
)
def test_what_is_no_token_is_refused_with_its_reason(say, text: str, reason: str) -> None:
    status, said, _ = say("read", text)
    assert status == 1
    assert said.startswith(f"Refused ({reason}): ")
    assert json.loads(say("read", text, "--json")[1])["reason"] == reason
