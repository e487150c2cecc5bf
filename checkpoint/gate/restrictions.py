"""What the gate is told about a household: restrictions, and notices for its next scan.

Whoever puts one on knows why; the gate never asks. A restriction keeps a household from going out
until a moment, or until it is lifted; a notice is shown to the guard at the household's scans until
somebody takes it back or it runs out.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, String, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from checkpoint.db import Base, UtcDateTime, db, writing
from checkpoint.errors import BadInput, Conflict, NotFound
from checkpoint.gate.prepared import WANTED, ForMany
from checkpoint.gate.verdict import RestrictionFacts
from checkpoint.people import (
    Actor,
    Household,
    Permission,
    household_by_id,
    names_of,
    record_audit,
    touch_households,
)

LONGEST_NOTICE = 120


class RestrictionKind(StrEnum):
    """Why a household may not go out, as far as the gate needs to say so."""

    OBSERVATION = "observation"
    OTHER = "other"


class Restriction(Base):
    """A household that may not go out, for a time. `until` is exclusive; None is until lifted."""

    __tablename__ = "restriction"
    __table_args__ = (Index("ix_restriction_household", "household_id", "lifted_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    kind: Mapped[RestrictionKind] = mapped_column(names_of(RestrictionKind))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    household: Mapped[Household] = relationship()


class Notice(Base):
    """A line for the guard at the household's next scan, such as 'a parcel waits here'."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_household", "household_id", "taken_back_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    text: Mapped[str] = mapped_column(String(LONGEST_NOTICE))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    household: Mapped[Household] = relationship()


def restrict(
    actor: Actor,
    household_id: int,
    kind: RestrictionKind,
    *,
    now: datetime,
    until: datetime | None = None,
) -> Restriction:
    """Keep a household from going out. Raises BadInput for an end that has passed, Conflict where
    there is such a restriction, NotFound outside the scope."""
    actor.require(Permission.ISSUE_PASSES)
    if until is not None and until <= now:
        raise BadInput("The end lies in the past. Choose a later one.", field="until")
    with writing():
        household = household_by_id(actor, household_id)
        if any(each.kind is kind for each in restrictions_of(household.id, now)):
            raise Conflict("This household has such a restriction already. Lift it first.")
        made = Restriction(household_id=household.id, kind=kind, since=now, until=until)
        db.session.add(made)
        _tell_devices(actor, household, "household.restricted", now, kind=kind.value)
    return made


def lift(actor: Actor, restriction_id: int, *, now: datetime) -> Household:
    """End a restriction. Raises NotFound outside the scope; lifting twice changes nothing."""
    actor.require(Permission.ISSUE_PASSES)
    with writing():
        found = db.session.get(Restriction, restriction_id)
        household = _in_scope(actor, found)
        if found and found.lifted_at is None:
            found.lifted_at = now
            _tell_devices(actor, household, "household.unrestricted", now, kind=found.kind.value)
    return household


def put_notice(actor: Actor, household_id: int, text: str, *, now: datetime) -> Notice:
    """A line for the household's next scan. Raises BadInput for none or too long a one."""
    actor.require(Permission.ISSUE_PASSES)
    text = " ".join(text.split())
    if not 0 < len(text) <= LONGEST_NOTICE:
        raise BadInput(
            "Write a notice of at most %(most)s characters.", field="text", most=LONGEST_NOTICE
        )
    with writing():
        household = household_by_id(actor, household_id)
        made = Notice(household_id=household.id, text=text, made_at=now)
        db.session.add(made)
        _tell_devices(actor, household, "notice.put", now)
    return made


def take_back_notice(actor: Actor, notice_id: int, *, now: datetime) -> Household:
    """The notice has been given, or is not needed. Raises NotFound outside the scope."""
    actor.require(Permission.ISSUE_PASSES)
    with writing():
        found = db.session.get(Notice, notice_id)
        household = _in_scope(actor, found)
        if found and found.taken_back_at is None:
            found.taken_back_at = now
            _tell_devices(actor, household, "notice.taken_back", now)
    return household


def restrictions_of(household_id: int, now: datetime) -> list[Restriction]:
    """The restrictions that hold now, the oldest first."""
    mine = select(Restriction).where(Restriction.household_id == household_id, *_in_force(now))
    return list(db.session.scalars(mine.order_by(Restriction.id)))


def notices_of(household_id: int) -> list[Notice]:
    """The notices that are still to be given, the oldest first."""
    mine = Notice.household_id == household_id
    query = select(Notice).where(mine, Notice.taken_back_at.is_(None))
    return list(db.session.scalars(query.order_by(Notice.id)))


def restrictions_in(which: list[ColumnElement[bool]], now: datetime) -> Iterable[Restriction]:
    """The restrictions that hold or will, of the households that fit."""
    query = select(Restriction).join(Restriction.household).where(*which, *_in_force(now))
    return db.session.scalars(query.order_by(Restriction.id))


def notices_in(which: list[ColumnElement[bool]]) -> Iterable[Notice]:
    """The notices that are still to be given, of the households that fit."""
    query = select(Notice).join(Notice.household).where(*which, Notice.taken_back_at.is_(None))
    return db.session.scalars(query.order_by(Notice.id))


def restriction_facts(
    household_ids: Collection[int],
) -> Mapping[int, tuple[RestrictionFacts, ...]]:
    """What a verdict must know of these households, by id, those that were not lifted."""
    found: dict[int, tuple[RestrictionFacts, ...]] = defaultdict(tuple)
    for household_id, kind, since, until in _FACTS.rows(household_ids):
        found[household_id] += (RestrictionFacts(kind.value, since, until),)
    return found


def _in_force(now: datetime) -> tuple[ColumnElement[bool], ...]:
    ahead = or_(Restriction.until.is_(None), Restriction.until > now)
    return Restriction.lifted_at.is_(None), ahead


def _in_scope(actor: Actor, found: Restriction | Notice | None) -> Household:
    if found is None or not actor.covers(found.household.compound):
        raise NotFound("There is no such entry here. Load the page again.")
    return found.household


def _tell_devices(
    actor: Actor, household: Household, action: str, now: datetime, **detail: str
) -> None:
    record_audit(actor, now, action, "household", household.id, **detail)
    touch_households(household.compound, [household.id])


_FACTS = ForMany(
    select(Restriction.household_id, Restriction.kind, Restriction.since, Restriction.until)
    .where(Restriction.household_id.in_(WANTED))
    .where(Restriction.lifted_at.is_(None))
    .order_by(Restriction.id)
)
