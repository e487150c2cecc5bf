"""What stands in a gate book, as values: gathered in a few questions, drawn by `drawing`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_, select

from checkpoint.db import db
from checkpoint.gate.models import GateBook
from checkpoint.gate.restrictions import restrictions_in
from checkpoint.passes import Pass, PassKind, PassState, format_number
from checkpoint.people import Compound, Household, HouseholdState, Resident, masked_name
from checkpoint.web import settings

# A visitor's pass is good for one visit at its time, which a printed list can't know.
_OF_RESIDENTS = Pass.kind != PassKind.VISITOR


@dataclass(frozen=True, slots=True)
class Entry:
    """A pass that is good. `since` is when the household went out, `stays` until when it may not.

    Both are "" where they don't hold; `holder` is masked.
    """

    building: str
    door: str
    number: str
    name: str
    kind: PassKind
    since: str = ""
    stays: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """A book with all that is printed in it, on the community's clock."""

    id: int
    compound: str
    gate: str
    phone: str
    fever: str
    made_at: datetime
    first_line: int
    lines: int
    roster_version: int
    entries: Sequence[Entry]
    refused: Sequence[str]

    @property
    def last_line(self) -> int:
        """The number of the last blank line."""
        return self.first_line + self.lines - 1


def gather(book: GateBook, now: datetime) -> Contents:
    """All that `book` holds, as it is known at `now`."""
    compound = book.gate.compound
    zone = ZoneInfo(compound.community.time_zone)
    return Contents(
        id=book.id,
        compound=compound.name,
        gate=book.gate.name,
        phone=compound.community.phone,
        fever=f"{settings().fever_tenths / 10:.1f}",
        made_at=now.astimezone(zone),
        first_line=book.first_line,
        lines=book.lines,
        roster_version=book.roster_version,
        entries=_entries(compound, now, zone),
        refused=_refused(compound, now),
    )


def _entries(compound: Compound, now: datetime, zone: ZoneInfo) -> list[Entry]:
    heads, stays = _heads(compound), _stays(compound, now, zone)
    query = (
        select(
            Household.id,
            Household.building,
            Household.unit,
            Household.room,
            Household.outside_since,
            Pass.number,
            Pass.kind,
            Pass.holder,
        )
        .join(Pass, Pass.household_id == Household.id)
        .where(Household.compound_id == compound.id, _OF_RESIDENTS, *_good(now))
        .order_by(Household.sort_key, Household.id, Pass.kind.desc(), Pass.number)
    )
    return [
        Entry(
            building=row.building,
            door="-".join(filter(None, (row.unit, row.room))),
            number=format_number(row.number),
            name=masked_name(row.holder) or heads.get(row.id, ""),
            kind=row.kind,
            since=_moment(row.outside_since, now, zone),
            stays=stays.get(row.id, ""),
        )
        for row in db.session.execute(query)
    ]


def _heads(compound: Compound) -> dict[int, str]:
    query = (
        select(Resident.household_id, Resident.name)
        .join(Household)
        .where(Household.compound_id == compound.id, Resident.position == 0)
    )
    return {household_id: masked_name(name) for household_id, name in db.session.execute(query)}


def _stays(compound: Compound, now: datetime, zone: ZoneInfo) -> dict[int, str]:
    """Until when a household is kept in: a date, or `…` where there is no end yet."""
    here = [Household.compound_id == compound.id]
    return {
        each.household_id: f"{each.until.astimezone(zone):%m-%d %H:%M}" if each.until else "…"
        for each in restrictions_in(here, now)
        if each.since <= now
    }


def _refused(compound: Compound, now: datetime) -> list[str]:
    """The numbers with which nobody goes through: revoked, expired, or of who has moved out."""
    bad = or_(*(~condition for condition in _good(now)))
    query = (
        select(Pass.number)
        .join(Household, Household.id == Pass.household_id)
        .where(Household.compound_id == compound.id, _OF_RESIDENTS, bad)
    )
    return [format_number(number) for number in db.session.scalars(query.order_by(Pass.number))]


def _good(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Pass.state == PassState.ACTIVE,
        Household.state == HouseholdState.ACTIVE,
        # Two sides, each plainly true or false: its contrary is asked for as well.
        or_(Pass.valid_until.is_(None), Pass.valid_until > now),
    )


def _moment(at: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    if at is None:
        return ""
    here, today = at.astimezone(zone), now.astimezone(zone).date()
    return f"{here:%H:%M}" if here.date() == today else f"{here:%m-%d %H:%M}"
