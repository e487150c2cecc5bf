"""Tells the rows below the headings apart: people, totals, notes, signatures, sections. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial

from checkpoint.people.roster.address import Address, read_part
from checkpoint.people.roster.address_words import (
    BUILDING_IN_TITLE,
    BUILDING_MARK,
    OFFICE,
    Part,
    is_sentence,
)
from checkpoint.people.roster.grid import Limits, Sheet
from checkpoint.people.roster.heading_words import PEOPLE, PLACES, Field, relation_in
from checkpoint.people.roster.layout import Layout
from checkpoint.people.roster.problems import Spot
from checkpoint.people.roster.refusals import damaged
from checkpoint.people.roster.text import half_width, is_blank, squeezed

_TOTAL = re.compile(
    r"^(合计|总计|小计|共计|累计|总户数|总人数|总数|总人口|grandtotal|subtotal|total|sum$)"
)
# `填表人:王一` anywhere among names and addresses, or one of these words alone in front.
_LABEL = re.compile(
    r"^(填表|制表|审核|复核|负责|经办|登记|调查|填报|上报|统计|报送|盖章|签字|签名|联系|单位|社区|网格|楼长|组长"
    r"|日期|时间|打印|备注|说明|注意|注|附注|附|填写|prepared|checked|signature|signed|date|note|remark)"
    r"[^:]{0,6}:"
)
_OPENING = re.compile(
    r"^(填表人|制表人|审核人|复核人|负责人|经办人|登记人|填报人|填报单位|制表日期|填表日期|备注|说明|注\d?[.、]|附注"
    r"|以上|截止|截至|本表|此表|表中|第\d+页|preparedby|checkedby|signedby|signature|page\d)"
)


_PLACES = (Field.BUILDING, Field.UNIT, Field.ROOM, Field.ADDRESS)
_NOTHING: frozenset[Field] = frozenset()


class Kind(Enum):
    """What a row is."""

    PERSON = auto()
    TOTAL = auto()
    SECTION = auto()
    UNCLEAR = auto()
    SKIPPED = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A row with the columns that matter by what they are. Texts as in the sheet, merges filled."""

    row: int
    kind: Kind
    places: dict[Field, str]
    names: tuple[tuple[int, str], ...]
    head: str
    texts: dict[Field, str]
    # Fields whose cell only repeats the merged cell above.
    filled: frozenset[Field] = frozenset()
    section: Address | None = None

    def text(self, field: Field) -> str:
        """The cell of a column that is no name and no address."""
        return self.texts.get(field, "")


class LineReader:
    """Reads the rows of one sheet in its layout."""

    def __init__(self, sheet: Sheet, layout: Layout, limits: Limits) -> None:
        self.sheet, self.layout = sheet, layout
        self.headings = {
            column.index: column.heading for column in layout.columns if column.heading
        }
        self.one: dict[Field, int] = {
            column.field: column.index
            for column in reversed(layout.columns)
            if column.field is not Field.IGNORE
        }
        people: list[Field] = [
            field for field in (Field.NAME, Field.MEMBERS) if field in layout.fields
        ]
        fields = people or [Field.HEAD]
        self.name_columns = sorted(index for each in fields for index in layout.indexes(each))
        # In a fixed order: where an address cell and a building cell differ, the later one counts.
        self.place_columns = [(each, self.one[each]) for each in _PLACES if each in self.one]
        self.text_columns = [
            (field, index)
            for field, index in self.one.items()
            if field not in PLACES and field not in PEOPLE
        ]
        self.member_columns = frozenset(layout.indexes(Field.MEMBERS))
        self.relation_columns = {
            index: relation
            for index in self.member_columns
            if (relation := relation_in(self.headings.get(index, "")))
        }
        self.merged_notes = _merged_tops(sheet, self.one.get(Field.NOTE))
        self.has_head = bool(people) and Field.HEAD in layout.fields
        self.fills = filled_down(sheet, layout, limits)

    @property
    def door_field(self) -> Field:
        """The field whose column tells one door from the next."""
        return Field.ROOM if Field.ROOM in self.one else Field.ADDRESS

    def lines(self) -> Iterator[Line]:
        """Every row that is not blank, with what it is."""
        for row in range(self.layout.first_row, len(self.sheet.rows)):
            if any(self.sheet.rows[row]):
                yield self._line(row)

    def spot(self, row: int, field: Field | None = None, column: int | None = None) -> Spot:
        """Where a field of a row stands."""
        index = column if column is not None else self.one.get(field) if field else None
        heading = self.headings.get(index, "") if index is not None else ""
        return Spot(self.sheet.name, row, index, heading)

    def _line(self, row: int) -> Line:
        cell = partial(self.sheet.cell, row)
        places, filled = self._places(row)
        texts = {field: text for field, index in self.text_columns if (text := cell(index))}
        names = tuple(
            (index, text)
            for index in self.name_columns
            if (text := cell(index)) and not is_blank(text)
        )
        head = cell(self.one[Field.HEAD]) if self.has_head else ""
        line = Line(row, Kind.PERSON, places, names, head, texts, filled)
        return self._told_apart(line)

    def _places(self, row: int) -> tuple[dict[Field, str], frozenset[Field]]:
        places: dict[Field, str] = {}
        filled: list[Field] = []
        for field, index in self.place_columns:
            text = self.sheet.cell(row, index)
            if not text and (text := self.fills.get((row, index), "")):
                filled.append(field)
            if text:
                places[field] = text
        return places, frozenset(filled) if filled else _NOTHING

    def _told_apart(self, line: Line) -> Line:
        cells = [cell for cell in self.sheet.rows[line.row] if cell]
        first = squeezed(cells[0])
        if _TOTAL.match(first):
            return _as(line, Kind.TOTAL)
        if self._is_heading(line.row, cells) or self._is_remark(line, first):
            return _as(line, Kind.SKIPPED)
        if line.names or line.head:
            return line
        if len(cells) == 1:
            return self._lone(line, cells[0])
        if line.places or line.texts.keys() - {Field.SEQUENCE, Field.SIZE, Field.NOTE}:
            return line
        return _as(line, Kind.SKIPPED)

    def _is_heading(self, row: int, cells: list[str]) -> bool:
        """The headings again, as printed on top of every page."""
        column = self.name_columns[0]
        if self.sheet.cell(row, column) != self.headings.get(column):
            return False
        same = sum(
            self.sheet.cell(row, index) == heading for index, heading in self.headings.items()
        )
        return same > 1 and same * 2 >= len(cells)

    def _is_remark(self, line: Line, first: str) -> bool:
        if _OPENING.match(first):
            return True
        cells = (first, *line.places.values(), *(name for _, name in line.names))
        return any((":" in cell or "：" in cell) and _LABEL.match(squeezed(cell)) for cell in cells)

    def _lone(self, line: Line, text: str) -> Line:
        """A row with one filled cell and no name in it."""
        if Field.SEQUENCE in line.texts or Field.SIZE in line.texts:
            return _as(line, Kind.SKIPPED)
        section = section_of(text)
        if section is not None:
            return _as(line, Kind.SECTION, section)
        if line.places and any(character.isdigit() for character in half_width(text)):
            return line
        return _as(line, Kind.UNCLEAR)


def section_of(text: str) -> Address | None:
    """The building, perhaps with a unit, that a row like `3号楼` or `Building 3` names."""
    plain = half_width(text).strip()
    if not (BUILDING_MARK.search(plain.upper()) or plain.isdigit()) or is_sentence(plain):
        return None
    found = read_part(plain, Part.BUILDING, (Part.BUILDING, Part.UNIT))
    return found if found and found.building else None


def building_in(title: str) -> Address | None:
    """The building that a title names somewhere: `幸福小区3号楼住户登记表`. Where an office sits
    is another matter."""
    if OFFICE.search(half_width(title)):
        return None
    found = BUILDING_IN_TITLE.search(half_width(title).upper())
    return section_of(found.group() if found else title)


def _as(line: Line, kind: Kind, section: Address | None = None) -> Line:
    return Line(
        line.row, kind, line.places, line.names, line.head, line.texts, line.filled, section
    )


def _merged_tops(sheet: Sheet, column: int | None) -> frozenset[int]:
    """The rows where a vertical merge of that column begins: a note there is of all its rows."""
    return frozenset(
        merge.top for merge in sheet.merges if merge.left == column and merge.bottom > merge.top
    )


def filled_down(sheet: Sheet, layout: Layout, limits: Limits) -> dict[tuple[int, int], str]:
    """Texts of the address cells that a vertical merge leaves blank below its first row."""
    columns = {index for field in PLACES for index in layout.indexes(field)}
    fills: dict[tuple[int, int], str] = {}
    left = limits.cells
    for merge in sheet.merges:
        if merge.bottom == merge.top or merge.left not in columns or merge.top < layout.first_row:
            continue
        bottom = min(merge.bottom, len(sheet.rows) - 1)
        # Merges that overlap a thousand times are no office's work.
        left -= max(0, bottom - merge.top)
        if left < 0:
            raise damaged()
        text = sheet.cell(merge.top, merge.left)
        for row in range(merge.top + 1, bottom + 1):
            fills[row, merge.left] = text
    return fills
