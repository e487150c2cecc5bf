"""Which cards are printed, in what order, and that a file is there wholly or not at all."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from checkpoint.db import db, writing
from checkpoint.errors import BadInput, Conflict, Forbidden, NotFound
from checkpoint.passes import Pass, PassKind, PassState, read_token
from checkpoint.passes.card_sheets import card_picture, faces_of, write_card, write_cards
from checkpoint.passes.cards import Sheet
from checkpoint.passes.issuing import issue_household_passes, replace_pass, revoke_pass
from checkpoint.passes.keys import public_keys
from checkpoint.people import (
    Actor,
    AuditEntry,
    Compound,
    Household,
    HouseholdState,
    Role,
    ensure_compound,
    sort_key,
)

from .printing import pages_of, scanned, texts_of

NOW = datetime(2020, 2, 10, 1, 2, tzinfo=UTC)
GUARD = Actor(None, "guard", Role.GUARD)
DOORS = (
    ("10", "1", "101"),
    ("2", "2", "1001"),
    ("2", "2", "201"),
    ("2", "1", "301"),
    ("A", "", "1"),
)


@pytest.fixture
def compound(app: Flask, root: Actor) -> Compound:
    """Three buildings and five households, each with its pass."""
    with writing():
        compound = ensure_compound(root, "棉四", "Asia/Shanghai")
        compound.community.phone = "199 0000 0000"
        for door in DOORS:
            household = Household(
                compound=compound,
                building=door[0],
                unit=door[1],
                room=door[2],
                sort_key=sort_key(*door),
            )
            db.session.add(household)
    issue_household_passes(root, compound, now=NOW)
    return compound


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "cards.pdf"


def pass_of(room: str) -> Pass:
    return db.session.scalars(select(Pass).join(Household).where(Household.room == room)).one()


def audited() -> list[tuple[str, dict[str, object]]]:
    rows = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()))
    return [(row.action, row.detail) for row in rows]


def rooms_in(content: bytes) -> list[str]:
    """The rooms of single cards, in the order in which they come out."""
    return [next(room for *_, room in DOORS if f" {room}\r" in text or f"\n{room}\r" in text)
            for text in texts_of(content)]  # fmt: skip


def test_cards_come_out_in_the_order_of_the_doors(
    root: Actor, compound: Compound, out: Path
) -> None:
    assert write_cards(root, compound, out, sheet=Sheet.CR80, now=NOW).cards == 5
    assert rooms_in(out.read_bytes()) == ["301", "201", "1001", "101", "1"]


def test_every_code_is_the_one_of_its_pass(root: Actor, compound: Compound, out: Path) -> None:
    write_cards(root, compound, out, now=NOW)
    codes = [code.text for page in pages_of(out.read_bytes()) for code in scanned(page)]
    numbers = {read_token(code, public_keys()).number for code in codes}
    assert numbers == set(db.session.scalars(select(Pass.number)))


def test_a_file_of_cards_is_private_and_on_record(
    root: Actor, compound: Compound, out: Path
) -> None:
    write_cards(root, compound, out, now=NOW)
    assert out.stat().st_mode & 0o777 == 0o600
    assert audited()[0] == ("cards.made", {"count": 5})


def test_an_error_leaves_the_older_file_and_nothing_else(
    root: Actor, compound: Compound, out: Path
) -> None:
    out.write_text("older")

    def power_cut(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_cards(root, compound, out, now=NOW, progress=power_cut)
    assert out.read_text() == "older"
    assert [path.name for path in out.parent.glob("*cards*")] == ["cards.pdf"]
    assert audited()[0][0] != "cards.made"


def test_a_folder_that_is_missing_is_said_plainly(
    root: Actor, compound: Compound, out: Path
) -> None:
    with pytest.raises(BadInput, match=r"can't be written: No such file or directory"):
        write_cards(root, compound, out / "deeper.pdf", now=NOW)
    with pytest.raises(BadInput, match="it is a folder"):
        write_cards(root, compound, out.parent, now=NOW)


def test_only_what_gates_take_is_printed(root: Actor, compound: Compound, out: Path) -> None:
    revoke_pass(root, pass_of("101"), "misused", now=NOW)
    with writing():
        pass_of("1").household.state = HouseholdState.GONE
    assert write_cards(root, compound, out, sheet=Sheet.CR80, now=NOW).cards == 3
    assert rooms_in(out.read_bytes()) == ["301", "201", "1001"]


def test_buildings_can_be_chosen_as_people_say_them(
    root: Actor, compound: Compound, out: Path
) -> None:
    assert write_cards(root, compound, out, buildings=["2", " 10号楼 "], now=NOW).cards == 4


def test_an_unknown_building_is_answered_with_the_known_ones(
    root: Actor, compound: Compound, out: Path
) -> None:
    with pytest.raises(NotFound, match=r"no building 9 in 棉四\. Known: 2, 10, A\."):
        write_cards(root, compound, out, buildings=["2", "9"], now=NOW)
    assert not out.exists()


def test_nothing_to_print_is_said(root: Actor, app: Flask, out: Path) -> None:
    with writing():
        empty = ensure_compound(root, "空", "Asia/Shanghai")
    with pytest.raises(NotFound, match="no card to print"):
        write_cards(root, empty, out, now=NOW)
    assert not out.exists()


def test_a_guard_prints_nothing(compound: Compound, out: Path) -> None:
    with pytest.raises(Forbidden):
        write_cards(GUARD, compound, out, now=NOW)
    with pytest.raises(Forbidden):
        write_card(GUARD, pass_of("101"), out, now=NOW)
    assert not out.exists()


def test_a_replacement_says_which_card_it_is(root: Actor, compound: Compound, out: Path) -> None:
    replace_pass(root, pass_of("301"), "lost", now=NOW)
    write_card(root, pass_of("301"), out, language="en", now=NOW)
    [text] = texts_of(out.read_bytes())
    assert "Card 2" in text
    assert audited()[0][0] == "pass.shown"


def test_a_revoked_pass_has_no_card(root: Actor, compound: Compound, out: Path) -> None:
    revoke_pass(root, pass_of("301"), "lost", now=NOW)
    with pytest.raises(Conflict):
        write_card(root, pass_of("301"), out, now=NOW)
    assert not out.exists()


def test_a_caregivers_card_names_the_holder_by_half_and_ends_on_the_last_day(
    root: Actor, compound: Compound
) -> None:
    with writing():
        pass_ = pass_of("301")
        pass_.kind, pass_.holder = PassKind.CAREGIVER, "吴小明"
        pass_.valid_until = datetime(2020, 3, 20, 16, tzinfo=UTC)  # midnight in Wuhan
    [face] = faces_of([pass_of("301")], compound, "zh")
    notes = [note.text for note in face.notes]
    assert notes[:2] == ["持证人 吴**，请带本人证件", "有效至 2020年3月20日"]
    assert "吴小明" not in str(face)


def test_a_picture_shows_the_code_of_the_pass(root: Actor, compound: Compound) -> None:
    pass_ = pass_of("1001")
    [code] = scanned(Image.open(BytesIO(card_picture(pass_))))
    assert read_token(code.text, public_keys()).number == pass_.number
    assert pass_.state is PassState.ACTIVE
    assert NOW - read_token(code.text, public_keys()).valid_from < timedelta(minutes=1)
