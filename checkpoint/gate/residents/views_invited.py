"""The door of visitors: the page that an invitation's link opens, and what it asks. No account.

The secret stands in the fragment of the link and travels in a body: it is in no address and no log.
There is no cookie, so CSRF has no hold on it.
"""

from flask import Blueprint, Response, request

from checkpoint import clock
from checkpoint.gate.residents.invited import open_invitation
from checkpoint.gate.residents.schemas_visits import InvitationWish
from checkpoint.gate.residents.views_wire import answered, sent
from checkpoint.gate.views import DIST, built_page, built_part
from checkpoint.web import csrf

OWN = DIST / "v"

visitor = Blueprint("visitor", __name__, url_prefix="/v")
csrf.exempt(visitor)


@visitor.get("/")
def page() -> Response:
    """The page itself. Raises Unavailable where it was never built."""
    response = built_page(OWN)
    response.headers["Cache-Control"] = "no-store"
    return response


@visitor.get("/<name>")
def file(name: str) -> Response:
    """One of its files."""
    return built_part(OWN, name)


@visitor.post("/open")
def tell() -> Response:
    """What the page shows."""
    wish = sent(InvitationWish)
    return answered(open_invitation(wish.invitation, request.remote_addr or "", clock.now()))


@visitor.after_request
def in_no_index(response: Response) -> Response:
    """No search engine lists it, and no page learns where its reader came from."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
