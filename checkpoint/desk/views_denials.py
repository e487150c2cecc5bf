"""The deny list at the desk: proposed by one person, approved by another."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from checkpoint import clock
from checkpoint.db import writing
from checkpoint.desk.visit_words import denial_word, denied_value
from checkpoint.errors import CheckpointError, http_status
from checkpoint.gate.visits import (
    LONGEST_DAYS,
    DenialKind,
    Proposal,
    approve_denial,
    deny_list,
    inside_counts,
    lift_denial,
    propose_denial,
)
from checkpoint.people import (
    BadFields,
    Permission,
    permission_required,
    record_audit,
    required_compound,
)
from checkpoint.people import signed_in as actor
from checkpoint.web import error_text

denials = Blueprint("denials", __name__)
desk_only = permission_required(Permission.SEE_DESK)
FIRST = {"kind": DenialKind.PHONE.value, "days": "14"}


@denials.get("/visits/denials")
@desk_only
def index() -> ResponseReturnValue:
    """Who must not come in, masked."""
    return _page(FIRST, {})


@denials.post("/visits/denials/open")
@desk_only
def show_open() -> ResponseReturnValue:
    """The list in full; the look is kept."""
    compound = required_compound()
    with writing():
        record_audit(actor(), clock.now(), "denial.opened", "compound", compound.id)
    return _page(FIRST, {}, full=True)


@denials.post("/visits/denials")
@desk_only
def propose() -> ResponseReturnValue:
    """Ask for an entry."""
    form = request.form
    typed = Proposal(*(form.get(name, "") for name in ("kind", "value", "reason", "days")))
    try:
        propose_denial(actor(), required_compound(), typed, now=clock.now())
    except CheckpointError as error:
        errors = error.errors if isinstance(error, BadFields) else {error.field or "": error}
        return _page(form, errors), http_status(error)
    return _back(gettext("Proposed. It holds as soon as somebody else approves it."))


@denials.post("/visits/denials/<int:denial_id>/approve")
@desk_only
def approve(denial_id: int) -> ResponseReturnValue:
    """From now on the gates keep them out."""
    approve_denial(actor(), denial_id, now=clock.now())
    return _back(gettext("Approved. The gates know it now."))


@denials.post("/visits/denials/<int:denial_id>/lift")
@desk_only
def lift(denial_id: int) -> ResponseReturnValue:
    """They may come in again, or what was proposed is not wanted."""
    lift_denial(actor(), denial_id, now=clock.now())
    return _back(gettext("The entry is lifted. The gates know it now."))


def _page(
    values: Mapping[str, str], errors: Mapping[str, CheckpointError], *, full: bool = False
) -> str:
    compound, now = required_compound(), clock.now()
    return render_template(
        "desk/denials.html",
        tab="denials",
        inside=inside_counts(compound)[0],
        listed=deny_list(actor(), compound, now),
        me_id=actor().staff_id,
        full=full,
        now=now,
        values=values,
        errors={field: error_text(error) for field, error in errors.items()},
        kinds=[(each.value, denial_word(each)) for each in DenialKind],
        longest_days=LONGEST_DAYS,
        denial_word=denial_word,
        denied_value=denied_value,
    )


def _back(said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("denials.index"), 303)
