"""A household as it is gathered from the lines of a sheet, and as it is when finished. Pure."""

from dataclasses import dataclass, field, replace

from checkpoint.people.roster.address import Address
from checkpoint.people.roster.heading_words import Field
from checkpoint.people.roster.lines import LineReader
from checkpoint.people.roster.persons import LONGEST_NOTE, ParsedPerson, PeopleRead
from checkpoint.people.roster.places import Placed
from checkpoint.people.roster.problems import Spot
from checkpoint.people.roster.relations import is_head


@dataclass(frozen=True, slots=True)
class ParsedHousehold:
    """A household as the roster tells it, its head first. `row` counts from 1.

    `incomplete`: a row of it was left out, so a person who is missing here may still live there.
    """

    building: str
    unit: str
    room: str
    people: tuple[ParsedPerson, ...]
    note: str = ""
    incomplete: bool = False
    sheet: str = ""
    row: int = 0

    @property
    def key(self) -> tuple[str, str, str]:
        """What a household is recognised by within its compound."""
        return self.building, self.unit, self.room

    @property
    def where(self) -> str:
        """The address in short: `3-2-501`."""
        return "-".join(filter(None, self.key))


@dataclass(slots=True)
class Block:
    """A household as it is gathered, line by line."""

    address: Address
    spelled: tuple[str, ...]
    spot: Spot
    people: list[ParsedPerson] = field(default_factory=list)
    head: ParsedPerson | None = None
    notes: list[str] = field(default_factory=list)
    size: str = ""
    size_spot: Spot | None = None
    whole_in_a_line: bool = False

    @property
    def has_head(self) -> bool:
        """Whether someone is called its head."""
        return self.head is not None or any(is_head(person.relation) for person in self.people)

    @property
    def told(self) -> dict[str, object]:
        """The address and first row, for sentences."""
        parts = (self.address.building, self.address.unit, self.address.room)
        return {"where": "-".join(filter(None, parts)), "first": self.spot.row + 1}

    def add(self, reader: LineReader, placed: Placed, read: PeopleRead) -> None:
        """Take the people and the rest of a line in."""
        line = placed.line
        people = list(read.people)
        if read.note and (len(people) != 1 or read.head or line.row in reader.merged_notes):
            self.notes.append(read.note)
        elif read.note:
            people[0] = replace(people[0], note=people[0].note or read.note)
        self.people += people
        self.head = self.head or read.head
        self.whole_in_a_line |= is_whole(read)
        if not self.size and (size := line.text(Field.SIZE)):
            self.size, self.size_spot = size, reader.spot(line.row, Field.SIZE)

    def finished(self, incomplete: bool) -> ParsedHousehold:
        """The household, its head first."""
        return ParsedHousehold(
            self.address.building,
            self.address.unit,
            self.address.room,
            self._ordered(),
            "; ".join(dict.fromkeys(self.notes))[:LONGEST_NOTE],
            incomplete,
            self.spot.sheet,
            self.spot.row + 1,
        )

    def _ordered(self) -> tuple[ParsedPerson, ...]:
        """The people, the head first; one that only the column of heads names is put in."""
        people = list(self.people)
        if self.head is not None:
            known = [index for index, each in enumerate(people) if each.key == self.head.key]
            if not known:
                return (self.head, *people)
            at = known[0]
            people[at] = replace(people[at], relation=people[at].relation or self.head.relation)
        else:
            at = next((i for i, each in enumerate(people) if is_head(each.relation)), 0)
        return (people[at], *people[:at], *people[at + 1 :])


def is_whole(read: PeopleRead) -> bool:
    """Whether a line tells a household at once, and not one person of it."""
    beside = read.head is not None and read.head.key not in {each.key for each in read.people}
    return len(read.people) + beside > 1
