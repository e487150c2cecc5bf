"""What waits for staff, and what they have settled: conflicts, and what was set aside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from checkpoint.db import db
from checkpoint.gate.models import Conflict, ConflictState, Crossing, SetAside
from checkpoint.people import Compound

PER_PAGE = 20
Row = TypeVar("Row", bound=Conflict | SetAside)


@dataclass(frozen=True, slots=True)
class Listed(Generic[Row]):
    """One page of a list; `total` rows in all."""

    rows: Sequence[Row]
    page: int
    pages: int
    total: int


def conflict_count(compound: Compound) -> int:
    """How many conflicts are open."""
    return _count(_conflicts(compound, open_ones=True))


def conflicts_page(
    compound: Compound, page: int = 1, *, open_ones: bool = True
) -> Listed[Conflict]:
    """Conflicts with both crossings and all that is shown of them, the newest first."""
    query = _conflicts(compound, open_ones=open_ones).options(
        joinedload(Conflict.household),
        joinedload(Conflict.resolved_by),
        *(_of_crossing(side) for side in (Conflict.first, Conflict.second)),
    )
    newest = Conflict.found_at if open_ones else Conflict.resolved_at
    return _page(query.order_by(newest.desc(), Conflict.id.desc()), page)


def aside_page(compound: Compound, page: int = 1, *, open_ones: bool = True) -> Listed[SetAside]:
    """What was set aside, with who sent it, the newest first."""
    query = _aside(compound, open_ones=open_ones).options(
        joinedload(SetAside.device), joinedload(SetAside.resolved_by)
    )
    newest = SetAside.received_at if open_ones else SetAside.resolved_at
    return _page(query.order_by(newest.desc(), SetAside.id.desc()), page)


def recorded_as(ids: Iterable[UUID]) -> dict[UUID, Crossing]:
    """The crossings that are on record under these ids."""
    query = select(Crossing).where(Crossing.id.in_(list(ids))).options(*_SHOWN)
    return {each.id: each for each in db.session.scalars(query)}


_SHOWN = (
    joinedload(Crossing.gate),
    joinedload(Crossing.device),
    joinedload(Crossing.household),
    joinedload(Crossing.pass_),
    joinedload(Crossing.staff),
    joinedload(Crossing.reading),
)


def _of_crossing(side: Any) -> Any:
    return joinedload(side).options(*_SHOWN)


def _conflicts(compound: Compound, *, open_ones: bool) -> Select[Conflict]:
    is_open = Conflict.state == ConflictState.OPEN
    query = select(Conflict).where(Conflict.compound_id == compound.id)
    return query.where(is_open if open_ones else ~is_open)


def _aside(compound: Compound, *, open_ones: bool) -> Select[SetAside]:
    is_open = SetAside.resolved_at.is_(None)
    query = select(SetAside).where(SetAside.compound_id == compound.id)
    return query.where(is_open if open_ones else ~is_open)


def _page(query: Select[Row], page: int) -> Listed[Row]:
    total = _count(query)
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    rows = db.session.scalars(query.offset((page - 1) * PER_PAGE).limit(PER_PAGE))
    return Listed(list(rows), page, pages, total)


def _count(query: Select[Any]) -> int:
    rows = query.options().order_by(None).with_only_columns(func.count())
    return db.session.scalar(rows) or 0
