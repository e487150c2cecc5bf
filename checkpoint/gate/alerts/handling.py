"""What staff do about an alert. Each of it is a line of its record, and nothing is done twice.

Two people may press at once: one of them wins, the other is told who it was. Pressing twice is as
good as once.
"""

from datetime import datetime, timedelta

from checkpoint.db import db, writing
from checkpoint.errors import BadInput, Conflict, NotFound
from checkpoint.gate.alerts.kinds import (
    CALL_REASONS,
    CALLED,
    CLOSING_REASONS,
    FEVER,
    HANDED_OVER,
    OVERDUE,
    OVERRIDE,
    PROPOSED,
    outcomes_of,
)
from checkpoint.gate.alerts.models import Alert, AlertEvent
from checkpoint.gate.alerts.raising import close_alert, hold, note_event
from checkpoint.gate.restrictions import RestrictionKind, restrict
from checkpoint.people import Actor, Compound, Permission, Staff, lock_compounds

LONGEST_NOTE = 500
OBSERVATION_DAYS = 14
# Who says the same again within this has pressed twice.
PRESSED_TWICE = timedelta(seconds=60)


def take(actor: Actor, alert_id: int, *, now: datetime, seen_owner_id: int | None = None) -> Alert:
    """Make it the actor's. `seen_owner_id` is whose it was when the actor looked: to take it over
    from somebody is meant, to come a moment too late is a Conflict that names who was first."""
    with writing():
        alert = _open_alert(actor, alert_id)
        if alert.owner_id == actor.staff_id:
            return alert
        if alert.owner_id != seen_owner_id:
            raise _with_another(alert)
        _own(alert, actor.staff_id, now)
        note_event(alert, now, "taken", staff_id=actor.staff_id)
    return alert


def hand_on(actor: Actor, alert_id: int, to_id: int, *, now: datetime, note: str = "") -> Alert:
    """Make it somebody else's. Raises BadInput for a person who can't take it."""
    with writing():
        alert = _mine_now(actor, _open_alert(actor, alert_id), now)
        to = db.session.get(Staff, to_id)
        if to is None or not _may_take(to, alert):
            raise BadInput("Choose somebody who works at this desk.", field="to")
        if alert.owner_id != to.id:
            said = _note(f"{to.name} · {note}" if note.strip() else to.name)
            _own(alert, to.id, now)
            note_event(alert, now, "handed_on", note=said, staff_id=actor.staff_id)
    return alert


def add_note(actor: Actor, alert_id: int, text: str, *, now: datetime) -> Alert:
    """Write something down. Raises BadInput for nothing."""
    text = _note(text)
    if not text:
        raise BadInput("Write what you found out.", field="note")
    with writing():
        alert = _open_alert(actor, alert_id)
        if not _repeats(alert, actor, "noted", "", text, now):
            note_event(alert, now, "noted", note=text, staff_id=actor.staff_id)
    return alert


def call(
    actor: Actor, alert_id: int, reason: str, *, now: datetime, seen_step: str, note: str = ""
) -> Alert:
    """The household was called, and what came of it. Who is home but was not scanned, or is in a
    hospital, is no longer waited for: that closes it."""
    if reason not in CALL_REASONS:
        raise BadInput("Choose what came of the call.", field="reason")
    with writing():
        alert = _of_kind(_open_or_repeated(actor, alert_id, reason, now), OVERDUE)
        if alert.closed_at or _repeats(alert, actor, "called", reason, _note(note), now):
            return alert
        _require_step(alert, seen_step)
        _mine_now(actor, alert, now)
        alert.step = CALLED
        note_event(alert, now, "called", reason=reason, note=_note(note), staff_id=actor.staff_id)
        if reason in CLOSING_REASONS:
            close_alert(alert, now, reason, _note(note), actor.staff_id)
    return alert


def hand_over(
    actor: Actor, alert_id: int, leader: str, *, now: datetime, seen_step: str, note: str = ""
) -> Alert:
    """The building's leader goes and looks. Raises BadInput without their name."""
    leader = " ".join(leader.split())
    if not 0 < len(leader) <= 40:
        raise BadInput("Write the name of the building's leader.", field="leader")
    with writing():
        alert = _of_kind(_open_alert(actor, alert_id), OVERDUE)
        said = _note(f"{leader} · {note}" if note.strip() else leader)
        if _repeats(alert, actor, HANDED_OVER, "", said, now):
            return alert
        _require_step(alert, seen_step)
        _mine_now(actor, alert, now)
        alert.step = HANDED_OVER
        note_event(alert, now, HANDED_OVER, note=said, staff_id=actor.staff_id)
    return alert


def close(actor: Actor, alert_id: int, outcome: str, *, now: datetime, note: str = "") -> Alert:
    """It is dealt with. Raises BadInput for an outcome that does not belong to its kind, Conflict
    where somebody else closed it or has it."""
    with writing():
        alert = _alert(actor, alert_id)
        visitor = alert.visit_id is not None
        if alert.kind == OVERRIDE or outcome not in outcomes_of(alert.kind, visitor=visitor):
            raise BadInput("Choose what came of it.", field="outcome")
        if alert.closed_at is not None:
            if (alert.closed_by_id, alert.outcome) == (actor.staff_id, outcome):
                return alert
            raise _closed(alert)
        _mine_now(actor, alert, now)
        close_alert(alert, now, outcome, _note(note), actor.staff_id)
    return alert


def propose_observation(actor: Actor, alert_id: int, *, now: datetime, note: str = "") -> Alert:
    """Keep the household in for fourteen days, and close its fever with that. The gates hear of it
    at once. Raises Conflict where it is under observation already."""
    with writing():
        alert = _of_kind(_alert(actor, alert_id), FEVER)
        if alert.outcome == PROPOSED and alert.closed_by_id == actor.staff_id:
            return alert
        if alert.closed_at is not None:
            raise _closed(alert)
        if alert.household_id is None or alert.visit_id is not None:
            raise BadInput("Only a household of this compound can be observed.", field="household")
        _mine_now(actor, alert, now)
        until = now + timedelta(days=OBSERVATION_DAYS)
        restrict(actor, alert.household_id, RestrictionKind.OBSERVATION, now=now, until=until)
        close_alert(alert, now, PROPOSED, _note(note), actor.staff_id)
    return alert


def alert_by_id(actor: Actor, alert_id: int) -> Alert:
    """One alert. Raises NotFound outside the scope just as for none at all."""
    actor.require(Permission.SEE_DESK)
    alert = db.session.get(Alert, alert_id)
    if alert is None or not actor.covers(db.session.get_one(Compound, alert.compound_id)):
        raise NotFound("There is no such alert here. Load the page again.")
    return alert


def _alert(actor: Actor, alert_id: int) -> Alert:
    """The alert, held: whoever acts on it at the same time waits."""
    alert = alert_by_id(actor, alert_id)
    lock_compounds([alert.compound_id])
    hold()
    db.session.refresh(alert)
    return alert


def _open_alert(actor: Actor, alert_id: int) -> Alert:
    alert = _alert(actor, alert_id)
    if alert.closed_at is not None:
        raise _closed(alert)
    return alert


def _open_or_repeated(actor: Actor, alert_id: int, outcome: str, now: datetime) -> Alert:
    """The open alert, or the one that the same person closed with the same just now."""
    alert = _alert(actor, alert_id)
    mine = (alert.closed_by_id, alert.outcome) == (actor.staff_id, outcome)
    if alert.closed_at is not None and not (mine and now - alert.closed_at < PRESSED_TWICE):
        raise _closed(alert)
    return alert


def _of_kind(alert: Alert, kind: str) -> Alert:
    if alert.kind != kind:
        raise BadInput("This can't be done about such an alert.", field="alert")
    return alert


def _mine_now(actor: Actor, alert: Alert, now: datetime) -> Alert:
    """Whoever does something about an alert that nobody has taken has it."""
    if alert.owner_id not in (None, actor.staff_id):
        raise _with_another(alert)
    if alert.owner_id is None and actor.staff_id is not None:
        _own(alert, actor.staff_id, now)
        note_event(alert, now, "taken", staff_id=actor.staff_id)
    return alert


def _own(alert: Alert, staff_id: int | None, now: datetime) -> None:
    alert.owner_id, alert.taken_at = staff_id, now
    db.session.flush()
    db.session.expire(alert, ["owner"])


def _may_take(staff: Staff, alert: Alert) -> bool:
    compound = db.session.get_one(Compound, alert.compound_id)
    return staff.active and Actor.of(staff).may(Permission.SEE_DESK, compound)


def _require_step(alert: Alert, seen_step: str) -> None:
    if alert.step != seen_step:
        last = alert.events[-1]
        raise Conflict(
            "%(name)s was quicker and has done the next step already. Look at what came of it.",
            name=last.staff.name if last.staff else "–",
        )


def _repeats(
    alert: Alert, actor: Actor, action: str, reason: str, note: str, now: datetime
) -> bool:
    """Whether the same person has just said the same."""
    said: AlertEvent | None = next(
        (each for each in reversed(alert.events) if each.action == action), None
    )
    return (
        said is not None
        and (said.staff_id, said.reason, said.note) == (actor.staff_id, reason, note)
        and now - said.at < PRESSED_TWICE
    )


def _with_another(alert: Alert) -> Conflict:
    if alert.owner is None:
        return Conflict("Nobody has this alert any more. Load the page again.")
    return Conflict(
        "%(name)s has taken this. Ask them, or take it over from them.", name=alert.owner.name
    )


def _closed(alert: Alert) -> Conflict:
    if alert.closed_by is None:
        return Conflict("This has settled itself meanwhile.")
    return Conflict("%(name)s has closed this already.", name=alert.closed_by.name)


def _note(text: str) -> str:
    text = " ".join(text.split())
    if len(text) > LONGEST_NOTE:
        raise BadInput(
            "Write a note of at most %(most)s characters.", field="note", most=LONGEST_NOTE
        )
    return text
