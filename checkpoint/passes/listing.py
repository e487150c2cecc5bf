"""The passes of a compound: how many there are, and page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import contains_eager

from checkpoint.db import db
from checkpoint.passes.models import Pass, PassKind, PassState
from checkpoint.people import Compound, Household, HouseholdState

PER_PAGE = 50
LIVING = Household.state == HouseholdState.ACTIVE
ACTIVE = Pass.state == PassState.ACTIVE
# A visitor's pass stands with the visit, and in none of these lists.
OF_RESIDENTS = Pass.kind != PassKind.VISITOR
# The one pass of a household; its extra passes are not meant.
ITS_PASS = and_(Pass.household_id == Household.id, Pass.kind == PassKind.HOUSEHOLD, ACTIVE)


class Show(StrEnum):
    """Which part of the list is looked at."""

    ACTIVE = "active"
    MISSING = "missing"
    GONE = "gone"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Counts:
    """Of a compound: households that live here, those of them with and without a pass.

    `gone` counts active passes of households that moved out, `extra` active passes of other kinds.
    """

    households: int
    with_pass: int
    extra: int
    gone: int
    revoked: int

    @property
    def missing(self) -> int:
        """How many households that live here have no pass."""
        return self.households - self.with_pass


@dataclass(frozen=True, slots=True)
class Building:
    """A building, with its active household passes and the households that have none."""

    name: str
    passes: int
    missing: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list; without a pass where the household has none."""

    household: Household
    pass_: Pass | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of lines by address; `total` lines in all."""

    lines: Sequence[Line]
    page: int
    pages: int
    total: int


def count_passes(compound: Compound) -> Counts:
    """The figures of the passes page."""
    here = Household.compound_id == compound.id
    households = _count(select(Household.id).where(here, LIVING))
    passes = select(Pass.id).join(Household).where(here, OF_RESIDENTS)
    with_pass = _count(select(Household.id).join(Pass, ITS_PASS).where(here, LIVING))
    return Counts(
        households=households,
        with_pass=with_pass,
        extra=_count(passes.where(ACTIVE, LIVING, Pass.kind != PassKind.HOUSEHOLD)),
        gone=_count(passes.where(ACTIVE, ~LIVING)),
        revoked=_count(passes.where(~ACTIVE)),
    )


def buildings_with_passes(compound: Compound) -> list[Building]:
    """The buildings in which somebody lives, in the order in which people count them."""
    query = (
        select(Household.building, func.count(Pass.id), func.count() - func.count(Pass.id))
        .outerjoin(Pass, ITS_PASS)
        .where(Household.compound_id == compound.id, LIVING)
        .group_by(Household.building)
        .order_by(func.min(Household.sort_key))
    )
    return [Building(*row) for row in db.session.execute(query)]


def passes_page(compound: Compound, show: Show, building: str, page: int) -> Page:
    """A page of the list; an empty `building` means all of them."""
    conditions = [Household.compound_id == compound.id]
    if building:
        conditions.append(Household.building == building)
    query = _missing(conditions) if show is Show.MISSING else _passes(conditions, show)
    total = _count(query)
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    rows = db.session.scalars(query.offset((page - 1) * PER_PAGE).limit(PER_PAGE))
    return Page([_line(row) for row in rows], page, pages, total)


def household_passes(household: Household) -> list[Pass]:
    """Every pass that a household has or had: active ones first, its own before extra ones, the
    newest before older."""
    query = select(Pass).where(Pass.household_id == household.id, OF_RESIDENTS)
    is_extra = Pass.kind != PassKind.HOUSEHOLD
    return list(db.session.scalars(query.order_by(Pass.state, is_extra, Pass.id.desc())))


def _missing(conditions: list[ColumnElement[bool]]) -> Select[Household]:
    return (
        select(Household)
        .outerjoin(Pass, ITS_PASS)
        .where(*conditions, LIVING, Pass.id.is_(None))
        .order_by(Household.sort_key)
    )


def _passes(conditions: list[ColumnElement[bool]], show: Show) -> Select[Pass]:
    wanted = {
        Show.ACTIVE: ACTIVE,
        Show.GONE: and_(ACTIVE, ~LIVING),
        Show.REVOKED: ~ACTIVE,
    }[show]
    return (
        select(Pass)
        .join(Pass.household)
        .options(contains_eager(Pass.household))
        .where(*conditions, OF_RESIDENTS, wanted)
        .order_by(Household.sort_key, Pass.kind, Pass.id)
    )


def _line(row: Pass | Household) -> Line:
    return Line(row.household, row) if isinstance(row, Pass) else Line(row, None)


def _count(query: Select[Any]) -> int:
    rows = query.order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(rows)) or 0
