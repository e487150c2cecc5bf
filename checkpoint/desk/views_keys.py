"""The page of signing keys: which there are, who holds older cards, rotation, and the emergency."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from checkpoint import clock
from checkpoint.desk.affected import affected_sheet
from checkpoint.desk.views_exports import download
from checkpoint.errors import BadInput, Conflict, http_status
from checkpoint.gate import devices_out_of_touch
from checkpoint.passes import (
    KeyState,
    affected_by,
    call_in_leaked,
    households_of,
    key_line,
    key_lines,
    last_change,
    older_cards_by_building,
    require_keys,
    retire_key,
    rotate_keys,
)
from checkpoint.people import Permission, chosen_compound, permission_required, signed_in
from checkpoint.web import error_text

keys = Blueprint("keys", __name__)
admin_only = permission_required(Permission.MANAGE_STAFF)


@keys.app_context_processor
def words() -> dict[str, object]:
    """What the template asks for by name."""
    return {"key_mark": key_mark}


@keys.get("/settings/keys")
@admin_only
def index() -> ResponseReturnValue:
    """All keys, and the buildings where people hold older cards."""
    require_keys(signed_in())
    now = clock.now()
    lines, compound = key_lines(now), chosen_compound()
    changed = last_change(lines)
    return render_template(
        "desk/keys.html",
        lines=lines,
        older=older_cards_by_building(compound) if compound else [],
        silent=devices_out_of_touch(changed) if changed else [],
    )


@keys.post("/settings/keys/rotate")
@admin_only
def rotate() -> ResponseReturnValue:
    """A new key that signs from now on."""
    kid = rotate_keys(signed_in(), now=clock.now())
    flash(
        gettext("Key %(kid)s signs from now on. All cards that are out there stay good.", kid=kid)
    )
    return redirect(url_for("keys.index"), 303)


@keys.post("/settings/keys/<int:kid>/retire")
@admin_only
def retire(kid: int) -> ResponseReturnValue:
    """End an older key that nobody holds a card under any more."""
    try:
        retire_key(signed_in(), kid, now=clock.now())
    except Conflict as error:
        flash(error_text(error), "error")
    else:
        flash(gettext("Key %(kid)s is retired: gates refuse what it signed.", kid=kid))
    return redirect(url_for("keys.index"), 303)


@keys.get("/settings/keys/<int:kid>/leaked")
@admin_only
def ask_leaked(kid: int) -> ResponseReturnValue:
    """What calling it in would do, and the number to type."""
    return _leak_page(kid, {})


@keys.post("/settings/keys/<int:kid>/leaked")
@admin_only
def leaked(kid: int) -> ResponseReturnValue:
    """Call a key in."""
    typed = request.form.get("households", "").replace(",", "").strip()
    try:
        if not typed.isdecimal():
            raise BadInput("Type the number of households.", field="households")
        leak = call_in_leaked(signed_in(), kid, households=int(typed[:9]), now=clock.now())
    except (BadInput, Conflict) as error:
        return _leak_page(kid, {"households": error_text(error)}), http_status(error)
    flash(
        ngettext(
            "Key %(kid)s is called in. %(count)s household needs a new card.",
            "Key %(kid)s is called in. %(count)s households need new cards.",
            leak.households,
            kid=kid,
            count=f"{leak.households:,}",
        ),
        "warning",
    )
    return redirect(url_for("keys.index"), 303)


@keys.post("/settings/keys/<int:kid>/households")
@admin_only
def households(kid: int) -> ResponseReturnValue:
    """The list of affected households, to take away."""
    sheet = affected_sheet(signed_in(), kid, now=clock.now())
    return download(sheet, request.form.get("format", "csv"))


def key_mark(state: KeyState) -> tuple[str, str]:
    """A shape of `ui.mark` and the word for what a key does."""
    words = {
        KeyState.SIGNS: ("ok", gettext("signs")),
        KeyState.VERIFIES: ("warn", gettext("still verifies")),
        KeyState.RETIRED: ("off", gettext("retired")),
        KeyState.LEAKED: ("bad", gettext("leaked, called in")),
    }
    return words[state]


def _leak_page(kid: int, errors: dict[str, str]) -> str:
    require_keys(signed_in())
    now = clock.now()
    affected = affected_by(kid, now)
    return render_template(
        "desk/key_leaked.html",
        line=key_line(kid, now),
        cards=len(affected),
        households=households_of(affected),
        errors=errors,
    )
