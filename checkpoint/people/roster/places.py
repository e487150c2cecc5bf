"""Gives every line its address, also where the sheet leaves it out because it stands above. Pure.

A blank address cell says 'as above' in one office's sheet and 'forgotten' in another's. The rest
of the sheet tells which: where households' addresses are repeated on each of their rows, a blank
one is forgotten.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from checkpoint.people.roster.address import (
    Address,
    is_two_numbers,
    read_address,
    read_part,
)
from checkpoint.people.roster.address_words import Part
from checkpoint.people.roster.grid import Oddity
from checkpoint.people.roster.heading_words import Field
from checkpoint.people.roster.inert import reason_against
from checkpoint.people.roster.lines import Kind, Line, LineReader
from checkpoint.people.roster.problems import Problem
from checkpoint.people.roster.relations import is_head

_PARTS = {Field.BUILDING: Part.BUILDING, Field.UNIT: Part.UNIT, Field.ROOM: Part.ROOM}
_USUAL = 0.2


@dataclass(frozen=True, slots=True)
class Habit:
    """How a sheet uses blank address cells; counts of lines that have people."""

    lines: int
    doors_blank: int
    doors_repeated: int
    inherits: frozenset[Field]
    merges: bool

    @property
    def continues(self) -> bool:
        """Whether a person without an address may belong to the household above."""
        return self.doors_repeated == 0 or self.doors_blank > 3 * self.doors_repeated

    @property
    def usual(self) -> bool:
        """Whether that is so common here that it needs no word."""
        return self.doors_repeated == 0 and self.doors_blank >= max(2, _USUAL * self.lines)


@dataclass(frozen=True, slots=True)
class Placed:
    """A line with its address, or with the problem that it has none.

    `spelled` is the address as its cells spell it; `continued` says that they are blank.
    """

    line: Line
    address: Address | None
    spelled: tuple[str, ...] = ()
    continued: bool = False
    problem: Problem | None = None


def habit_of(lines: Sequence[Line]) -> Habit:
    """The habit of the sheet these lines are from."""
    people = [line for line in lines if line.kind is Kind.PERSON and (line.names or line.head)]
    blank = repeated = 0
    before: tuple[str, ...] = ()
    for line in people:
        if not _door(line):
            blank += 1
            continue
        spelled = _spelled(line)
        repeated += spelled == before and not line.filled
        before = spelled
    inherits = {field for field in (Field.BUILDING, Field.UNIT) if _inherits(people, field)}
    return Habit(
        len(people), blank, repeated, frozenset(inherits), any(line.filled for line in people)
    )


def _inherits(people: Sequence[Line], field: Field) -> bool:
    """Whether the column is filled only where its value changes."""
    blank = repeated = 0
    before = ""
    for line in people:
        text = line.places.get(field, "")
        if text:
            repeated += text == before and field not in line.filled
            before = text
        elif _door(line):
            blank += 1
    return blank > repeated


def _door(line: Line) -> str:
    """The text that tells a door from the next: the room, or the address in one cell."""
    return line.places.get(Field.ROOM) or line.places.get(Field.ADDRESS) or ""


def _spelled(line: Line) -> tuple[str, ...]:
    return tuple(line.places.get(field, "") for field in (*_PARTS, Field.ADDRESS))


class Placer:
    """Walks the lines of one sheet downwards and gives each its address."""

    def __init__(
        self, reader: LineReader, habit: Habit, around: Address, unit_first: bool = False
    ) -> None:
        # `unit_first`: `1-101` is unit 1, because the sheet's name says the building.
        self.reader, self.habit, self.around = reader, habit, around
        self.unit_first = unit_first and bool(around.building)
        held = {part for field, part in _PARTS.items() if field in reader.one}
        self.open_parts = {
            field: tuple(each for each in _PARTS.values() if each is part or each not in held)
            for field, part in _PARTS.items()
        }
        self.above: Placed | None = None
        self.people_above = 0

    def enter_section(self, section: Address) -> None:
        """A title row between the lines names the building of those below."""
        self.around = section
        self.above = None

    def place(self, line: Line) -> Placed:
        """The line with its address."""
        placed = self._continued(line) if not line.places else self._own(line)
        if placed.address is not None:
            self.people_above = self.people_above + 1 if placed.continued else 1
            self.above = placed
        elif line.places:
            self.above = None
        return placed

    def _own(self, line: Line) -> Placed:
        if self.above is not None and self.above.line.places == line.places:
            return Placed(line, self.above.address, self.above.spelled)
        read = self._read(line)
        if isinstance(read, Problem):
            return Placed(line, None, problem=read)
        found = read.filled_from(self.around if not read.building else Address())
        found = self._inherited(line, found)
        if not found.building:
            return self._lacking(line, "address.missing_building", Field.BUILDING)
        if found.room:
            return Placed(line, found, _spelled(line))
        if self._belongs_above(line) and self.above and self._same_stairs(found):
            return replace(self.above, line=line, continued=True)
        return self._lacking(line, "address.missing_room", Field.ROOM)

    def _read(self, line: Line) -> Address | Problem:
        """What the line's own cells say."""
        found = Address()
        for field, text in line.places.items():
            part = _PARTS.get(field)
            address = read_part(text, part, self.open_parts[field]) if part else read_address(text)
            if self._is_date(line.row, field):
                return self.reader.spot(line.row, field).problem("address.date", text)
            if address is None:
                reason = reason_against(text) or "address.unreadable"
                return self.reader.spot(line.row, field).problem(reason, text)
            if part is None and self.unit_first and is_two_numbers(text):
                address = Address(unit=address.building, room=address.room)
            found = address.filled_from(found)
        return found

    def _is_date(self, row: int, field: Field) -> bool:
        oddities = self.reader.sheet.oddities
        return bool(oddities) and oddities.get((row, self.reader.one[field])) is Oddity.DATE

    def _inherited(self, line: Line, found: Address) -> Address:
        """The building and unit of the line above, where this sheet leaves repeated ones out."""
        above = self.above.address if self.above else None
        if above is None:
            return found
        if not found.building and Field.BUILDING in self.habit.inherits:
            found = replace(found, building=above.building, area=above.area)
            if not found.unit:
                found = replace(found, unit=above.unit)
        same = (found.area, found.building) == (above.area, above.building)
        if not found.unit and same and Field.UNIT in self.habit.inherits:
            found = replace(found, unit=above.unit)
        return found

    def _same_stairs(self, found: Address) -> bool:
        above = self.above.address if self.above else None
        return above is not None and (found.building, found.unit or above.unit) == (
            above.building,
            above.unit,
        )

    def _continued(self, line: Line) -> Placed:
        """A line without any address."""
        if self.above is None or not self._belongs_above(line):
            return self._lacking(line, "address.missing", self.reader.door_field)
        problem = None
        if not self.habit.usual:
            spot = self.reader.spot(line.row, self.reader.door_field)
            problem = spot.problem("household.taken_with_above")
        return replace(self.above, line=line, continued=True, problem=problem)

    def _belongs_above(self, line: Line) -> bool:
        """Whether a line without a door of its own is another person of the household above."""
        relation = line.text(Field.RELATION)
        if not self.habit.continues or is_head(relation) or not (line.names or not line.head):
            return False
        if relation or self.habit.usual:
            return True
        size = self.above.line.text(Field.SIZE) if self.above else ""
        return size.isdigit() and self.people_above < int(size)

    def _lacking(self, line: Line, reason: str, field: Field) -> Placed:
        return Placed(line, None, problem=self.reader.spot(line.row, field).problem(reason))
