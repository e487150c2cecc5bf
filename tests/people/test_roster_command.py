"""`checkpoint roster import`: what it prints, what it writes, and its exit status."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from checkpoint.people.commands import roster
from checkpoint.people.roster.reading import read_content, read_path
from tests.people.roster_shapes import (
    ESTATE,
    Rows,
    as_csv,
    as_xlsx,
    merged_xlsx,
    person_rows,
    plain_csv,
    sheet_per_building,
)


class Office:
    """An installation in a folder, and its command line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *arguments: str) -> Result:
        runner = CliRunner(env={"CHECKPOINT_INSTANCE": str(self.folder / "instance")})
        return runner.invoke(roster, arguments)

    def put(self, file: tuple[bytes, str], *options: str) -> tuple[int, dict[str, Any]]:
        """Import a file with --json; the exit status and the object."""
        path = self.folder / file[1]
        path.write_bytes(file[0])
        result = self.run("import", str(path), "--compound", "Miansi", "--json", *options)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert len(result.stdout.strip().splitlines()) == 1
        return result.exit_code, json.loads(result.stdout)

    def count(self, table: str) -> int:
        path = self.folder / "instance" / "checkpoint.sqlite3"
        engine = create_engine(f"sqlite:///{path}")
        with engine.connect() as connection:
            found: int = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 - the tests' own words
        engine.dispose()
        return found


@pytest.fixture
def office(instance: Path) -> Office:
    return Office(instance.parent)


BAD: Rows = [
    ["楼栋", "单元", "房号", "姓名"],
    ["1", "1", "101", "王一"],
    ["1", "1", "102", "=1+1"],
    ["1", "1", "", "李二"],
    ["１", "１", "１０１", "张三"],
]


def test_an_import_prints_one_object_and_ends_with_0(office: Office) -> None:
    """Totals, no problems, what was new; the compound is made on the way."""
    status, told = office.put(merged_xlsx(ESTATE))
    assert status == 0
    assert told["imported"] is True
    assert (told["buildings"], told["households"], told["people"]) == (3, 6, 11)
    assert (told["new"], told["changed"], told["gone"], told["unchanged"]) == (6, 0, 0, 0)
    assert told["problems"] == []
    assert (office.count("household"), office.count("resident")) == (6, 11)
    assert office.count("compound") == 1


def test_again_ends_with_0_and_changes_nothing(office: Office) -> None:
    """Nothing new, nothing changed, nothing gone."""
    office.put(merged_xlsx(ESTATE))
    status, told = office.put(plain_csv(ESTATE))
    assert status == 0
    assert (told["new"], told["changed"], told["gone"], told["unchanged"]) == (0, 0, 0, 6)
    assert office.count("roster_import") == 1


def test_a_dry_run_writes_nothing(office: Office) -> None:
    """Not even the compound."""
    status, told = office.put(merged_xlsx(ESTATE), "--dry-run")
    assert (status, told["imported"], told["new"]) == (0, False, 6)
    assert office.count("household") == office.count("compound") == 0


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_problems_keep_it_out_and_end_with_1(office: Office, options: tuple[str, ...]) -> None:
    """Each with sheet, row, column and reason; the database is as it was."""
    status, told = office.put(as_xlsx(BAD), *options)
    assert (status, told["imported"]) == (1, False)
    assert [(p["sheet"], p["row"], p["column"], p["reason"]) for p in told["problems"]] == [
        ("名册", 3, "D", "cell.formula"),
        ("名册", 4, "C", "address.missing_room"),
        ("名册", 5, "C", "household.twice"),
    ]
    assert told["error"]["code"] == "roster.problems"
    assert office.count("household") == office.count("compound") == 0


def test_problem_rows_can_be_left_out(office: Office) -> None:
    """The rest goes in, the problems are told all the same."""
    status, told = office.put(as_xlsx(BAD), "--skip-problems")
    assert (status, told["imported"], told["households"], told["rows_left_out"]) == (0, True, 1, 3)
    assert len(told["problems"]) == 3
    assert office.count("household") == 1


def test_a_refused_file_is_one_object_too(office: Office) -> None:
    """With the reason where a program looks for it."""
    status, told = office.put((b"PK\x03\x04 broken", "r.xlsx"))
    assert (status, told["imported"], told["households"]) == (1, False, 0)
    assert told["error"]["code"] == "roster.damaged"
    assert [(p["row"], p["reason"]) for p in told["problems"]] == [(0, "roster.damaged")]


def test_a_missing_file_ends_with_1(office: Office) -> None:
    """With a plain line on stderr, and nothing on stdout but an empty report."""
    result = office.run("import", str(office.folder / "none.xlsx"), "--compound", "Miansi")
    assert result.exit_code == 1
    assert "none.xlsx can't be read" in result.stderr
    assert "Traceback" not in result.output


def test_for_people_it_prints_lines(office: Office) -> None:
    """The totals, the problems, and what happened."""
    path = office.folder / "r.xlsx"
    path.write_bytes(merged_xlsx(ESTATE)[0])
    result = office.run("import", str(path), "--compound", "Miansi")
    assert "Households         6" in result.stdout
    assert result.stdout.strip().endswith("Imported.")
    path.write_bytes(as_xlsx(BAD)[0])
    result = office.run("import", str(path), "--compound", "Miansi")
    assert "error   名册, row 3, column D: Formulas are not taken." in result.stdout
    assert "nothing was imported" in result.stderr


def test_columns_are_mapped_by_heading_or_letter(office: Office) -> None:
    """What nobody could guess is said."""
    rows: Rows = [["甲", "乙"], ["王一", "1-101"], ["李二", "1-102"]]
    assert office.put(as_xlsx(rows))[0] == 0  # told by its values
    rows = [["甲", "乙", "丙"], ["王一", "1-101", "王大"], ["李二", "1-102", "李大"]]
    status, told = office.put(as_xlsx(rows), "--map", "甲=ignore", "--map", "c=name", "--dry-run")
    assert (status, told["changed"]) == (0, 2)
    fields = {each["column"]: each["field"] for each in told["sheets"][0]["columns"]}
    assert fields == {"A": "ignore", "B": "address", "C": "name"}


@pytest.mark.parametrize("wrong", ["丁=name", "甲=nonsense", "甲", "="])
def test_a_wrong_mapping_is_refused(office: Office, wrong: str) -> None:
    """The columns and the fields that there are, are listed."""
    rows: Rows = [["甲", "乙"], ["王一", "1-101"], ["李二", "1-102"]]
    status, told = office.put(as_xlsx(rows), "--map", wrong)
    assert status == 1
    assert told["error"]["code"] == "input.invalid"


def test_sheets_are_chosen(office: Office) -> None:
    """Hidden ones only when they are named; unknown ones are refused with the known."""
    status, told = office.put(sheet_per_building(ESTATE), "--dry-run")
    assert [each["sheet"] for each in told["sheets"]] == ["1号楼", "2号楼", "12号楼"]
    status, told = office.put(sheet_per_building(ESTATE), "--sheet", "旧名册")
    assert (status, told["households"]) == (0, 1)
    status, told = office.put(sheet_per_building(ESTATE), "--sheet", "无此表")
    assert (status, told["error"]["code"]) == (1, "roster.no_sheet")


def test_those_gone_are_kept_or_marked(office: Office) -> None:
    """Kept unless it is said; the numbers tell both."""
    office.put(plain_csv(ESTATE))
    status, told = office.put(plain_csv(ESTATE[:4]))
    assert (status, told["gone"], told["gone_marked"]) == (0, 2, 0)
    status, told = office.put(plain_csv(ESTATE[:4]), "--gone", "mark")
    assert (status, told["gone"], told["gone_marked"]) == (0, 2, 2)
    assert office.count("household") == 6
    assert office.count("household WHERE state = 'gone'") == 2


def test_a_file_with_nothing_in_it_is_refused(office: Office) -> None:
    """No column that could be names or addresses."""
    status, told = office.put(as_csv([["水果", "价格"], ["苹果", "3"], ["梨", "4"]]))
    assert (status, told["error"]["code"]) == (1, "roster.no_columns")


def test_problem_rows_come_back_as_a_spreadsheet(office: Office) -> None:
    """With the reasons beside them, and fit to be imported once they are mended."""
    out = office.folder / "problems.xlsx"
    office.put(as_xlsx(BAD), "--problems-to", str(out))
    sheet = read_path(out, _all_columns()).workbook.sheets[0]
    assert sheet.rows[0] == ("Row in the file", "Reason", "楼栋", "单元", "房号", "姓名")
    assert [row[0] for row in sheet.rows[1:]] == ["3", "4", "5"]
    assert sheet.rows[1][1] == "姓名: Formulas are not taken. Put the plain value in this cell."
    assert sheet.rows[1][5] == "=1+1"
    assert sheet.oddities == {}


def _all_columns():  # type: ignore[no-untyped-def]
    from checkpoint.people.roster.reading import NO_CORRECTION

    return NO_CORRECTION


def test_the_template_reads_as_a_roster(office: Office) -> None:
    """Its headings are understood, and filled in it imports."""
    path = office.folder / "empty.xlsx"
    assert office.run("template", str(path)).exit_code == 0
    workbook = read_content(*as_xlsx([["楼栋", "房号", "姓名"], ["1", "101", "王一"]])).workbook
    assert workbook.sheets
    from checkpoint.people.roster.headings import propose
    from checkpoint.people.roster.sheets import open_workbook

    sheets = open_workbook(path.read_bytes(), path.name).sheets
    layout = propose(sheets[0])
    assert layout.usable
    assert all(column.confidence == 1.0 for column in layout.columns)
    assert not propose(sheets[1]).usable


def test_hostile_cells_stay_text_on_the_way_back(office: Office) -> None:
    """No formula, no link, nothing invisible in the spreadsheet of problems."""
    rows: Rows = [["building", "room", "name"]]
    hostile = ["=cmd|' /C calc'!A0", "@SUM(1)", "王\u202e一", "王\u200b一", "<script>", "王" * 5000]
    rows += [["1", str(100 + at), cell] for at, cell in enumerate(hostile)]
    out = office.folder / "problems.xlsx"
    status, told = office.put(as_csv(rows), "--problems-to", str(out))
    assert status == 1
    assert len(told["problems"]) == len(hostile)
    assert all("\u202e" not in json.dumps(each, ensure_ascii=False) for each in told["problems"])
    import zipfile

    with zipfile.ZipFile(out) as archive:
        parts = b"".join(archive.read(name) for name in archive.namelist())
    assert b"<f>" not in parts
    assert b"<hyperlink" not in parts
    assert "\u202e".encode() not in parts
    assert "\u200b".encode() not in parts


def test_rows_are_those_of_the_file(office: Office) -> None:
    """Titles above count, as a spreadsheet program counts them."""
    rows: Rows = [["名册"], [], ["楼栋", "单元", "房号", "姓名", "关系", "电话"]]
    rows += person_rows(ESTATE)
    rows.append(["9", "1", "901", "<b>", "", ""])
    _, told = office.put(as_csv(rows))
    assert [(each["row"], each["column"]) for each in told["problems"]] == [(len(rows), "D")]
