"""Who passed the same gate around the time of a fever. Made anew at each look, kept nowhere: it
goes with the crossings that it is made from. That somebody looked is on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from checkpoint.db import db, writing
from checkpoint.errors import BadInput
from checkpoint.gate.alerts.handling import alert_by_id
from checkpoint.gate.alerts.kinds import FEVER
from checkpoint.gate.alerts.models import Alert
from checkpoint.gate.models import Crossing
from checkpoint.gate.visits.models import Visit
from checkpoint.people import Actor, Permission, record_audit

LEAST_MINUTES, MOST_MINUTES, MINUTES = 5, 120, 30
SHOWN = 1000


@dataclass(frozen=True, slots=True)
class Passer:
    """Somebody who was at the gate; `minutes` after the fever, below zero before it."""

    crossing: Crossing
    visit: Visit | None
    minutes: int


def look_back(
    actor: Actor, alert_id: int, minutes: int, *, now: datetime
) -> tuple[Alert, Sequence[Passer]]:
    """The alert, and who stood at its gate up to `minutes` before or after. Raises BadInput for
    minutes out of bounds or an alert that is no fever."""
    actor.require(Permission.SEE_DESK)
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise BadInput(
            "Choose between %(least)s and %(most)s minutes.",
            field="minutes",
            least=LEAST_MINUTES,
            most=MOST_MINUTES,
        )
    fever_of(actor, alert_id)
    with writing():
        alert = fever_of(actor, alert_id)
        record_audit(
            actor, now, "fever.looked_back", "alert", alert.id, minutes=minutes, gate=alert.gate_id
        )
    alert = fever_of(actor, alert_id)
    return alert, _passers(alert, timedelta(minutes=minutes))


def fever_of(actor: Actor, alert_id: int) -> Alert:
    """The fever alert of that number. Raises BadInput for another kind, NotFound outside the
    scope."""
    alert = alert_by_id(actor, alert_id)
    if alert.kind != FEVER or alert.crossing is None:
        raise BadInput("Only after a fever is there something to look back at.", field="alert")
    return alert


def _passers(alert: Alert, span: timedelta) -> list[Passer]:
    fever = alert.crossing
    if fever is None:
        return []
    query = (
        select(Crossing, Visit)
        .outerjoin(Visit, Visit.id == Crossing.visit_id)
        .options(joinedload(Crossing.household), joinedload(Crossing.staff))
        .where(
            Crossing.gate_id == fever.gate_id,
            Crossing.decided_at.between(fever.decided_at - span, fever.decided_at + span),
            Crossing.id != fever.id,
            Crossing.undoes.is_(None),
        )
        .order_by(Crossing.decided_at, Crossing.id)
        .limit(SHOWN)
    )
    return [
        Passer(crossing, visit, _minutes(crossing.decided_at - fever.decided_at))
        for crossing, visit in db.session.execute(query)
    ]


def _minutes(apart: timedelta) -> int:
    return round(apart / timedelta(minutes=1))
