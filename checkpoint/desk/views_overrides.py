"""Overrides of the day, by guard, to be reviewed by staff."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from checkpoint import clock
from checkpoint.desk.alert_words import kind_word
from checkpoint.desk.crossing_words import override_word, said
from checkpoint.desk.households import lines
from checkpoint.desk.times import day_bounds
from checkpoint.errors import BadInput, CheckpointError, http_status
from checkpoint.gate import local_day
from checkpoint.gate.alerts import (
    EMERGENCY,
    counts_by_guard,
    overrides_of,
    review,
    unreviewed_count,
)
from checkpoint.people import Permission, permission_required, required_compound, signed_in
from checkpoint.web import error_text

overrides = Blueprint("overrides", __name__)
desk_only = permission_required(Permission.SEE_DESK)


@overrides.get("/overrides")
@desk_only
def index() -> ResponseReturnValue:
    """Today's overrides and those of before that wait for a review, emergencies on top."""
    return _page({}, "")


@overrides.post("/overrides")
@desk_only
def settle() -> ResponseReturnValue:
    """It was right, or it was wrong."""
    form = request.form
    crossing = form.get("crossing", "")
    try:
        review(
            signed_in(),
            _id(crossing),
            form.get("outcome", ""),
            now=clock.now(),
            note=form.get("note", ""),
        )
    except BadInput as error:
        return _page({crossing: error_text(error)}, form.get("note", "")), http_status(error)
    except CheckpointError as error:
        if http_status(error) != 409:
            raise
        flash(error_text(error), "warning")
    else:
        flash(gettext("Reviewed. It stays on record."))
    return redirect(url_for("overrides.index", _anchor=f"o{crossing}"), 303)


def _page(errors: dict[str, str], note: str) -> str:
    compound, now = required_compound(), clock.now()
    zone = compound.community.time_zone
    today, tomorrow = day_bounds(local_day(now, zone), zone)
    found = overrides_of(compound, today, tomorrow)
    homes = {each.crossing.household for each in found if each.crossing.household}
    return render_template(
        "desk/overrides.html",
        overrides=found,
        guards=counts_by_guard([each for each in found if each.crossing.decided_at >= today]),
        unreviewed=unreviewed_count(compound),
        heads={each.household.id: each.head for each in lines(homes)},
        override_word=_reason_word,
        said=said,
        errors=errors,
        note=note,
        today=today,
        now=now,
    )


def _reason_word(reason: str) -> str:
    return kind_word(EMERGENCY) if reason == "emergency" else override_word(reason)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise BadInput("There is no such override here.", field="crossing") from error
