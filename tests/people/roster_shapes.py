"""One made-up estate in the many shapes that offices keep a roster in."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import xlsxwriter
import xlwt

from checkpoint.people.roster.blocks import ParsedHousehold
from checkpoint.people.roster.headings import propose
from checkpoint.people.roster.rows import ParsedRoster, read_roster
from checkpoint.people.roster.sheets import open_workbook


@dataclass(frozen=True)
class Person:
    name: str
    relation: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Home:
    building: str
    unit: str
    room: str
    people: tuple[Person, ...]

    @property
    def one_line(self) -> str:
        unit = f"{self.unit}单元" if self.unit else ""
        return f"{self.building}号楼{unit}{self.room}室"


Homes = Sequence[Home]
Rows = list[list[object]]
File = tuple[bytes, str]

ESTATE: Homes = (
    Home("1", "1", "101", (Person("欧阳娜娜", "户主", "13800000001"), Person("赵军", "配偶"))),
    Home("1", "1", "102", (Person("司马相如", "户主", "13800000002"),)),
    Home(
        "1", "2", "101", (Person("阿依古丽·买买提", "户主"), Person("谢诺", "配偶", "13800000003"))
    ),
    Home("2", "1", "301", (Person("Gaynor Smith", "户主"), Person("王丽嘉", "子女"))),
    Home("2", "1", "302", (Person("㛃静", "户主"), Person("肖伟", "配偶"), Person("苏浩", "子女"))),
    Home("12", "3", "1203", (Person("何建", "户主", "13800000004"),)),
)


def read(file: File) -> ParsedRoster:
    """Read a file by its own proposals, as the command does without any options."""
    workbook = open_workbook(*file)
    layouts = [propose(sheet) for sheet in workbook.sheets if not sheet.hidden]
    return read_roster(workbook, [layout for layout in layouts if layout.usable])


def as_homes(households: Sequence[ParsedHousehold]) -> set[Home]:
    return {
        Home(
            each.building,
            each.unit,
            each.room,
            tuple(Person(who.name, who.relation, who.phone) for who in each.people),
        )
        for each in households
    }


def as_csv(rows: Rows, encoding: str = "utf-8", delimiter: str = ",", name: str = "r.csv") -> File:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding), name


def as_xlsx(
    rows: Rows, merges: Sequence[tuple[int, int, int, int]] = (), name: str = "r.xlsx"
) -> File:
    return as_xlsx_sheets({"名册": (rows, merges)}, name=name)


def as_xlsx_sheets(
    sheets: dict[str, tuple[Rows, Sequence[tuple[int, int, int, int]]]],
    hidden: Sequence[str] = (),
    name: str = "r.xlsx",
) -> File:
    """Sheets of rows and merges (top, left, bottom, right). Texts are never made into formulas."""
    content = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(content, options) as book:
        for title, (rows, merges) in sheets.items():
            sheet = book.add_worksheet(title)
            if title in hidden:
                sheet.hide()
            for top, left, bottom, right in merges:
                sheet.merge_range(top, left, bottom, right, "")
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value != "":
                        sheet.write(at, column, value)
    return content.getvalue(), name


def as_xls(rows: Rows, merges: Sequence[tuple[int, int, int, int]] = ()) -> File:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名册")
    starts = {(top, left): (bottom, right) for top, left, bottom, right in merges}
    covered = {
        (row, column)
        for top, left, bottom, right in merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if (at, column) in starts:
                bottom, right = starts[at, column]
                sheet.write_merge(at, bottom, column, right, value)
            elif (at, column) not in covered and value != "":
                sheet.write(at, column, value)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue(), "r.xls"


def person_rows(homes: Homes) -> Rows:
    return [
        [home.building, home.unit, home.room, who.name, who.relation, who.phone]
        for home in homes
        for who in home.people
    ]


def plain_csv(homes: Homes) -> File:
    heading: list[object] = ["building", "unit", "room", "name", "relation", "phone"]
    return as_csv([heading, *person_rows(homes)], "utf-8-sig")


def gb18030_semicolons(homes: Homes) -> File:
    heading: list[object] = ["楼栋", "单元", "房号", "姓名", "与户主关系", "联系电话"]
    return as_csv([heading, *person_rows(homes)], "gb18030", ";")


def tabs_in_odd_order(homes: Homes) -> File:
    rows: Rows = [["备注", "联系方式", "居民姓名", "门牌号", "称谓", "几单元", "楼号"]]
    rows += [["", row[5], row[3], row[2], row[4], row[1], row[0]] for row in person_rows(homes)]
    return as_csv(rows, delimiter="\t", name="r.tsv")


def merged(homes: Homes) -> tuple[Rows, list[tuple[int, int, int, int]]]:
    """Titles above, cells of a household merged downwards, a total and signatures below."""
    rows: Rows = [
        ["某某生活区一户一档登记表"],
        ["填表单位:社区居委会", "", "", "填表日期:2020年2月3日"],
    ]
    rows.append(["序号", "楼栋", "单元", "房号", "家庭人口", "姓名", "与户主关系", "电话"])
    merges = [(0, 0, 0, 7)]
    for number, home in enumerate(homes, 1):
        first = len(rows)
        unit = f"{home.unit}单元" if home.unit else ""
        room: object = float(home.room) if home.room.isdigit() else home.room
        head: list[object] = [number, f"{home.building}号楼", unit, room, len(home.people)]
        for who in home.people:
            rows.append([*head, who.name, who.relation, who.phone])
            head = [""] * 5
        if len(home.people) > 1:
            merges += [(first, column, len(rows) - 1, column) for column in range(5)]
    rows.append(["合计", "", "", "", sum(len(home.people) for home in homes)])
    rows.append(["填表人:张三", "", "", "审核人:李四"])
    return rows, merges


def merged_xlsx(homes: Homes) -> File:
    return as_xlsx(*merged(homes))


def merged_xls(homes: Homes) -> File:
    return as_xls(*merged(homes))


def blank_below(homes: Homes) -> File:
    """A household's address stands in its first row only, without merged cells."""
    rows: Rows = [["姓名", "关系", "手机", "楼", "单元", "室"]]
    for home in homes:
        place: list[object] = [f"{home.building}栋", home.unit, home.room]
        for who in home.people:
            rows.append([who.name, who.relation, who.phone, *place])
            place = ["", "", ""]
    return as_xlsx(rows)


def one_row_a_household(homes: Homes) -> File:
    """The address in one column, the members in one cell with their relations."""
    rows: Rows = [["住户名册"], [], ["序号", "家庭住址", "家庭成员", "人数", "联系电话", "备注"]]
    for number, home in enumerate(homes, 1):
        members = "、".join(f"{who.name}({who.relation})" for who in home.people)
        rows.append([number, home.one_line, members, len(home.people), home.people[0].phone, ""])
    return as_xlsx(rows)


def head_and_others(homes: Homes) -> File:
    """One row a household: the head in one column, the others in another."""
    rows: Rows = [["房号", "户主", "同住人员", "户主电话"]]
    for home in homes:
        others = ",".join(f"{who.name}({who.relation})" for who in home.people[1:])
        address = "-".join(filter(None, (home.building, home.unit, home.room)))
        rows.append([address, home.people[0].name, others, home.people[0].phone])
    return as_xlsx(rows)


def sheet_per_building(homes: Homes) -> File:
    """A sheet for each building, named after it, with no building column; a hidden old one."""
    sheets: dict[str, tuple[Rows, Sequence[tuple[int, int, int, int]]]] = {
        "说明": ([["请填写"]], ())
    }
    for building in dict.fromkeys(home.building for home in homes):
        rows: Rows = [[f"{building}号楼住户"], ["单元", "房间号", "姓名", "关系", "电话"]]
        rows += [row[1:] for row in person_rows(homes) if row[0] == building]
        sheets[f"{building}号楼"] = (rows, ())
    sheets["旧名册"] = ([["楼栋", "单元", "房号", "姓名"], ["99", "1", "101", "旧人"]], ())
    return as_xlsx_sheets(sheets, hidden=["旧名册"])


def two_heading_rows(homes: Homes) -> File:
    rows: Rows = [
        ["住址", "", "", "人员情况", "", ""],
        ["楼栋", "单元", "房号", "姓名", "关系", "电话"],
    ]
    rows += person_rows(homes)
    return as_xlsx(rows, [(0, 0, 0, 2), (0, 3, 0, 5)])


def english_address(homes: Homes) -> File:
    rows: Rows = [["No.", "Full Name", "Relation to head", "Home address", "Mobile No."]]
    for number, row in enumerate(person_rows(homes), 1):
        unit = f"Unit {row[1]}, " if row[1] else ""
        address = f"Building {row[0]}, {unit}Room {row[2]}"
        rows.append([number, row[3], row[4], address, row[5]])
    return as_csv(rows)


def full_width(homes: Homes) -> File:
    """Digits in full width, spaces everywhere, `#` for the building."""
    wide = str.maketrans("0123456789#-", "０１２３４５６７８９＃－")
    rows: Rows = [["地 址", "姓　名", "与户主关系", "电话"]]
    for home in homes:
        unit = f"{home.unit}-" if home.unit else ""
        address = f" {home.building}# {unit}{home.room}".translate(wide)
        rows += [[address, f" {who.name} ", who.relation, who.phone] for who in home.people]
    return as_csv(rows, "gb18030")


def without_headings(homes: Homes) -> File:
    return as_csv(person_rows(homes))


SHAPES: dict[str, Callable[[Homes], File]] = {
    shape.__name__: shape
    for shape in (
        plain_csv,
        gb18030_semicolons,
        tabs_in_odd_order,
        merged_xlsx,
        merged_xls,
        blank_below,
        one_row_a_household,
        head_and_others,
        sheet_per_building,
        two_heading_rows,
        english_address,
        full_width,
    )
}
