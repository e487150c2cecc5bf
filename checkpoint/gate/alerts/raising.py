"""Raising and closing alerts. Everything here is called within `writing()`.

Alerts are numbered by their events: whoever follows the desk's stream asks for what came after the
last number they saw. So numbers are given in the order in which they are committed, which needs
`hold` on a database with several writers.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from checkpoint.db import db, lock
from checkpoint.gate.alerts.kinds import UNDONE, alerts_of
from checkpoint.gate.alerts.models import Alert, AlertEvent


@dataclass(frozen=True, slots=True)
class Cause:
    """What an alert is about. `key` is the same however often it is looked at."""

    kind: str
    key: str
    compound_id: int
    at: datetime
    household_id: int | None = None
    crossing_id: UUID | None = None
    visit_id: UUID | None = None
    gate_id: int | None = None


def hold() -> None:
    """Let nobody else write of alerts until the transaction ends."""
    lock("alerts")


def causes_of(
    row: Mapping[str, Any], judged: Collection[str], said: Collection[str]
) -> list[Cause]:
    """What a crossing gives cause to, from the row that it becomes and the reasons of both
    verdicts; nothing for most of them."""
    kinds = alerts_of(row["override_reason"], said, judged)
    return [
        Cause(
            kind=kind,
            key=f"{kind}:{row['id']}",
            compound_id=row["compound_id"],
            at=row["received_at"],
            household_id=row["household_id"],
            crossing_id=row["id"],
            visit_id=row.get("visit_id"),
            gate_id=row["gate_id"],
        )
        for kind in kinds
    ]


def raise_alerts(causes: Sequence[Cause]) -> list[Alert]:
    """The alerts that are new; one that was raised before, open or closed, stays as it is."""
    if not causes:
        return []
    hold()
    known = known_keys({each.key for each in causes})
    made = [
        _alert(each)
        for key, each in {each.key: each for each in causes}.items()
        if key not in known
    ]
    db.session.add_all(made)
    db.session.flush()
    for alert in made:
        note_event(alert, alert.raised_at, "raised")
    db.session.flush()
    return made


def close_undone(crossings: Mapping[UUID, datetime]) -> None:
    """Close the alerts of crossings that a guard took back: by their ids, with when we heard."""
    if not crossings:
        return
    query = select(Alert).where(Alert.crossing_id.in_(crossings), Alert.closed_at.is_(None))
    for alert in db.session.scalars(query).all():
        if alert.crossing_id is not None:
            close_alert(alert, crossings[alert.crossing_id], UNDONE)
    db.session.flush()


def close_alert(
    alert: Alert, now: datetime, outcome: str, note: str = "", staff_id: int | None = None
) -> None:
    """Close it; without staff the system did, because the cause is gone."""
    hold()
    alert.closed_at, alert.closed_by_id = now, staff_id
    alert.outcome, alert.note = outcome, note
    note_event(alert, now, "closed", reason=outcome, note=note, staff_id=staff_id)


def note_event(
    alert: Alert,
    at: datetime,
    action: str,
    *,
    reason: str = "",
    note: str = "",
    staff_id: int | None = None,
) -> None:
    """Add one line to the alert's record."""
    db.session.add(
        AlertEvent(
            alert_id=alert.id, at=at, action=action, reason=reason, note=note, staff_id=staff_id
        )
    )


def known_keys(keys: Collection[str]) -> set[str]:
    """Which of these were raised before, open or closed; nothing is asked about none."""
    if not keys:
        return set()
    return set(db.session.scalars(select(Alert.key).where(Alert.key.in_(list(keys)))))


def _alert(cause: Cause) -> Alert:
    return Alert(
        compound_id=cause.compound_id,
        kind=cause.kind,
        key=cause.key,
        household_id=cause.household_id,
        crossing_id=cause.crossing_id,
        visit_id=cause.visit_id,
        gate_id=cause.gate_id,
        raised_at=cause.at,
        rang_at=cause.at,
    )
