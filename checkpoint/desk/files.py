"""A household's file. Names and phones are masked until somebody asks, and each look is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from checkpoint.db import db, writing
from checkpoint.desk.households import lines
from checkpoint.gate import Crossing, household_crossings
from checkpoint.people import (
    Actor,
    AuditEntry,
    Household,
    Permission,
    Resident,
    Staff,
    household_by_id,
    masked_name,
    record_audit,
)

LOOKS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the household, as much of them as is shown."""

    name: str
    relation: str
    phone: str
    note: str


@dataclass(frozen=True, slots=True)
class Look:
    """Who opened the names and phones, and when."""

    at: datetime
    name: str


@dataclass(frozen=True, slots=True)
class File:
    """Everything of one household. `open` says whether names and phones stand in full."""

    household: Household
    head: str
    members: Sequence[Member]
    open: bool
    crossings: Sequence[Crossing]
    looks: Sequence[Look]


def closed_file(actor: Actor, household_id: int) -> File:
    """The file with names and phones masked. Raises NotFound outside the scope."""
    actor.require(Permission.SEE_DESK)
    household = household_by_id(actor, household_id)
    return _file(household, [_masked(each) for each in household.residents], is_open=False)


def open_file(actor: Actor, household_id: int, *, now: datetime) -> File:
    """The file in full; that somebody looked is on record before it is shown."""
    actor.require(Permission.SEE_DESK)
    with writing():
        household = household_by_id(actor, household_id)
        record_audit(actor, now, "household.opened", "household", household.id)
    household = household_by_id(actor, household_id)
    return _file(household, [_whole(each) for each in household.residents], is_open=True)


def _file(household: Household, members: list[Member], *, is_open: bool) -> File:
    line = lines([household])[0]
    crossings = household_crossings(household)
    return File(household, line.head, members, is_open, crossings, _looks(household.id))


def _whole(resident: Resident) -> Member:
    return Member(resident.name, resident.relation, resident.phone, resident.note)


def _masked(resident: Resident) -> Member:
    return Member(masked_name(resident.name), resident.relation, masked_phone(resident.phone), "")


def masked_phone(phone: str) -> str:
    """The last four digits, enough to tell whether it is the phone that somebody holds."""
    if not phone:
        return ""
    return f"••• {phone[-4:]}" if len(phone) >= 8 else "•••"


def _looks(household_id: int) -> list[Look]:
    query = (
        select(AuditEntry.at, Staff.name)
        .outerjoin(Staff, Staff.id == AuditEntry.staff_id)
        .where(
            AuditEntry.object_kind == "household",
            AuditEntry.object_id == household_id,
            AuditEntry.action == "household.opened",
        )
        .order_by(AuditEntry.id.desc())
        .limit(LOOKS_SHOWN)
    )
    return [Look(at, name or "") for at, name in db.session.execute(query)]
