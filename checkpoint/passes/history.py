"""What became of a pass, and the showing of its code, which is on record like everything else."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from checkpoint.db import db, writing
from checkpoint.errors import Conflict
from checkpoint.passes.issuing import pass_by_id, token_of
from checkpoint.passes.models import Pass, PassAction, PassEvent, PassState
from checkpoint.people import Actor, Permission, Staff, record_audit


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to a pass; `who` is empty for the command line."""

    at: datetime
    action: PassAction
    generation: int
    who: str
    reason: str
    proof: str


def history_of(pass_: Pass) -> list[Happening]:
    """What happened to a pass, the newest first."""
    query = (
        select(PassEvent, Staff.name)
        .outerjoin(Staff, Staff.id == PassEvent.staff_id)
        .where(PassEvent.pass_id == pass_.id)
        .order_by(PassEvent.id.desc())
    )
    return [
        Happening(event.at, event.action, event.generation, name or "", event.reason, event.proof)
        for event, name in db.session.execute(query)
    ]


def shown_token(actor: Actor, pass_id: int, *, now: datetime) -> str:
    """The token of a pass for a screen or a picture; that it was shown is on record first.

    Raises Conflict `pass.revoked`: what no gate takes is not shown.
    """
    pass_ = pass_by_id(actor, pass_id)
    actor.require(Permission.ISSUE_PASSES, pass_.household.compound)
    with writing():
        pass_ = db.session.get_one(Pass, pass_id)
        if pass_.state is not PassState.ACTIVE:
            raise Conflict("This pass was revoked already. Issue a new one.", code="pass.revoked")
        record_audit(actor, now, "pass.shown", "pass", pass_.id)
    return token_of(pass_)
