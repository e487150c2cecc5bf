"""The page on staff's screen with which a resident's phone is linked to a pass.

It stands among the doors, because only they know under which address a phone reaches this server.
The code is in the page that answers the press of the button and nowhere else.
"""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from checkpoint import clock
from checkpoint.passes.issuing import pass_by_id
from checkpoint.passes.phones import CODE_LIFETIME, open_link
from checkpoint.people import Permission, permission_required
from checkpoint.people import signed_in as actor
from checkpoint.serve.offer import svg_code
from checkpoint.serve.views import current_offer

links = Blueprint("links", __name__)


@links.post("/passes/<int:pass_id>/link")
@permission_required(Permission.ISSUE_PASSES)
def show(pass_id: int) -> ResponseReturnValue:
    """Make a code and show it, to be scanned and to be typed."""
    now = clock.now()
    code = open_link(actor(), pass_id, now)
    link = current_offer().resident_url(_host(), code)
    return render_template(
        "passes/link_code.html",
        pass_=pass_by_id(actor(), pass_id),
        code=code,
        picture=Markup(svg_code(link)),  # noqa: S704 - drawn by us, from a link to this server
        address=link.partition("#")[0],
        expires=now + CODE_LIFETIME,
    )


def _host() -> str:
    host, _, _ = request.host.rpartition(":")
    return host or request.host
