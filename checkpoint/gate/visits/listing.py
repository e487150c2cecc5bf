"""Visits as staff look for them. Rows come with host, gate and pass, in few questions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from checkpoint.db import db
from checkpoint.gate.models import Crossing
from checkpoint.gate.rule_sets import rules_at
from checkpoint.gate.visits.models import Visit, VisitState
from checkpoint.people import Compound, Household

PER_PAGE = 30
MOST_FOUND = 50
SHORTEST_PHONE = 4
_NO_DIGIT = re.compile(r"[^0-9]")
_LIKE_A_PHONE = re.compile(r"^[0-9+() \-]+$")
_NO_PLATE = re.compile(r"[\s.\u00b7-]")


class Past(StrEnum):
    """Which visits that are over are looked at; `missed` were expected and never came."""

    ALL = "all"
    LEFT = "left"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class VisitPage:
    """One page of visits; `total` rows in all."""

    rows: Sequence[Visit]
    page: int
    pages: int
    total: int


def visits_now(compound: Compound) -> list[Visit]:
    """Who is inside, the longest there first."""
    query = _shown(compound).where(Visit.state == VisitState.INSIDE)
    return list(db.session.scalars(query.order_by(Visit.arrived_at, Visit.id)))


def inside_counts(compound: Compound) -> tuple[int, int]:
    """How many visits are inside, and how many people that are."""
    query = select(func.count(), func.sum(Visit.party_size)).where(
        Visit.compound_id == compound.id, Visit.state == VisitState.INSIDE
    )
    visits, people = db.session.execute(query).one()
    return visits, people or 0


def overstays(compound: Compound, now: datetime) -> list[Visit]:
    """Who is inside past the stated time and what the rules allow beyond it, the longest first."""
    query = _shown(compound).where(
        Visit.state == VisitState.INSIDE, Visit.expected_until <= now - grace(compound.id, now)
    )
    return list(db.session.scalars(query.order_by(Visit.expected_until, Visit.id)))


def grace(compound_id: int, now: datetime) -> timedelta:
    """How long after the stated time a visitor is overdue."""
    return timedelta(minutes=rules_at(compound_id, now)[1].overstay_minutes)


def visits_expected(compound: Compound, now: datetime) -> list[Visit]:
    """Who is still to come, the next first."""
    query = _shown(compound).where(_expected(now))
    return list(db.session.scalars(query.order_by(Visit.expected_from, Visit.made_at, Visit.id)))


def visits_page(compound: Compound, which: Past, page: int, now: datetime) -> VisitPage:
    """Visits that are over, the newest first."""
    query = _shown(compound).where(_past(which, now))
    total = _count(query)
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    newest = func.coalesce(Visit.left_at, Visit.cancelled_at, Visit.expected_until)
    rows = query.order_by(newest.desc(), Visit.id).offset((page - 1) * PER_PAGE).limit(PER_PAGE)
    return VisitPage(list(db.session.scalars(rows)), page, pages, total)


def find_visits(compound: Compound, text: str) -> list[Visit]:
    """Visits by part of a name, four digits or more of a phone, or part of a plate."""
    text = text.strip()[:80]
    if not text:
        return []
    matches: list[ColumnElement[bool]] = [Visit.name.contains(text, autoescape=True)]
    digits = _NO_DIGIT.sub("", text)
    if len(digits) >= SHORTEST_PHONE and _LIKE_A_PHONE.match(text):
        matches.append(Visit.phone.contains(digits, autoescape=True))
    if len(plate := _NO_PLATE.sub("", text).upper()) >= SHORTEST_PHONE:
        matches.append(Visit.plate.contains(plate, autoescape=True))
    query = _shown(compound).where(or_(*matches)).order_by(Visit.made_at.desc()).limit(MOST_FOUND)
    return list(db.session.scalars(query))


def household_visits(household: Household, limit: int = 8) -> list[Visit]:
    """The visits to one household, the newest first."""
    query = select(Visit).where(Visit.household_id == household.id)
    return list(db.session.scalars(query.order_by(Visit.made_at.desc()).limit(limit)))


def crossings_of(visit: Visit) -> list[Crossing]:
    """The crossings of a visit, the oldest first."""
    query = (
        select(Crossing)
        .options(
            joinedload(Crossing.gate), joinedload(Crossing.staff), joinedload(Crossing.reading)
        )
        .where(Crossing.visit_id == visit.id)
    )
    return list(db.session.scalars(query.order_by(Crossing.decided_at, Crossing.id)))


def _shown(compound: Compound) -> Select[Visit]:
    return (
        select(Visit)
        .options(joinedload(Visit.household), joinedload(Visit.pass_), joinedload(Visit.gate))
        .where(Visit.compound_id == compound.id)
    )


def _expected(now: datetime) -> ColumnElement[bool]:
    return and_(Visit.state == VisitState.EXPECTED, Visit.expected_until > now)


def _past(which: Past, now: datetime) -> ColumnElement[bool]:
    missed = and_(Visit.state == VisitState.EXPECTED, Visit.expected_until <= now)
    known = {
        Past.LEFT: Visit.state == VisitState.LEFT,
        Past.REFUSED: Visit.state == VisitState.REFUSED,
        Past.CANCELLED: Visit.state == VisitState.CANCELLED,
        Past.MISSED: missed,
    }
    return known.get(which, or_(*known.values()))


def _count(query: Select[Visit]) -> int:
    rows = query.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)
    return db.session.scalar(rows) or 0
