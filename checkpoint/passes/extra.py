"""Issuing a pass beside the household's own one: a caregiver's or a visitor's."""

from datetime import datetime
from typing import Any

from checkpoint.db import db
from checkpoint.passes.issuing import new_numbers, remember, require_living_here
from checkpoint.passes.keys import newest_key
from checkpoint.passes.models import Pass, PassAction, PassKind, PassState
from checkpoint.people import Actor, Household, touch_households


def issue_extra_pass(
    actor: Actor,
    household: Household,
    kind: PassKind,
    holder: str,
    *,
    since: datetime,
    until: datetime,
    now: datetime,
    limits: dict[str, Any] | None = None,
) -> Pass:
    """A pass with a holder and an end, both times in whole minutes. Call within `writing()`.

    Raises Conflict `household.gone`. That the actor may, the caller has made sure of.
    """
    require_living_here(household)
    pass_ = Pass(
        number=new_numbers(1)[0],
        kind=kind,
        household_id=household.id,
        state=PassState.ACTIVE,
        generation=1,
        kid=newest_key(now).kid,
        holder=holder,
        valid_from=since,
        valid_until=until,
        limits=limits,
        issued_at=now,
    )
    db.session.add(pass_)
    db.session.flush()
    remember(actor, pass_, PassAction.ISSUED, now)
    touch_households(household.compound, [household.id])
    return pass_
