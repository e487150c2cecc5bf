"""The words and marks of addresses, Chinese and English. Pure."""

import re
from collections.abc import Collection
from enum import StrEnum

from checkpoint.people.roster.text import NUMERALS


class Part(StrEnum):
    """A component of an address."""

    BUILDING = "building"
    UNIT = "unit"
    ROOM = "room"
    FLOOR = "floor"


_MARKS = {
    "号楼": Part.BUILDING,
    "#楼": Part.BUILDING,
    "栋楼": Part.BUILDING,
    "栋": Part.BUILDING,
    "幢": Part.BUILDING,
    "座": Part.BUILDING,
    "单元": Part.UNIT,
    "门洞": Part.UNIT,
    "门": Part.UNIT,
    "梯": Part.UNIT,
    "层": Part.FLOOR,
    "号房": Part.ROOM,
    "室": Part.ROOM,
    "房": Part.ROOM,
    "户": Part.ROOM,
}
# These say different things in different places: `part_of_mark` decides.
_LOOSE_MARKS = ("楼", "号", "#")
_MARK = "|".join(map(re.escape, (*_MARKS, *_LOOSE_MARKS)))
_VALUE = (
    r"(?<![A-Z])[A-Z]{0,2}(?<![0-9])[0-9]+(?![0-9])[A-Z]?(?![A-Z])"
    r"|(?<![A-Z])[A-Z]{1,2}(?![A-Z])"
    r"|[甲乙丙丁戊己东西南北中](?=单元|号楼|栋|幢|座|门|室)"
)
# One number or letter with the mark after it, and the separators up to the next.
TOKEN = re.compile(
    rf"(?:(?<![0-9A-Z])(?:#|NO\.?\s*(?=[0-9])))?(?P<value>{_VALUE})\s*(?P<mark>{_MARK})?[-,.;:、/\\\s]*",
    re.ASCII,
)
BUILDING_MARK = re.compile(r"号楼|#|栋|幢|座|楼$|BUILDING|BLDG|BLOCK|TOWER")
NUMERAL = re.compile(rf"[{NUMERALS}]+(?=\s*(?:{_MARK})|-|$)")
REMARK = re.compile(r"\s*[(\[【][^()\[\]【】]{0,40}[)\]】]$")
# What tells two parts of a compound apart; anything else before a building is the compound's name.
AREA = re.compile(
    rf"(?:[东西南北中A-Z0-9{NUMERALS}甲乙丙丁]{{1,3}}(?:区|期|组团|号院|院|弄|里|巷))+$"
)
NAMED_BUILDING = re.compile(r"[楼阁轩座塔厦栋幢]$")
LITERAL = re.compile(r"(?=.*[^\W_])[\w.#()-]{1,20}")

BUILDING_IN_TITLE = re.compile(
    rf"(?:[A-Z]?[0-9]{{1,4}}[A-Z]?|(?<![A-Z])[A-Z]|[{NUMERALS}]{{1,3}})\s*(?:号楼|栋|幢|座|#)"
    rf"(?:\s*(?:[0-9]{{1,3}}|[{NUMERALS}]{{1,3}})\s*单元)?|(?:BUILDING|BLDG|BLOCK|TOWER)\s*[A-Z0-9]{{1,4}}"
)
OFFICE = re.compile(r":|单位|办公|居委会|社区|物业|制表|填表")
# `501、502`: one household behind two doors.
TWO_DOORS = re.compile(r"(?<=[0-9])\s*[、&+/\\,]\s*(?=[0-9])")

_ENGLISH = {
    Part.BUILDING: "BUILDING|BLDG|BLOCK|BLK|TOWER",
    Part.UNIT: "UNIT|ENTRANCE|STAIRCASE|STAIRWELL|STAIR",
    Part.FLOOR: "FLOOR|FLR|LEVEL",
    Part.ROOM: "ROOM|RM|APARTMENT|APT|FLAT|DOOR|SUITE|STE",
}
ENGLISH_PIECE = re.compile(
    "|".join(
        rf"(?<![A-Z])(?:{words})\.?\s*(?:NO\.?|NUMBER)?\s*[#:]?\s*"
        rf"(?P<{part}>[A-Z]?[0-9]+[A-Z]?|[A-Z])(?![A-Z0-9])"
        for part, words in _ENGLISH.items()
    )
)


def is_sentence(text: str) -> bool:
    """Whether a text is too long, or says too much, to be an address or a building's name."""
    return len(text) > 20 or re.search(r"登记|名册|名单|花名|台账|说明|统计|汇总", text) is not None


def part_of_mark(
    mark: str, last: bool, named: Collection[Part], open_parts: tuple[Part, ...]
) -> Part | None:
    """The part that a mark names, None for a bare token.

    `12号501室` has building 12 and `12号楼501号` room 501; `3楼2门501` has building 3, and where
    the building is known otherwise, `5楼501` says the floor.
    """
    if mark not in _LOOSE_MARKS:
        return _MARKS.get(mark)
    building_open = Part.BUILDING in open_parts and Part.BUILDING not in named
    if mark == "楼":
        return Part.BUILDING if building_open else Part.FLOOR
    if last:
        return Part.ROOM if Part.ROOM in open_parts and named else None
    if building_open:
        return Part.BUILDING
    return Part.UNIT if mark == "#" else None
