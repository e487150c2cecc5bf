"""Who is signed in at this browser, for how long, in which language, and for which compound.

The session is Flask's signed cookie. It names a staff account and the account's epoch: a new
password or a block raises the epoch, and every session of before is over. A request of a page that
refreshes itself is no activity, so that an unattended screen signs out like any other.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import Flask, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from checkpoint import clock
from checkpoint.config import LOCALES
from checkpoint.db import db
from checkpoint.errors import NotFound, NotSignedIn
from checkpoint.people.actor import Actor, Permission
from checkpoint.people.households import compounds_of
from checkpoint.people.models import Community, Compound, Staff
from checkpoint.people.words import role_word
from checkpoint.web import answer_error, settings, wants_json

P = ParamSpec("P")
R = TypeVar("R")

# The cookie is renewed at most once a minute, not with every request.
RENEW_SECONDS = 60


def init_session(app: Flask) -> None:
    """Give pages what the strip on top shows, and send strangers to the sign-in page."""
    app.jinja_env.globals.update(me=me, place=chosen_compound, places=my_compounds, may=may)
    app.jinja_env.globals["role_word"] = role_word
    app.before_request(_use_community_time)
    app.register_error_handler(NotSignedIn, _ask_to_sign_in)


def sign_in(staff: Staff, now: datetime) -> None:
    """Begin a session for `staff`. A language chosen before signing in becomes the person's own."""
    chosen = session.get("language")
    session.clear()
    session.update(staff_id=staff.id, epoch=staff.epoch, seen=int(now.timestamp()))
    session["language"] = chosen if chosen in LOCALES else staff.language
    g.pop("staff", None)


def sign_out() -> None:
    """End the session; the language stays with the browser."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    g.pop("staff", None)


def has_run_out() -> bool:
    """Whether the session of this browser ended because nobody used it."""
    return bool(session.get("ran_out"))


def remember_language(language: str) -> None:
    """Speak `language` at this browser from now on."""
    session["language"] = language


def signed_in() -> Actor:
    """Whoever is signed in. Raises NotSignedIn when nobody is, or the session has run out."""
    actor = me()
    if actor is None:
        raise NotSignedIn("Please sign in.")
    return actor


def me() -> Actor | None:
    """Whoever is signed in, or None."""
    staff = my_account()
    return Actor.of(staff) if staff else None


def my_account() -> Staff | None:
    """The account that is signed in, or None; looked up once in a request."""
    if not request:
        return None
    if "staff" not in g:
        g.staff = _account_of_session()
    account: Staff | None = g.staff
    return account


def may(permission: str) -> bool:
    """Whether whoever is signed in has the permission (for templates)."""
    actor = me()
    return actor is not None and actor.may(Permission(permission))


def permission_required(
    permission: Permission,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a view be reached only by those signed in with `permission`."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
            signed_in().require(permission)
            return view(*args, **kwargs)

        return wrapped

    return decorate


def my_compounds() -> list[Compound]:
    """The compounds in scope of whoever is signed in, by name; looked up once in a request."""
    actor = me()
    if actor is None:
        return []
    if "compounds" not in g:
        g.compounds = compounds_of(actor)
    found: list[Compound] = g.compounds
    return found


def chosen_compound() -> Compound | None:
    """The compound that this browser works on: the chosen one, else the first in scope."""
    compounds = my_compounds()
    chosen = [each for each in compounds if each.id == session.get("compound_id")]
    return next(iter(chosen or compounds), None)


def required_compound() -> Compound:
    """Like `chosen_compound`, for pages that are nothing without one. Raises NotFound."""
    compound = chosen_compound()
    if compound is None:
        raise NotFound("There is no compound yet. Add one in the settings.")
    return compound


def choose_compound(compound_id: int) -> None:
    """Work on that compound from now on. Raises NotFound outside the scope."""
    if compound_id not in {each.id for each in my_compounds()}:
        raise NotFound("There is no such compound here.")
    session["compound_id"] = compound_id


def safe_next(target: str | None, otherwise: str) -> str:
    """`target` if it is a path of this site, else `otherwise`: never a way to another site."""
    if not target or not target.startswith("/") or target[1:2] in {"/", "\\"}:
        return otherwise
    if "\\" in target or not target.isprintable():
        return otherwise
    parts = urlsplit(target)
    return otherwise if parts.scheme or parts.netloc else target


def is_background() -> bool:
    """Whether the page asked by itself, without anyone's doing."""
    return request.headers.get("X-Background") == "1"


def _account_of_session() -> Staff | None:
    staff_id = session.get("staff_id")
    if staff_id is None:
        return None
    now = int(clock.now().timestamp())
    idle = now - int(session.get("seen", 0))
    staff = db.session.get(Staff, staff_id)
    allowed = timedelta(minutes=settings().idle_timeout_minutes).total_seconds()
    if staff is None or not staff.active or staff.epoch != session.get("epoch") or idle > allowed:
        sign_out()
        # A page that signs out by itself must say so: no alert rings at it from now on.
        session["ran_out"] = idle > allowed
        return None
    if idle >= RENEW_SECONDS and not is_background():
        session["seen"] = now
    return staff


def _use_community_time() -> None:
    """Show times on the community's clock. Devices sign in by themselves and are left alone."""
    for remembered in ("staff", "compounds", "time_zone"):
        g.pop(remembered, None)  # an application context may outlive a request
    if request.path.startswith(("/static/", "/api/")):
        return
    account = my_account()
    if account is None:
        return
    if account.community_id is None:
        compound = chosen_compound()
        community = compound.community if compound else None
    else:
        community = db.session.get(Community, account.community_id)
    if community is not None:
        g.time_zone = community.time_zone


def _ask_to_sign_in(error: NotSignedIn) -> ResponseReturnValue:
    if request.method != "GET" or is_background() or wants_json():
        return answer_error(error)
    target = request.full_path.rstrip("?")
    return redirect(url_for("accounts.sign_in_page", next=target if target != "/" else None), 303)
