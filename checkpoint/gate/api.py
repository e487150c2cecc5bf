"""The device API, version 1. A bearer credential and never a cookie, so CSRF has no hold on it.

Each route parses, calls one service and answers; what it takes and gives it declares, and
`/api/openapi.json` is made from that.
"""

import gzip
from collections.abc import Mapping

from flask import Blueprint, Response, current_app, jsonify, request
from flask_babel import gettext

from checkpoint import clock
from checkpoint.gate.api_reading import sent, whole_number
from checkpoint.gate.device_changes import sign_out
from checkpoint.gate.devices import EnrolledDevice, device_of, hear_roster_asked
from checkpoint.gate.fields import MAX_INT, Shape
from checkpoint.gate.joining import join
from checkpoint.gate.judge import judge
from checkpoint.gate.openapi import Declaration, Parameter, Route, declares, document
from checkpoint.gate.recording.crossings import record_crossings
from checkpoint.gate.roster import Roster, roster_page, roster_state
from checkpoint.gate.scans import keep_scans
from checkpoint.gate.schemas import (
    Batch,
    Clock,
    Judgement,
    Letter,
    Question,
    Receipt,
    Result,
    Scans,
    ScansReceipt,
)
from checkpoint.gate.schemas_devices import Enrolled, JoinWish, SignOns, SignOnsReceipt
from checkpoint.gate.schemas_roster import RosterPage
from checkpoint.gate.schemas_visits import (
    EarlierAnswer,
    EarlierQuestion,
    HostAsked,
    HostQuestion,
)
from checkpoint.gate.sign_ons import keep_sign_ons
from checkpoint.gate.visits.asking import ask_host
from checkpoint.gate.visits.earlier import answer_earlier
from checkpoint.gate.watching import LONGEST_WAIT_S, NoRoom, wait_for_change
from checkpoint.web import csrf

API_VERSION = "1.0"
GZIP_LEVEL = 5
COME_AGAIN_S = 2

api = Blueprint("gate_api", __name__, url_prefix="/api")
csrf.exempt(api)

SINCE = Parameter(
    "since",
    "query",
    {"type": "integer", "minimum": 0, "default": 0},
    "The version that the device has; 0 for none.",
)
WAIT = Parameter(
    "wait",
    "query",
    {"type": "integer", "minimum": 0, "maximum": LONGEST_WAIT_S, "default": 0},
    "Seconds to wait for a change before the answer is 304. Where as many wait as there is room "
    "for, the 304 comes at once, with Retry-After.",
)
IF_NONE_MATCH = Parameter(
    "If-None-Match", "header", {"type": "string"}, "The ETag of the last answer."
)


@api.post("/v1/devices")
@declares(
    Declaration(
        "Join: a one-time code for a credential.",
        takes=JoinWish,
        gives={201: Enrolled},
        refusals=(401, 429),
        open_to_all=True,
    )
)
def join_device() -> Response:
    """The phone that has a code becomes a device of the code's gate."""
    return _answer(join(sent(JoinWish), clock.now(), request.remote_addr or ""), 201)


@api.delete("/v1/devices/self")
@declares(Declaration("The device has wiped itself: the credential ends.", gives={204: None}))
def sign_out_device() -> Response:
    """The device's own credential ends."""
    sign_out(_device(handing_over=True), clock.now())
    return Response(status=204)


@api.post("/v1/sign-ons")
@declares(
    Declaration(
        "Report who signed on to the device and until when, up to a hundred times.",
        takes=SignOns,
        gives={200: SignOnsReceipt},
    )
)
def sign_ons() -> Response:
    """Each is kept once; one that has ended since may come again."""
    device = _device(handing_over=True)
    return _answer(SignOnsReceipt(results=keep_sign_ons(device, sent(SignOns), clock.now())))


@api.get("/v1/roster")
@declares(
    Declaration(
        "All that the device needs in order to decide alone, or what changed since a version.",
        gives={200: RosterPage, 304: None},
        parameters=(SINCE, WAIT, IF_NONE_MATCH),
    )
)
def roster() -> Response:
    """A page of the roster; 304 when nothing at all has changed, at once or after the wait."""
    device, since, wait = (
        _device(),
        whole_number("since", MAX_INT),
        whole_number("wait", LONGEST_WAIT_S),
    )
    hear_roster_asked(device, since, clock.now())
    state = roster_state(device, clock.now())
    if not _has(since, state):
        return _page(device, state, since)
    try:
        device, state = wait_for_change(_authorization(), device, state, wait)
    except NoRoom:
        return _unchanged(state, {"Retry-After": str(COME_AGAIN_S)})
    return _unchanged(state) if _has(since, state) else _page(device, state, since)


@api.post("/v1/crossings")
@declares(
    Declaration(
        "Send crossings, up to a hundred; each gets an answer of its own.",
        takes=Batch,
        gives={200: Receipt},
    )
)
def crossings() -> Response:
    """What became of each crossing."""
    device, letter, now = _device(handing_over=True), sent(Letter), clock.now()
    results = record_crossings(device, letter, now)
    return _answer(Receipt(server_time=now, results=[in_words(each) for each in results]))


@api.post("/v1/judge")
@declares(
    Declaration(
        "Ask for the office's verdict on whoever stands at the gate.",
        takes=Question,
        gives={200: Judgement},
        refusals=(429,),
    )
)
def judge_question() -> Response:
    """The office's verdict; a refusal is an answer, not an error."""
    return _answer(judge(_device(), sent(Question), clock.now()))


@api.post("/v1/scans")
@declares(
    Declaration(
        "Send refused scans, up to a hundred; nothing of what they said.",
        takes=Scans,
        gives={200: ScansReceipt},
    )
)
def scans() -> Response:
    """Each is kept once."""
    device = _device(handing_over=True)
    return _answer(ScansReceipt(results=keep_scans(device, sent(Scans), clock.now())))


@api.post("/v1/visits/earlier")
@declares(
    Declaration(
        "Ask whether a visitor with this phone was here before, and may come in.",
        takes=EarlierQuestion,
        gives={200: EarlierAnswer},
        refusals=(429,),
    )
)
def earlier() -> Response:
    """Masked; the number is in the body, so that no log and no cache has it."""
    return _answer(answer_earlier(_device(), sent(EarlierQuestion), clock.now()))


@api.post("/v1/visits/ask")
@declares(
    Declaration(
        "Ask the household on its own phone whether it expects a visitor; the roster has its word.",
        takes=HostQuestion,
        gives={200: HostAsked},
        refusals=(404, 429),
    )
)
def ask_the_host() -> Response:
    """The question stands on the household's page until it answers."""
    return _answer(ask_host(_device(), sent(HostQuestion), clock.now()))


@api.get("/v1/ping")
@declares(Declaration("The server's clock.", gives={200: Clock}))
def ping() -> Response:
    """Whether the office is there and the credential is good."""
    _device()
    return _answer(Clock(server_time=clock.now()))


@api.get("/openapi.json")
def openapi() -> Response:
    """This API, described."""
    return jsonify(document(_routes(), API_VERSION))


def _routes() -> list[Route]:
    """The declared routes of the running application."""
    found = []
    for rule in current_app.url_map.iter_rules():
        declaration = getattr(current_app.view_functions[rule.endpoint], "declaration", None)
        if isinstance(declaration, Declaration):
            method = next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"})).lower()
            found.append(Route(method, rule.rule, rule.endpoint.split(".")[-1], declaration))
    return found


def _device(*, handing_over: bool = False) -> EnrolledDevice:
    return device_of(_authorization(), handing_over=handing_over)


def _authorization() -> str:
    return request.headers.get("Authorization", "")


def _has(since: int, state: Roster) -> bool:
    """Whether the device that asks has the roster as it is now."""
    return since == state.version and request.if_none_match.contains_weak(state.tag)


def _page(device: EnrolledDevice, state: Roster, since: int) -> Response:
    response = _packed(roster_page(device, state, since, clock.now()))
    response.set_etag(state.tag)
    return _with_time(response)


def _unchanged(state: Roster, headers: Mapping[str, str] | None = None) -> Response:
    response = Response(status=304, headers=headers)
    response.set_etag(state.tag)
    return _with_time(response)


def _with_time(response: Response) -> Response:
    """With the server's clock, so that the device knows how far off its own is."""
    response.headers["Server-Time"] = clock.now().isoformat()
    return response


def in_words(result: Result) -> Result:
    """The result with its error in the language of the guard."""
    if result.error is None:
        return result
    error = result.error.model_copy(update={"message": gettext(result.error.message)})
    return result.model_copy(update={"error": error})


def _answer(shape: Shape, status: int = 200) -> Response:
    return Response(shape.model_dump_json(by_alias=True), status, mimetype="application/json")


def _packed(page: bytes) -> Response:
    response = Response(page, mimetype="application/json")
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"]:
        response.set_data(gzip.compress(page, GZIP_LEVEL, mtime=0))
        response.content_encoding = "gzip"
    return response
