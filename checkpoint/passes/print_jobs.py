"""Print jobs: what was put into a file, whether it came out of the printer, printing it again.

Only a job that is marked as printed counts: cards of a file that nobody printed are still new.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, insert, select, update
from sqlalchemy.orm import contains_eager, joinedload

from checkpoint.db import db, writing
from checkpoint.errors import BadInput, Conflict, NotFound
from checkpoint.passes.cards import Language, Sheet
from checkpoint.passes.models import Pass
from checkpoint.passes.models_prints import Only, PrintedCard, PrintJob
from checkpoint.passes.printable import SAME_CARD, STANDS
from checkpoint.people import Actor, Compound, Household, Permission, record_audit

RECENT = 50


@dataclass(frozen=True, slots=True)
class Part:
    """A building in a job. `ended` cards were replaced or revoked since they were put into it."""

    building: str
    cards: int
    ended: int
    delivered: int

    @property
    def waiting(self) -> int:
        """How many are to be handed over yet."""
        return self.cards - self.ended - self.delivered


def add_job(
    actor: Actor,
    compound: Compound,
    cards: Sequence[dict[str, object]],
    *,
    only: Only,
    sheet: Sheet,
    language: Language,
    now: datetime,
    printed: bool = False,
) -> PrintJob:
    """Keep what was put into a file, `cards` as of `card_rows`. Call within `writing()`.

    A pass goes over to the key of its new card; the older one is good until its key is called in.
    """
    job = PrintJob(
        compound_id=compound.id,
        only=only,
        sheet=sheet,
        language=language,
        made_at=now,
        made_by_id=actor.staff_id,
        printed_at=now if printed else None,
        printed_by_id=actor.staff_id if printed else None,
    )
    db.session.add(job)
    db.session.flush()
    db.session.execute(insert(PrintedCard), [{**card, "job_id": job.id} for card in cards])
    this_card = (PrintedCard.job_id == job.id, PrintedCard.pass_id == Pass.id)
    kid = select(PrintedCard.kid).where(*this_card).scalar_subquery()
    db.session.execute(update(Pass).where(kid > Pass.kid).values(kid=kid))
    return job


def card_rows(passes: Sequence[Pass], kid: int) -> list[dict[str, object]]:
    """What is kept of the present cards of `passes` under the key `kid`; read before a transaction
    reads them anew."""
    return [
        {
            "pass_id": each.id,
            "generation": each.generation,
            "kid": kid,
            "valid_until": each.valid_until,
            "delivered_to": "",
        }
        for each in passes
    ]


def jobs_of(compound: Compound) -> list[tuple[PrintJob, int]]:
    """The newest jobs, each with how many cards it has."""
    query = (
        select(PrintJob, func.count(PrintedCard.pass_id))
        .join(PrintedCard, PrintedCard.job_id == PrintJob.id)
        .where(PrintJob.compound_id == compound.id)
        .group_by(PrintJob.id)
        .order_by(PrintJob.id.desc())
        .limit(RECENT)
    )
    return [(job, count) for job, count in db.session.execute(query)]


def unmarked_jobs(compound: Compound) -> list[tuple[PrintJob, int]]:
    """The jobs that nobody has marked as printed yet."""
    return [(job, count) for job, count in jobs_of(compound) if job.printed_at is None]


def job_by_id(actor: Actor, job_id: int) -> PrintJob:
    """One job. Raises NotFound outside the scope just as for none at all."""
    found = db.session.get(PrintJob, job_id)
    if found is None or not actor.may(Permission.ISSUE_PASSES, found.compound):
        raise NotFound("There is no such print job here.")
    return found


def parts_of(job: PrintJob) -> list[Part]:
    """The buildings of a job, in the order in which people count them."""
    good = and_(SAME_CARD, STANDS)
    given = and_(good, PrintedCard.delivered_at.is_not(None))
    query = (
        select(Household.building, func.count(), _sum(~good), _sum(given))
        .select_from(PrintedCard)
        .join(Pass, Pass.id == PrintedCard.pass_id)
        .join(Household, Household.id == Pass.household_id)
        .where(PrintedCard.job_id == job.id)
        .group_by(Household.building)
        .order_by(func.min(Household.sort_key))
    )
    return [Part(*row) for row in db.session.execute(query)]


def standing_cards(job: PrintJob, building: str = "") -> list[PrintedCard]:
    """The cards of a job that gates still take, by address; of one building or of all."""
    query = (
        select(PrintedCard)
        .join(PrintedCard.pass_)
        .join(Pass.household)
        .options(
            contains_eager(PrintedCard.pass_)
            .contains_eager(Pass.household)
            .selectinload(Household.residents)
        )
        .where(PrintedCard.job_id == job.id, SAME_CARD, STANDS)
        .order_by(Household.sort_key, Pass.kind.desc(), Pass.number)
    )
    if building:
        query = query.where(Household.building == building)
    return list(db.session.scalars(query))


def mark_printed(actor: Actor, job_id: int, *, now: datetime) -> PrintJob:
    """Say that the cards of a job came out of the printer; a second time changes nothing."""
    job_by_id(actor, job_id)
    with writing():
        job = db.session.get_one(PrintJob, job_id, with_for_update=True)
        if job.printed_at is None:
            job.printed_at, job.printed_by_id = now, actor.staff_id
            record_audit(actor, now, "cards.printed", "print_job", job.id)
    return job


def deliver_cards(
    actor: Actor, job_id: int, to: str, *, building: str, pass_id: int | None = None, now: datetime
) -> int:
    """Record who took the cards of a building, or the one of a pass there; returns how many.

    What was handed over before stays as it was written. Raises Conflict `cards.not_printed`.
    """
    job, to = job_by_id(actor, job_id), _checked(to)
    if job.printed_at is None:
        raise Conflict("Mark the cards as printed first.", code="cards.not_printed")
    with writing():
        job = db.session.get_one(PrintJob, job_id, with_for_update=True)
        waiting = [
            card
            for card in standing_cards(job, building)
            if card.delivered_at is None and pass_id in (None, card.pass_id)
        ]
        if not waiting:
            raise Conflict("There is no card left to hand over there.", code="cards.delivered")
        for card in waiting:
            card.delivered_at, card.delivered_to = now, to
            card.delivered_by_id = actor.staff_id
        record_audit(actor, now, "cards.delivered", "print_job", job.id, count=len(waiting))
    return len(waiting)


def delivery_of(pass_: Pass) -> PrintedCard | None:
    """When and to whom the present card of a pass was handed, or None."""
    query = (
        select(PrintedCard)
        .join(PrintedCard.pass_)
        .options(joinedload(PrintedCard.job))
        .where(Pass.id == pass_.id, SAME_CARD, PrintedCard.delivered_at.is_not(None))
        .order_by(PrintedCard.delivered_at.desc())
        .limit(1)
    )
    return db.session.scalars(query).first()


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _checked(to: str) -> str:
    to = " ".join(to.split())
    if not 1 <= len(to) <= 80 or not to.isprintable():
        raise BadInput("Write who took them, in up to 80 characters.", field="to")
    return to
