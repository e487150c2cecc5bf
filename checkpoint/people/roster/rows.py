"""From sheets and their layouts to households: the whole reading of a roster. Pure."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from checkpoint.people.roster.address import tells_apart, with_area
from checkpoint.people.roster.blocks import Block, ParsedHousehold
from checkpoint.people.roster.gathering import Gatherer
from checkpoint.people.roster.grid import Limits, Workbook
from checkpoint.people.roster.heading_words import Field
from checkpoint.people.roster.layout import Layout
from checkpoint.people.roster.problems import Problem, Severity
from checkpoint.people.roster.sheet_reading import SheetReading
from checkpoint.people.roster.totals import wrong_sizes, wrong_totals


@dataclass(frozen=True, slots=True)
class Totals:
    """What was read and would be imported; vacant homes and left out rows are not in it."""

    buildings: int
    households: int
    people: int
    vacant: int
    rows_left_out: int


@dataclass(frozen=True, slots=True)
class ParsedRoster:
    """A roster as read. `fields` are those that every sheet of it has a column for.

    `left_out` are the addresses that a refused row names; `unplaced` counts refused rows whose
    address can't be told.
    """

    households: tuple[ParsedHousehold, ...]
    totals: Totals
    problems: tuple[Problem, ...]
    fields: frozenset[Field]
    sheets: tuple[str, ...]
    left_out: frozenset[tuple[str, str, str]] = frozenset()
    unplaced: int = 0

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Problems that keep their rows out."""
        return tuple(each for each in self.problems if each.severity is Severity.ERROR)

    @property
    def doubts(self) -> tuple[Problem, ...]:
        """Problems of rows that are imported nevertheless."""
        return tuple(each for each in self.problems if each.severity is Severity.DOUBT)

    @property
    def notices(self) -> tuple[Problem, ...]:
        """What is unusual and may well be so."""
        return tuple(each for each in self.problems if each.severity is Severity.NOTICE)


def read_roster(
    workbook: Workbook, layouts: Sequence[Layout], limits: Limits | None = None
) -> ParsedRoster:
    """Read the sheets that `layouts` name, at least one, as one roster."""
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    readings = [
        SheetReading(sheets[layout.sheet], layout, limits or Limits()) for layout in layouts
    ]
    unit_first = any(reading.shows_units() for reading in readings)
    for reading in readings:
        reading.place_lines(unit_first)
    _settle_areas(readings)
    gatherer = Gatherer()
    for reading in readings:
        reading.gather(gatherer)
    finished = [
        (block, block.finished(address in gatherer.incomplete))
        for address, block in gatherer.blocks.items()
    ]
    households, unit_problems = _without_doubtful_units(finished)
    problems = [
        *(problem for reading in readings for problem in reading.problems),
        *gatherer.problems,
        *gatherer.scattered(),
        *unit_problems,
        *wrong_sizes(finished),
        *_wrong_ids(households),
        *_wrong_totals(readings, households),
    ]
    return ParsedRoster(
        households=households,
        totals=_totals(households, gatherer),
        problems=tuple(sorted(problems, key=_file_order(workbook))),
        fields=frozenset.intersection(*(layout.fields for layout in layouts)),
        sheets=tuple(layout.sheet for layout in layouts),
        left_out=frozenset((each.building, each.unit, each.room) for each in gatherer.incomplete),
        unplaced=gatherer.unplaced,
    )


def _settle_areas(readings: Iterable[SheetReading]) -> None:
    """Decide whether what stands before the buildings names the compound or tells them apart."""
    areas = {
        placed.address.area for each in readings for placed in each.placed if placed.address
    } - {""}
    names = {area for area in areas if not tells_apart(area)}
    for reading in readings:
        reading.placed = [
            replace(placed, address=with_area(placed.address, keep_all=len(names) > 1))
            if placed.address and placed.address.area
            else placed
            for placed in reading.placed
        ]


def _totals(households: Sequence[ParsedHousehold], gatherer: Gatherer) -> Totals:
    return Totals(
        buildings=len({household.building for household in households}),
        households=len(households),
        people=sum(len(household.people) for household in households),
        vacant=gatherer.vacant,
        rows_left_out=gatherer.rows_left_out,
    )


def _without_doubtful_units(
    finished: Sequence[tuple[Block, ParsedHousehold]],
) -> tuple[tuple[ParsedHousehold, ...], list[Problem]]:
    """Households whose unit is missing, although their building has units: the same room within a
    unit makes it an error, for it would be one door with two files."""
    units: defaultdict[str, int] = defaultdict(int)
    rooms: dict[tuple[str, str], str] = {}
    for _, household in finished:
        if household.unit:
            units[household.building] += 1
            rooms[household.building, household.room] = household.where
    kept, problems = [], []
    for block, household in finished:
        where = rooms.get((household.building, household.room))
        if household.unit or household.building not in units:
            kept.append(household)
        elif where is None:
            problems.append(block.spot.problem("address.no_unit"))
            kept.append(household)
        else:
            problems.append(block.spot.problem("address.unit_missing", params={"where": where}))
    return tuple(kept), problems


def _wrong_ids(households: Iterable[ParsedHousehold]) -> Iterable[Problem]:
    """A doubt for each ID number that stands in two households."""
    seen: dict[str, ParsedHousehold] = {}
    for household in households:
        for person in household.people:
            other = seen.setdefault(person.id_number, household) if person.id_number else household
            if other is not household:
                yield _at(household, person.row, other)


def _at(household: ParsedHousehold, row: int, other: ParsedHousehold) -> Problem:
    params = {"where": other.where, "first": other.row}
    return Problem(household.sheet, row + 1, "", "", "person.elsewhere", "", params)


def _wrong_totals(
    readings: Iterable[SheetReading], households: Iterable[ParsedHousehold]
) -> Iterable[Problem]:
    counted: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for household in households:
        counted[household.sheet] += 1
        people[household.sheet] += len(household.people)
    for reading in readings:
        name = reading.layout.sheet
        yield from wrong_totals(reading.reader, reading.totals, counted[name], people[name])


def _file_order(workbook: Workbook) -> Callable[[Problem], tuple[int, int, str]]:
    order = {sheet.name: index for index, sheet in enumerate(workbook.sheets)}
    return lambda problem: (order[problem.sheet], problem.row, problem.column)
