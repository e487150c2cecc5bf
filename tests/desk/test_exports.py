"""Lists to take away: never a formula, never another compound's, always on record."""

import csv
import io
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from checkpoint.db import db, writing
from checkpoint.desk.cells import DANGEROUS, csv_lines, inert, xlsx_file
from checkpoint.gate import Direction
from checkpoint.people import AuditEntry, Resident
from tests.cast import Town, cross, household_of

ATTACKS = [
    "=1+1",
    "=cmd|'/c calc'!A1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u3000=1",
    "＝1+1",
    '="a"',
    '"=1',
    "';=1",
]
texts = st.one_of(
    st.sampled_from(ATTACKS),
    st.text(),
    st.builds(lambda a, b: a + b, st.sampled_from(DANGEROUS), st.text()),
)


def is_formula(cell: str) -> bool:
    """What a spreadsheet program takes for one, spaces in front left out."""
    return cell.lstrip(" \u3000\xa0").startswith(DANGEROUS)


@given(texts)
def test_no_cell_of_a_csv_is_a_formula(text: str) -> None:
    assert not is_formula(str(inert(text)))


@given(st.lists(st.lists(texts, min_size=1, max_size=4), max_size=5))
def test_a_csv_reads_back_as_harmless_cells(rows: list[list[str]]) -> None:
    written = "".join(csv_lines(["a", "b"], rows))
    assert written.startswith("\ufeff")
    written.encode("utf-8")
    read = list(csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline="")))
    assert len(read) == len(rows) + 1
    assert not any(is_formula(cell) for row in read for cell in row)


@settings(max_examples=40)
@given(st.lists(texts, min_size=1, max_size=6))
def test_no_cell_of_an_xlsx_is_a_formula_or_a_link(row: list[str]) -> None:
    from io import BytesIO
    from zipfile import ZipFile

    written = xlsx_file("List", ["a"], [[*row, "https://evil.example", 3.5]])
    with ZipFile(BytesIO(written)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet
        assert "<hyperlink" not in sheet
        assert "vbaProject" not in "".join(parts.namelist())


def test_figures_stay_figures() -> None:
    assert [inert(cell) for cell in (3, -1, 36.5)] == [3, -1, 36.5]


def read_csv(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))


def test_who_is_out_as_csv_and_as_xlsx(town: Town) -> None:
    with town.inside():
        cross(household_of("A quarters"), ago=timedelta(minutes=30))
    clerk = town.browser("li")
    answer = clerk.post("/exports/outside", format="csv")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=outside-")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    headings, row = read_csv(answer.data)
    assert headings[:4] == ["Building", "Unit", "Room", "Who"]
    assert row[:5] == ["12", "2", "501", "王**", "1"]
    assert row[-1] in {"30", "31"}
    book = clerk.post("/exports/outside", format="xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.data)).get_sheet_by_index(0)
    assert sheet.to_python()[1][:4] == ["12", "2", "501", "王**"]


def test_crossings_of_a_range(town: Town) -> None:
    with town.inside():
        home = household_of("A quarters")
        cross(home, ago=timedelta(days=3), tenths=371)
        cross(home, Direction.ENTRY, ago=timedelta(days=3))
        cross(household_of("B quarters"), ago=timedelta(days=3))
    clerk = town.browser("li")
    assert len(read_csv(clerk.post("/exports/crossings").data)) == 1, "none today"
    everything = clerk.post("/exports/crossings", first="2026-01-01", last="2026-01-02")
    assert len(read_csv(everything.data)) == 1
    page = clerk.get("/exports").text
    today = page.split('name="last" type="date" value="')[1][:10]
    from datetime import date

    first = (date.fromisoformat(today) - timedelta(days=5)).isoformat()
    rows = read_csv(clerk.post("/exports/crossings", first=first, last=today).data)
    assert len(rows) == 3
    assert rows[1][7] == "37.1"
    assert {row[1] for row in rows[1:]} == {"North gate"}


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-02-02", "2026-02-01"),
        ("2026-01-01", "2026-12-31"),
        ("yesterday", "2026-01-01"),
        ("2026-02-30", ""),
    ],
)
def test_a_range_that_cannot_be_comes_back_with_a_reason(town: Town, first: str, last: str) -> None:
    answer = town.browser("li").post("/exports/crossings", first=first, last=last)
    assert answer.status_code == 422
    assert "field__error" in answer.text


def test_an_export_is_on_record_and_an_unknown_one_is_not_there(town: Town) -> None:
    clerk = town.browser("li")
    clerk.post("/exports/households", format="xlsx")
    assert clerk.post("/exports/everything").status_code == 404
    with town.inside():
        query = db.select(AuditEntry.detail).where(AuditEntry.action == "export.made")
        assert list(db.session.scalars(query)) == [{"subject": "households"}]


def test_a_hostile_name_leaves_as_text(town: Town) -> None:
    with town.inside(), writing():
        home = household_of("A quarters")
        home.building = "=HYPERLINK(1)"
        db.session.scalars(db.select(Resident).where(Resident.household_id == home.id)).first()
    rows = read_csv(town.browser("li").post("/exports/households", format="csv").data)
    assert "'=HYPERLINK(1)" in {row[0] for row in rows}


def test_full_names_and_phones_never_leave(town: Town) -> None:
    clerk = town.browser("li")
    for subject in ("outside", "crossings", "households"):
        text = clerk.post(f"/exports/{subject}").text
        assert "王建国" not in text
        assert "199 0000" not in text
