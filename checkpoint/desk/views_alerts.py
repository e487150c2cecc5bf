"""The page of alerts, what is done about each, and the one stream that every page of the desk
follows."""

from collections.abc import Callable, Sequence
from datetime import datetime

from flask import (
    Blueprint,
    Response,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from checkpoint import clock
from checkpoint.desk.alert_words import call_words, kind_word, tell_all
from checkpoint.desk.households import lines
from checkpoint.desk.times import day_bounds
from checkpoint.errors import BadInput, CheckpointError, http_status
from checkpoint.gate import alerts as service
from checkpoint.gate import local_day
from checkpoint.gate.alerts import KINDS, Alert, Passer, Standing
from checkpoint.people import (
    Actor,
    Compound,
    Permission,
    chosen_compound,
    masked_name,
    permission_required,
    required_compound,
    safe_next,
    signed_in,
)
from checkpoint.web import error_text, settings

alerts = Blueprint("alerts", __name__)
desk_only = permission_required(Permission.SEE_DESK)
TABS = ("open", "mine", "closed")
# Who finds no room to wait asks again after this.
COME_AGAIN_S = "3"


@alerts.app_context_processor
def strip() -> dict[str, object]:
    """What the strip on every page of the desk shows."""
    return {"alert_strip": _strip}


def _strip() -> dict[str, object] | None:
    compound = chosen_compound()
    if compound is None:
        return None
    # The number before the state: what comes between the two is told once more, never lost.
    position = service.position_of(compound.id)
    return _strip_of(compound, service.standing(compound), position)


def _strip_of(compound: Compound, standing: Standing, position: int) -> dict[str, object]:
    now = clock.now()
    told = tell_all(standing.first, now)
    return {"standing": standing, "told": told, "position": position, "place": compound.id}


@alerts.get("/alerts/stream")
@desk_only
def stream() -> ResponseReturnValue:
    """The strip as soon as it is another than at `after`: 204 when nothing came within `wait`
    seconds, with Retry-After when there is no room to wait."""
    compound_id = required_compound().id
    seen = request.args.get("after", -1, type=int)
    wait = request.args.get("wait", 0.0, type=float)
    try:
        news = service.wait_for_alerts(compound_id, seen, wait, _still_may)
    except service.NoRoom:
        return Response(status=204, headers={"Retry-After": COME_AGAIN_S})
    if not news:
        return Response(status=204)
    return make_response(render_template("desk/_alert_strip.html", alarm=_strip()))


def _still_may() -> Actor:
    """Whoever waits, asked for anew: blocked meanwhile, they hear nothing more."""
    for remembered in ("staff", "compounds"):
        g.pop(remembered, None)
    actor = signed_in()
    actor.require(Permission.SEE_DESK)
    required_compound()
    return actor


@alerts.get("/alerts")
@desk_only
def index() -> ResponseReturnValue:
    """The open alerts, the most pressing first; one's own; those closed today."""
    tab = request.args.get("tab", "open")
    kind = request.args.get("kind", "")
    page = request.args.get("page", 1, type=int)
    return _page(tab if tab in TABS else "open", kind if kind in KINDS else "", page)


def _page(tab: str, kind: str, number: int) -> str:
    compound, now, actor = required_compound(), clock.now(), signed_in()
    service.sweep(compound.id, now)
    if tab == "closed":
        listed = service.closed_alerts(compound, _today(compound, now), number, kind=kind)
    else:
        owner_id = actor.staff_id if tab == "mine" else None
        listed = service.open_alerts(compound, number, kind=kind, owner_id=owner_id)
    counts = service.open_counts(compound)
    return render_template(
        "desk/alerts.html",
        tab=tab,
        kind=kind,
        listed=listed,
        told=tell_all(listed.rows, now),
        counts=[(code, kind_word(code), counts[code]) for code in KINDS if code in counts],
        open_count=sum(counts.values()),
        mine_count=service.open_alerts(compound, owner_id=actor.staff_id).total,
        unreviewed=service.unreviewed_count(compound),
        colleagues=[each for each in service.colleagues(compound) if each.id != actor.staff_id],
        call_words=call_words(),
        now=now,
        back=url_for("alerts.index", tab=tab, kind=kind or None),
        page_url=lambda number: url_for("alerts.index", tab=tab, kind=kind or None, page=number),
    )


@alerts.post("/alerts/<int:alert_id>/take")
@desk_only
def take(alert_id: int) -> ResponseReturnValue:
    """I take it."""
    seen = request.form.get("seen_owner", type=int)
    return _act(
        alert_id,
        lambda actor, now: service.take(actor, alert_id, now=now, seen_owner_id=seen),
        gettext("It is yours now."),
    )


@alerts.post("/alerts/<int:alert_id>/hand-on")
@desk_only
def hand_on(alert_id: int) -> ResponseReturnValue:
    """Give it to somebody else."""
    to = request.form.get("to", 0, type=int)
    return _act(
        alert_id,
        lambda actor, now: service.hand_on(actor, alert_id, to, now=now, note=_note()),
        gettext("Handed on."),
    )


@alerts.post("/alerts/<int:alert_id>/note")
@desk_only
def note(alert_id: int) -> ResponseReturnValue:
    """Write something down."""
    return _act(
        alert_id,
        lambda actor, now: service.add_note(actor, alert_id, _note(), now=now),
        gettext("Written down."),
    )


@alerts.post("/alerts/<int:alert_id>/call")
@desk_only
def call(alert_id: int) -> ResponseReturnValue:
    """The household was called: what came of it."""
    form = request.form
    return _act(
        alert_id,
        lambda actor, now: service.call(
            actor,
            alert_id,
            form.get("reason", ""),
            now=now,
            seen_step=form.get("step", ""),
            note=_note(),
        ),
        gettext("The call is on record."),
    )


@alerts.post("/alerts/<int:alert_id>/hand-over")
@desk_only
def hand_over(alert_id: int) -> ResponseReturnValue:
    """The building's leader goes and looks."""
    form = request.form
    return _act(
        alert_id,
        lambda actor, now: service.hand_over(
            actor,
            alert_id,
            form.get("leader", ""),
            now=now,
            seen_step=form.get("step", ""),
            note=_note(),
        ),
        gettext("Handed over to the building's leader."),
    )


@alerts.post("/alerts/<int:alert_id>/close")
@desk_only
def close(alert_id: int) -> ResponseReturnValue:
    """It is dealt with."""
    outcome = request.form.get("outcome", "")
    return _act(
        alert_id,
        lambda actor, now: service.close(actor, alert_id, outcome, now=now, note=_note()),
        gettext("Closed. It stays on record."),
    )


@alerts.post("/alerts/<int:alert_id>/observe")
@desk_only
def observe(alert_id: int) -> ResponseReturnValue:
    """Keep the household in for fourteen days."""
    return _act(
        alert_id,
        lambda actor, now: service.propose_observation(actor, alert_id, now=now, note=_note()),
        gettext("The household is under observation for 14 days. The gates know it already."),
    )


@alerts.get("/alerts/<int:alert_id>/around")
@desk_only
def around(alert_id: int) -> ResponseReturnValue:
    """Before looking back: how far, and what becomes of the list."""
    alert = service.fever_of(signed_in(), alert_id)
    return _around(alert, service.MINUTES, None, {})


@alerts.post("/alerts/<int:alert_id>/around")
@desk_only
def look_around(alert_id: int) -> ResponseReturnValue:
    """Who passed the same gate; the look is on record, the list is kept nowhere."""
    minutes = request.form.get("minutes", 0, type=int)
    try:
        alert, passers = service.look_back(signed_in(), alert_id, minutes, now=clock.now())
    except BadInput as error:
        alert = service.fever_of(signed_in(), alert_id)
        errors = {error.field or "minutes": error_text(error)}
        return _around(alert, minutes, None, errors), http_status(error)
    return _around(alert, minutes, passers, {})


def _around(
    alert: Alert, minutes: int, passers: Sequence[Passer] | None, errors: dict[str, str]
) -> str:
    homes = {each.crossing.household for each in passers or () if each.crossing.household}
    return render_template(
        "desk/alert_around.html",
        kept_days=settings().retention_days,
        told=tell_all([alert], clock.now())[0],
        minutes=minutes,
        passers=passers,
        heads={each.household.id: each.head for each in lines(homes)},
        masked_name=masked_name,
        errors=errors,
        least=service.LEAST_MINUTES,
        most=service.MOST_MINUTES,
        now=clock.now(),
    )


def _act(alert_id: int, do: Callable[[Actor, datetime], object], done: str) -> ResponseReturnValue:
    """Do it and go back to where it was pressed; say so where somebody else was quicker."""
    try:
        do(signed_in(), clock.now())
    except CheckpointError as error:
        if http_status(error) not in (409, 422):
            raise
        flash(error_text(error), "warning")
    else:
        flash(done)
    back = safe_next(request.form.get("next"), url_for("alerts.index"))
    return redirect(f"{back.partition('#')[0]}#a{alert_id}", 303)


def _note() -> str:
    return request.form.get("note", "")


def _today(compound: Compound, now: datetime) -> datetime:
    zone = compound.community.time_zone
    return day_bounds(local_day(now, zone), zone)[0]
