"""One sheet of a roster on its way to households: its lines, then their addresses. Pure."""

from checkpoint.people.roster.address import Address
from checkpoint.people.roster.gathering import Gatherer
from checkpoint.people.roster.grid import Limits, Sheet
from checkpoint.people.roster.heading_words import Field
from checkpoint.people.roster.layout import Layout
from checkpoint.people.roster.lines import Kind, Line, LineReader, section_of
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

    def place_lines(self) -> None:
        """Tell the rows apart and give each its address."""
        lines = list(self.reader.lines())
        if not self.layout.has_headings and not self.layout.confirmed:
            self._doubt("sheet.no_headings")
        around = self._building_around()
        sections = any(line.kind is Kind.SECTION for line in lines)
        if not (around.building or sections or self._has_buildings()):
            self._doubt("sheet.no_building")
            return
        placer = Placer(self.reader, habit_of(lines), around)
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

    def _building_around(self) -> Address:
        """The building that the sheet's name or a title row above the headings names."""
        sheet = self.reader.sheet
        above = [cell for row in sheet.rows[: self.layout.first_row] for cell in row if cell]
        if self._has_buildings():
            return Address()
        for text in (sheet.name, *above):
            if found := section_of(text):
                return found
        return Address()

    def _has_buildings(self) -> bool:
        return bool({Field.BUILDING, Field.ADDRESS} & self.layout.fields)

    def _doubt(self, reason: str) -> None:
        self.problems.append(self.reader.spot(max(0, self.layout.first_row - 1)).problem(reason))

    def _unclear(self, line: Line) -> Problem:
        text = next(cell for cell in self.reader.sheet.rows[line.row] if cell)
        return self.reader.spot(line.row).problem("row.not_understood", text)
