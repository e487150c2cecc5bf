"""Corrections: a household says what is wrong in its file, staff answer in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from checkpoint.db import db, writing
from checkpoint.errors import BadInput, Conflict, NotFound
from checkpoint.gate.residents.households import household_actor
from checkpoint.gate.residents.models import (
    LONGEST_WORDS,
    Correction,
    CorrectionState,
    Topic,
)
from checkpoint.passes import LinkedPhone
from checkpoint.people import (
    Actor,
    Compound,
    Household,
    Permission,
    lock_compounds,
    one_line,
    record_audit,
)
from checkpoint.web import limit_rate

MOST_OPEN: Final = 3
RATE: Final = "10/hour"
SHOWN, ANSWERED_SHOWN = 5, 50


def ask_correction(phone: LinkedPhone, topic: str, words: str, *, now: datetime) -> Correction:
    """Ask the office to put something right.

    Raises Forbidden for a phone that is not the household's own, BadInput, TooManyAttempts, and
    Conflict `correction.too_many` while as many wait as may.
    """
    actor, household = household_actor(phone)
    limit_rate(RATE, "correction", str(household.id))
    line = _words(words, "words")
    with writing():
        lock_compounds([household.compound_id])
        _require_room(household.id)
        made = Correction(household_id=household.id, topic=Topic(topic), words=line, made_at=now)
        db.session.add(made)
        record_audit(actor, now, "correction.asked", "household", household.id)
    return made


def answer_correction(
    actor: Actor, correction_id: int, state: CorrectionState, note: str, *, now: datetime
) -> Correction:
    """Say that it was done, or that it was not and why. The file itself is changed elsewhere.

    Raises BadInput without words for what was declined, Conflict for what was answered already,
    NotFound outside the scope just as for none at all.
    """
    actor.require(Permission.SEE_DESK)
    with writing():
        correction = _waiting(actor, correction_id)
        must = state is CorrectionState.DECLINED
        correction.note = _words(note, "note") if must else one_line(note, "note", LONGEST_WORDS)
        correction.state = state
        correction.answered_at, correction.answered_by_id = now, actor.staff_id
        record_audit(actor, now, f"correction.{state.value}", "household", correction.household_id)
    return correction


def corrections_of(household: Household, since: datetime) -> Sequence[Correction]:
    """What a household asked for from `since` on, the newest first."""
    query = select(Correction).where(
        Correction.household_id == household.id, Correction.made_at >= since
    )
    return db.session.scalars(query.order_by(Correction.id.desc()).limit(SHOWN)).all()


def corrections_waiting(compound: Compound) -> Sequence[Correction]:
    """What waits for an answer, the oldest first."""
    mine = _of(compound).where(Correction.state == CorrectionState.WAITING)
    return db.session.scalars(mine.order_by(Correction.id)).all()


def corrections_answered(compound: Compound) -> Sequence[Correction]:
    """What was answered last, the newest first."""
    mine = _of(compound).where(Correction.state != CorrectionState.WAITING)
    newest = mine.order_by(Correction.answered_at.desc(), Correction.id)
    return db.session.scalars(newest.limit(ANSWERED_SHOWN)).all()


def count_waiting(compound: Compound) -> int:
    """How many corrections wait for an answer."""
    mine = _of(compound).where(Correction.state == CorrectionState.WAITING)
    return db.session.scalar(mine.with_only_columns(func.count())) or 0


def _of(compound: Compound) -> Select[Correction]:
    return (
        select(Correction)
        .join(Correction.household)
        .options(joinedload(Correction.household), joinedload(Correction.answered_by))
        .where(Household.compound_id == compound.id)
    )


def _waiting(actor: Actor, correction_id: int) -> Correction:
    found = db.session.get(Correction, correction_id)
    if found is None or not actor.covers(found.household.compound):
        raise NotFound("There is no such correction here. Load the page again.")
    lock_compounds([found.household.compound_id])
    db.session.refresh(found)
    if found.state is not CorrectionState.WAITING:
        raise Conflict("Somebody has answered this already. Load the page again.")
    return found


def _words(text: str, field: str) -> str:
    missing = BadInput("Write a sentence: what is wrong, or why not.", field=field)
    return one_line(text, field, LONGEST_WORDS, missing)


def _require_room(household_id: int) -> None:
    waiting = select(func.count()).where(
        Correction.household_id == household_id, Correction.state == CorrectionState.WAITING
    )
    if (db.session.scalar(waiting) or 0) >= MOST_OPEN:
        raise Conflict(
            "%(most)s corrections of yours wait already. The office answers them first.",
            code="correction.too_many",
            most=MOST_OPEN,
        )
