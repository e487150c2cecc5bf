"""Deleting what is old, in small steps: between two of them the gates go on recording."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, CursorResult, delete, func, or_, select, update

from checkpoint.db import Base, db, writing
from checkpoint.gate.alerts.models import Alert, AlertEvent, OverrideReview
from checkpoint.gate.models import (
    Conflict,
    Crossing,
    EarlierReading,
    Reading,
    RefusedScan,
    SetAside,
)
from checkpoint.gate.residents.models import Correction
from checkpoint.gate.retention import what
from checkpoint.gate.visits.models import Denial, Visit
from checkpoint.passes import Pass
from checkpoint.people import Actor, Compound, Permission, lock_compounds, record_audit

STEP = 100
# Whoever waits to write comes in between.
PAUSE_S = 0.02


class Doomed(NamedTuple):
    """Rows that go together with others; what refers to another comes before it."""

    model: type[Base]
    which: ColumnElement[bool]


class Kind(NamedTuple):
    """One kind of thing that grows old: which of them are, and what goes with some of them."""

    model: Any
    old: Callable[[what.Bounds], ColumnElement[bool]]
    doomed: Callable[[Sequence[Any]], Iterable[Doomed]]


def run_retention(actor: Actor, now: datetime, *, dry_run: bool = False) -> Counter[str]:
    """Delete what is old of every compound; how many rows of each table. Raises Forbidden.

    With `dry_run` nothing is deleted. What rests on something that goes now may go a run later.
    """
    actor.require(Permission.MANAGE_STAFF)
    gone: Counter[str] = Counter()
    for compound_id in db.session.scalars(select(Compound.id).order_by(Compound.id)).all():
        bounds = what.bounds_of(compound_id, now)
        for kind in KINDS:
            for ids in _steps(kind, bounds):
                gone += _count(kind, ids) if dry_run else _delete(kind, ids, bounds)
    if not dry_run:
        with writing(routine=True):
            record_audit(actor, now, "retention.run", "", None, **gone)
    return gone


def _steps(kind: Kind, bounds: what.Bounds) -> Iterator[Sequence[Any]]:
    """What is old now, read at once and without the writer's lock."""
    ids = db.session.scalars(select(kind.model.id).where(kind.old(bounds))).all()
    # Nobody waits with a connection in hand.
    db.session.rollback()
    for start in range(0, len(ids), STEP):
        yield ids[start : start + STEP]


def _delete(kind: Kind, ids: Sequence[Any], bounds: what.Bounds) -> Counter[str]:
    gone: Counter[str] = Counter()
    with writing(routine=True):
        lock_compounds([bounds.compound_id])
        # Asked again: a late arrival may rest on one of them.
        asked = select(kind.model.id).where(kind.model.id.in_(ids), kind.old(bounds))
        still = db.session.scalars(asked).all()
        if kind.model is Visit:
            _forget_names(still)
        for model, which in kind.doomed(still):
            deleted: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
                delete(model).where(which).execution_options(synchronize_session=False)
            )
            gone[model.__tablename__] += deleted.rowcount
    time.sleep(PAUSE_S)
    return gone


def _forget_names(visit_ids: Sequence[Any]) -> None:
    """The pass that was made for a visit stays, so that its number is nobody else's."""
    theirs = select(Visit.pass_id).where(Visit.id.in_(visit_ids), Visit.pass_id.is_not(None))
    db.session.execute(
        update(Pass)
        .where(Pass.id.in_(theirs))
        .values(holder="")
        .execution_options(synchronize_session=False)
    )


def _count(kind: Kind, ids: Sequence[Any]) -> Counter[str]:
    return Counter(
        {
            model.__tablename__: db.session.scalar(
                select(func.count()).select_from(model).where(which)
            )
            or 0
            for model, which in kind.doomed(ids)
        }
    )


def _of_crossings(ids: Sequence[Any]) -> Iterator[Doomed]:
    undos = db.session.scalars(select(Crossing.id).where(Crossing.undoes.in_(ids))).all()
    ids = [*ids, *undos]
    yield Doomed(Reading, Reading.crossing_id.in_(ids))
    yield Doomed(EarlierReading, EarlierReading.crossing_id.in_(ids))
    yield Doomed(OverrideReview, OverrideReview.crossing_id.in_(ids))
    yield Doomed(Conflict, or_(Conflict.first_id.in_(ids), Conflict.second_id.in_(ids)))
    yield Doomed(Crossing, Crossing.id.in_(ids))


def _of_visits(ids: Sequence[Any]) -> Iterator[Doomed]:
    yield from _of_crossings(
        db.session.scalars(select(Crossing.id).where(Crossing.visit_id.in_(ids))).all()
    )
    yield Doomed(Visit, Visit.id.in_(ids))


def _of_alerts(ids: Sequence[Any]) -> Iterator[Doomed]:
    yield Doomed(AlertEvent, AlertEvent.alert_id.in_(ids))
    yield Doomed(Alert, Alert.id.in_(ids))


def _alone(model: Any) -> Callable[[Sequence[Any]], Iterator[Doomed]]:
    def doomed(ids: Sequence[Any]) -> Iterator[Doomed]:
        yield Doomed(model, model.id.in_(ids))

    return doomed


# Alerts hold crossings and visits, so they come first.
KINDS = (
    Kind(Alert, what.old_alerts, _of_alerts),
    Kind(Visit, what.old_visits, _of_visits),
    Kind(Crossing, what.old_crossings, _of_crossings),
    Kind(SetAside, what.old_asides, _alone(SetAside)),
    Kind(RefusedScan, what.old_scans, _alone(RefusedScan)),
    Kind(Denial, what.old_denials, _alone(Denial)),
    Kind(Correction, what.old_corrections, _alone(Correction)),
)
