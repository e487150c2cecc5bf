"""The desk's pages: now, households, search, exports, audit."""

from hashlib import sha256

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkpoint import clock
from checkpoint.desk.alert_words import next_steps, tell_all
from checkpoint.desk.audit import audit_page
from checkpoint.desk.files import File, closed_file, open_file
from checkpoint.desk.households import buildings_of, households_in, lines
from checkpoint.desk.now import look
from checkpoint.desk.search import search
from checkpoint.desk.views_needs import needs_of
from checkpoint.desk.words import action_word, method_word, outcome_word, state_word
from checkpoint.errors import NotFound
from checkpoint.gate import rules_at
from checkpoint.gate.alerts import open_alerts, open_counts, sweep
from checkpoint.passes import format_number, newest_card_note
from checkpoint.people import (
    Permission,
    building_label,
    chosen_compound,
    permission_required,
    required_compound,
    signed_in,
)
from checkpoint.web import language, settings

desk = Blueprint("desk", __name__)
desk_only = permission_required(Permission.SEE_DESK)


@desk.context_processor
def words() -> dict[str, object]:
    """What the templates of the desk ask for by name."""
    compound = chosen_compound()
    own = rules_at(compound.id, clock.now())[1] if compound else settings()
    return {
        "method_word": method_word,
        "outcome_word": outcome_word,
        "state_word": state_word,
        "action_word": action_word,
        "fever_tenths": own.fever_tenths,
        "building_label": lambda building: building_label(building, language()),
    }


@desk.app_template_filter("pass_number")
def pass_number(number: int) -> str:
    """A pass number as it is printed."""
    return format_number(number)


@desk.get("/")
def now() -> ResponseReturnValue:
    """The first page; a guard's is the gate."""
    if not signed_in().may(Permission.SEE_DESK):
        return redirect("/gate/", 303)
    if chosen_compound() is None:
        return render_template("desk/no_compound.html")
    return _now("desk/now.html")


@desk.get("/now")
@desk_only
def now_parts() -> ResponseReturnValue:
    """The parts of the first page that renew themselves; 304 when nothing has changed."""
    response = make_response(_now("desk/_now.html"))
    response.set_etag(sha256(response.get_data()).hexdigest()[:32])
    return response.make_conditional(request)


def _now(template: str) -> str:
    compound, now = required_compound(), clock.now()
    sweep(compound.id, now)
    _, rules = rules_at(compound.id, now)
    view = look(
        compound, now=now, longest_minutes=rules.longest_minutes, fever_tenths=rules.fever_tenths
    )
    pressing = open_alerts(compound)
    return render_template(
        template,
        view=view,
        needs=needs_of(view, tell_all(pressing.rows, now), open_counts(compound)),
        steps=next_steps(compound, view),
        longest=rules.longest_minutes,
    )


@desk.get("/households")
@desk_only
def households() -> ResponseReturnValue:
    """The households of one building, and the way to the others."""
    compound = required_compound()
    buildings = buildings_of(compound)
    wanted = request.args.get("building", buildings[0].name if buildings else "")
    if buildings and wanted not in {each.name for each in buildings}:
        raise NotFound("There is no such building here.")
    rows = households_in(compound, wanted) if buildings else []
    return render_template(
        "desk/households.html", buildings=buildings, building=wanted, lines=rows, now=clock.now()
    )


@desk.post("/search")
@desk_only
def find() -> ResponseReturnValue:
    """Look for households; what was typed is in no address and no log. One found: its file."""
    text = request.form.get("q", "")
    found = search(signed_in(), text)
    if len(found.households) == 1:
        if found.pass_ and (newest := newest_card_note(found.pass_)):
            flash(newest, "warning")
        return redirect(url_for("desk.household", household_id=found.households[0].id), 303)
    rows = lines(found.households)
    return render_template(
        "desk/search.html", lines=rows, more=found.more, search_text=text, now=clock.now()
    )


@desk.get("/search")
@desk_only
def ask() -> ResponseReturnValue:
    """What can be looked for; also where a reload of the results leads."""
    return render_template("desk/search.html", lines=None, more=False)


@desk.get("/households/<int:household_id>")
@desk_only
def household(household_id: int) -> ResponseReturnValue:
    """A household's file, names and phones masked."""
    return _file(closed_file(signed_in(), household_id))


@desk.post("/households/<int:household_id>")
@desk_only
def open_household(household_id: int) -> ResponseReturnValue:
    """A household's file in full; the look is kept."""
    return _file(open_file(signed_in(), household_id, now=clock.now()))


def _file(file: File) -> str:
    return render_template(
        "desk/household.html",
        file=file,
        household=file.household,
        now=clock.now(),
        longest=rules_at(file.household.compound_id, clock.now())[1].longest_minutes,
    )


@desk.get("/audit")
@permission_required(Permission.MANAGE_STAFF)
def audit() -> ResponseReturnValue:
    """Who did or looked at what."""
    staff_id = request.args.get("staff", type=int)
    page = audit_page(signed_in(), request.args.get("page", 1, type=int), staff_id)
    return render_template(
        "desk/audit.html",
        page=page,
        audit_url=lambda number: url_for("desk.audit", page=number, staff=staff_id),
    )
