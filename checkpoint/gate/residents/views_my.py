"""The door of residents' phones: the page, and what it asks the office.

No cookie and no account: each request is signed by the phone's key (`passes/phone_requests.py`), so
CSRF has no hold on it. The code that links a phone travels in the fragment of a link and in a body,
never in an address; nothing here is logged but the route.
"""

from base64 import urlsafe_b64decode

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from checkpoint import clock
from checkpoint.gate.residents.corrections import ask_correction
from checkpoint.gate.residents.hosting import answer_visit, cancel_planned, plan_visit
from checkpoint.gate.residents.schemas import CorrectionWish, LinkWish, UnlinkWish
from checkpoint.gate.residents.schemas_visits import Answer, CancelWish, PlanWish
from checkpoint.gate.residents.standing import standing_of
from checkpoint.gate.residents.views_wire import answered, sent
from checkpoint.gate.views import DIST, built_page, built_part
from checkpoint.passes import LinkedPhone, known_phone, link_phone, renew_phone, unlink_from
from checkpoint.web import csrf

OWN = DIST / "my"

my = Blueprint("my", __name__, url_prefix="/my")
csrf.exempt(my)


@my.get("")
def without_slash() -> ResponseReturnValue:
    """People type it so."""
    return redirect("/my/", 308)


@my.get("/")
def page() -> Response:
    """The page itself. Raises Unavailable where it was never built."""
    return built_page(OWN)


@my.get("/<name>")
def file(name: str) -> Response:
    """One of its files."""
    return built_part(OWN, name)


@my.post("/api/link")
def link() -> Response:
    """Link this phone with the code that staff handed over."""
    wish = sent(LinkWish)
    now, address = clock.now(), request.remote_addr or ""
    phone, part = link_phone(
        wish.code, urlsafe_b64decode(wish.public), wish.label, now, address, _signed_by_itself()
    )
    return answered(standing_of(phone, part, now))


@my.get("/api/state")
def state() -> Response:
    """What the page shows, and a signature that is good for longer."""
    now, phone = clock.now(), _phone()
    part = renew_phone(phone, now)
    return answered(standing_of(phone, part, now))


@my.post("/api/unlink")
def unlink() -> Response:
    """Take the pass off this phone, or off one that was lost."""
    phone = _phone()
    other = unlink_from(phone, sent(UnlinkWish).phone, clock.now())
    return Response(status=204 if other.id == phone.id else 200)


@my.post("/api/corrections")
def correct() -> Response:
    """Ask the office to put something in the household's file right."""
    phone, wish = _phone(), sent(CorrectionWish)
    ask_correction(phone, wish.topic, wish.words, now=clock.now())
    return Response(status=204)


@my.post("/api/visits")
def plan() -> Response:
    """Expect a visitor."""
    phone, wish = _phone(), sent(PlanWish)
    plan_visit(phone, wish, now=clock.now())
    return Response(status=204)


@my.post("/api/visits/cancel")
def cancel() -> Response:
    """They don't come."""
    phone, wish = _phone(), sent(CancelWish)
    cancel_planned(phone, wish.visit, now=clock.now())
    return Response(status=204)


@my.post("/api/visits/answer")
def answer() -> Response:
    """Whether the household expects somebody who is announced, or stands at the gate."""
    phone, wish = _phone(), sent(Answer)
    answer_visit(phone, wish.visit, expected=wish.expected, now=clock.now())
    return Response(status=204)


def _phone() -> LinkedPhone:
    return known_phone(*_signed_by_itself(), clock.now())


def _signed_by_itself() -> tuple[str, str, str, bytes]:
    header = request.headers.get("Authorization", "")
    return header, request.method, request.path, request.get_data(cache=True)


@my.after_request
def with_time(response: Response) -> Response:
    """The office's clock with each answer: a phone's code is only as good as its clock."""
    response.headers["Server-Time"] = clock.now().isoformat()
    return response
