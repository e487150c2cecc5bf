"""Setting the PIN with which somebody signs on to a gate's phone: one's own, and another's."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from checkpoint import clock
from checkpoint.errors import CheckpointError, NotSignedIn, http_status
from checkpoint.people.actor import Permission
from checkpoint.people.models import Staff
from checkpoint.people.pins import generate_pin, set_own_pin, set_pin
from checkpoint.people.session import my_account, permission_required, signed_in
from checkpoint.people.staff import staff_by_id
from checkpoint.web import error_text

pins = Blueprint("pins", __name__)
admin_only = permission_required(Permission.MANAGE_STAFF)


@pins.post("/account/pin")
def own_pin() -> ResponseReturnValue:
    """Set one's own PIN, with the password to show that it is oneself."""
    actor, account = signed_in(), my_account()
    if account is None:
        raise NotSignedIn("Please sign in.")
    password, pin = request.form.get("pin_password", ""), request.form.get("pin", "")
    try:
        set_own_pin(actor, account, password, pin, now=clock.now())
    except CheckpointError as error:
        errors = {error.field or "pin": error_text(error)}
        page = render_template("people/account.html", account=account, errors=errors)
        return page, http_status(error)
    flash(gettext("Your PIN is set. The phones at your gates know it within seconds."))
    return redirect(url_for("accounts.own_account"), 303)


@pins.get("/staff/<int:staff_id>/pin")
@admin_only
def page(staff_id: int) -> ResponseReturnValue:
    """Ask for a PIN, or for one to be made up."""
    return _ask(staff_by_id(signed_in(), staff_id), {})


@pins.post("/staff/<int:staff_id>/pin")
@admin_only
def new_pin(staff_id: int) -> ResponseReturnValue:
    """Give an account the PIN that was typed, or make one up and show it, once."""
    actor = signed_in()
    account = staff_by_id(actor, staff_id)
    typed = request.form.get("pin", "").strip()
    pin = typed or generate_pin()
    try:
        set_pin(actor, account, pin, now=clock.now())
    except CheckpointError as error:
        return _ask(account, {error.field or "pin": error_text(error)}), http_status(error)
    if not typed:
        return render_template("people/staff_pin_made.html", account=account, pin=pin)
    flash(gettext("%(name)s has a PIN now.", name=account.name))
    return redirect(url_for("staff.index"), 303)


def _ask(account: Staff, errors: dict[str, str]) -> str:
    return render_template("people/staff_pin.html", account=account, errors=errors)
