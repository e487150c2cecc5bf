"""A guard asks the household on its own phone whether it expects whoever stands at the gate.

The visit is known from then on, as one that is expected and that nobody has agreed to: the
household reads it on its page, and its answer is in the roster of every gate. Nobody is inside by
that.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from checkpoint.db import db, writing
from checkpoint.errors import NotFound
from checkpoint.gate.devices import EnrolledDevice
from checkpoint.gate.schemas import VisitShape
from checkpoint.gate.schemas_visits import HostAsked, HostQuestion
from checkpoint.gate.visits.files import new_file, registered, write_new
from checkpoint.gate.visits.models import Visit
from checkpoint.passes import LinkedPhone, Pass, PassKind, PassState
from checkpoint.people import Household, lock_compounds, next_roster_version
from checkpoint.web import limit_rate

RATE = "30/minute"


def ask_host(device: EnrolledDevice, question: HostQuestion, now: datetime) -> HostAsked:
    """Show the visit on the household's page, once; how many phones can show it.

    Raises NotFound for a household or visit of elsewhere, TooManyAttempts.
    """
    limit_rate(RATE, "ask", str(device.id))
    with writing():
        lock_compounds([device.compound_id])
        visit = db.session.get(Visit, question.visit_id)
        if visit is None and question.visit is None:
            raise _nowhere()
        home = _home(device, visit or question.visit)
        phones = _phones(home)
        if phones and visit is None and question.visit is not None:
            _open(device, question, question.visit, now)
    return HostAsked(phones=phones)


def _open(device: EnrolledDevice, asked: HostQuestion, said: VisitShape, now: datetime) -> None:
    known: dict[str, Any] = {**registered(said), "household_id": said.household_id}
    version = next_roster_version(device.compound_id)
    file = new_file(asked.visit_id, device.compound_id, now, **known)
    file.row.update(gate_id=device.gate_id, roster_version=version)
    write_new([file])


def _home(device: EnrolledDevice, visit: Visit | VisitShape | None) -> Household:
    household_id = visit.household_id if visit else None
    home = db.session.get(Household, household_id) if household_id else None
    if home is None or home.compound_id != device.compound_id:
        raise _nowhere()
    return home


def _phones(home: Household) -> int:
    query = (
        select(func.count())
        .select_from(LinkedPhone)
        .join(Pass, Pass.id == LinkedPhone.pass_id)
        .where(
            Pass.household_id == home.id,
            Pass.kind == PassKind.HOUSEHOLD,
            Pass.state == PassState.ACTIVE,
            LinkedPhone.unlinked_at.is_(None),
        )
    )
    return db.session.scalar(query) or 0


def _nowhere() -> NotFound:
    return NotFound("There is no such household here. Look it up again.", field="host")
