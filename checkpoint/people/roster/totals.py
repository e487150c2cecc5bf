"""Holds what a sheet says of its sums against what was read. Pure."""

import re
from collections.abc import Iterable, Iterator

from checkpoint.people.roster.blocks import Block, ParsedHousehold
from checkpoint.people.roster.heading_words import Field
from checkpoint.people.roster.lines import Line, LineReader
from checkpoint.people.roster.problems import Problem
from checkpoint.people.roster.text import half_width, squeezed

_COUNT = re.compile(r"^([0-9]{1,6})(人|口|口人|people|persons)?$")
_PEOPLE = re.compile(r"([0-9]{1,7})(?:口?人|people|persons)")
_HOUSEHOLDS = re.compile(r"([0-9]{1,7})(?:户|households)")


def size_stated(text: str) -> int | None:
    """The number in a household size cell, None where it holds none."""
    found = _COUNT.match(squeezed(text))
    return int(found[1]) if found else None


def wrong_sizes(households: Iterable[tuple[Block, ParsedHousehold]]) -> Iterator[Problem]:
    """A doubt for each household whose stated size differs from the people listed."""
    for block, household in households:
        stated = size_stated(block.size)
        counted = len(household.people)
        if stated is None or stated == counted or household.incomplete or block.size_spot is None:
            continue
        yield block.size_spot.problem(
            "size.differs", block.size, {"stated": stated, "counted": counted}
        )


def wrong_totals(
    reader: LineReader, lines: Iterable[Line], households: int, people: int
) -> Iterator[Problem]:
    """A doubt for each grand total that differs from what was read of its sheet."""
    for line in lines:
        text = squeezed("".join(reader.sheet.rows[line.row]))
        if text.startswith("小计") or text.startswith("subtotal"):
            continue
        spot = reader.spot(line.row, Field.SIZE)
        stated = size_stated(line.text(Field.SIZE)) or _number(_PEOPLE, text)
        if stated is not None and stated != people:
            yield spot.problem("total.differs", params={"stated": stated, "counted": people})
        stated = _number(_HOUSEHOLDS, text)
        if stated is not None and stated != households:
            yield spot.problem(
                "total.households_differ", params={"stated": stated, "counted": households}
            )


def _number(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(half_width(text))
    return int(found[1]) if found else None
