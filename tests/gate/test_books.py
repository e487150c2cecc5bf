"""The gate book: numbered on and on, and everything in it that a guard needs without power."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest

from checkpoint.db import db, writing
from checkpoint.errors import BadInput, Forbidden, NotFound
from checkpoint.gate.books import book_pdf, make_book
from checkpoint.gate.books.contents import Contents, Entry
from checkpoint.gate.books.drawing import pages
from checkpoint.gate.models import GateBook
from checkpoint.gate.restrictions import Restriction, RestrictionKind
from checkpoint.passes import Pass, PassKind, format_number
from checkpoint.passes.paper import Page, Text, pages_pdf
from checkpoint.people import Actor, AuditEntry, Household, Staff
from tests.gate.phone import Estate

REFUSED = ["0000-0001-7"] * 700
HOUSE = PassKind.HOUSEHOLD
NOW = datetime(2026, 3, 2, 13, 30, tzinfo=UTC)  # half past nine in the evening there


def pages_of(octets: bytes) -> list[str]:
    with pypdfium2.PdfDocument(octets) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def made(estate: Estate, lines: int = 30, gate: str = "east") -> GateBook:
    return make_book(Actor.at_the_machine(), estate.gates[gate], lines=lines, now=NOW)


def printed(estate: Estate, lines: int = 30) -> list[str]:
    return pages_of(book_pdf(made(estate, lines), NOW))


def test_cover_says_whose_book_it_is_and_how_it_is_used(estate: Estate) -> None:
    cover = printed(estate)[0]
    for words in ("Miansi", "East gate", "2026-03-02 21:30", "1 – 30", "010-5550100", "37.3"):
        assert words in cover, words
    assert all(f"\n{number}" in cover for number in range(1, 6))


def test_every_line_has_its_number_once(estate: Estate) -> None:
    pages = printed(estate, lines=60)[1:4]
    numbers = [int(each) for page in pages for each in re.findall(r"(?m)^\s*(\d+)\s*:", page)]
    assert numbers == list(range(1, 61))


def test_numbers_go_on_from_the_last_book_of_that_gate_alone(estate: Estate) -> None:
    firsts = [made(estate, 30).first_line, made(estate, 7).first_line, made(estate).first_line]
    assert firsts == [1, 31, 38]
    assert made(estate, gate="west").first_line == 1


def test_the_list_has_who_is_good_who_is_out_and_who_must_stay(estate: Estate) -> None:
    with writing():
        wang = db.session.get_one(Household, estate.households["wang"])
        wang.outside_since = NOW - timedelta(minutes=50)
        stay = Restriction(
            household_id=estate.households["li"],
            kind=RestrictionKind.OBSERVATION,
            since=NOW - timedelta(days=1),
            until=NOW + timedelta(days=3),
        )
        db.session.add(stay)
    listed = " ".join(printed(estate)[3].split())
    number = {name: format_number(each) for name, each in estate.passes.items()}
    assert f"2-501 {number['wang']} 王** 外20:40" in listed
    assert f"2-501 {number['nurse']} 护 周** 外20:40" in listed
    assert f"108 {number['li']} 李** 留03-05 21:30" in listed
    assert listed.index("3号楼") < listed.index("12号楼")
    for name in ("zhao", "lost", "sun"):
        assert number[name] not in listed


def test_the_last_page_has_the_numbers_that_are_refused(estate: Estate) -> None:
    with writing():
        nurse = db.session.query(Pass).filter_by(number=estate.passes["nurse"]).one()
        nurse.valid_until = NOW
    pages = printed(estate)
    number = {name: format_number(each) for name, each in estate.passes.items()}
    refused = {name for name, each in number.items() if each in pages[-1]}
    assert refused == {"zhao", "lost", "nurse"}
    assert number["nurse"] not in pages[-2]


def test_names_stand_masked_everywhere(estate: Estate) -> None:
    whole = "".join(printed(estate))
    assert not any(name in whole for name in ("王建国", "李梅", "李四", "周护士"))


def kept(pages: list[Page], fresh: Iterable[Page]) -> Iterator[Page]:
    """The fresh pages, each noted down on its way."""
    for page in fresh:
        pages.append(page)
        yield page


def test_a_large_compound_has_every_pass_once_and_no_building_alone_at_a_foot() -> None:
    entries = [
        Entry(str(number // 66), f"1-{number % 66:03}", format_number(number), "王**", HOUSE)
        for number in range(1, 3428)
    ]
    book = Contents(1, "棉四", "北门", "199", "37.3", NOW, 1, 300, 5, entries, REFUSED)
    made_pages: list[Page] = []
    octets = pages_pdf(lambda font: kept(made_pages, pages(book, font)), "Book", now=NOW)
    texts = pages_of(bytes(octets))
    whole = "\n".join(texts)
    found = re.findall(r"\d{4}-\d{4}-\d", whole)
    assert len(found) == len(entries) + 700
    assert {each.number for each in entries} <= set(found)
    for page in made_pages:
        marks = [mark for part in page.parts for mark in part.marks if isinstance(mark, Text)]
        assert all(0 < mark.x < 210 and 0 < mark.y < 290 for mark in marks)
        lowest = max(marks, key=lambda mark: mark.y)
        assert not lowest.text.endswith("号楼")


@pytest.mark.parametrize("lines", [0, -1, 5001])
def test_a_book_has_a_sensible_number_of_lines(estate: Estate, lines: int) -> None:
    with pytest.raises(BadInput):
        made(estate, lines)


def test_making_one_takes_the_right_to_manage_gates_and_stands_on_record(estate: Estate) -> None:
    clerk = Actor.of(db.session.query(Staff).filter_by(username="xu").one())
    with pytest.raises(Forbidden):
        make_book(clerk, estate.gates["east"], now=NOW)
    with pytest.raises(NotFound):
        make_book(Actor.at_the_machine(), 999, now=NOW)
    made(estate)
    entry = db.session.query(AuditEntry).filter_by(action="book.made").one()
    assert (entry.object_id, entry.detail) == (estate.gates["east"], {"first": 1, "lines": 30})


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; sys.argv[0] = 'checkpoint'; from checkpoint.cli import main; main()"
    environment = {"CHECKPOINT_INSTANCE": str(folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, "-c", code, "gate", "book", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_command_writes_a_file_for_each_open_gate_or_the_one_named(
    estate: Estate, tmp_path: Path
) -> None:
    folder = Path(estate.app.instance_path)
    books = tmp_path / "books"
    books.mkdir()
    done = run(folder, "--output", str(books), "--lines", "10")
    assert done.returncode == 0, done.stderr
    names = sorted(each.name for each in books.iterdir())
    assert [re.sub(r"-\d{8}-\d{4}", "", each) for each in names] == [
        "book-1-East-gate.pdf",
        "book-2-Kunwu-gate.pdf",
    ]
    one = tmp_path / "one.pdf"
    done = run(folder, "--gate", "East gate", "--output", str(one), "--json")
    said = json.loads(done.stdout)
    assert (said["first"], said["last"]) == (11, 310)
    assert "11 – 310" in pages_of(one.read_bytes())[0]
    assert one.stat().st_mode & 0o777 == 0o600
    none = run(folder, "--gate", "No such gate")
    assert (none.returncode, none.stdout) == (1, "")
    assert "no such gate" in none.stderr
