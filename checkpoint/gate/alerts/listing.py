"""Alerts as the desk lists them, with all that is shown beside them in few questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import joinedload, selectinload

from checkpoint.db import db
from checkpoint.gate.alerts.kinds import KINDS
from checkpoint.gate.alerts.models import Alert, AlertEvent
from checkpoint.gate.models import Crossing
from checkpoint.people import Actor, Compound, Permission, Role, Staff

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class AlertPage:
    """One page of alerts; `total` in all."""

    rows: Sequence[Alert]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What is open in a compound: counts, and the first of those that ring until they are taken.

    `chime` is the number of the newest event that is worth a sound once; later ones are higher.
    """

    open: int
    ringing: int
    first: Sequence[Alert]
    chime: int


def open_alerts(
    compound: Compound, page: int = 1, *, kind: str = "", owner_id: int | None = None
) -> AlertPage:
    """The open ones: the most pressing kind first, within it those that nobody has taken, then the
    oldest. Of one kind, or of one owner, where that is given."""
    which = [*_open_in(compound)]
    if kind:
        which.append(Alert.kind == kind)
    if owner_id is not None:
        which.append(Alert.owner_id == owner_id)
    return _page(which, [_RANK, Alert.owner_id.is_not(None), Alert.raised_at, Alert.id], page)


def closed_alerts(
    compound: Compound, since: datetime, page: int = 1, *, kind: str = ""
) -> AlertPage:
    """Those closed since that moment, the newest first."""
    which = [Alert.compound_id == compound.id, Alert.closed_at >= since]
    if kind:
        which.append(Alert.kind == kind)
    return _page(which, [Alert.closed_at.desc(), Alert.id.desc()], page)


def alerts_by_household(compound: Compound, kind: str) -> dict[int, Alert]:
    """The open alerts of that kind by their household."""
    query = _shown().where(*_open_in(compound), Alert.kind == kind)
    return {each.household_id: each for each in db.session.scalars(query) if each.household_id}


def open_counts(compound: Compound) -> Mapping[str, int]:
    """How many are open, by kind."""
    query = select(Alert.kind, func.count()).where(*_open_in(compound)).group_by(Alert.kind)
    return {row[0]: row[1] for row in db.session.execute(query)}


def standing(compound: Compound, shown: int = 1) -> Standing:
    """The state of affairs, for the strip on every page."""
    ringing = [*_open_in(compound), Alert.owner_id.is_(None), Alert.kind.in_(_with("until_taken"))]
    rows = _shown().where(*ringing).order_by(_RANK, Alert.raised_at, Alert.id).limit(shown)
    return Standing(
        open=_count(_open_in(compound)),
        ringing=_count(ringing),
        first=list(db.session.scalars(rows).unique()),
        chime=_newest_chime(compound),
    )


def _newest_chime(compound: Compound) -> int:
    query = (
        select(func.max(AlertEvent.id))
        .join(Alert, Alert.id == AlertEvent.alert_id)
        .where(
            *_open_in(compound),
            Alert.kind.in_(_with("once")),
            AlertEvent.action.in_(["raised", "rang"]),
        )
    )
    return db.session.scalar(query) or 0


def _with(sound: str) -> list[str]:
    return [kind for kind, each in KINDS.items() if each.sound == sound]


def _count(which: Sequence[ColumnElement[bool]]) -> int:
    return db.session.scalar(select(func.count()).select_from(Alert).where(*which)) or 0


def colleagues(compound: Compound) -> list[Staff]:
    """Who can be given an alert of that compound, by name."""
    query = select(Staff).where(Staff.active, Staff.role.in_([Role.ADMIN, Role.CLERK]))
    able = (
        each
        for each in db.session.scalars(query.order_by(Staff.name, Staff.id))
        if Actor.of(each).may(Permission.SEE_DESK, compound)
    )
    return list(able)


_RANK = case({kind: each.rank for kind, each in KINDS.items()}, value=Alert.kind, else_=9)


def _open_in(compound: Compound) -> tuple[ColumnElement[bool], ...]:
    return Alert.compound_id == compound.id, Alert.closed_at.is_(None)


def _shown() -> Select[Alert]:
    return select(Alert).options(
        joinedload(Alert.household),
        joinedload(Alert.gate),
        joinedload(Alert.owner),
        joinedload(Alert.closed_by),
        joinedload(Alert.visit),
        joinedload(Alert.crossing).options(
            joinedload(Crossing.reading), joinedload(Crossing.staff), joinedload(Crossing.gate)
        ),
        selectinload(Alert.events).joinedload(AlertEvent.staff),
    )


def _page(which: list[ColumnElement[bool]], order: list[Any], page: int) -> AlertPage:
    total = _count(which)
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    rows = _shown().where(*which).order_by(*order)
    rows = rows.offset((page - 1) * PER_PAGE).limit(PER_PAGE)
    return AlertPage(list(db.session.scalars(rows).unique()), page, pages, total)
