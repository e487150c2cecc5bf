"""Typing in the lines of a book: each is a crossing whose id follows from gate and number.

So a line that is typed twice is known: the same words are a repeat, other words are kept aside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from checkpoint.db import db, writing
from checkpoint.errors import BadInput
from checkpoint.gate.books.typed import Typed, number_in
from checkpoint.gate.fields import TEN_YEARS_S
from checkpoint.gate.models import Crossing, GateBook
from checkpoint.gate.recording.crossings import record_crossings
from checkpoint.gate.recording.sent import Line
from checkpoint.gate.schemas import Letter, Result
from checkpoint.passes import Pass
from checkpoint.people import (
    Actor,
    Compound,
    GateState,
    Household,
    Permission,
    read_address,
    record_audit,
)

SPACE = uuid5(NAMESPACE_URL, "checkpoint gate book")


@dataclass(frozen=True, slots=True)
class AtTheBook:
    """Where the crossings of a book come from: its gate, no device, a guard whom nobody knows."""

    gate_id: int
    gate_state: GateState
    compound_id: int
    time_zone: str
    instruments: int = 0
    id: None = None
    staff_id: None = None


@dataclass(frozen=True, slots=True)
class Copied:
    """What became of a line: the result, and the household that it is about."""

    result: Result
    household: Household


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a book has been copied. `missing` are the runs of numbers left out in between."""

    lines: Sequence[Crossing]
    missing: Sequence[tuple[int, int]]
    next_line: int


def copy_line(actor: Actor, book: GateBook, typed: Typed, *, now: datetime) -> Copied:
    """Record one line of a book. Raises BadInput on the field that can't be right."""
    compound = book.gate.compound
    actor.require(Permission.SEE_DESK, compound)
    _check(book, typed, now)
    number = number_in(typed.who)
    household = household_meant(compound, typed.who)
    body = _body(book, typed, number, household.id)
    letter = Letter(
        device_time=now,
        roster_version=book.roster_version,
        unsent=0,
        app_version="",
        crossings=[body],
    )
    stand = AtTheBook(book.gate_id, book.gate.state, book.compound_id, compound.community.time_zone)
    line = {UUID(body["id"]): Line(book.id, typed.line)}
    household_id, book_id = household.id, book.id
    [result] = record_crossings(stand, letter, now, line)
    with writing():
        record_audit(
            actor, now, "book.copied", "book", book_id, line=typed.line, status=result.status
        )
    return Copied(result, db.session.get_one(Household, household_id))


def household_meant(compound: Compound, who: str) -> Household:
    """The one household of the compound that a pass number or an address means.

    Raises BadInput on field `who` for none, or more than one.
    """
    number = number_in(who)
    found = _by_number(compound, number) if number else _by_address(compound, who)
    if not found:
        raise BadInput("There is no such pass or address here. Compare it again.", field="who")
    if len(found) > 1:
        raise BadInput("Several doors fit. Write the unit too.", field="who")
    return found[0]


def progress_of(book: GateBook) -> Progress:
    """The lines of a book that are typed, those left out before the last, and the next one."""
    query = (
        select(Crossing)
        .where(Crossing.book_id == book.id)
        .options(joinedload(Crossing.household), joinedload(Crossing.reading))
        .order_by(Crossing.book_line)
    )
    lines = list(db.session.scalars(query))
    known = [each.book_line for each in lines if each.book_line is not None]
    missing, expected = [], book.first_line
    for line in known:
        if line > expected:
            missing.append((expected, line - 1))
        expected = line + 1
    return Progress(lines, missing, min(expected, book.first_line + book.lines - 1))


def _check(book: GateBook, typed: Typed, now: datetime) -> None:
    if not book.first_line <= typed.line < book.first_line + book.lines:
        raise BadInput(
            "This book has the lines %(first)s to %(last)s.",
            field="line",
            first=book.first_line,
            last=book.first_line + book.lines - 1,
        )
    if typed.at > now:
        raise BadInput("That moment has not come yet. Look at day and time.", field="time")
    if typed.at < book.made_at - timedelta(minutes=1):
        raise BadInput("The book was not printed yet then. Look at day and time.", field="time")


def _body(book: GateBook, typed: Typed, number: int | None, household_id: int) -> dict[str, Any]:
    """The crossing. Nothing is in it but what was typed, and what the book itself says."""
    age = int((typed.at - book.made_at) / timedelta(seconds=1))
    return {
        "id": str(uuid5(SPACE, f"{book.gate_id}:{typed.line}")),
        "direction": typed.direction.value,
        "method": "number" if number else "address",
        "token": None,
        "number": number,
        "household_id": None if number else household_id,
        "gate_id": book.gate_id,
        "decided_at": typed.at.astimezone(ZoneInfo("UTC")).isoformat(),
        "reading_tenths": typed.tenths,
        "party_size": typed.people,
        "override": None,
        "verdict": {"outcome": "admit", "reasons": ["book.copied"]},
        "roster_version": book.roster_version,
        "knowledge_age_s": min(max(0, age), TEN_YEARS_S),
        "clock_offset_ms": 0,
        "staff_id": None,
        "undoes": None,
    }


def _by_number(compound: Compound, number: int) -> list[Household]:
    query = select(Household).join(Pass, Pass.household_id == Household.id)
    mine = query.where(Pass.number == number, Household.compound_id == compound.id)
    return list(db.session.scalars(mine))


def _by_address(compound: Compound, text: str) -> list[Household]:
    address = read_address(text)
    if address is None or not address.building:
        return []
    query = select(Household).where(
        Household.compound_id == compound.id,
        Household.building == address.building,
        Household.room == address.room,
    )
    if address.unit:
        query = query.where(Household.unit == address.unit)
    return list(db.session.scalars(query.limit(2)))
