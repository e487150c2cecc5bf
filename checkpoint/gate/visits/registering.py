"""Visits as staff and hosts arrange them: registered beforehand, confirmed, changed, cancelled.

A household arranges its own alone, and agrees by arranging: its word is noted as `page`.

Who is inside is not decided here: that follows from the crossings (`visits.lives`).
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select

from checkpoint.db import db, writing
from checkpoint.errors import Conflict, NotFound
from checkpoint.gate.phones import normalised_name
from checkpoint.gate.visits.matching import Traits, denied
from checkpoint.gate.visits.models import Visit, VisitState
from checkpoint.gate.visits.wishes import ON_PAGE, Wish, checked_confirmation, read_wish
from checkpoint.passes import end_visitor_pass, issue_visitor_pass, move_visitor_pass
from checkpoint.people import (
    Actor,
    Compound,
    Household,
    HouseholdState,
    Permission,
    lock_compounds,
    next_roster_version,
    record_audit,
)


def visit_by_id(actor: Actor, visit_id: UUID) -> Visit:
    """One visit. Raises NotFound outside the scope just as for none at all."""
    visit = db.session.get(Visit, visit_id)
    compound = db.session.get(Compound, visit.compound_id) if visit else None
    covered = compound is not None and actor.covers(compound)
    if visit is None or not covered or not actor.speaks_for(visit.household_id):
        raise NotFound("There is no such visit here. Look it up again.")
    return visit


def register_visit(actor: Actor, compound: Compound, wish: Wish, *, now: datetime) -> Visit:
    """Expect a visit; with a host it gets a pass of its own.

    Raises BadFields, and Conflict for a host that has moved out (`household.gone`) or a visitor who
    must not come in (`visitor.denied`).
    """
    actor.require(Permission.EXPECT_VISITS, compound)
    columns, compound_id = read_wish(wish, now), compound.id
    if actor.household_id is not None:
        columns["host_confirmed"] = ON_PAGE
    with writing():
        lock_compounds([compound_id])
        host = _host(actor, compound_id, wish.household_id)
        traits = Traits(columns["phone"], columns["plate"], normalised_name(columns["name"]))
        if denied(compound_id, traits, now) == "yes":
            raise _denied()
        visit = Visit(
            id=uuid4(),
            compound_id=compound_id,
            state=VisitState.EXPECTED,
            made_at=now,
            staff_id=actor.staff_id,
            roster_version=next_roster_version(compound_id),
            **columns,
        )
        if host is not None:
            visit.pass_ = issue_visitor_pass(
                actor,
                host,
                visit.name,
                since=columns["expected_from"],
                until=visit.expected_until,
                now=now,
            )
        db.session.add(visit)
        _remember(actor, visit, "visit.registered", now)
    return visit


def confirm_visit(actor: Actor, visit_id: UUID, how: str, *, now: datetime) -> Visit:
    """The host agreed: by `phone`, at the `door`, or at the `desk`; a host does so on its page."""
    how = ON_PAGE if actor.household_id is not None else checked_confirmation(how)
    with writing():
        visit = _mine(actor, visit_id)
        _require_open(visit)
        visit.host_confirmed = how
        _changed(actor, visit, "visit.confirmed", now)
    return visit


def cancel_visit(actor: Actor, visit_id: UUID, *, now: datetime) -> Visit:
    """They don't come. Raises Conflict for one who is inside or has left."""
    with writing():
        visit = _mine(actor, visit_id)
        if visit.state in (VisitState.INSIDE, VisitState.LEFT):
            raise Conflict("They have come already. A visit ends when they leave.")
        visit.state, visit.cancelled_at = VisitState.CANCELLED, now
        if visit.pass_ is not None:
            end_visitor_pass(actor, visit.pass_, "", now=now)
        _changed(actor, visit, "visit.cancelled", now)
    return visit


def change_visit(actor: Actor, visit_id: UUID, wish: Wish, *, now: datetime) -> Visit:
    """Say anything of it anew; the host stays, and what it said on its own page.

    Raises BadFields, and Conflict once it is over.
    """
    actor.require(Permission.SEE_DESK)
    with writing():
        visit = _mine(actor, visit_id)
        _require_open(visit)
        columns = read_wish(wish, now)
        stays = {"household_id"}
        if visit.host_confirmed == ON_PAGE:
            stays.add("host_confirmed")
        for name in columns.keys() - stays:
            setattr(visit, name, columns[name])
        if visit.pass_ is not None:
            visit.pass_.holder = visit.name
            move_visitor_pass(
                visit.pass_, since=columns["expected_from"], until=visit.expected_until
            )
        _changed(actor, visit, "visit.changed", now)
    return visit


def open_visit(actor: Actor, visit_id: UUID, *, now: datetime) -> Visit:
    """The visit for a look in full; that somebody looked is on record before it is shown."""
    actor.require(Permission.SEE_DESK)
    with writing():
        visit = _mine(actor, visit_id)
        record_audit(actor, now, "visit.opened", "visit", visit=str(visit.id))
    return visit_by_id(actor, visit_id)


def _mine(actor: Actor, visit_id: UUID) -> Visit:
    """The visit, to be changed. Call within `writing()`."""
    actor.require(Permission.EXPECT_VISITS)
    visit = visit_by_id(actor, visit_id)
    lock_compounds([visit.compound_id])
    query = select(Visit).where(Visit.id == visit_id).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def _require_open(visit: Visit) -> None:
    if visit.state in (VisitState.LEFT, VisitState.CANCELLED, VisitState.REFUSED):
        raise Conflict("This visit is over. Register another one.", code="visit.over")


def _changed(actor: Actor, visit: Visit, action: str, now: datetime) -> None:
    visit.roster_version = next_roster_version(visit.compound_id)
    _remember(actor, visit, action, now)


def _remember(actor: Actor, visit: Visit, action: str, now: datetime) -> None:
    record_audit(actor, now, action, "visit", visit=str(visit.id))


def _host(actor: Actor, compound_id: int, household_id: int | None) -> Household | None:
    if household_id is None and actor.speaks_for(None):
        return None
    host = db.session.get(Household, household_id) if household_id else None
    if host is None or host.compound_id != compound_id or not actor.speaks_for(host.id):
        raise NotFound("There is no such household here. Look it up again.", field="host")
    if host.state is not HouseholdState.ACTIVE:
        raise Conflict("This household has moved out.", code="household.gone", field="host")
    return host


def _denied() -> Conflict:
    return Conflict(
        "Whoever has this phone or plate must not come in: see the deny list.",
        code="visitor.denied",
        field="phone",
    )
