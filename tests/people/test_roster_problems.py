"""What is wrong in a roster is said by sheet, row and column; what is only unusual is taken."""

import pytest

from checkpoint.people.roster.headings import propose
from checkpoint.people.roster.layout import Field, with_fields
from checkpoint.people.roster.problems import MESSAGES, Problem, Severity
from checkpoint.people.roster.rows import ParsedRoster, read_roster
from checkpoint.people.roster.sheets import open_workbook
from tests.people.roster_shapes import (
    ESTATE,
    Rows,
    as_csv,
    as_xls,
    as_xlsx,
    as_xlsx_sheets,
    person_rows,
    read,
)

HEADING: list[object] = ["building", "unit", "room", "name", "relation", "phone", "note"]
GOOD: Rows = [[*row, ""] for row in person_rows(ESTATE)]
FIRST_ROW = len(GOOD) + 2


def with_rows(*rows: list[object]) -> ParsedRoster:
    """The good estate with rows below, as a text file."""
    return read(as_csv([HEADING, *GOOD, *rows], "utf-8"))


def spots(roster: ParsedRoster) -> list[tuple[str, int, str]]:
    return [(each.reason, each.row - FIRST_ROW, each.column) for each in roster.problems]


@pytest.mark.parametrize(
    ("row", "reason", "column"),
    [
        (["", "1", "401", "王一", "户主", "", ""], "address.missing_building", "A"),
        (["2", "1", "", "王一", "户主", "", ""], "address.missing_room", "C"),
        (["", "", "", "王一", "户主", "", ""], "address.missing", "C"),
        (["", "", "", "王一", "", "", ""], "address.missing", "C"),
        (["", "", "", "王一", "子女", "", ""], "address.missing", "C"),
        (["2", "1", "401", "", "户主", "13800000009", ""], "name.missing", "D"),
        (["2", "1", "401", "", "", "", ""], "name.missing", "D"),
        (["", "", "", "", "户主", "13800000009", ""], "name.missing_beside", "D"),
        (["2", "1", "4;01:", "王一", "", "", ""], "address.unreadable", "C"),
        (["2", "1", "<b>401", "王一", "", "", ""], "cell.markup", "C"),
        (["2", "1", "401\u200b", "王一", "", "", ""], "cell.invisible", "C"),
        (["=1+1", "1", "401", "王一", "", "", ""], "cell.formula", "A"),
        (["2", "1", "401", '=HYPERLINK("http://x")', "", "", ""], "cell.formula", "D"),
        (["2", "1", "401", "@SUM(1)", "", "", ""], "cell.formula", "D"),
        (["2", "1", "401", "<script>alert(1)</script>", "", "", ""], "cell.markup", "D"),
        (["2", "1", "401", "王\u202e一", "", "", ""], "cell.invisible", "D"),
        (["2", "1", "401", "王\u200b一", "", "", ""], "cell.invisible", "D"),
        (["2", "1", "401", "王\x07一", "", "", ""], "cell.control", "D"),
        (["2", "1", "401", "王" * 5000, "", "", ""], "name.too_long", "D"),
        (["2", "1", "401", "Robert'); DROP TABLE resident;--", "", "", ""], "name.not_a_name", "D"),
        (["2", "1", "401", "Robert'; DROP TABLE resident", "", "", ""], "name.not_a_name", "D"),
        (["2", "1", "401", "' OR '1'='1", "", "", ""], "name.not_a_name", "D"),
        (["2", "1", "401", "12345", "", "", ""], "name.not_a_name", "D"),
        (["2", "1", "401", "王一", "<b>户主</b>", "", ""], "cell.markup", "E"),
        (["2", "1", "401", "王一", "", "=1+1", ""], "cell.formula", "F"),
        (["2", "1", "401", "王一", "", "", "=cmd|' /C calc'!A0"], "cell.formula", "G"),
        (["2", "1", "401", "王一", "", "", "<img src=x onerror=alert(1)>"], "cell.markup", "G"),
        (["2", "1", "401", "王一", "关系" * 40, "", ""], "cell.too_long", "E"),
        (["１", "１", "１０１", "李四", "户主", "", ""], "household.twice", "C"),
        (["１", "１", "１０１", "欧阳娜娜", "户主", "", ""], "person.twice", "D"),
        (["1号楼", "1单元", "101室", "李四", "", "", ""], "household.twice", "C"),
        (["1", "1", "101", "李四", "户主", "", ""], "household.twice", "C"),
        (["1", "1", "101", "欧阳娜娜", "", "13800000001", ""], "person.twice", "D"),
        (["12", "", "1203", "李四", "", "", ""], "address.unit_missing", "C"),
    ],
)
def test_rows_that_are_not_taken(row: list[object], reason: str, column: str) -> None:
    """Each is named at its place, and the rest of the roster is as it was."""
    roster = with_rows(row)
    assert (reason, 0, column) in spots(roster)
    assert {problem.severity for problem in roster.problems} == {Severity.ERROR}
    assert (roster.totals.households, roster.totals.people) == (6, 11)


@pytest.mark.parametrize(
    ("row", "reason", "column"),
    [
        (["2", "1", "401", "王**", "户主", "", ""], "name.lost_character", "D"),
        (["2", "1", "401", "?静", "户主", "", ""], "name.lost_character", "D"),
        (["2", "1", "401", "租户1", "户主", "", ""], "name.odd", "D"),
        (["2", "1", "401", "王一", "户主", "没有电话", ""], "phone.odd", "F"),
        (["2", "", "401", "王一", "户主", "", ""], "address.no_unit", "C"),
        (["2", "1", "401", "王一", "户主", "", "长" * 600], "note.shortened", "G"),
    ],
)
def test_doubtful_rows_are_taken_and_listed(row: list[object], reason: str, column: str) -> None:
    """They are imported, and shown at their place."""
    roster = with_rows(row)
    assert spots(roster) == [(reason, 0, column)]
    assert roster.errors == ()
    assert (roster.totals.households, roster.totals.people) == (7, 12)


def test_values_are_shown_inert() -> None:
    """What the cell held is shown short and spelled out."""
    roster = with_rows(["2", "1", "401", "王\u202e一\n" + "x" * 5000, "", "", ""])
    assert roster.problems[0].value.startswith("王\\u202e一⏎xxx")
    assert len(roster.problems[0].value) < 80


def test_every_reason_has_a_sentence() -> None:
    """No code without words, and the words fit their placeholders."""
    for reason, message in MESSAGES.items():
        params = dict.fromkeys(("first", "where", "length", "stated", "counted"), "1")
        problem = Problem("S", 1, "A", "", reason, "", params)
        assert problem.text().endswith(".")
        assert "%" not in problem.text(), message


def test_namesakes_at_home_are_two_people() -> None:
    """A child with the parent's name is a person of its own; two equal rows are worth a look."""
    roster = with_rows(
        ["2", "1", "401", "王一", "户主", "13800000009", ""],
        ["2", "1", "401", "王一", "子女", "", ""],
        ["2", "1", "401", "王二", "子女", "", ""],
        ["2", "1", "401", "王二", "子女", "", ""],
    )
    assert roster.totals.people == 11 + 4
    assert [each.reason for each in roster.notices] == ["person.same_name"]
    assert roster.errors == roster.doubts == ()


def test_people_of_a_household_that_stand_apart_are_put_together() -> None:
    """With a word, where the sheet is sorted otherwise."""
    roster = with_rows(["1", "1", "101", "李四", "子女", "", ""])
    assert [each.reason for each in roster.problems] == ["household.scattered"]
    assert roster.totals.people == 12


def test_a_sheet_that_is_not_sorted_by_household_is_fine() -> None:
    """Sorted by name: everything stands apart, and nothing is said."""
    rows = sorted(GOOD, key=lambda row: str(row[3]))
    assert read(as_csv([HEADING, *rows])).problems == ()


def test_the_same_id_number_in_two_households_is_a_doubt() -> None:
    """Both are taken; someone moved, or was written down twice."""
    rows: Rows = [
        ["楼", "房号", "姓名", "身份证号"],
        ["1", "101", "王一", "11010119900101123X"],
        ["1", "102", "李二", ""],
        ["2", "201", "王一", "11010119900101123x"],
    ]
    roster = read(as_csv(rows))
    assert [(each.reason, each.row) for each in roster.problems] == [("person.elsewhere", 4)]
    assert roster.totals.people == 3


def test_two_formulas_and_a_value() -> None:
    """A real formula is no name, even with a value stored; in a number column it is fine."""
    import io

    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["序号", "地址", "姓名", "人数"])
        for row in range(1, 5):
            sheet.write_formula(row, 0, "=ROW()-1", None, row)
            sheet.write_string(row, 1, f"1-{row}01")
            sheet.write_formula(row, 3, "=1", None, 1)
            sheet.write_string(row, 2, "王一")
        sheet.write_formula(2, 2, '=HYPERLINK("http://x","张三")', None, "张三")
        sheet.write_formula(3, 2, "=1+1")
    roster = read((content.getvalue(), "r.xlsx"))
    assert [(each.reason, each.row, each.column) for each in roster.problems] == [
        ("cell.formula", 3, "C"),
        ("cell.formula", 4, "C"),
    ]


def test_an_address_that_became_a_date() -> None:
    """Spreadsheets turn 1-1-10 into the tenth of January; the cell is named."""
    import io
    from datetime import datetime

    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["住址", "姓名"])
        sheet.write_row(1, 0, ["1-1-101", "王一"])
        sheet.write_datetime(2, 0, datetime(2001, 1, 10), date)  # noqa: DTZ001 - a cell has no zone
        sheet.write_string(2, 1, "李二")
    roster = read((content.getvalue(), "r.xlsx"))
    assert [(each.reason, each.row, each.column) for each in roster.problems] == [
        ("address.date", 3, "A")
    ]


def test_a_stated_size_that_differs_is_a_doubt() -> None:
    """At the household's own size cell."""
    rows: Rows = [
        ["住址", "家庭成员", "人数"],
        ["1-1-101", "王一、李二", 2],
        ["1-1-102", "张三、李四", "3人"],
    ]
    roster = read(as_xlsx(rows))
    assert [(each.reason, each.row, each.column) for each in roster.problems] == [
        ("size.differs", 3, "C")
    ]
    assert roster.totals.people == 4


def test_a_total_that_differs_is_a_doubt() -> None:
    """The sum below is held against what was read; subtotals are not."""
    rows: Rows = [
        ["楼栋", "房号", "姓名", "人数"],
        ["1", "101", "王一", ""],
        ["小计", "", "", 5],
        ["2", "101", "李二", ""],
        ["合  计", "", "共3户", 2],
        ["总计:2户2人"],
    ]
    roster = read(as_xlsx(rows))
    assert [(each.reason, each.row) for each in roster.problems] == [("total.households_differ", 5)]


def test_notes_and_signatures_are_no_problems() -> None:
    """Below the people, between them, and as headings repeated on each page."""
    rows: Rows = [
        ["某小区住户登记表"],
        ["填表单位:某社区", "", "2020年2月3日"],
        ["楼栋", "房号", "姓名", "关系"],
        ["1", "101", "王一", "户主"],
        ["1", "101", "李二", "配偶"],
        ["楼栋", "房号", "姓名", "关系"],
        ["1", "102", "张三", "户主"],
        ["注:以上住户已核实", "", "", ""],
        ["2", "101", "赵四", "户主"],
        [],
        ["合计", "", "4人", ""],
        ["填表人:王五", "", "审核人:赵六", ""],
        ["制表日期", "", "2020.2.3", ""],
        ["本表一式两份", "", "", ""],
        ["说明:1、一户一表 2、不漏一人"],
    ]
    for file in (as_xlsx(rows), as_csv(rows), as_xls(rows)):
        roster = read(file)
        assert roster.problems == ()
        assert (roster.totals.households, roster.totals.people) == (3, 4)


def test_rows_numbered_in_advance_are_blank() -> None:
    """A sequence number alone is no person."""
    rows: Rows = [["序号", "住址", "姓名"], [1, "1-101", "王一"], [2, "1-102", "李二"], [3], [4]]
    assert read(as_xlsx(rows)).problems == ()


def test_a_line_that_says_nothing_is_listed() -> None:
    """So that nobody is passed over in silence."""
    rows: Rows = [["住址", "姓名"], ["1-101", "王一"], ["以下为商铺", ""], ["1-102", "李二"]]
    assert [each.reason for each in read(as_xlsx(rows)).problems] == ["row.not_understood"]


def test_vacant_homes_are_counted_and_not_imported() -> None:
    """`空置` is a fact, no problem."""
    rows: Rows = [["住址", "姓名"], ["1-101", "王一"], ["1-102", "空置"], ["1-103", "无人居住"]]
    roster = read(as_xlsx(rows))
    assert roster.problems == ()
    assert (roster.totals.households, roster.totals.vacant) == (1, 2)


def test_section_rows_name_the_building() -> None:
    """A row with nothing but `2号楼` is about the rows below."""
    rows: Rows = [
        ["单元", "房号", "姓名"],
        ["1号楼"],
        ["1", "101", "王一"],
        ["2号楼2单元"],
        ["", "101", "李二"],
    ]
    roster = read(as_xlsx(rows))
    assert roster.problems == ()
    assert [each.key for each in roster.households] == [("1", "1", "101"), ("2", "2", "101")]


def test_rooms_without_any_building_are_one_problem() -> None:
    """Not one for each row."""
    rows: Rows = [["房号", "姓名"], *[[str(100 + n), "王一"] for n in range(1, 9)]]
    roster = read(as_xlsx(rows))
    assert [(each.reason, each.row) for each in roster.problems] == [("sheet.no_building", 1)]
    assert roster.totals.households == 0


def test_a_building_that_is_filled_only_where_it_changes() -> None:
    """Blank building cells mean 'as above' where the sheet does so throughout."""
    rows: Rows = [
        ["楼栋", "单元", "房号", "姓名"],
        ["1", "1", "101", "王一"],
        ["", "", "102", "李二"],
        ["", "2", "101", "张三"],
        ["", "", "102", "赵四"],
        ["2", "1", "101", "钱五"],
        ["", "", "102", "孙六"],
    ]
    roster = read(as_xlsx(rows))
    assert roster.problems == ()
    assert [each.where for each in roster.households] == [
        "1-1-101", "1-1-102", "1-2-101", "1-2-102", "2-1-101", "2-1-102",
    ]  # fmt: skip


def test_one_forgotten_address_among_merged_cells_is_a_doubt() -> None:
    """The relation says that the person belongs to the household above."""
    rows: Rows = [["楼栋", "房号", "姓名", "关系"]]
    merges = []
    for number in range(1, 9):
        first = len(rows)
        rows += [["1", str(100 + number), "王一", "户主"], ["", "", "李二", "配偶"]]
        merges += [(first, column, first + 1, column) for column in (0, 1)]
    rows.append(["", "", "王三", "子女"])
    roster = read(as_xlsx(rows, merges))
    assert [each.reason for each in roster.problems] == ["household.taken_with_above"]
    assert len(roster.households[-1].people) == 3


def test_people_below_a_row_without_a_door_do_not_move_in_next_door() -> None:
    """When the head's row has no room, the rest of that household is not put into the one above."""
    rows: Rows = [
        ["楼栋", "房号", "姓名", "关系"],
        ["1", "101", "王一", "户主"],
        ["", "", "王二", "子女"],
        ["1", "", "李一", "户主"],
        ["", "", "李二", "子女"],
        ["1", "103", "张一", "户主"],
        ["", "", "张二", "子女"],
    ]
    roster = read(as_xlsx(rows))
    assert [(each.reason, each.row) for each in roster.problems] == [
        ("address.missing_room", 4),
        ("address.missing", 5),
    ]
    assert [len(each.people) for each in roster.households] == [2, 2]


def test_a_household_with_a_left_out_row_is_incomplete() -> None:
    """So that nobody is taken for gone because their row was mistyped."""
    roster = with_rows(["1", "1", "102", "<b>", "配偶", "", ""])
    incomplete = [each.where for each in roster.households if each.incomplete]
    assert incomplete == ["1-1-102"]


def test_the_compound_name_before_the_building_is_dropped() -> None:
    """But two names before the same building number are two buildings."""
    one: Rows = [["住址", "姓名"], ["锦绣苑3栋501", "王一"], ["3栋502", "李二"]]
    assert {each.building for each in read(as_xlsx(one)).households} == {"3"}
    two: Rows = [["住址", "姓名"], ["锦绣苑3栋501", "王一"], ["翠竹苑3栋501", "李二"]]
    assert {each.building for each in read(as_xlsx(two)).households} == {"锦绣苑3", "翠竹苑3"}


def test_a_corrected_mapping_is_followed() -> None:
    """A person's word about a column stands above every guess."""
    rows: Rows = [["甲", "乙", "丙"], ["1-101", "王一", "李二"], ["1-102", "张三", "赵四"]]
    workbook = open_workbook(*as_xlsx(rows))
    layout = with_fields(
        propose(workbook.sheets[0]), {0: Field.ADDRESS, 1: Field.IGNORE, 2: Field.NAME}
    )
    roster = read_roster(workbook, [layout])
    assert [each.people[0].name for each in roster.households][-1] == "赵四"


def test_several_sheets_with_different_columns() -> None:
    """Each sheet has its own layout; a household in two sheets is one too many."""
    first: Rows = [["楼栋", "房号", "姓名"], ["1", "101", "王一"]]
    second: Rows = [["姓名", "住址"], ["李二", "2-201"], ["王一", "１－１０１"]]
    roster = read(as_xlsx_sheets({"甲": (first, ()), "乙": (second, ())}))
    assert [(each.reason, each.sheet, each.row) for each in roster.problems] == [
        ("household.twice", "乙", 3)
    ]
    assert roster.totals.buildings == 2


def test_unknown_headings_before_the_room_are_guessed() -> None:
    """Numbers there are building and unit; the page marks them as guessed."""
    rows: Rows = [
        ["甲", "乙", "房号", "姓名"],
        ["12", "2", "501", "王一"],
        ["3", "1", "204", "李二"],
    ]
    roster = read(as_csv(rows))
    assert [each.where for each in roster.households] == ["12-2-501", "3-1-204"]


def test_unit_and_room_in_sheets_that_are_named_after_buildings() -> None:
    """`1-101` is unit 1 there, in every sheet, as `2-101` can't be building 2 in building 1."""
    first: Rows = [["房号", "姓名"], ["1-101", "王一"], ["2-101", "李二"]]
    second: Rows = [["房号", "姓名"], ["2-101", "张三"], ["2-2-102", "赵四"]]
    roster = read(as_xlsx_sheets({"1栋": (first, ()), "2栋": (second, ())}))
    assert [each.where for each in roster.households] == [
        "1-1-101",
        "1-2-101",
        "2-2-101",
        "2-2-102",
    ]
    assert roster.problems == ()


def test_building_and_room_in_sheets_that_are_named_after_buildings() -> None:
    """Where every address begins with the sheet's building, it is the building."""
    first: Rows = [["房号", "姓名"], ["1-101", "王一"], ["1-102", "李二"]]
    second: Rows = [["房号", "姓名"], ["2-101", "张三"]]
    roster = read(as_xlsx_sheets({"1栋": (first, ()), "2栋": (second, ())}))
    assert [each.where for each in roster.households] == ["1-101", "1-102", "2-101"]


def test_a_title_names_the_building() -> None:
    """Somewhere within a sentence above the headings."""
    rows: Rows = [["幸福小区3号楼住户登记表"], ["单元", "房号", "姓名"], ["1", "101", "王一"]]
    assert [each.where for each in read(as_xlsx(rows)).households] == ["3-1-101"]


def test_where_the_office_sits_is_no_building_of_the_roster() -> None:
    """A title that names the office's own building says nothing of the households."""
    rows: Rows = [["填表单位:社区(A座2层)"], ["住址", "姓名"], ["3-501", "王一"], ["3-502", "李二"]]
    assert [each.where for each in read(as_xlsx(rows)).households] == ["3-501", "3-502"]


def test_one_row_a_household_with_a_column_for_each_relation() -> None:
    """Who is in the column of spouses is a spouse; the phone is the head's."""
    rows: Rows = [
        ["楼栋", "房号", "户主姓名", "配偶姓名", "子女", "户主电话"],
        ["3", "501", "王一", "李二", "王三、王四", "13800000001"],
    ]
    people = read(as_xlsx(rows)).households[0].people
    assert [(each.name, each.relation, each.phone) for each in people] == [
        ("王一", "户主", "13800000001"),
        ("李二", "配偶", ""),
        ("王三", "子女", ""),
        ("王四", "子女", ""),
    ]


def test_a_head_who_is_among_the_members_keeps_the_phone() -> None:
    """One person, told of in two cells."""
    rows: Rows = [
        ["楼栋", "房号", "户主", "户主电话", "家庭成员"],
        ["3", "501", "王一", "13800000001", "李二、王一"],
    ]
    people = read(as_xlsx(rows)).households[0].people
    assert [(each.name, each.relation, each.phone) for each in people] == [
        ("王一", "户主", "13800000001"),
        ("李二", "", ""),
    ]
