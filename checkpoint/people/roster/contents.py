"""What the values of a column say about it, where its heading does not. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import filterfalse, islice

from checkpoint.people.roster.address import read_address
from checkpoint.people.roster.heading_words import Field
from checkpoint.people.roster.people_cells import people_in, reason_against_name
from checkpoint.people.roster.relations import is_relation
from checkpoint.people.roster.text import half_width, is_blank

_SAMPLE = 300
_WHOLE = re.compile(r"[0-9]{1,4}")
_PHONE = re.compile(r"(?:\+?86)?[ -]?1[0-9]{2}[ -]?[0-9]{4}[ -]?[0-9]{4}|0[0-9]{2,3}-[0-9]{7,8}")
_ID_NUMBER = re.compile(r"[0-9]{15}|[0-9]{17}[0-9Xx]")
_MARKED_ADDRESS = re.compile(r"[楼栋幢座单元室#-]|(?i:building|block|unit|room)")


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares (0 to 1) of a column's filled cells that look like each kind of value."""

    filled: int
    number: float = 0.0
    phone: float = 0.0
    id_number: float = 0.0
    address: float = 0.0
    relation: float = 0.0
    name: float = 0.0
    several: float = 0.0
    ascending: bool = False


def profile_of(cells: Iterable[str]) -> Profile:
    """The profile of a column's cells below the headings."""
    filled = [half_width(cell) for cell in islice(filterfalse(is_blank, cells), _SAMPLE)]
    if not filled:
        return Profile(0)
    count = len(filled)
    numbers = [int(cell) for cell in filled if cell.isascii() and _WHOLE.fullmatch(cell)]
    return Profile(
        filled=count,
        number=len(numbers) / count,
        phone=sum(_PHONE.fullmatch(cell) is not None for cell in filled) / count,
        id_number=sum(_ID_NUMBER.fullmatch(cell) is not None for cell in filled) / count,
        address=sum(map(_is_address, filled)) / count,
        relation=sum(map(is_relation, filled)) / count,
        name=sum(map(_is_name, filled)) / count,
        several=sum(len(people_in(cell, True)) > 1 and _is_name(cell) for cell in filled) / count,
        ascending=numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 2,
    )


def _is_address(cell: str) -> bool:
    if not _MARKED_ADDRESS.search(cell) or _PHONE.fullmatch(cell):
        return False
    address = read_address(cell)
    return address is not None and bool(address.building)


def _is_name(cell: str) -> bool:
    if any(character.isdigit() for character in cell) or is_relation(cell):
        return False
    people = people_in(cell, True)
    return bool(people) and all(reason_against_name(person.name) is None for person in people)


def corrected(field: Field, profile: Profile, taken: frozenset[Field]) -> Field:
    """The field of a headed column once its values were looked at. `taken`: what headings claim."""
    if profile.filled == 0:
        return field
    if field is Field.MEMBERS and profile.number > 0.8:
        return Field.SIZE
    if field is Field.SIZE and profile.name > 0.6:
        return Field.MEMBERS
    if field in (Field.ROOM, Field.NAME, Field.BUILDING) and profile.address > 0.6:
        return field if Field.BUILDING in taken and field is Field.ROOM else Field.ADDRESS
    if field is Field.ADDRESS and profile.number > 0.8 and Field.ROOM not in taken:
        return Field.ROOM
    if field is Field.NAME and profile.phone > 0.6:
        return Field.PHONE
    return field


def guessed(profiles: Sequence[Profile]) -> list[Field]:
    """Fields for columns without headings, by their values alone."""
    fields = [_guess(profile) for profile in profiles]
    if Field.ADDRESS not in fields:
        _guess_places(profiles, fields)
    return fields


def _guess(profile: Profile) -> Field:
    kinds = (
        (profile.id_number, Field.ID_NUMBER),
        (profile.phone, Field.PHONE),
        (profile.address, Field.ADDRESS),
        (profile.relation, Field.RELATION),
        (profile.name, Field.NAME),
    )
    share, field = max(kinds, key=lambda kind: kind[0])
    if share < 0.6:
        return Field.IGNORE
    return Field.MEMBERS if field is Field.NAME and profile.several > 0.2 else field


def _guess_places(profiles: Sequence[Profile], fields: list[Field]) -> None:
    """Two or three columns of small numbers before the names: building, unit, room."""
    people = [index for index, field in enumerate(fields) if field in (Field.NAME, Field.MEMBERS)]
    before = people[0] if people else len(fields)
    numbers = [
        index
        for index in range(before)
        if fields[index] is Field.IGNORE
        and profiles[index].number > 0.6
        and not (profiles[index].ascending and index == 0)
    ]
    places = {2: (Field.BUILDING, Field.ROOM), 3: (Field.BUILDING, Field.UNIT, Field.ROOM)}
    for index, field in zip(numbers, places.get(len(numbers), ()), strict=False):
        fields[index] = field
