"""Visits as a household plans them, answers for them and sees them, on its own phone."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from checkpoint.db import db, writing
from checkpoint.errors import Conflict
from checkpoint.gate.residents.households import household_actor
from checkpoint.gate.residents.schemas_visits import PlanWish, VisitView
from checkpoint.gate.restrictions import RestrictionKind, restrictions_of
from checkpoint.gate.rule_sets import rules_at
from checkpoint.gate.visits import (
    Visit,
    VisitState,
    Wish,
    cancel_visit,
    confirm_visit,
    invitation_of,
    register_visit,
)
from checkpoint.passes import LinkedPhone, Pass
from checkpoint.people import Actor, Household, lock_compounds, masked_name
from checkpoint.web import limit_rate

MOST_PLANNED: Final = 5
RATE: Final = "20/hour"
PAST_DAYS, PAST_SHOWN = 21, 8
_LETS_IN: Final = ("open", "registered", "confirmed")


def plan_visit(phone: LinkedPhone, plan: PlanWish, *, now: datetime) -> Visit:
    """Expect a visit, with a pass of its own; that the household agrees is said by it.

    Raises Forbidden for a phone that is not the household's own, BadFields, TooManyAttempts, and
    Conflict: `visitor.closed`, `household.in_observation`, `visit.too_many`, or `visit.ask_office`
    for somebody who must not come in. Why, the household is not told.
    """
    actor, home = household_actor(phone)
    limit_rate(RATE, "plan", str(home.id))
    with writing():
        lock_compounds([home.compound_id])
        _require_let_in(home, plan, now)
        _require_room(home.id, now)
        return _registered(actor, home, plan, now)


def cancel_planned(phone: LinkedPhone, visit_id: UUID, *, now: datetime) -> Visit:
    """They don't come. Raises NotFound for another household's, Conflict for who has come."""
    actor, _ = household_actor(phone)
    return cancel_visit(actor, visit_id, now=now)


def answer_visit(phone: LinkedPhone, visit_id: UUID, *, expected: bool, now: datetime) -> Visit:
    """Whether the household expects them: the gates know it at once. Raises as cancelling does."""
    actor, _ = household_actor(phone)
    if expected:
        return confirm_visit(actor, visit_id, "", now=now)
    return cancel_visit(actor, visit_id, now=now)


def visits_shown(pass_: Pass, now: datetime) -> list[VisitView]:
    """Who is asked about, then who is expected and inside by time, then the last that are over;
    of those that were registered since the household has its pass."""
    home, own = pass_.household, Visit.made_at >= pass_.issued_at
    ahead = _visits(home, own, _is_ahead(now)).order_by(Visit.expected_until, Visit.id)
    recent = Visit.expected_until > now - timedelta(days=PAST_DAYS)
    over = _visits(home, own, ~_is_ahead(now), recent).order_by(
        Visit.expected_until.desc(), Visit.id
    )
    shown = [_view(each, now) for each in db.session.scalars(ahead)]
    shown.sort(key=lambda each: not each.asked)
    return shown + [_view(each, now) for each in db.session.scalars(over.limit(PAST_SHOWN))]


def _registered(actor: Actor, home: Household, plan: PlanWish, now: datetime) -> Visit:
    wish = Wish(
        name=plan.name,
        purpose=plan.purpose,
        since=plan.since,
        until=plan.until,
        phone=plan.phone,
        household_id=home.id,
        party_size=str(plan.people),
        plate=plan.plate,
    )
    try:
        return register_visit(actor, home.compound, wish, now=now)
    except Conflict as error:
        if error.code != "visitor.denied":
            raise
        raise Conflict(
            "The office has to look at this visit first. Please call them.",
            code="visit.ask_office",
        ) from error


def _require_let_in(home: Household, plan: PlanWish, now: datetime) -> None:
    """What the gate would say to them, said before anybody sets out; doctors come all the same."""
    if plan.purpose == "medical":
        return
    begin = max(plan.since, now)
    if rules_at(home.compound_id, begin)[1].visitors not in _LETS_IN:
        raise Conflict(
            "No visitors are let in at present, but for doctors and nurses.",
            code="visitor.closed",
        )
    if any(_is_observed(home, begin, plan.until, now)):
        raise Conflict(
            "Your household is under home observation: nobody but doctors and nurses may come.",
            code="household.in_observation",
        )


def _is_observed(home: Household, begin: datetime, end: datetime, now: datetime) -> Iterator[bool]:
    for each in restrictions_of(home.id, now):
        if each.kind is RestrictionKind.OBSERVATION:
            yield each.since < end and (each.until is None or each.until > begin)


def _require_room(household_id: int, now: datetime) -> None:
    planned = select(func.count()).where(
        Visit.household_id == household_id,
        Visit.state == VisitState.EXPECTED,
        Visit.expected_until > now,
        Visit.staff_id.is_(None),
        Visit.gate_id.is_(None),
    )
    if (db.session.scalar(planned) or 0) >= MOST_PLANNED:
        raise Conflict(
            "%(most)s visits are planned already. Cancel one, or wait until one is over.",
            code="visit.too_many",
            most=MOST_PLANNED,
        )


def _visits(home: Household, *which: ColumnElement[bool]) -> Select[Visit]:
    mine = select(Visit).options(joinedload(Visit.gate), joinedload(Visit.pass_))
    return mine.where(Visit.household_id == home.id, Visit.name != "", *which)


def _is_ahead(now: datetime) -> ColumnElement[bool]:
    expected = (Visit.state == VisitState.EXPECTED) & (Visit.expected_until > now)
    return expected | (Visit.state == VisitState.INSIDE)


def _view(visit: Visit, now: datetime) -> VisitView:
    own = visit.is_planned_by_host
    is_open = visit.state is VisitState.EXPECTED and visit.expected_until > now
    missed = visit.state is VisitState.EXPECTED and not is_open
    return VisitView(
        id=visit.id,
        state="missed" if missed else visit.state.value,
        name=visit.name if own else masked_name(visit.name),
        purpose=visit.purpose.value,
        people=visit.party_size,
        plate=visit.plate,
        since=visit.expected_from or visit.made_at,
        until=visit.expected_until,
        own=own,
        asked=is_open and not visit.host_confirmed,
        gate=visit.gate.name if visit.gate else "",
        invitation=invitation_of(visit) if visit.pass_ and is_open else "",
    )
