"""Others live behind a door: what their predecessors held opens no gate to them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select, update

from checkpoint.db import db
from checkpoint.passes.issuing import remember
from checkpoint.passes.models import Pass, PassAction, PassKind, PassState
from checkpoint.passes.models_requests import PassRequest, RequestState
from checkpoint.people import Actor, when_others_move_in

OTHERS: Final = "others_moved_in"


@when_others_move_in
def end_passes_of(actor: Actor, household_ids: Sequence[int], now: datetime) -> None:
    """Revoke their household and extra passes, and take back what they waited for.

    A visitor's pass goes on with its visit: whoever is inside must be able to leave. Call within
    `writing()`; the households are touched by whoever changed them.
    """
    standing = select(Pass).where(
        Pass.household_id.in_(household_ids),
        Pass.kind != PassKind.VISITOR,
        Pass.state == PassState.ACTIVE,
    )
    for pass_ in db.session.scalars(standing):
        pass_.state = PassState.REVOKED
        remember(actor, pass_, PassAction.REVOKED, now, OTHERS)
    waiting = update(PassRequest).where(
        PassRequest.household_id.in_(household_ids), PassRequest.state == RequestState.REQUESTED
    )
    decided = {"decided_at": now, "decided_by_id": actor.staff_id}
    db.session.execute(waiting.values(state=RequestState.WITHDRAWN, **decided))
