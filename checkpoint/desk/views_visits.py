"""Visits at the desk: who is inside, who is expected, who was here; and one visit."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from checkpoint import clock
from checkpoint.desk.files import masked_phone
from checkpoint.desk.visit_words import (
    confirmed_word,
    purpose_word,
    purposes,
    visit_state,
    visitor_name,
)
from checkpoint.desk.visits import first_form, form_of, typed_wish, visit_lines
from checkpoint.errors import CheckpointError, http_status
from checkpoint.gate import rules_at
from checkpoint.gate.vehicles import door_of
from checkpoint.gate.visits import (
    MOST_PEOPLE,
    Past,
    Visit,
    VisitState,
    cancel_visit,
    change_visit,
    confirm_visit,
    crossings_of,
    earlier_visits,
    find_visits,
    grace,
    household_visits,
    inside_counts,
    invitation_of,
    open_visit,
    register_visit,
    visit_by_id,
    visits_expected,
    visits_now,
    visits_page,
)
from checkpoint.people import (
    Permission,
    household_by_id,
    permission_required,
    required_compound,
)
from checkpoint.people import signed_in as actor
from checkpoint.web import error_text

visits = Blueprint("visits", __name__)
desk_only = permission_required(Permission.SEE_DESK)


@visits.app_context_processor
def words() -> dict[str, object]:
    """What the templates of visits ask for by name; a household's file shows visits too."""
    return {
        "purpose_word": purpose_word,
        "confirmed_word": confirmed_word,
        "visit_state": visit_state,
        "visitor_name": visitor_name,
        "household_visits": household_visits,
        "visit_grace": lambda visit, now: grace(visit.compound_id, now),
    }


@visits.get("/visits")
@desk_only
def index() -> ResponseReturnValue:
    """Who is inside now, the longest there first."""
    return _list("inside", visits_now(required_compound()))


@visits.get("/visits/expected")
@desk_only
def expected() -> ResponseReturnValue:
    """Who is still to come."""
    return _list("expected", visits_expected(required_compound(), clock.now()))


@visits.get("/visits/past")
@desk_only
def past() -> ResponseReturnValue:
    """Who left, was refused, cancelled, or did not come."""
    asked = request.args.get("which", Past.ALL.value)
    which = Past(asked) if asked in set(Past) else Past.ALL
    number = request.args.get("page", 1, type=int)
    page = visits_page(required_compound(), which, number, clock.now())
    return _list("past", page.rows, page=page, which=which.value)


@visits.post("/visits/search")
@desk_only
def find() -> ResponseReturnValue:
    """Look for visits; what was typed is in no address and no log."""
    text = request.form.get("visitor", "")
    return _list("found", find_visits(required_compound(), text), searched=text.strip())


@visits.get("/visits/search")
@desk_only
def search_again() -> ResponseReturnValue:
    """Where a reload of the results leads."""
    return redirect(url_for("visits.index"), 303)


@visits.get("/visits/new")
@desk_only
def new() -> ResponseReturnValue:
    """The form of a visit that is expected, for a household where one is given."""
    host_id = request.args.get("host", type=int)
    host = door_of(household_by_id(actor(), host_id)) if host_id else ""
    return _form(first_form(required_compound(), clock.now(), host), {})


@visits.post("/visits/new")
@desk_only
def register() -> ResponseReturnValue:
    """Expect a visit."""
    compound, now = required_compound(), clock.now()
    wish, errors = typed_wish(request.form, compound, now)
    if errors:
        return _form(request.form, errors), http_status(next(iter(errors.values())))
    try:
        visit = register_visit(actor(), compound, wish, now=now)
    except CheckpointError as error:
        return _form(request.form, {error.field or "": error}), http_status(error)
    flash(gettext("The visit is registered. Send them the link, or print the page."))
    return redirect(url_for("visits.show", visit_id=visit.id), 303)


@visits.get("/visits/<uuid:visit_id>")
@desk_only
def show(visit_id: UUID) -> ResponseReturnValue:
    """One visit, name and phone masked."""
    actor().require(Permission.SEE_DESK)
    return _page(visit_by_id(actor(), visit_id), is_open=False)


@visits.post("/visits/<uuid:visit_id>")
@desk_only
def show_open(visit_id: UUID) -> ResponseReturnValue:
    """One visit in full; the look is kept."""
    return _page(open_visit(actor(), visit_id, now=clock.now()), is_open=True)


@visits.post("/visits/<uuid:visit_id>/confirm")
@desk_only
def confirm(visit_id: UUID) -> ResponseReturnValue:
    """The host agreed."""
    confirm_visit(actor(), visit_id, request.form.get("host_confirmed", ""), now=clock.now())
    return _back(visit_id, gettext("That the host agreed is noted. The gates know it now."))


@visits.post("/visits/<uuid:visit_id>/cancel")
@desk_only
def cancel(visit_id: UUID) -> ResponseReturnValue:
    """They don't come."""
    cancel_visit(actor(), visit_id, now=clock.now())
    return _back(visit_id, gettext("The visit is cancelled. The gates know it now."))


@visits.get("/visits/<uuid:visit_id>/change")
@desk_only
def change_page(visit_id: UUID) -> ResponseReturnValue:
    """The form with what is known; it holds name and phone, so the look is kept."""
    visit = open_visit(actor(), visit_id, now=clock.now())
    return _form(form_of(visit), {}, visit)


@visits.post("/visits/<uuid:visit_id>/change")
@desk_only
def change(visit_id: UUID) -> ResponseReturnValue:
    """Say it anew."""
    visit, now = visit_by_id(actor(), visit_id), clock.now()
    compound = required_compound()
    wish, errors = typed_wish(request.form, compound, now, of=visit)
    if errors:
        return _form(request.form, errors, visit), http_status(next(iter(errors.values())))
    change_visit(actor(), visit_id, wish, now=now)
    return _back(visit_id, gettext("The visit is changed. The gates know it now."))


def _list(tab: str, rows: Sequence[Visit], **more: object) -> str:
    compound, now = required_compound(), clock.now()
    allowed = grace(compound.id, now)
    lines = visit_lines(rows, now, allowed)
    inside, people = inside_counts(compound)
    return render_template(
        "desk/visits.html",
        tab=tab,
        lines=lines,
        now=now,
        allowed=allowed,
        inside=inside,
        people=people,
        **more,
    )


def _page(visit: Visit, *, is_open: bool) -> str:
    now = clock.now()
    allowed = grace(visit.compound_id, now)
    [line] = visit_lines([visit], now, allowed)
    return render_template(
        "desk/visit.html",
        visit=visit,
        line=line,
        is_open=is_open,
        now=now,
        allowed=allowed,
        crossings=crossings_of(visit),
        earlier=earlier_visits(visit.compound_id, visit.phone, but=visit),
        masked_phone=masked_phone,
        link=_link(visit),
    )


def _link(visit: Visit) -> str:
    """What the visitor is sent, while it leads to a code. The secret is in the fragment."""
    if visit.pass_ is None or visit.state not in (VisitState.EXPECTED, VisitState.INSIDE):
        return ""
    return url_for("visitor.page", _external=True, _anchor=invitation_of(visit))


def _form(
    values: Mapping[str, str], errors: Mapping[str, CheckpointError], visit: Visit | None = None
) -> str:
    compound = required_compound()
    return render_template(
        "desk/visit_form.html",
        values=values,
        errors={field: error_text(error) for field, error in errors.items()},
        visit=visit,
        purposes=purposes(),
        most_people=MOST_PEOPLE,
        policy=rules_at(compound.id, clock.now())[1].visitors,
    )


def _back(visit_id: UUID, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("visits.show", visit_id=visit_id), 303)
