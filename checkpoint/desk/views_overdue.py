"""Who is out, and the ladder of those who are out too long: listed, called, handed over."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkpoint import clock
from checkpoint.desk.alert_words import call_words, tell_all
from checkpoint.desk.files import Member, open_file
from checkpoint.desk.households import lines
from checkpoint.gate import outside_households, rules_at
from checkpoint.gate.alerts import OVERDUE, colleagues, open_alerts, sweep
from checkpoint.people import Permission, permission_required, required_compound, signed_in

overdue = Blueprint("overdue", __name__)
desk_only = permission_required(Permission.SEE_DESK)


@overdue.get("/outside")
@desk_only
def index() -> ResponseReturnValue:
    """Every household that is out: those that are overdue with their next step, then all."""
    return _page({})


@overdue.post("/outside")
@desk_only
def phones() -> ResponseReturnValue:
    """The same with one household's phones; that somebody looked is on record."""
    file = open_file(signed_in(), request.form.get("household", 0, type=int), now=clock.now())
    callable_ = [each for each in file.members if each.phone]
    return _page({file.household.id: callable_})


def _page(known: dict[int, list[Member]]) -> str:
    compound, now, actor = required_compound(), clock.now(), signed_in()
    sweep(compound.id, now)
    listed = open_alerts(compound, request.args.get("page", 1, type=int), kind=OVERDUE)
    return render_template(
        "desk/outside.html",
        listed=listed,
        told=tell_all(listed.rows, now),
        phones=known,
        longest=rules_at(compound.id, now)[1].longest_minutes,
        lines=lines(outside_households(compound)),
        colleagues=[each for each in colleagues(compound) if each.id != actor.staff_id],
        call_words=call_words(),
        page_url=lambda number: url_for("overdue.index", page=number),
        back=url_for("overdue.index"),
        now=now,
    )
