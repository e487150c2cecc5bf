"""The page that a visitor is sent: the code for the gate, when and where to. Nobody signs in."""

from datetime import datetime

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from checkpoint import clock
from checkpoint.config import LOCALES
from checkpoint.db import db
from checkpoint.desk.visitor_link import visit_id_of
from checkpoint.errors import NotFound
from checkpoint.gate.visits import Visit, VisitState
from checkpoint.passes import PassState, svg_path, token_of
from checkpoint.people import Compound, GateState
from checkpoint.web import language

visitor = Blueprint("visitor", __name__)


@visitor.get("/v/<link>")
def show(link: str) -> ResponseReturnValue:
    """The visitor's page, in both languages; without a code once the visit is over."""
    visit = db.session.get(Visit, visit_id_of(link))
    if visit is None:
        raise NotFound("This visit is long over.", code="visit.gone")
    compound = db.session.get_one(Compound, visit.compound_id)
    # A visitor has no account: the clock is the community's.
    g.time_zone = compound.community.time_zone
    now = clock.now()
    shown = {
        "visit": visit,
        "compound": compound,
        "gates": [each.name for each in compound.gates if each.state is GateState.OPEN],
        "state": _state(visit, now),
    }
    first = language()
    in_words = {}
    for each in sorted(LOCALES, key=lambda locale: locale != first):
        with force_locale(each):
            in_words[each] = render_template("desk/_visit_pass_words.html", **shown)
    return render_template(
        "desk/visit_pass.html", code=_code(visit, now), in_words=in_words, **shown
    )


def _state(visit: Visit, now: datetime) -> str:
    """What the page says: `ready`, `early`, `inside`, `over` or `cancelled`."""
    if visit.state is VisitState.CANCELLED:
        return "cancelled"
    if visit.state is VisitState.INSIDE:
        return "inside"
    if visit.state is not VisitState.EXPECTED or now >= visit.expected_until:
        return "over"
    return "early" if visit.expected_from and now < visit.expected_from else "ready"


def _code(visit: Visit, now: datetime) -> str:
    """The code, while it opens a gate or somebody has to get out with it."""
    pass_ = visit.pass_
    if pass_ is None or pass_.state is not PassState.ACTIVE:
        return ""
    return svg_path(token_of(pass_)) if _state(visit, now) in ("ready", "early", "inside") else ""
