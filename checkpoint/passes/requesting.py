"""Extra passes: requested by one person, decided by another, delivered, renewed before their end.

Nobody decides on what they asked for themselves, whatever their role. Whoever sits at the command
line counts as one person, and so do two accounts of which one set the other's password last. The
database holds the same rule, but for accounts (`ck_pass_request_two_people`).
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from checkpoint.db import db, writing
from checkpoint.errors import Conflict, Forbidden, NotFound
from checkpoint.passes.extra import issue_extra_pass
from checkpoint.passes.issuing import active_pass, make_new_card, require_living_here
from checkpoint.passes.models import Pass, PassKind
from checkpoint.passes.models_requests import PassRequest, RequestState
from checkpoint.passes.request_form import (
    LONGEST_DAYS,
    USUAL_DAYS,
    Delivery,
    Wish,
    read_delivery,
    read_note,
    read_wish,
)
from checkpoint.people import (
    Actor,
    Compound,
    Household,
    Permission,
    can_be_both,
    lock_compounds,
    record_audit,
)

RENEWED: Final = "renewed"


def request_pass(actor: Actor, compound: Compound, wish: Wish, *, now: datetime) -> PassRequest:
    """Ask for an extra pass; there is none until another person approves it.

    Raises BadFields, and Conflict `household.gone`.
    """
    actor.require(Permission.ISSUE_PASSES, compound)
    read, compound_id = read_wish(wish, compound, now), compound.id
    with writing():
        lock_compounds([compound_id])
        require_living_here(db.session.get_one(Household, read["household_id"]))
        made = PassRequest(requested_at=now, requested_by_id=actor.staff_id, **read)
        _add(actor, made, now)
    return made


def renew_pass(actor: Actor, pass_id: int, *, now: datetime) -> PassRequest:
    """Ask for thirty days more, with everything else as it was.

    Raises Conflict for a pass that has ended, has long enough to go, or is asked for already.
    """
    with writing():
        pass_ = _pass_to_renew(actor, pass_id)
        last = _last_approved(pass_)
        until = _renewable_until(pass_, now)
        made = PassRequest(
            household_id=pass_.household_id,
            holder=pass_.holder,
            reason=last.reason,
            words=last.words,
            valid_from=until,
            valid_until=until + timedelta(days=USUAL_DAYS),
            limits=pass_.limits,
            requested_at=now,
            requested_by_id=actor.staff_id,
            renews_id=pass_.id,
        )
        _add(actor, made, now)
    return made


def approve_request(actor: Actor, request_id: int, *, now: datetime) -> PassRequest:
    """Issue the pass, or give the one that it renews a new end and a new card; the old card dies.

    Raises Forbidden for who asked for it, and Conflict for one that does not wait any more.
    """
    with writing():
        request = _waiting(actor, request_id)
        _require_another(actor, request)
        if request.valid_until <= now:
            raise Conflict("Its last day is over. Ask for it anew.", code="request.lapsed")
        pass_ = _renewed(actor, request, now) if request.renews_id else _new(actor, request, now)
        request.pass_id = pass_.id
        _decide(actor, request, RequestState.APPROVED, now)
    return request


def decline_request(actor: Actor, request_id: int, note: str, *, now: datetime) -> PassRequest:
    """Say no, and why. Raises BadInput without a note, Forbidden for who asked for it."""
    with writing():
        request = _waiting(actor, request_id)
        _require_another(actor, request)
        request.note = read_note(note)
        _decide(actor, request, RequestState.DECLINED, now)
    return request


def withdraw_request(actor: Actor, request_id: int, *, now: datetime) -> PassRequest:
    """Take back what one asked for oneself. Raises Forbidden for anybody else."""
    with writing():
        request = _waiting(actor, request_id)
        if request.requested_by_id != actor.staff_id:
            raise Forbidden("Only whoever asked for it can take it back. You can decline it.")
        _decide(actor, request, RequestState.WITHDRAWN, now)
    return request


def deliver_card(actor: Actor, request_id: int, typed: Delivery, *, now: datetime) -> PassRequest:
    """Write down who carried the card to whom, once. Raises BadFields, and Conflict."""
    with writing():
        request = _mine(actor, request_id)
        if request.state is not RequestState.APPROVED:
            raise Conflict("There is no card to deliver: this was not approved.")
        if request.delivered_on is not None:
            raise Conflict("That this card was delivered is written down already.")
        for column, value in read_delivery(typed, request.household.compound, now).items():
            setattr(request, column, value)
        record_audit(actor, now, "request.delivered", "pass", request.pass_id)
    return request


def _new(actor: Actor, request: PassRequest, now: datetime) -> Pass:
    return issue_extra_pass(
        actor,
        request.household,
        PassKind.CAREGIVER,
        request.holder,
        since=request.valid_from,
        until=request.valid_until,
        limits=request.limits,
        now=now,
    )


def _renewed(actor: Actor, request: PassRequest, now: datetime) -> Pass:
    require_living_here(request.household)
    pass_ = active_pass(request.renews_id or 0)
    pass_.valid_until = request.valid_until
    make_new_card(actor, pass_, RENEWED, now)
    return pass_


def _pass_to_renew(actor: Actor, pass_id: int) -> Pass:
    """The caregiver's pass, held. Call within `writing()`."""
    actor.require(Permission.ISSUE_PASSES)
    found = db.session.get(Pass, pass_id)
    if found is None or not actor.covers(found.household.compound):
        raise NotFound("There is no such pass here. Look it up again.")
    if found.kind is not PassKind.CAREGIVER:
        raise Conflict("Only an extra pass has an end that can be put off.")
    lock_compounds([found.household.compound_id])
    require_living_here(found.household)
    return active_pass(pass_id)


def _renewable_until(pass_: Pass, now: datetime) -> datetime:
    """The end of a pass that may be renewed now."""
    until = pass_.valid_until
    if until is None or until <= now:
        raise Conflict("This pass has ended. Ask for a new one.", code="pass.expired")
    if until + timedelta(days=USUAL_DAYS) > now + timedelta(days=LONGEST_DAYS):
        raise Conflict("This pass is good for long enough. Renew it nearer to its end.")
    open_one = select(PassRequest.id).where(
        PassRequest.renews_id == pass_.id, PassRequest.state == RequestState.REQUESTED
    )
    if db.session.scalar(open_one) is not None:
        raise Conflict("Its renewal waits for a second person already.")
    return until


def _last_approved(pass_: Pass) -> PassRequest:
    query = select(PassRequest).where(PassRequest.pass_id == pass_.id)
    found = db.session.scalars(query.order_by(PassRequest.id.desc()).limit(1)).first()
    if found is None:
        raise Conflict("Nobody wrote down what this pass is for. Ask for a new one.")
    return found


def _add(actor: Actor, made: PassRequest, now: datetime) -> None:
    db.session.add(made)
    db.session.flush()
    record_audit(actor, now, "request.made", "request", made.id)


def _decide(actor: Actor, request: PassRequest, state: RequestState, now: datetime) -> None:
    request.state = state
    request.decided_at, request.decided_by_id = now, actor.staff_id
    record_audit(actor, now, f"request.{state}", "request", request.id)


def _require_another(actor: Actor, request: PassRequest) -> None:
    if request.requested_by_id == actor.staff_id:
        raise Forbidden("Another person has to decide on what you asked for.")
    asker, decider = request.requested_by_id, actor.staff_id
    if asker and decider and can_be_both(asker, decider):
        raise Forbidden(
            "One of you set the other's password last, so this could be one person. Whose password "
            "it is changes it under 'My account' first."
        )


def _waiting(actor: Actor, request_id: int) -> PassRequest:
    request = _mine(actor, request_id)
    if request.state is not RequestState.REQUESTED:
        raise Conflict("This request does not wait any more. Load the page again.")
    return request


def _mine(actor: Actor, request_id: int) -> PassRequest:
    """The request, to be changed. Call within `writing()`."""
    actor.require(Permission.ISSUE_PASSES)
    found = db.session.get(PassRequest, request_id)
    if found is None or not actor.covers(found.household.compound):
        raise NotFound("There is no such request here. Load the page again.")
    lock_compounds([found.household.compound_id])
    query = select(PassRequest).where(PassRequest.id == request_id)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()
