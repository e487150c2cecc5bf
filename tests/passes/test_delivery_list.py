"""The list that is signed at the door: every card once, in order, and nothing runs together."""

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask

from checkpoint.db import db, writing
from checkpoint.errors import Forbidden, NotFound
from checkpoint.passes import Kind, format_number
from checkpoint.passes.cards import Language
from checkpoint.passes.cards.delivery import AT, ROWS, ListHead, Receipt, delivery_pages
from checkpoint.passes.cards.drawing import Page, Text
from checkpoint.passes.cards.font import FileFont
from checkpoint.passes.cards.typesetting import length
from checkpoint.passes.delivering import write_delivery_list
from checkpoint.passes.issuing import issue_household_passes, replace_pass, revoke_pass
from checkpoint.passes.print_jobs import job_by_id, standing_cards
from checkpoint.people import Actor, Household, Resident, Role, ensure_compound, sort_key
from tests.passes.jobs import made_job

from .printing import LANGUAGES, texts_of

FONT = FileFont.sans()
NOW = datetime(2020, 2, 10, 20, tzinfo=UTC)  # the next morning in Wuhan


def receipt(index: int = 0, building: str = "12", **changed: object) -> Receipt:
    words: dict[str, object] = {
        "building": building,
        "door": f"2-{index + 101}",
        "number": format_number(3_184_402 + index),
        "name": "王**",
        "kind": Kind.HOUSEHOLD,
    }
    return Receipt(**words | changed)  # type: ignore[arg-type]


def listed(*receipts: Receipt, language: Language = "zh") -> list[list[Text]]:
    """The texts of each page."""
    head = ListHead("棉四生活区", 7, "2020-02-11", language)
    return [texts(page) for page in delivery_pages(receipts, head, FONT)]


def texts(page: Page) -> list[Text]:
    return [mark for part in page.parts for mark in part.marks if isinstance(mark, Text)]


def said(page: list[Text]) -> list[str]:
    return [text.text for text in page]


def test_each_building_begins_a_page_and_pages_are_counted() -> None:
    pages = listed(*(receipt(index) for index in range(ROWS + 1)), receipt(0, "3"))
    assert [said(page)[-1] for page in pages] == ["1 / 3", "2 / 3", "3 / 3"]
    assert ["12号楼" in said(page) for page in pages] == [True, True, False]
    assert f"共 {ROWS + 1} 张" in said(pages[1])
    assert str(ROWS + 1) in said(pages[1])  # the lines go on
    assert "共 1 张" in said(pages[2])


def test_every_card_stands_there_once_in_order() -> None:
    wanted = [receipt(index) for index in range(ROWS * 3)]
    doors = [each.door for each in wanted]
    assert [text for page in listed(*wanted) for text in said(page) if text in doors] == doors


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_leaves_its_column(language: Language) -> None:
    worst = receipt(
        door="W" * 40, name="𠮷**", kind=Kind.CAREGIVER, generation=65535, building="楼" * 40
    )
    [page] = listed(worst, language=language)
    for y in {text.y for text in page if 44 < text.y < 60}:
        line = sorted((text for text in page if text.y == y), key=lambda text: text.x)
        for text, following in pairwise([*line, Text(AT[-1], y, 1, "")]):
            assert text.x + length(FONT, text.text, text.size) <= following.x
    assert max(text.x + length(FONT, text.text, text.size) for text in page) <= AT[-1] + 0.01


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("发卡签收单", "签收", "照护证 2")),
        ("en", ("Delivery list", "Signature", "Caregiver 2")),
        ("both", ("发卡签收单 Delivery list", "签收 Signature", "照护证 2")),
    ],
)
def test_it_speaks_the_language_that_was_asked_for(
    language: Language, words: tuple[str, ...]
) -> None:
    [page] = listed(receipt(kind=Kind.CAREGIVER, generation=2), language=language)
    for word in words:
        assert word in " ".join(said(page))


@pytest.fixture
def job_id(app: Flask, root: Actor) -> int:
    """A job of three cards in two buildings."""
    with writing():
        compound = ensure_compound(root, "棉四", "Asia/Shanghai")
        for building, room, name in (("2", "101", "王建国"), ("2", "102", ""), ("10", "1", "周")):
            home = Household(
                compound=compound,
                building=building,
                unit="1",
                room=room,
                sort_key=sort_key(building, "1", room),
                residents=[Resident(name=name)] if name else [],
            )
            db.session.add(home)
    issue_household_passes(root, compound, now=NOW)
    return made_job(root, compound, now=NOW).job_id


def test_names_are_masked_and_the_day_is_the_offices(
    root: Actor, job_id: int, tmp_path: Path
) -> None:
    out = tmp_path / "list.pdf"
    assert write_delivery_list(root, job_by_id(root, job_id), out, now=NOW) == 3
    first, second = texts_of(out.read_bytes())
    for words in ("2号楼", "1-101", "王**", "2020-02-11", "1 / 2"):
        assert words in first
    assert "建国" not in first
    assert "周**" in second
    assert out.stat().st_mode & 0o777 == 0o600


def test_a_card_that_ended_since_is_on_no_list(root: Actor, job_id: int, tmp_path: Path) -> None:
    job, out = job_by_id(root, job_id), tmp_path / "list.pdf"
    first, second, third = (card.pass_ for card in standing_cards(job))
    replace_pass(root, first, "lost", now=NOW)
    revoke_pass(root, third, "misused", now=NOW)
    assert write_delivery_list(root, job, out, now=NOW) == 1
    assert format_number(second.number) in texts_of(out.read_bytes())[0]
    with pytest.raises(NotFound):
        write_delivery_list(root, job, out, building="10", now=NOW)


def test_a_guard_lists_nobody(root: Actor, job_id: int, tmp_path: Path) -> None:
    with pytest.raises(Forbidden):
        write_delivery_list(
            Actor(None, "guard", Role.GUARD), job_by_id(root, job_id), tmp_path / "x", now=NOW
        )
