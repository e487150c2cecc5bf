"""Staff's pages on which rules are changed: a preset, its figures, a preview, publishing."""

from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkpoint import clock
from checkpoint.errors import BadInput, CheckpointError, NotFound, http_status
from checkpoint.gate.rule_changes import checked_start, needs_approval, propose
from checkpoint.gate.rule_form import Form, body_of_form, start_of_form, typed_of
from checkpoint.gate.rule_phrases import vehicles_word, visitors_word
from checkpoint.gate.rule_problems import bad_input, doubt_words
from checkpoint.gate.rule_sets import in_force
from checkpoint.gate.rule_words import difference
from checkpoint.gate.rules import (
    BOUNDS,
    EXEMPT_REASONS,
    PRESETS,
    VEHICLE_POLICIES,
    VISITOR_POLICIES,
    problems_of,
    rules_of,
)
from checkpoint.gate.views_rules import published_words, rehearsed
from checkpoint.people import Compound, Permission, permission_required, required_compound
from checkpoint.people import signed_in as actor
from checkpoint.web import error_text, local_time

changes = Blueprint("rule_changes", __name__, url_prefix="/rules")
to_change = permission_required(Permission.SET_RULES)


@changes.get("/change")
@to_change
def choose() -> ResponseReturnValue:
    """The presets to begin from."""
    compound = required_compound()
    return render_template(
        "gate/rules_choose.html",
        presets=PRESETS,
        holds=in_force(compound.id, clock.now()),
    )


@changes.get("/change/<preset>")
@to_change
def figures(preset: str) -> ResponseReturnValue:
    """A preset's figures, to be taken as they are or changed."""
    if preset not in PRESETS:
        raise NotFound("There is no such preset.")
    return _form_page(preset, typed_of(PRESETS[preset]), {})


@changes.post("/figures")
@to_change
def again() -> ResponseReturnValue:
    """The figures that were typed, to be changed once more."""
    return _form_page(_preset(), request.form, {})


@changes.post("/preview")
@to_change
def preview() -> ResponseReturnValue:
    """What would change, and the rehearsal of it."""
    compound = required_compound()
    if errors := _errors(compound, clock.now()):
        return _form_page(_preset(), request.form, errors), 422
    return _preview_page(compound, {})


@changes.post("")
@to_change
def publish() -> ResponseReturnValue:
    """Propose it; a plain preset is published at once."""
    compound, now = required_compound(), clock.now()
    if errors := _errors(compound, now):
        return _form_page(_preset(), request.form, errors), 422
    try:
        made = propose(
            actor(),
            compound,
            preset=_preset(),
            body=body_of_form(request.form),
            effective_from=start_of_form(request.form, compound.community.time_zone),
            note=request.form.get("note", ""),
            now=now,
        )
    except CheckpointError as error:
        told = {error.field or "": error_text(error)}
        if error.field == "effective_from":
            return _form_page(_preset(), request.form, told), http_status(error)
        return _preview_page(compound, told), http_status(error)
    return _back(published_words(made, now))


def _preset() -> str:
    preset = request.form.get("preset", "")
    if preset not in PRESETS:
        raise BadInput("Choose one of the presets.", field="preset")
    return preset


def _errors(compound: Compound, now: datetime) -> dict[str, str]:
    """Everything that is wrong with the form, by field; the note is asked for at the end."""
    found = [bad_input(each) for each in problems_of(body_of_form(request.form))]
    try:
        checked_start(start_of_form(request.form, compound.community.time_zone), now)
    except BadInput as error:
        found.append(error)
    return {error.field or "": error_text(error) for error in found[::-1]}


def _preview_page(compound: Compound, errors: dict[str, str]) -> str:
    now, its = clock.now(), rules_of(body_of_form(request.form))
    start = start_of_form(request.form, compound.community.time_zone)
    before, preset = in_force(compound.id, start or now), _preset()
    kept = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in ("csrf_token", "note", "days")
    ]
    return render_template(
        "gate/rules_preview.html",
        errors=errors,
        kept=kept,
        note=request.form.get("note", ""),
        preset=preset,
        start=start,
        now=now,
        its=its,
        changes=difference(before.rules, its),
        preset_changes=difference(PRESETS[preset], its),
        takes_two=needs_approval(preset, its),
        doubts=doubt_words(its),
        **rehearsed(compound, its),
    )


def _form_page(preset: str, typed: Form, errors: dict[str, str]) -> str:
    now = clock.now()
    tomorrow = local_time(now + timedelta(days=1), "%Y-%m-%dT06:00")
    return render_template(
        "gate/rules_form.html",
        preset=preset,
        typed=typed,
        errors=errors,
        bounds=BOUNDS,
        earliest=local_time(now, "%Y-%m-%dT%H:%M"),
        tomorrow=tomorrow,
        reasons=EXEMPT_REASONS,
        visitor_choices=[(each, visitors_word(each), "") for each in VISITOR_POLICIES],
        vehicle_choices=[(each, vehicles_word(each), "") for each in VEHICLE_POLICIES],
    )


def _back(said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("rules.index"), 303)
