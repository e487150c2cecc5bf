"""Reads the people of a line and checks every cell that would be kept. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from checkpoint.people.roster.grid import Oddity
from checkpoint.people.roster.heading_words import Field
from checkpoint.people.roster.inert import reason_against
from checkpoint.people.roster.lines import Line, LineReader
from checkpoint.people.roster.numbers import id_number_in, phones_in
from checkpoint.people.roster.people_cells import (
    Named,
    has_loose_brackets,
    is_vacant,
    name_key,
    people_in,
    reason_against_name,
)
from checkpoint.people.roster.problems import Problem, Severity
from checkpoint.people.roster.text import SPACES, is_blank

# As long as the columns of the database, and what a phone cell may hold before it is read.
LONGEST_NOTE = 500
LONGEST_PHONE = 40
_LONGEST = {Field.RELATION: 40, Field.PHONE: 200, Field.ID_NUMBER: 40}


@dataclass(frozen=True, slots=True)
class ParsedPerson:
    """A resident as the roster tells it; what it does not tell is ''. `row` is an index from 0.

    `own_row`: the row was this person's alone, so that its blank cells are blank for them.
    """

    name: str
    relation: str = ""
    phone: str = ""
    id_number: str = ""
    note: str = ""
    row: int = 0
    own_row: bool = False

    @property
    def key(self) -> str:
        """What two spellings of the name share."""
        return name_key(self.name)


@dataclass(frozen=True, slots=True)
class PeopleRead:
    """What a line says: whom it names, its head and note, whether the home stands vacant."""

    people: tuple[ParsedPerson, ...] = ()
    head: ParsedPerson | None = None
    note: str = ""
    vacant: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether a problem keeps the line out."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


class PeopleReader:
    """Reads the people of the lines of one sheet."""

    def __init__(self, reader: LineReader) -> None:
        self.reader = reader
        self.problems: list[Problem] = []

    def read(self, line: Line) -> PeopleRead:
        """The people of a line. One refused cell refuses the line."""
        self.problems = []
        named = [each for column, text in line.names for each in self._names(line, column, text)]
        heads = self._names(line, self.reader.one[Field.HEAD], line.head) if line.head else []
        everyone = [*named, *heads]
        if everyone and all(is_vacant(each.name) for each in everyone):
            return PeopleRead(vacant=True)
        if not everyone and not self.problems:
            self._nobody(line)
        people, head = self._persons(line, named, heads)
        return PeopleRead(people, head, self._note(line), False, tuple(self.problems))

    def _names(self, line: Line, column: int, text: str) -> list[Named]:
        """The people that a name cell holds, none when it is refused."""
        formula = self.reader.sheet.oddities.get((line.row, column)) is Oddity.FORMULA
        reason = "cell.formula" if formula else reason_against(text)
        if reason is None and has_loose_brackets(text):
            reason = "name.not_a_name"
        spot = partial(self.reader.spot, line.row, column=column)
        if reason is not None:
            self.problems.append(spot().problem(reason, text))
            return []
        people = list(people_in(text, column in self.reader.member_columns))
        for person in people:
            against = reason_against_name(person.name)
            if against is None or is_vacant(person.name):
                continue
            self.problems.append(spot().problem(against[0], text, {"length": len(person.name)}))
            if against[1]:
                return []
        told = self.reader.relation_columns.get(column, "")
        return (
            [replace(each, relation=each.relation or told) for each in people] if told else people
        )

    def _nobody(self, line: Line) -> None:
        reason = "name.missing" if line.places else "name.missing_beside"
        column = self.reader.name_columns[0]
        self.problems.append(self.reader.spot(line.row, column=column).problem(reason))

    def _persons(
        self, line: Line, named: list[Named], heads: list[Named]
    ) -> tuple[tuple[ParsedPerson, ...], ParsedPerson | None]:
        """The people with what the line's other cells say of them."""
        people = [_person(each, line.row) for each in named]
        head = _person(heads[0], line.row) if heads else None
        if head and not head.relation:
            heading = self.reader.headings.get(self.reader.one[Field.HEAD], "")
            head = replace(head, relation="head" if heading.isascii() else "户主")
        relation = self._text(line, Field.RELATION)
        phones, id_number = self._phones(line), self._id_number(line)
        if people and len(phones) == len(people) > 1:
            people = [
                replace(person, phone=person.phone or phone)
                for person, phone in zip(people, phones, strict=True)
            ]
            phones = []
        said = {"phone": " / ".join(phones)[:LONGEST_PHONE].rstrip(" /"), "id_number": id_number}
        if len(people) == 1 and (head is None or head.key == people[0].key or relation):
            people[0] = _with(people[0], {**said, "relation": relation}, own_row=True)
            return tuple(people), head
        at = 0 if head is None else _place_of(head, people)
        if at is not None and people:
            people[at] = _with(people[at], said)
        elif head is not None:
            head = _with(head, said)
        return tuple(people), head

    def _text(self, line: Line, field: Field) -> str:
        """A checked cell, '' when it is refused."""
        text = line.text(field)
        if not text or is_blank(text):
            return ""
        reason = reason_against(text)
        if reason is None and len(text) > _LONGEST[field]:
            reason = "cell.too_long"
        if reason is not None:
            spot = self.reader.spot(line.row, field)
            self.problems.append(spot.problem(reason, text, {"length": len(text)}))
            return ""
        return SPACES.sub(" ", text)

    def _phones(self, line: Line) -> list[str]:
        text = self._text(line, Field.PHONE)
        if not text:
            return []
        phones = phones_in(text)
        if phones is None:
            self.problems.append(self.reader.spot(line.row, Field.PHONE).problem("phone.odd", text))
        return phones or []

    def _id_number(self, line: Line) -> str:
        text = self._text(line, Field.ID_NUMBER)
        if not text:
            return ""
        found = id_number_in(text)
        if found is None:
            spot = self.reader.spot(line.row, Field.ID_NUMBER)
            self.problems.append(spot.problem("id_number.odd", text))
        return found or ""

    def _note(self, line: Line) -> str:
        text = line.text(Field.NOTE)
        if not text or is_blank(text):
            return ""
        spot = self.reader.spot(line.row, Field.NOTE)
        reason = reason_against(text)
        if reason is None and len(text) > LONGEST_NOTE:
            reason = "note.shortened"
        if reason is not None:
            self.problems.append(spot.problem(reason, text))
        return text[:LONGEST_NOTE]


def _person(named: Named, row: int) -> ParsedPerson:
    return ParsedPerson(named.name, named.relation, named.phone, note=named.remark, row=row)


def _place_of(head: ParsedPerson, people: Sequence[ParsedPerson]) -> int | None:
    """Where the head stands among the people, None where they are the others."""
    return next((at for at, person in enumerate(people) if person.key == head.key), None)


def _with(person: ParsedPerson, said: dict[str, str], own_row: bool = False) -> ParsedPerson:
    """The person with what other cells say, where the name's own cell does not."""
    return ParsedPerson(
        person.name,
        person.relation or said.get("relation", ""),
        person.phone or said["phone"],
        person.id_number or said["id_number"],
        person.note,
        person.row,
        own_row,
    )
