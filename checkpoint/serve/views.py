"""The page on staff's screen that a phone is pointed at to join."""

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from checkpoint.people import Permission, permission_required
from checkpoint.serve.offer import OFFER, Offer, svg_code

join = Blueprint("join", __name__)


@join.get("/join")
@permission_required(Permission.RECORD_CROSSING)
def index() -> ResponseReturnValue:
    """The code to scan, and the fingerprint to compare."""
    offer = current_offer()
    host, _, _ = request.host.rpartition(":")
    url = offer.join_url(host or request.host)
    code = Markup(svg_code(url))  # noqa: S704 - drawn by us, from a link to this server
    return render_template("join/desk.html", offer=offer, join_url=url, code=code)


def current_offer() -> Offer:
    """How phones join the running server; without `checkpoint serve`, by the address asked for."""
    offered: Offer | None = current_app.extensions.get(OFFER)
    return offered or Offer((request.host,), 443, 0, None)
