"""Pages of an admin: staff accounts, and the settings of the community."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from checkpoint import clock
from checkpoint.errors import BadInput, CheckpointError, http_status
from checkpoint.people.accounts import block, create_staff, set_password, unblock
from checkpoint.people.actor import Permission
from checkpoint.people.models import Compound, Role, Staff
from checkpoint.people.passwords import generate_password
from checkpoint.people.places import add_compound, change_community, community_of
from checkpoint.people.session import my_compounds, permission_required, signed_in
from checkpoint.people.staff import staff_by_id, staff_in_scope
from checkpoint.people.words import role_choices, time_zone_choices
from checkpoint.web import error_text, language, settings

staff = Blueprint("staff", __name__)
admin_only = permission_required(Permission.MANAGE_STAFF)


@staff.get("/staff")
@admin_only
def index() -> ResponseReturnValue:
    """Every account in scope."""
    names = {compound.id: compound.name for compound in my_compounds()}
    accounts = staff_in_scope(signed_in())
    return render_template("people/staff.html", accounts=accounts, compound_names=names)


@staff.get("/staff/new")
@admin_only
def new() -> ResponseReturnValue:
    """Ask for a new account."""
    return _new_page({"role": Role.GUARD.value}, {})


@staff.post("/staff/new")
@admin_only
def add() -> ResponseReturnValue:
    """Make an account and show its first password, once."""
    password = generate_password()
    form = request.form
    try:
        account = create_staff(
            signed_in(),
            username=form.get("username", ""),
            name=form.get("name", ""),
            role=_role(form.get("role", "")),
            compound=_compound(form.get("compound", "")),
            password=password,
            language=form.get("language", language()),
            now=clock.now(),
        )
    except CheckpointError as error:
        return _new_page(form, {error.field or "": error_text(error)}), http_status(error)
    return _show_password(account, password)


@staff.post("/staff/<int:staff_id>/password")
@admin_only
def new_password(staff_id: int) -> ResponseReturnValue:
    """Give an account a new password and show it, once."""
    actor = signed_in()
    account = staff_by_id(actor, staff_id)
    password = generate_password()
    set_password(actor, account, password, now=clock.now())
    return _show_password(account, password)


@staff.post("/staff/<int:staff_id>/block")
@admin_only
def block_account(staff_id: int) -> ResponseReturnValue:
    """Shut an account."""
    actor = signed_in()
    account = staff_by_id(actor, staff_id)
    block(actor, account, now=clock.now())
    flash(gettext("%(name)s is signed out everywhere and can't sign in.", name=account.name))
    return redirect(url_for("staff.index"), 303)


@staff.post("/staff/<int:staff_id>/unblock")
@admin_only
def unblock_account(staff_id: int) -> ResponseReturnValue:
    """Open an account again."""
    actor = signed_in()
    account = staff_by_id(actor, staff_id)
    unblock(actor, account, now=clock.now())
    flash(gettext("%(name)s can sign in again.", name=account.name))
    return redirect(url_for("staff.index"), 303)


@staff.get("/settings")
@admin_only
def settings_page() -> ResponseReturnValue:
    """The community's name, phone and time zone, and its compounds."""
    community = community_of(signed_in())
    values = {
        "name": community.name,
        "phone": community.phone,
        "time_zone": community.time_zone,
    }
    return _settings_page(values, {})


@staff.post("/settings")
@admin_only
def change_settings() -> ResponseReturnValue:
    """Change the community."""
    form = request.form
    try:
        change_community(
            signed_in(),
            name=form.get("name", ""),
            phone=form.get("phone", ""),
            time_zone=form.get("time_zone", ""),
            now=clock.now(),
        )
    except CheckpointError as error:
        return _settings_page(form, {error.field or "": error_text(error)}), http_status(error)
    flash(gettext("Saved."))
    return redirect(url_for("staff.settings_page"), 303)


@staff.post("/settings/compounds")
@admin_only
def new_compound() -> ResponseReturnValue:
    """Add a compound to the community."""
    actor, name = signed_in(), request.form.get("compound", "")
    try:
        compound = add_compound(actor, name, now=clock.now())
    except CheckpointError as error:
        community = community_of(actor)
        values = {
            "name": community.name,
            "phone": community.phone,
            "time_zone": community.time_zone,
            "compound": name,
        }
        return _settings_page(values, {error.field or "": error_text(error)}), http_status(error)
    flash(gettext("%(name)s is added. Its gates come next.", name=compound.name))
    return redirect(url_for("staff.settings_page"), 303)


def _new_page(values: object, errors: dict[str, str]) -> str:
    return render_template(
        "people/staff_new.html", values=values, errors=errors, roles=role_choices()
    )


def _settings_page(values: dict[str, str], errors: dict[str, str]) -> str:
    return render_template(
        "people/settings.html",
        values=values,
        errors=errors,
        zones=time_zone_choices(values.get("time_zone", "")),
        compounds=my_compounds(),
        kept_days=settings().retention_days,
    )


def _show_password(account: Staff, password: str) -> str:
    return render_template("people/staff_password.html", account=account, password=password)


def _role(value: str) -> Role:
    if value not in set(Role):
        raise BadInput("Choose what the account is for.", field="role")
    return Role(value)


def _compound(value: str) -> Compound | None:
    """The chosen compound, None for all of them. Raises BadInput outside the scope."""
    if not value:
        return None
    for compound in my_compounds():
        if str(compound.id) == value:
            return compound
    raise BadInput("Choose one of the compounds.", field="compound")
