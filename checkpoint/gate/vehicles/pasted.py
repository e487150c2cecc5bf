"""Many vehicles at once, pasted from a spreadsheet: a line each, with every error in its line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from checkpoint.db import db, writing
from checkpoint.errors import BadInput, CheckpointError, Conflict
from checkpoint.gate.vehicles.models import VehicleKind
from checkpoint.gate.vehicles.register import put
from checkpoint.people import (
    Actor,
    Compound,
    Permission,
    next_roster_version,
    record_audit,
)

MOST_LINES: Final = 2_000
_BETWEEN: Final = re.compile("[\t,;\uff0c\uff1b]")
_HEADING: Final = re.compile("车牌|号牌|plate", re.IGNORECASE)
_KIND_WORDS: Final[Mapping[VehicleKind, tuple[str, ...]]] = {
    VehicleKind.RESIDENT: ("resident", "住户", "业主", "居民", "本小区"),
    VehicleKind.VISITOR: ("visitor", "访客", "来访", "亲友"),
    VehicleKind.DELIVERY: ("delivery", "配送", "送货", "快递", "外卖", "物资"),
    VehicleKind.EMERGENCY: ("emergency", "应急", "急救", "救护", "消防", "警务", "公务"),
}


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong in one line, counted from 1 as it was pasted."""

    number: int
    text: str
    error: CheckpointError


class LinesRefused(BadInput):
    """Lines that can't be taken: nothing of the paste was."""

    def __init__(self, message: str, problems: list[LineProblem]) -> None:
        super().__init__(message, field="lines")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    plate: str
    kind: str
    address: str
    note: str


def add_pasted(actor: Actor, compound: Compound, text: str, *, now: datetime) -> int:
    """Put every line into the register, or none; returns how many.

    A line is a plate, then as many as there are of kind, door and note, with commas, semicolons or
    tabs between them. Without a kind it is a resident's. Raises LinesRefused with all that is
    wrong, BadInput for nothing or too much.
    """
    actor.require(Permission.ISSUE_PASSES, compound)
    compound_id, lines = compound.id, list(_lines(text))
    if not 0 < len(lines) <= MOST_LINES:
        raise BadInput("Paste between 1 and %(most)s lines.", field="lines", most=f"{MOST_LINES:,}")
    with writing():
        _put_all(compound_id, lines, now)
        record_audit(actor, now, "vehicles.registered", "compound", compound_id, count=len(lines))
    return len(lines)


def _put_all(compound_id: int, lines: list[_Line], now: datetime) -> None:
    """Raises LinesRefused, which takes everything back."""
    version, problems = next_roster_version(compound_id), []
    seen: dict[str, int] = {}
    for line in lines:
        try:
            vehicle = put(compound_id, line.plate, line.kind, line.address, line.note, now)
            vehicle.roster_version = version
            seen[vehicle.plate] = line.number
            db.session.flush()
        except CheckpointError as error:
            problems.append(LineProblem(line.number, line.text, _told(error, seen)))
    if problems:
        raise LinesRefused("Nothing was added yet: correct these lines first.", problems)


def _told(error: CheckpointError, seen: Mapping[str, int]) -> CheckpointError:
    """A plate that stands in the paste twice is told by its first line."""
    first = seen.get(str(error.params.get("plate")))
    if not isinstance(error, Conflict) or first is None:
        return error
    return Conflict(
        "%(plate)s stands in line %(line)s already.", plate=error.params["plate"], line=first
    )


def _lines(text: str) -> Iterator[_Line]:
    for number, line in enumerate(text.splitlines(), 1):
        plate, *rest = (part.strip() for part in _BETWEEN.split(line))
        if not line.strip() or (number == 1 and _HEADING.search(plate)):
            continue
        kind = _kind(rest[0]) if rest else None
        if kind:
            rest = rest[1:]
        address, *notes = rest or [""]
        note = " ".join(notes)
        yield _Line(number, line, plate, kind or VehicleKind.RESIDENT.value, address, note)


def _kind(word: str) -> str | None:
    plain = word.strip().lower()
    for kind, words in _KIND_WORDS.items():
        if any(plain.startswith(each) for each in words):
            return kind.value
    return None
