"""Writes the estate as an office keeps it: titles above, merged household cells, totals below."""

from collections.abc import Iterable
from pathlib import Path

import xlsxwriter

from checkpoint.demo.estate import PEOPLE, SampleHousehold

_HEADINGS = ("序号", "楼栋", "单元", "房号", "家庭人口", "姓名", "与户主关系", "联系电话", "备注")
_WIDTHS = (6, 8, 8, 8, 9, 18, 12, 14, 16)
_RULES = ("填表说明", "一户一表,不漏一户,不漏一人。", "同一户的楼栋、单元、房号合并单元格。")


def write_roster(path: Path, households: Iterable[SampleHousehold]) -> None:
    """Write the roster as `.xlsx` to `path`, one row a person."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        middle = book.add_format({"valign": "vcenter"})
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet("一户一档")
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.merge_range(0, 0, 0, 8, "棉四生活区居民一户一档登记表", bold)
        sheet.write_row(1, 0, ["填表单位:社区居委会"])
        sheet.write_row(2, 0, _HEADINGS, bold)
        row = 3
        for number, household in enumerate(households, 1):
            row = _write_household(sheet, row, number, household, middle)
        sheet.write_row(row, 0, ["合计", "", "", "", PEOPLE])
        sheet.write_row(row + 1, 0, ["填表人:", "", "", "审核人:"])
        book.add_worksheet("填表说明").write_column(0, 0, _RULES)


def _write_household(
    sheet: "xlsxwriter.worksheet.Worksheet",
    row: int,
    number: int,
    household: SampleHousehold,
    cell_format: object,
) -> int:
    address = (
        number,
        f"{household.building}号楼",
        f"{household.unit}单元",
        household.room,
        len(household.people),
    )
    last = row + len(household.people) - 1
    for column, value in enumerate(address):
        if last > row:
            sheet.merge_range(row, column, last, column, value, cell_format)
        else:
            sheet.write(row, column, value, cell_format)
    for offset, person in enumerate(household.people):
        sheet.write_row(row + offset, 5, (person.name, person.relation, person.phone))
    return last + 1
