"""Whoever comes again is recognised by the phone: how often they were here, and when last."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from checkpoint.db import db
from checkpoint.gate.devices import EnrolledDevice
from checkpoint.gate.phones import normalised_phone
from checkpoint.gate.schemas_visits import EarlierAnswer, EarlierQuestion, EarlierVisit
from checkpoint.gate.visits.matching import Traits, denied
from checkpoint.gate.visits.models import Visit, VisitState
from checkpoint.people import masked_name
from checkpoint.web import limit_rate

# A guard types one number at a time; whoever tries them all is slowed down.
RATE = "60/minute"


@dataclass(frozen=True, slots=True)
class Earlier:
    """Earlier visits with one phone. `last` is None where there were none."""

    times: int = 0
    refused: int = 0
    last: Visit | None = None


def earlier_visits(compound_id: int, phone: str, *, but: Visit | None = None) -> Earlier:
    """The visits of whoever has that normalised phone, but for one; who was expected and never came
    was not here."""
    if not phone:
        return Earlier()
    came = [
        Visit.compound_id == compound_id,
        Visit.phone == phone,
        Visit.state.in_([VisitState.INSIDE, VisitState.LEFT, VisitState.REFUSED]),
    ]
    if but is not None:
        came.append(Visit.id != but.id)
    by_state = select(Visit.state, func.count()).where(*came).group_by(Visit.state)
    counts = {row[0]: row[1] for row in db.session.execute(by_state)}
    last = db.session.scalar(
        select(Visit).where(*came).order_by(Visit.made_at.desc(), Visit.id).limit(1)
    )
    refused = counts.pop(VisitState.REFUSED, 0)
    return Earlier(sum(counts.values()), refused, last)


def answer_earlier(
    device: EnrolledDevice, question: EarlierQuestion, now: datetime
) -> EarlierAnswer:
    """What the guard is told of a phone number: masked, and whether it is on the deny list.

    Raises PhoneRefused for what is none, and TooManyAttempts.
    """
    limit_rate(RATE, "earlier", str(device.id))
    phone = normalised_phone(question.phone)
    found = earlier_visits(device.compound_id, phone)
    return EarlierAnswer(
        times=found.times,
        refused=found.refused,
        last=_view(found.last) if found.last else None,
        denied=denied(device.compound_id, Traits(phone), now) == "yes",
    )


def _view(visit: Visit) -> EarlierVisit:
    return EarlierVisit(
        masked_name=masked_name(visit.name),
        purpose=visit.purpose.value,
        household_id=visit.household_id,
        at=visit.arrived_at or visit.made_at,
        inside=visit.state is VisitState.INSIDE,
    )
