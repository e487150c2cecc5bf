"""Pages of passes: the list, one pass, and what is done with it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from checkpoint import clock
from checkpoint.errors import BadInput, CheckpointError, NotFound, http_status
from checkpoint.passes.history import history_of, shown_token
from checkpoint.passes.issuing import (
    issue_household_passes,
    issue_pass,
    pass_by_id,
    replace_pass,
    revoke_pass,
)
from checkpoint.passes.listing import (
    Show,
    buildings_with_passes,
    count_passes,
    household_passes,
    passes_page,
)
from checkpoint.passes.lookup import look_up
from checkpoint.passes.models import Pass
from checkpoint.passes.number import format_number
from checkpoint.passes.reasons import (
    OTHER,
    PROOFS,
    REPLACING,
    REVOKING,
    chosen_proof,
    chosen_reason,
)
from checkpoint.passes.svg import svg_path
from checkpoint.passes.words import (
    happening_word,
    kind_word,
    newest_card_note,
    proof_word,
    reason_word,
    state_mark,
)
from checkpoint.people import (
    Actor,
    Permission,
    address_label,
    building_label,
    household_by_id,
    masked_name,
    my_compounds,
    permission_required,
    required_compound,
    safe_next,
    signed_in,
)
from checkpoint.web import error_text, language

passes = Blueprint("passes", __name__)
passes_only = permission_required(Permission.ISSUE_PASSES)
passes.add_app_template_filter(format_number, "pass_number")


@passes.app_context_processor
def words() -> dict[str, object]:
    """What the templates of passes ask for by name; the panel is also part of others' pages."""
    return {
        "household_passes": household_passes,
        "kind_word": kind_word,
        "state_mark": state_mark,
        "happening_word": happening_word,
        "reason_word": reason_word,
        "proof_word": proof_word,
        "proofs": PROOFS,
        "replacing_reasons": REPLACING,
        "revoking_reasons": REVOKING,
        "building_label": lambda building: building_label(building, language()),
        "door_label": _door_label,
        "masked_name": masked_name,
    }


def _door_label(unit: str, room: str) -> str:
    if language() == "zh":
        return address_label("", unit, room)
    if unit:
        return str(gettext("Unit %(unit)s, room %(room)s", unit=unit, room=room))
    return str(gettext("Room %(room)s", room=room))


@passes.get("/passes")
@passes_only
def index() -> ResponseReturnValue:
    """The figures, and the list by building and state."""
    return _index({}, "")


def _index(errors: dict[str, str], number: str) -> str:
    compound = required_compound()
    show = _shown(request.args.get("show", ""))
    buildings = buildings_with_passes(compound)
    building = request.args.get("building", "")
    if building and building not in {each.name for each in buildings}:
        raise NotFound("There is no such building here.")
    page = request.args.get("page", 1, type=int)
    return render_template(
        "passes/index.html",
        compound=compound,
        counts=count_passes(compound),
        buildings=buildings,
        building=building,
        show=show,
        page=passes_page(compound, show, building, page),
        now=clock.now(),
        errors=errors,
        number=number,
    )


def _shown(name: str) -> Show:
    return Show(name) if name in set(Show) else Show.ACTIVE


@passes.post("/passes/find")
@passes_only
def find() -> ResponseReturnValue:
    """Go to the pass of a typed number or a scanned card; neither is in any address or log."""
    text = request.form.get("number", "")
    try:
        found = look_up(signed_in(), text)
    except CheckpointError as error:
        return _index({"number": error_text(error)}, text), http_status(error)
    if found.replaced:
        note = gettext(
            "The card in your hand is card %(old)s. It was replaced and no gate takes it; "
            "card %(new)s is the present one.",
            old=found.card,
            new=found.pass_.generation,
        )
        flash(note, "warning")
    elif found.card is None and (newest := newest_card_note(found.pass_)):
        flash(newest, "warning")
    return redirect(url_for("passes.show", pass_id=found.pass_.id), 303)


@passes.post("/passes/issue")
@passes_only
def issue_missing() -> ResponseReturnValue:
    """Issue a pass to every household of the compound that has none."""
    wanted = request.form.get("compound", type=int)
    compound = next((each for each in my_compounds() if each.id == wanted), None)
    if compound is None:
        raise NotFound("There is no such compound here.")
    count = issue_household_passes(signed_in(), compound, now=clock.now())
    if count:
        done = ngettext("%(num)s pass was issued.", "%(num)s passes were issued.", count)
        flash(f"{done} {gettext('Now print the cards.')}")
    else:
        flash(gettext("Every household had its pass already. Nothing was changed."))
    return redirect(url_for("passes.index"), 303)


@passes.post("/passes/households/<int:household_id>")
@passes_only
def issue(household_id: int) -> ResponseReturnValue:
    """Issue the pass of one household."""
    actor = signed_in()
    made = issue_pass(actor, household_by_id(actor, household_id), now=clock.now())
    flash(gettext("Pass %(number)s was issued.", number=format_number(made.number)))
    return _back(made)


@passes.get("/passes/<int:pass_id>")
@passes_only
def show(pass_id: int) -> ResponseReturnValue:
    """One pass: how it stands, what can be done, what was done."""
    return _pass_page(pass_by_id(signed_in(), pass_id))


@passes.post("/passes/<int:pass_id>/code")
@passes_only
def show_code(pass_id: int) -> ResponseReturnValue:
    """The same with its code, for a resident's phone to photograph; that it was shown is kept."""
    actor = signed_in()
    token = shown_token(actor, pass_id, now=clock.now())
    return _pass_page(pass_by_id(actor, pass_id), code=svg_path(token))


@passes.post("/passes/<int:pass_id>/replace")
@passes_only
def replace(pass_id: int) -> ResponseReturnValue:
    """Make a new card for a lost or worn one; how staff knew who asks is kept."""
    actor = signed_in()
    pass_ = pass_by_id(actor, pass_id)
    try:
        proof = chosen_proof(request.form.get("proof", ""))
        replaced = replace_pass(actor, pass_, _reason(REPLACING), proof=proof, now=clock.now())
    except BadInput as error:
        return _again(actor, pass_id, "replace", error)
    done = gettext(
        "Card %(count)s is made. Print it or show its code; every older card is refused from "
        "now on.",
        count=replaced.generation,
    )
    flash(done)
    return _back(replaced)


@passes.post("/passes/<int:pass_id>/revoke")
@passes_only
def revoke(pass_id: int) -> ResponseReturnValue:
    """End a pass for good."""
    actor = signed_in()
    pass_ = pass_by_id(actor, pass_id)
    try:
        revoked = revoke_pass(actor, pass_, _reason(REVOKING), now=clock.now())
    except BadInput as error:
        return _again(actor, pass_id, "revoke", error)
    number = format_number(revoked.number)
    flash(gettext("Pass %(number)s is revoked. Every gate that is online knows.", number=number))
    return _back(revoked)


def _reason(known: tuple[str, ...]) -> str:
    return chosen_reason(request.form.get("reason", ""), request.form.get("words", ""), known)


def _again(actor: Actor, pass_id: int, what: str, error: BadInput) -> ResponseReturnValue:
    """The pass's page with the form that did not go through open, and what is wrong in it."""
    own_words = request.form.get("reason") == OTHER and error.field != "proof"
    field = "words" if own_words else error.field or "reason"
    page = _pass_page(
        pass_by_id(actor, pass_id),
        tried=what,
        values=request.form.to_dict(),
        errors={field: error_text(error)},
    )
    return page, http_status(error)


def _pass_page(pass_: Pass, **more: object) -> str:
    return render_template(
        "passes/pass.html",
        pass_=pass_,
        household=pass_.household,
        history=history_of(pass_),
        now=clock.now(),
        **{"code": None, "tried": "", "values": {}, "errors": {}, **more},
    )


def _back(pass_: Pass) -> ResponseReturnValue:
    """To where the button was: the household's file, or else the pass."""
    here = url_for("passes.show", pass_id=pass_.id)
    return redirect(safe_next(request.form.get("next"), here), 303)
