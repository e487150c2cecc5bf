"""The record of who did or looked at what."""

from datetime import datetime
from typing import Any

from checkpoint.db import db
from checkpoint.people.actor import Actor
from checkpoint.people.models import AuditEntry


def record(
    actor: Actor,
    now: datetime,
    action: str,
    object_kind: str = "",
    object_id: int | None = None,
    **detail: Any,
) -> None:
    """Add one entry, e.g. `household.opened`; of a household it says which phone it was.

    Call within `writing()`.
    """
    if actor.phone_id is not None:
        detail["by_phone"] = actor.phone_id
    db.session.add(
        AuditEntry(
            at=now,
            staff_id=actor.staff_id,
            action=action,
            object_kind=object_kind,
            object_id=object_id,
            detail=detail,
        )
    )
