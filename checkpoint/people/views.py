"""Pages of one's own: sign in and out, language, compound, own account."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, refresh

from checkpoint import clock
from checkpoint.config import LOCALES
from checkpoint.errors import BadInput, CheckpointError, NotSignedIn, http_status
from checkpoint.people.accounts import authenticate, change_own_password, set_language
from checkpoint.people.session import (
    choose_compound,
    has_run_out,
    me,
    my_account,
    remember_language,
    safe_next,
    sign_in,
    sign_out,
    signed_in,
)
from checkpoint.people.staff import has_admin
from checkpoint.web import error_text, settings

accounts = Blueprint("accounts", __name__)


@accounts.get("/sign-in")
def sign_in_page() -> ResponseReturnValue:
    """Ask for username and password; whoever is signed in goes on at once."""
    target = safe_next(request.args.get("next"), "")
    if me() is not None:
        return redirect(target or "/", 303)
    return _sign_in_page(target)


def _sign_in_page(target: str | None, username: str = "", problem: str = "") -> str:
    return render_template(
        "people/sign_in.html",
        target=target,
        username=username,
        problem=problem,
        idle_minutes=settings().idle_timeout_minutes if has_run_out() else 0,
        first_run=not has_admin(),
    )


@accounts.post("/sign-in")
def sign_in_now() -> ResponseReturnValue:
    """Begin a session, or say that the pair is not right."""
    username = request.form.get("username", "")
    target = safe_next(request.form.get("next"), "")
    now = clock.now()
    try:
        staff = authenticate(
            username,
            request.form.get("password", ""),
            now=now,
            address=request.remote_addr or "",
        )
    except CheckpointError as error:
        return _sign_in_page(target, username, error_text(error)), http_status(error)
    sign_in(staff, now)
    return redirect(target or "/", 303)


@accounts.post("/sign-out")
def sign_out_now() -> ResponseReturnValue:
    """End the session."""
    sign_out()
    return redirect(url_for("accounts.sign_in_page"), 303)


@accounts.post("/language")
def choose_language() -> ResponseReturnValue:
    """Speak another language from now on, at this browser and in this account."""
    language = request.form.get("language", "")
    if language not in LOCALES:
        raise BadInput("Choose one of the languages.", field="language")
    remember_language(language)
    account, actor = my_account(), me()
    if account is not None and actor is not None:
        set_language(actor, account, language)
    return redirect(safe_next(request.form.get("next"), "/"), 303)


@accounts.post("/compound")
def choose_place() -> ResponseReturnValue:
    """Work on another compound from now on, at this browser."""
    signed_in()
    choose_compound(request.form.get("compound", 0, type=int))
    return redirect("/", 303)


@accounts.get("/account")
def own_account() -> ResponseReturnValue:
    """What the person's account is, and a form for a new password."""
    signed_in()
    return render_template("people/account.html", account=my_account(), errors={})


@accounts.post("/account/password")
def own_password() -> ResponseReturnValue:
    """Change one's own password; other browsers and phones sign in again."""
    actor, account = signed_in(), my_account()
    if account is None:
        raise NotSignedIn("Please sign in.")
    now = clock.now()
    form = request.form
    try:
        change_own_password(
            actor, account, form.get("current", ""), form.get("password", ""), now=now
        )
    except CheckpointError as error:
        errors = {error.field or "current": error_text(error)}
        page = render_template("people/account.html", account=account, errors=errors)
        return page, http_status(error)
    sign_in(account, now)
    refresh()
    flash(gettext("Your password is changed. Other browsers must sign in again."))
    return redirect(url_for("accounts.own_account"), 303)
