"""Pages of extra passes: what waits, what is valid, what is over; and how one is asked for."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from checkpoint import clock
from checkpoint.db import writing
from checkpoint.errors import BadInput, CheckpointError, http_status
from checkpoint.passes.limits import TypedLimits
from checkpoint.passes.models_requests import RequestReason
from checkpoint.passes.request_form import (
    LONGEST_DAYS,
    USUAL_DAYS,
    Delivery,
    Wish,
    first_wish,
)
from checkpoint.passes.request_lists import extra_passes, extra_passes_of
from checkpoint.passes.request_words import (
    home_choices,
    limits_said,
    place_said,
    request_reason_word,
    standing_mark,
    why,
)
from checkpoint.passes.requesting import (
    approve_request,
    decline_request,
    deliver_card,
    renew_pass,
    request_pass,
    withdraw_request,
)
from checkpoint.people import (
    BadFields,
    Permission,
    household_by_id,
    permission_required,
    record_audit,
    required_compound,
)
from checkpoint.people import signed_in as actor
from checkpoint.web import error_text, local_time

pass_requests = Blueprint("pass_requests", __name__, url_prefix="/passes/requests")
passes_only = permission_required(Permission.ISSUE_PASSES)


@pass_requests.app_context_processor
def words() -> dict[str, object]:
    """What the templates of extra passes ask for by name; a household's file shows them too."""
    return {
        "extra_passes_of": extra_passes_of,
        "standing_mark": standing_mark,
        "request_why": why,
        "limits_said": limits_said,
        "place_said": place_said,
    }


@pass_requests.get("")
@passes_only
def index() -> ResponseReturnValue:
    """Every extra pass with its reason, names masked."""
    return _page()


@pass_requests.post("/open")
@passes_only
def show_open() -> ResponseReturnValue:
    """The same with the names in full; the look is kept."""
    compound = required_compound()
    with writing():
        record_audit(actor(), clock.now(), "request.opened", "compound", compound.id)
    return _page(full=True)


@pass_requests.get("/new")
@passes_only
def new() -> ResponseReturnValue:
    """The form, for a household where one is given."""
    wanted = request.args.get("household", type=int)
    household = household_by_id(actor(), wanted) if wanted else None
    reason = request.args.get("reason", RequestReason.NURSING.value)
    return _form(first_wish(required_compound(), clock.now(), household, reason), {})


@pass_requests.post("/new")
@passes_only
def make() -> ResponseReturnValue:
    """Ask for an extra pass."""
    form = request.form
    wish = Wish(
        form.get("door", ""),
        form.get("holder", ""),
        form.get("reason", ""),
        form.get("words", ""),
        form.get("since", ""),
        form.get("until", ""),
        _typed_limits(),
    )
    try:
        request_pass(actor(), required_compound(), wish, now=clock.now())
    except CheckpointError as error:
        return _form(form, _errors(error)), http_status(error)
    return _back(gettext("Requested. There is no pass until somebody else approves it."))


@pass_requests.post("/<int:request_id>/approve")
@passes_only
def approve(request_id: int) -> ResponseReturnValue:
    """Issue the pass, or lengthen the one that it renews."""
    made = approve_request(actor(), request_id, now=clock.now())
    if made.renews_id:
        text = gettext("Approved. Print the new card: the old one is refused from now on.")
    else:
        text = gettext("Approved. Print the card and write down who delivered it.")
    return _back(text)


@pass_requests.post("/<int:request_id>/decline")
@passes_only
def decline(request_id: int) -> ResponseReturnValue:
    """Say no, and why."""
    note = request.form.get("note", "")
    try:
        decline_request(actor(), request_id, note, now=clock.now())
    except BadInput as error:
        return _again("decline", request_id, error)
    return _back(gettext("Declined. Whoever asked for it reads why."))


@pass_requests.post("/<int:request_id>/withdraw")
@passes_only
def withdraw(request_id: int) -> ResponseReturnValue:
    """Take back what one asked for."""
    withdraw_request(actor(), request_id, now=clock.now())
    return _back(gettext("Withdrawn."))


@pass_requests.post("/<int:request_id>/deliver")
@passes_only
def deliver(request_id: int) -> ResponseReturnValue:
    """Write down who carried the card to whom."""
    form = request.form
    names = ("delivered_by", "delivered_to", "delivered_on")
    typed = Delivery(*(form.get(name, "") for name in names))
    try:
        deliver_card(actor(), request_id, typed, now=clock.now())
    except BadFields as error:
        return _again("deliver", request_id, error)
    return _back(gettext("Written down."))


@pass_requests.post("/renew/<int:pass_id>")
@passes_only
def renew(pass_id: int) -> ResponseReturnValue:
    """Ask for thirty days more."""
    renew_pass(actor(), pass_id, now=clock.now())
    return _back(
        gettext("Asked for %(days)s days more. Somebody else approves it.", days=USUAL_DAYS)
    )


def _typed_limits() -> TypedLimits | None:
    form = request.form
    if "hours_from" not in form:
        return None  # a page of before there were limits
    return TypedLimits(
        tuple(form.getlist("weekdays")),
        form.get("hours_from", ""),
        form.get("hours_to", ""),
        form.get("counted") == "yes",
        form.get("home", ""),
    )


def _again(what: str, request_id: int, error: CheckpointError) -> ResponseReturnValue:
    """The list with the form that did not go through open, and what is wrong in it."""
    tried = (what, request_id)
    return _page(tried=tried, values=request.form, errors=_errors(error)), http_status(error)


def _page(**more: object) -> str:
    now = clock.now()
    return render_template(
        "passes/requests.html",
        listed=extra_passes(actor(), required_compound(), now),
        me_id=actor().staff_id,
        now=now,
        today=local_time(now, "%Y-%m-%d"),
        usual_days=USUAL_DAYS,
        **{"full": False, "tried": ("", 0), "values": {}, "errors": {}, **more},
    )


def _form(values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    return render_template(
        "passes/requests_new.html",
        values=values,
        errors=errors,
        reasons=[(each.value, request_reason_word(each)) for each in RequestReason],
        weekdays=request.form.getlist("weekdays") if request.form else list("1234567"),
        homes=home_choices(),
        longest_days=LONGEST_DAYS,
    )


def _errors(error: CheckpointError) -> dict[str, str]:
    found = error.errors if isinstance(error, BadFields) else {error.field or "": error}
    return {field: error_text(each) for field, each in found.items()}


def _back(said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("pass_requests.index"), 303)
