"""Puts the lines of all sheets into households by address; finds what is there twice. Pure."""

from checkpoint.people.roster.address import Address
from checkpoint.people.roster.blocks import Block, is_whole
from checkpoint.people.roster.lines import LineReader
from checkpoint.people.roster.persons import ParsedPerson, PeopleRead
from checkpoint.people.roster.places import Placed
from checkpoint.people.roster.problems import Problem, Severity
from checkpoint.people.roster.relations import is_head

# A sheet that is sorted by household scatters a few by mistake; another scatters most of them.
_BY_MISTAKE = 0.1


class Gatherer:
    """Takes placed lines in file order."""

    def __init__(self) -> None:
        self.blocks: dict[Address, Block] = {}
        self.incomplete: set[Address] = set()
        self.problems: list[Problem] = []
        self.rows_left_out = 0
        self.unplaced = 0
        self.vacant = 0
        self._scattered: dict[Address, Problem] = {}
        self._current: Block | None = None

    def take(self, reader: LineReader, placed: Placed, read: PeopleRead) -> None:
        """Take one line in, or leave it out with its problems."""
        problems = [*read.problems, *([placed.problem] if placed.problem else [])]
        address = placed.address
        if address is not None and not read.vacant and not _refused(problems):
            problems += self._against(reader, self.blocks.get(address), placed, read)
        self.problems += problems
        if address is None or _refused(problems):
            self.rows_left_out += 1
            self.unplaced += address is None
            self.incomplete |= {address} if address else set()
        elif read.vacant:
            self.vacant += 1
        else:
            self._add(reader, placed, read, address)

    def scattered(self) -> list[Problem]:
        """Households whose people stand apart, unless the sheet is just not sorted by household."""
        mistakes = max(2, _BY_MISTAKE * len(self.blocks))
        return list(self._scattered.values()) if len(self._scattered) <= mistakes else []

    def _add(self, reader: LineReader, placed: Placed, read: PeopleRead, address: Address) -> None:
        block = self.blocks.get(address)
        if block is None:
            spot = reader.spot(placed.line.row, reader.door_field)
            block = self.blocks[address] = Block(address, placed.spelled, spot)
        block.add(reader, placed, read)
        self._current = block

    def _against(
        self, reader: LineReader, block: Block | None, placed: Placed, read: PeopleRead
    ) -> list[Problem]:
        """What speaks against adding a line to the household that has its address already."""
        twice = _person_twice(reader, block, placed, read)
        if twice and twice.severity is Severity.ERROR:
            return [twice]
        found = self._household_twice(reader, block, placed, read)
        return found if _refused(found) or twice is None else [twice, *found]

    def _household_twice(
        self, reader: LineReader, block: Block | None, placed: Placed, read: PeopleRead
    ) -> list[Problem]:
        if block is None or placed.continued:
            return []
        apart = block is not self._current
        heads = block.has_head and any(is_head(person.relation) for person in read.people)
        whole = block.whole_in_a_line or is_whole(read)
        if not (placed.spelled != block.spelled or whole or heads or apart):
            return []
        spot = reader.spot(placed.line.row, reader.door_field)
        if placed.spelled != block.spelled or whole or (apart and heads):
            spelled = " ".join(filter(None, placed.spelled))
            return [spot.problem("household.twice", spelled, params=block.told)]
        if heads:
            return [spot.problem("household.two_heads")]
        self._scattered.setdefault(
            block.address, spot.problem("household.scattered", params=block.told)
        )
        return []


def _refused(problems: list[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


def _person_twice(
    reader: LineReader, block: Block | None, placed: Placed, read: PeopleRead
) -> Problem | None:
    """The problem of a name that the household, or the line itself, has already."""
    known = {person.key: person for person in (block.people if block else ())}
    for person in read.people:
        other = known.get(person.key)
        if other is None:
            known[person.key] = person
        elif reason := _reason_for_same_name(person, other):
            spot = reader.spot(placed.line.row, column=reader.name_columns[0])
            return spot.problem(reason, person.name, {"first": other.row + 1})
    return None


def _reason_for_same_name(one: ParsedPerson, other: ParsedPerson) -> str | None:
    if _surely_same(one, other):
        return "person.twice"
    same = (one.relation, one.phone, one.id_number) == (
        other.relation,
        other.phone,
        other.id_number,
    )
    return "person.same_name" if same else None


def _surely_same(one: ParsedPerson, other: ParsedPerson) -> bool:
    """Whether two of one name in a household are one person: families do share names."""
    if one.id_number and other.id_number:
        return one.id_number == other.id_number
    heads = is_head(one.relation) and is_head(other.relation)
    return heads or (one.phone != "" and one.phone == other.phone)
