"""Staff's part of a household's file: what keeps it in, and what it is told at its next scan."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from checkpoint import clock
from checkpoint.errors import BadInput, CheckpointError, NotFound
from checkpoint.gate.restrictions import (
    LONGEST_NOTICE,
    RestrictionKind,
    lift,
    notices_of,
    put_notice,
    restrict,
    restrictions_of,
    take_back_notice,
)
from checkpoint.people import Household, Permission, household_by_id, permission_required
from checkpoint.people import signed_in as actor
from checkpoint.web import error_text

orders = Blueprint("orders", __name__)
to_change = permission_required(Permission.ISSUE_PASSES)


@orders.app_context_processor
def words() -> dict[str, object]:
    """What the panel asks for by name: it is part of the household's file."""
    return {
        "household_restrictions": restrictions_of,
        "household_notices": notices_of,
        "restriction_word": restriction_word,
        "restriction_kinds": [(kind.value, restriction_word(kind)) for kind in RestrictionKind],
        "longest_notice": LONGEST_NOTICE,
        "last_day": _last_day,
    }


def restriction_word(kind: RestrictionKind) -> str:
    """A kind in the reader's language."""
    known = {
        RestrictionKind.OBSERVATION: gettext("Home observation"),
        RestrictionKind.OTHER: gettext("Asked to stay in"),
    }
    return str(known[kind])


@orders.post("/households/<int:household_id>/restrictions")
@to_change
def add_restriction(household_id: int) -> ResponseReturnValue:
    """Keep the household in, through the last day that was chosen."""
    kind, last = request.form.get("kind", ""), request.form.get("last", "")

    def put() -> Household:
        household = household_by_id(actor(), household_id)
        until = _end_of(last, household)
        if kind not in set(RestrictionKind):
            raise BadInput("Choose why they stay in.", field="kind")
        restrict(actor(), household_id, RestrictionKind(kind), now=clock.now(), until=until)
        return household

    return _done(put, gettext("They stay in. The gates know it now."), household_id)


@orders.post("/restrictions/<int:restriction_id>/lift")
@to_change
def lift_restriction(restriction_id: int) -> ResponseReturnValue:
    """They may go out again."""
    return _done(
        lambda: lift(actor(), restriction_id, now=clock.now()),
        gettext("They may go out again. The gates know it now."),
    )


@orders.post("/households/<int:household_id>/notices")
@to_change
def add_notice(household_id: int) -> ResponseReturnValue:
    """A line for the guard at their next scan."""

    def put() -> Household:
        put_notice(actor(), household_id, request.form.get("text", ""), now=clock.now())
        return household_by_id(actor(), household_id)

    return _done(put, gettext("The guard will pass it on at their next scan."), household_id)


@orders.post("/notices/<int:notice_id>/take-back")
@to_change
def take_back(notice_id: int) -> ResponseReturnValue:
    """It was passed on, or is not needed."""
    return _done(
        lambda: take_back_notice(actor(), notice_id, now=clock.now()),
        gettext("It is not shown any more."),
    )


def _done(
    act: Callable[[], Household], said: str, household_id: int | None = None
) -> ResponseReturnValue:
    """Back at the file, with what was done or what is wrong."""
    try:
        household_id = act().id
        flash(said)
    except NotFound:
        raise
    except CheckpointError as error:
        if household_id is None:
            raise
        flash(error_text(error), "error")
    return redirect(f"/households/{household_id}", 303)


def _end_of(last: str, household: Household) -> datetime | None:
    """The first moment after that day on the compound's clock; None for no day."""
    if not last:
        return None
    try:
        day = date.fromisoformat(last)
    except ValueError as error:
        raise BadInput("Choose the last day from the calendar.", field="last") from error
    zone = ZoneInfo(household.compound.community.time_zone)
    return datetime.combine(day + timedelta(days=1), time(), zone)


def _last_day(until: datetime, household: Household) -> date:
    """The last day of a restriction that ends at `until`."""
    zone = ZoneInfo(household.compound.community.time_zone)
    return (until.astimezone(zone) - timedelta(microseconds=1)).date()
