"""Staff settle a conflict, or what was set aside, with a note. Nothing of either is deleted."""

from datetime import datetime

from checkpoint.db import db, writing
from checkpoint.errors import BadInput, Conflict, NotFound
from checkpoint.gate.models import Conflict as KeptConflict
from checkpoint.gate.models import ConflictState, SetAside
from checkpoint.people import Actor, Compound, Permission, record_audit

LONGEST_NOTE = 500


def resolve(actor: Actor, conflict_id: int, note: str, now: datetime) -> KeptConflict:
    """Close an open conflict with a note. Raises BadInput, NotFound; Conflict if it is closed."""
    note = _checked(note)
    with writing():
        conflict = db.session.get(KeptConflict, conflict_id, with_for_update=True)
        if conflict is None or not _in_scope(actor, conflict.compound_id):
            raise NotFound("There is no such conflict here.")
        if conflict.state is not ConflictState.OPEN:
            raise Conflict("This one is settled already. Load the page again.")
        conflict.state = ConflictState.RESOLVED
        conflict.resolved_at, conflict.resolved_by_id = now, actor.staff_id
        conflict.note = note
        record_audit(actor, now, "conflict.resolved", "conflict", conflict.id, kind=conflict.kind)
    return conflict


def resolve_aside(actor: Actor, aside_id: int, note: str, now: datetime) -> SetAside:
    """Close what was set aside with a note. Raises BadInput, NotFound, or Conflict if closed."""
    note = _checked(note)
    with writing():
        aside = db.session.get(SetAside, aside_id, with_for_update={"of": SetAside})
        if aside is None or not _in_scope(actor, aside.compound_id):
            raise NotFound("There is nothing of that kind set aside here.")
        if aside.resolved_at is not None:
            raise Conflict("This one is settled already. Load the page again.")
        aside.resolved_at, aside.resolved_by_id, aside.note = now, actor.staff_id, note
        record_audit(actor, now, "aside.resolved", "set_aside", aside.id, reason=aside.reason)
    return aside


def _in_scope(actor: Actor, compound_id: int) -> bool:
    actor.require(Permission.SEE_DESK)
    return actor.covers(db.session.get_one(Compound, compound_id))


def _checked(note: str) -> str:
    note = " ".join(note.split())
    if not 1 <= len(note) <= LONGEST_NOTE or not note.isprintable():
        raise BadInput(
            "Write in a few words what came out of it, up to 500 characters.", field="note"
        )
    return note
