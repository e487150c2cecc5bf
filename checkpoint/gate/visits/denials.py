"""The deny list: proposed by one person, approved by another, over by itself or lifted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from checkpoint.db import db, writing
from checkpoint.errors import BadInput, Conflict, Forbidden, NotFound
from checkpoint.gate.phones import normalised_name, normalised_phone
from checkpoint.gate.plates import normalised_plate
from checkpoint.gate.visits.matching import deny_salt, hash_of
from checkpoint.gate.visits.models import Denial, DenialKind
from checkpoint.people import (
    Actor,
    Compound,
    Permission,
    lock_compounds,
    next_roster_version,
    one_line,
    read_fields,
    record_audit,
)

LONGEST_DAYS = 90
PAST_SHOWN = 50
_NORMALISED = {
    DenialKind.PHONE: normalised_phone,
    DenialKind.PLATE: normalised_plate,
    DenialKind.NAME: normalised_name,
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry as it was typed."""

    kind: str
    value: str
    reason: str
    days: str


@dataclass(frozen=True, slots=True)
class DenyList:
    """The list of a compound: what waits for a second person, what is in force, what is over."""

    waiting: Sequence[Denial]
    in_force: Sequence[Denial]
    past: Sequence[Denial]


def propose_denial(actor: Actor, compound: Compound, typed: Proposal, *, now: datetime) -> Denial:
    """Ask for an entry; it keeps nobody out until another person approves it.

    Raises BadFields, and Conflict where there is such an entry.
    """
    actor.require(Permission.SEE_DESK, compound)
    read, compound_id = _read(typed), compound.id
    with writing():
        lock_compounds([compound_id])
        if _has(compound_id, read["kind"], read["value"], now):
            raise Conflict("This is on the list already.", field="value")
        made = Denial(
            compound_id=compound_id,
            kind=read["kind"],
            value=read["value"],
            hash=hash_of(deny_salt(), read["kind"], read["value"]),
            reason=read["reason"],
            until=now + timedelta(days=read["days"]),
            proposed_at=now,
            proposed_by_id=actor.staff_id,
        )
        db.session.add(made)
        db.session.flush()
        record_audit(actor, now, "denial.proposed", "denial", made.id)
    return made


def approve_denial(actor: Actor, denial_id: int, *, now: datetime) -> Denial:
    """From now on the gates keep them out. Raises Forbidden for who proposed it, Conflict for one
    that is approved, lifted or over."""
    with writing():
        denial = _mine(actor, denial_id)
        if denial.proposed_by_id == actor.staff_id:
            raise Forbidden("Another person has to approve what you proposed.")
        if denial.approved_at or denial.lifted_at or denial.until <= now:
            raise Conflict("This entry does not wait any more. Load the page again.")
        denial.approved_at, denial.approved_by_id = now, actor.staff_id
        _tell(actor, denial, "denial.approved", now)
    return denial


def lift_denial(actor: Actor, denial_id: int, *, now: datetime) -> Denial:
    """End an entry, or refuse a proposal; twice changes nothing."""
    with writing():
        denial = _mine(actor, denial_id)
        if denial.lifted_at is None:
            denial.lifted_at, denial.lifted_by_id = now, actor.staff_id
            _tell(actor, denial, "denial.lifted", now)
    return denial


def denials_waiting(compound: Compound, now: datetime) -> int:
    """How many entries wait for a second person."""
    query = select(func.count()).where(
        Denial.compound_id == compound.id,
        Denial.approved_at.is_(None),
        Denial.lifted_at.is_(None),
        Denial.until > now,
    )
    return db.session.scalar(query) or 0


def deny_list(actor: Actor, compound: Compound, now: datetime) -> DenyList:
    """The whole list, the newest first; of what is over the last fifty."""
    actor.require(Permission.SEE_DESK, compound)
    query = (
        select(Denial)
        .options(
            joinedload(Denial.proposed_by),
            joinedload(Denial.approved_by),
            joinedload(Denial.lifted_by),
        )
        .where(Denial.compound_id == compound.id)
    )
    rows = list(db.session.scalars(query.order_by(Denial.id.desc())))
    ended = [each for each in rows if each.lifted_at or each.until <= now]
    open_ones = [each for each in rows if not (each.lifted_at or each.until <= now)]
    return DenyList(
        [each for each in open_ones if each.approved_at is None],
        [each for each in open_ones if each.approved_at is not None],
        ended[:PAST_SHOWN],
    )


def _read(typed: Proposal) -> dict[str, Any]:
    missing = BadInput("Say why: whoever approves it must know.", field="reason")
    return read_fields(
        {
            "kind": lambda: _kind(typed.kind),
            "value": lambda: _value(typed),
            "reason": lambda: one_line(typed.reason, "reason", 200, missing),
            "days": lambda: _days(typed.days),
        }
    )


def _kind(text: str) -> DenialKind:
    if text not in set(DenialKind):
        raise BadInput("Choose by what they are known.", field="kind")
    return DenialKind(text)


def _value(typed: Proposal) -> str:
    if typed.kind not in set(DenialKind):
        return ""
    value = _NORMALISED[DenialKind(typed.kind)](typed.value)
    if len(value) > 80:
        raise BadInput("Write at most %(most)s characters.", field="value", most=80)
    return value


def _days(text: str) -> int:
    plain = text.strip()
    if not (plain.isdecimal() and len(plain) <= 3 and 1 <= int(plain) <= LONGEST_DAYS):
        raise BadInput(
            "An entry lasts between 1 and %(most)s days.", field="days", most=LONGEST_DAYS
        )
    return int(plain)


def _has(compound_id: int, kind: DenialKind, value: str, now: datetime) -> bool:
    query = select(Denial.id).where(
        Denial.compound_id == compound_id,
        Denial.kind == kind,
        Denial.value == value,
        Denial.lifted_at.is_(None),
        Denial.until > now,
    )
    return db.session.scalar(query) is not None


def _mine(actor: Actor, denial_id: int) -> Denial:
    """The entry, to be changed. Call within `writing()`."""
    actor.require(Permission.SEE_DESK)
    denial = db.session.get(Denial, denial_id)
    compound = db.session.get(Compound, denial.compound_id) if denial else None
    if denial is None or compound is None or not actor.covers(compound):
        raise NotFound("There is no such entry here. Load the page again.")
    lock_compounds([denial.compound_id])
    query = select(Denial).where(Denial.id == denial_id).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def _tell(actor: Actor, denial: Denial, action: str, now: datetime) -> None:
    if denial.approved_at is not None:
        denial.roster_version = next_roster_version(denial.compound_id)
    record_audit(actor, now, action, "denial", denial.id)
