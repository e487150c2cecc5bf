"""The first page of an installation, behind its one-time link."""

from dataclasses import fields
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from checkpoint import clock
from checkpoint.config import LOCALES
from checkpoint.errors import CheckpointError, http_status
from checkpoint.people.actor import Actor
from checkpoint.people.beginning import Beginning, begin
from checkpoint.people.first_run import check_link
from checkpoint.people.households import compounds_of
from checkpoint.people.session import remember_language, sign_in
from checkpoint.people.words import time_zone_choices
from checkpoint.web import error_text, language, limit_rate, settings

first_run = Blueprint("first_run", __name__)

TEXTS = [each.name for each in fields(Beginning) if each.name not in ("gates", "language")]


@first_run.get("/first-run/<token>")
def page(token: str) -> ResponseReturnValue:
    """Ask for the first admin, the community, a compound and its gates, in one page."""
    check_link(token)
    chosen = request.args.get("language")
    if chosen in LOCALES:
        remember_language(str(chosen))
    return _page(token, _proposal(), {})


@first_run.post("/first-run/<token>")
def make(token: str) -> ResponseReturnValue:
    """Make them, sign the first admin in and go on to the roster."""
    limit_rate("20/minute", "first-run", request.remote_addr or "")
    check_link(token)
    now = clock.now()
    try:
        staff = begin(_beginning(), now=now)
    except CheckpointError as error:
        problems = {error.field or "": error_text(error)}
        return _page(token, request.form, problems), http_status(error)
    sign_in(staff, now)
    return redirect("/", 303)


def _page(token: str, values: Any, errors: dict[str, str]) -> str:
    return render_template(
        "people/first_run.html",
        token=token,
        values=values,
        errors=errors,
        zones=time_zone_choices(values.get("time_zone", "")),
    )


def _proposal() -> dict[str, str]:
    """What can be known beforehand: the machine's time zone, and a roster that came earlier."""
    compound = next(iter(compounds_of(Actor.at_the_machine())), None)
    return {
        "time_zone": settings().time_zone,
        "gates": "1",
        "compound": compound.name if compound else "",
        "community": compound.community.name if compound else "",
    }


def _beginning() -> Beginning:
    texts = {name: request.form.get(name, "") for name in TEXTS}
    return Beginning(
        **texts | {"numbered_gate": gettext("Gate %(number)s")},
        gates=request.form.get("gates", 0, type=int),
        language=language(),
    )
