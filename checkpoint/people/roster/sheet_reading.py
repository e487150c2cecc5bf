"""One sheet of a roster on its way to households: its lines, then their addresses. Pure."""

from checkpoint.people.roster.address import Address, is_two_numbers, read_address
from checkpoint.people.roster.gathering import Gatherer
from checkpoint.people.roster.grid import Limits, Sheet
from checkpoint.people.roster.heading_words import Field
from checkpoint.people.roster.layout import Layout
from checkpoint.people.roster.lines import Kind, Line, LineReader, building_in
from checkpoint.people.roster.persons import PeopleReader
from checkpoint.people.roster.places import Placed, Placer, habit_of
from checkpoint.people.roster.problems import Problem


class SheetReading:
    """Reads one sheet in its layout."""

    def __init__(self, sheet: Sheet, layout: Layout, limits: Limits) -> None:
        self.layout = layout
        self.reader = LineReader(sheet, layout, limits)
        self.placed: list[Placed] = []
        self.totals: list[Line] = []
        self.problems: list[Problem] = []

    def shows_units(self) -> bool:
        """Whether its addresses like `2-101` can't begin with the building, as the sheet names
        another one."""
        column = self.reader.one.get(Field.ADDRESS)
        building = self.building_around().building
        if column is None or not building:
            return False
        rows = range(self.layout.first_row, len(self.reader.sheet.rows))
        texts = (self.reader.sheet.cell(row, column) for row in rows)
        found = (read_address(text) for text in texts if is_two_numbers(text))
        return any(address is not None and address.building != building for address in found)

    def place_lines(self, unit_first: bool = False) -> None:
        """Tell the rows apart and give each its address."""
        lines = list(self.reader.lines())
        if not self.layout.has_headings and not self.layout.confirmed:
            self._doubt("sheet.no_headings")
        around = self.building_around()
        sections = any(line.kind is Kind.SECTION for line in lines)
        if not (around.building or sections or self._has_buildings()):
            self._doubt("sheet.no_building")
            return
        placer = Placer(self.reader, habit_of(lines), around, unit_first)
        last = max((line.row for line in lines if line.kind is Kind.PERSON), default=-1)
        for line in lines:
            if line.kind is Kind.PERSON:
                self.placed.append(placer.place(line))
            elif line.section is not None:
                placer.enter_section(line.section)
            elif line.kind is Kind.TOTAL:
                self.totals.append(line)
            elif line.kind is Kind.UNCLEAR and line.row < last:
                self.problems.append(self._unclear(line))

    def gather(self, gatherer: Gatherer) -> None:
        """Hand every line with its people to `gatherer`."""
        people = PeopleReader(self.reader)
        for placed in self.placed:
            gatherer.take(self.reader, placed, people.read(placed.line))

    def building_around(self) -> Address:
        """The building that the sheet's name or a title row above the headings names."""
        sheet = self.reader.sheet
        above = [cell for row in sheet.rows[: self.layout.first_row] for cell in row if cell]
        if Field.BUILDING in self.layout.fields:
            return Address()
        return next(filter(None, map(building_in, (sheet.name, *above))), Address())

    def _has_buildings(self) -> bool:
        return bool({Field.BUILDING, Field.ADDRESS} & self.layout.fields)

    def _doubt(self, reason: str) -> None:
        self.problems.append(self.reader.spot(max(0, self.layout.first_row - 1)).problem(reason))

    def _unclear(self, line: Line) -> Problem:
        text = next(cell for cell in self.reader.sheet.rows[line.row] if cell)
        return self.reader.spot(line.row).problem("row.not_understood", text)
