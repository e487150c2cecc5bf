"""Overrides, reviewed by staff on the day they were made. The crossing itself is never changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from checkpoint.db import db, lock, writing
from checkpoint.errors import BadInput, Conflict, NotFound
from checkpoint.gate.alerts.handling import LONGEST_NOTE
from checkpoint.gate.alerts.kinds import OVERRIDE
from checkpoint.gate.alerts.models import Alert, OverrideReview
from checkpoint.gate.alerts.raising import close_alert
from checkpoint.gate.models import Crossing
from checkpoint.gate.outside import somebody_passed
from checkpoint.people import Actor, Compound, Permission, lock_compounds

REVIEWS = ("right", "wrong")
# So many at most on one page: what is older and not reviewed comes first.
SHOWN = 300


@dataclass(frozen=True, slots=True)
class Override:
    """An override and what staff made of it, if anybody has looked."""

    crossing: Crossing
    review: OverrideReview | None


@dataclass(frozen=True, slots=True)
class GuardCount:
    """How many overrides a guard made in the time, by reason; the one with most first."""

    name: str
    total: int
    reasons: Sequence[tuple[str, int]]


def overrides_of(compound: Compound, since: datetime, until: datetime) -> list[Override]:
    """The overrides of that time and those of before that nobody has reviewed: emergencies first,
    then what is to be reviewed, the newest first."""
    open_before = (Crossing.decided_at < since) & OverrideReview.crossing_id.is_(None)
    within = (Crossing.decided_at >= since) & (Crossing.decided_at < until)
    query = (
        select(Crossing, OverrideReview)
        .outerjoin(OverrideReview, OverrideReview.crossing_id == Crossing.id)
        .options(
            joinedload(Crossing.gate),
            joinedload(Crossing.household),
            joinedload(Crossing.staff),
            joinedload(Crossing.reading),
            joinedload(OverrideReview.staff),
        )
        .where(*_overrides(compound), or_(within, open_before))
        .order_by(
            Crossing.override_reason != "emergency",
            OverrideReview.crossing_id.is_not(None),
            Crossing.decided_at.desc(),
        )
        .limit(SHOWN)
    )
    return [Override(crossing, review) for crossing, review in db.session.execute(query)]


def counts_by_guard(overrides: Sequence[Override]) -> list[GuardCount]:
    """Who made how many of them, and for what."""
    counts: dict[str, dict[str, int]] = {}
    for each in overrides:
        name = each.crossing.staff.name if each.crossing.staff else ""
        mine = counts.setdefault(name, {})
        reason = each.crossing.override_reason
        mine[reason] = mine.get(reason, 0) + 1
    lines = [GuardCount(name, sum(of.values()), sorted(of.items())) for name, of in counts.items()]
    return sorted(lines, key=lambda line: (-line.total, line.name))


def unreviewed_count(compound: Compound) -> int:
    """How many overrides nobody has reviewed yet."""
    return db.session.scalar(_unreviewed(compound)) or 0


def review(
    actor: Actor, crossing_id: UUID, outcome: str, *, now: datetime, note: str = ""
) -> OverrideReview:
    """Say whether an override was right, once; its alert is closed with it. Raises BadInput for a
    wrong one without a word, Conflict where somebody else has said it already."""
    actor.require(Permission.SEE_DESK)
    note = " ".join(note.split())
    _require_sound(outcome, note)
    with writing():
        crossing = _override(actor, crossing_id)
        lock_compounds([crossing.compound_id])
        lock("alerts")
        if done := db.session.get(OverrideReview, crossing_id, populate_existing=True):
            if (done.staff_id, done.outcome) == (actor.staff_id, outcome):
                return done
            raise Conflict(
                "%(name)s has reviewed this already.", name=done.staff.name if done.staff else "–"
            )
        made = OverrideReview(
            crossing_id=crossing_id, staff_id=actor.staff_id, at=now, outcome=outcome, note=note
        )
        db.session.add(made)
        _close_its_alert(crossing_id, now, made)
    return made


def _require_sound(outcome: str, note: str) -> None:
    if outcome not in REVIEWS:
        raise BadInput("Say whether it was right or wrong.", field="outcome")
    if outcome == "wrong" and not note:
        raise BadInput("Write what was wrong about it.", field="note")
    if len(note) > LONGEST_NOTE:
        raise BadInput(
            "Write a note of at most %(most)s characters.", field="note", most=LONGEST_NOTE
        )


def _close_its_alert(crossing_id: UUID, now: datetime, made: OverrideReview) -> None:
    query = select(Alert).where(
        Alert.crossing_id == crossing_id, Alert.kind == OVERRIDE, Alert.closed_at.is_(None)
    )
    if alert := db.session.scalar(query):
        close_alert(alert, now, made.outcome, made.note, made.staff_id)


def _override(actor: Actor, crossing_id: UUID) -> Crossing:
    crossing = db.session.get(Crossing, crossing_id)
    if (
        crossing is None
        or not crossing.override_reason
        or not actor.covers(db.session.get_one(Compound, crossing.compound_id))
    ):
        raise NotFound("There is no such override here. Load the page again.")
    return crossing


def _overrides(compound: Compound) -> tuple[ColumnElement[bool], ...]:
    return Crossing.compound_id == compound.id, Crossing.override_reason != "", somebody_passed()


def _unreviewed(compound: Compound) -> Select[int]:
    return (
        select(func.count())
        .select_from(Crossing)
        .outerjoin(OverrideReview, OverrideReview.crossing_id == Crossing.id)
        .where(*_overrides(compound), OverrideReview.crossing_id.is_(None))
    )
