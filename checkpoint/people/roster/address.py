"""Reads an address within a compound as building, unit and room. Pure.

Accepts what offices write, in one cell or three: `3号楼2单元501室`, `3-2-501`, `3#2-501`,
`A座1203`, `东区3栋501`, `Building 3 Unit 2 Room 501`, full-width and Chinese numerals, any spaces.
The canonical form has no markers and no leading zeros: building `3`, unit `2`, room `501`.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from checkpoint.people.roster.address_words import (
    AREA,
    ENGLISH_PIECE,
    LITERAL,
    NAMED_BUILDING,
    NUMERAL,
    REMARK,
    TOKEN,
    TWO_DOORS,
    Part,
    part_of_mark,
)
from checkpoint.people.roster.text import chinese_number, half_width, is_blank, plain_dashes

# Longer ones are sentences or attacks; the patterns never see them.
LONGEST = 80
_TWO_NUMBERS = re.compile(r"[A-Z]?[0-9]+\s*[-/]\s*[A-Z]?[0-9]+[A-Z]?室?")
_ZEROS = re.compile(r"^0+(?=[0-9])")


@dataclass(frozen=True, slots=True)
class Address:
    """What was read; parts that were not said are ''. `area` is what stood before the building."""

    building: str = ""
    unit: str = ""
    room: str = ""
    area: str = ""

    def filled_from(self, other: "Address") -> "Address":
        """This address, its missing parts taken from `other`."""
        return Address(
            self.building or other.building,
            self.unit or other.unit,
            self.room or other.room,
            self.area or other.area,
        )


@dataclass(frozen=True, slots=True)
class _Token:
    value: str
    mark: str = ""
    part: Part | None = None


@lru_cache(maxsize=4_000)
def read_address(text: str) -> Address | None:
    """A whole address from one cell; the building may be missing, and all of it where the cell
    is blank. None if it can't be read."""
    if is_blank(text):
        return Address()
    cleaned = _cleaned(text)
    found = _parsed(cleaned, (Part.BUILDING, Part.UNIT, Part.ROOM))
    if found is None:
        return None
    if not found.building and NAMED_BUILDING.search(found.area):
        found = replace(found, building=found.area, area="")
    return found if found.room else None


@lru_cache(maxsize=4_000)
def read_part(text: str, part: Part, open_parts: tuple[Part, ...]) -> Address | None:
    """What a cell of the column `part` says, '' parts where it is blank, None if unreadable.

    `open_parts` are those that no other column holds: a building cell `3号楼2单元` gives both when
    there is no unit column, and `501-1` is a room where there is one.
    """
    if is_blank(text):
        return Address()
    cleaned = _cleaned(text)
    found = _parsed(cleaned, open_parts)
    if found is None or not getattr(found, part):
        return _literal(cleaned, part)
    if part is Part.BUILDING or not found.area:
        return found
    # `商铺3` in a room column: the word belongs to the room.
    named = found.area + getattr(found, part)
    return replace(found, area="", **{part.value: named})


def is_two_numbers(text: str) -> bool:
    """Whether it is of the form `1-101`, which may say building and room, or unit and room."""
    return _TWO_NUMBERS.fullmatch(_cleaned(text)) is not None


def tells_apart(area: str) -> bool:
    """Whether the word before a building says in which part of the compound it is: `东区`."""
    return AREA.search(area) is not None


def with_area(address: Address, keep_all: bool) -> Address:
    """The address with its area in the building's name (`东区3`) where it tells buildings apart.

    The compound's own name before the building does not, unless `keep_all`.
    """
    area = address.area
    if area and not keep_all:
        told_apart = AREA.search(area)
        area = told_apart.group() if told_apart else ""
    return replace(address, building=area + address.building, area="")


def _cleaned(text: str) -> str:
    if len(text) > LONGEST:
        return ""
    plain = plain_dashes(half_width(text)).strip().upper()
    plain = REMARK.sub("", plain)
    return NUMERAL.sub(lambda run: chinese_number(run.group()), plain)


def _parsed(text: str, open_parts: tuple[Part, ...]) -> Address | None:
    english = list(ENGLISH_PIECE.finditer(text))
    if english:
        return _from_english(text, english, open_parts)
    area, tokens = _tokens(text)
    return _resolved(area, tokens, open_parts) if tokens else None


def _tokens(text: str) -> tuple[str, list[_Token]]:
    """The longest run of tokens that reaches the end of the text, and what stands before it."""
    for start in range(len(text)):
        tokens: list[_Token] = []
        at = start
        while at < len(text) and (found := TOKEN.match(text, at)):
            tokens.append(_Token(_ZEROS.sub("", found["value"]), found["mark"] or ""))
            at = found.end()
        if at == len(text) and tokens:
            area = text[:start].strip(" -,.;").removesuffix("第")
            return area, (tokens if not area or LITERAL.fullmatch(area) else [])
    return text, []


def _resolved(area: str, tokens: list[_Token], open_parts: tuple[Part, ...]) -> Address | None:
    """Give every token its part: the marked ones first, the bare ones what is then left."""
    named: dict[Part, str] = {}
    bare: list[str] = []
    for index, token in enumerate(tokens):
        last = index == len(tokens) - 1
        part = token.part or part_of_mark(token.mark, last, named.keys(), open_parts)
        if part is Part.FLOOR:
            continue
        if part is None:
            bare.append(token.value)
        elif part in named:
            return None
        else:
            named[part] = token.value
    return _with_bare(area, named, bare, open_parts)


def _with_bare(
    area: str, named: dict[Part, str], bare: list[str], open_parts: tuple[Part, ...]
) -> Address | None:
    left = [part for part in open_parts if part not in named]
    if _is_divided_door(bare):
        bare = [*bare[:-2], f"{bare[-2]}-{bare[-1]}"]
    if len(bare) > len(left):
        return None
    if bare and left[-1] is Part.ROOM:
        named[Part.ROOM] = bare.pop()
        left.pop()
    named.update(zip(left, bare, strict=False))
    return Address(
        named.get(Part.BUILDING, ""), named.get(Part.UNIT, ""), named.get(Part.ROOM, ""), area
    )


def _is_divided_door(bare: list[str]) -> bool:
    """`501-1`: a door that was divided, not unit 501."""
    if len(bare) < 2:
        return False
    door, division = bare[-2:]
    return len(door) >= 3 and len(division) < 3 and door.isdigit()


def _from_english(
    text: str, pieces: list[re.Match[str]], open_parts: tuple[Part, ...]
) -> Address | None:
    tokens = [
        _Token(_ZEROS.sub("", value), part=Part(part))
        for piece in pieces
        for part, value in piece.groupdict().items()
        if value
    ]
    rest = ENGLISH_PIECE.sub(" ", text).strip(" -,.;/#")
    if rest:
        area, others = _tokens(rest)
        if area:
            return None
        tokens += others
    found = _resolved("", tokens, open_parts)
    if found and found.building and found.unit and not found.room and Part.ROOM in open_parts:
        # 'Building 3 Unit 501' is a door.
        found = replace(found, unit="", room=found.unit)
    return found


def _literal(text: str, part: Part) -> Address | None:
    """A name as it is written, `翠竹楼` or `门卫室`, where it is short and harmless."""
    text = TWO_DOORS.sub("-", text)
    return Address(**{part.value: text}) if LITERAL.fullmatch(text) else None
