"""How the cards look: an admin's page with a preview that is drawn while one types."""

from base64 import b64encode
from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from checkpoint import clock
from checkpoint.errors import BadInput, http_status
from checkpoint.passes.cards import TINTS, USUAL, Design, Sheet
from checkpoint.passes.design_form import (
    LONGEST_LINE,
    LONGEST_TITLE,
    Typed,
    in_base64,
    read_design,
    seal_of,
)
from checkpoint.passes.designs import change_design, design_of, recent_designs
from checkpoint.passes.samples import Wanted, sample_png
from checkpoint.passes.seals import MOST_OCTETS
from checkpoint.passes.token import Kind
from checkpoint.passes.views_cards import by_script
from checkpoint.passes.words_prints import color_word
from checkpoint.people import (
    Actor,
    BadFields,
    Permission,
    my_account,
    permission_required,
    required_compound,
    signed_in,
)
from checkpoint.web import error_text

designs = Blueprint("designs", __name__)
admins_only = permission_required(Permission.MANAGE_STAFF)

KINDS = {kind.name.lower(): kind for kind in Kind}
# Somewhat more than a seal may have, so that whoever sends a photograph is told what is wrong.
_MOST_BODY = MOST_OCTETS * 4


@designs.url_value_preprocessor
def allow_a_picture(endpoint: str | None, _: dict[str, Any] | None) -> None:
    """Take a larger body from an admin; before it is read."""
    account = my_account() if endpoint else None
    if account is not None and Actor.of(account).may(Permission.MANAGE_STAFF):
        request.max_content_length = _MOST_BODY


@designs.context_processor
def words() -> dict[str, object]:
    """What the template asks for by name."""
    return {
        "color_word": color_word,
        "colors": list(TINTS),
        "longest_line": LONGEST_LINE,
        "longest_title": LONGEST_TITLE,
    }


@designs.get("/passes/design")
@admins_only
def show() -> ResponseReturnValue:
    """The design that holds, as a form and as a card."""
    design = design_of(required_compound())
    return _page(Typed.of(design), design)


@designs.post("/passes/design")
@admins_only
def change() -> ResponseReturnValue:
    """Print cards like this from now on."""
    typed = _typed()
    try:
        design = read_design(typed)
    except BadFields as error:
        return _page(_kept(typed), None, error), http_status(error)
    change_design(signed_in(), required_compound(), design, now=clock.now())
    flash(gettext("Saved. Cards look like this from the next file on; those handed out stay good."))
    return redirect(url_for("designs.show"), 303)


@designs.post("/passes/design/usual")
@admins_only
def back_to_usual() -> ResponseReturnValue:
    """Forget what was chosen."""
    change_design(signed_in(), required_compound(), USUAL, now=clock.now())
    flash(gettext("The cards have their usual design again."))
    return redirect(url_for("designs.show"), 303)


@designs.post("/passes/design/preview")
@admins_only
def preview() -> ResponseReturnValue:
    """A picture of what is filled in, nothing kept; the whole page for a browser without script."""
    typed = _typed()
    try:
        design = read_design(typed)
    except BadFields as error:
        page = jsonify(errors=_told(error)) if by_script() else _page(_kept(typed), None, error)
        return page, http_status(error)
    if by_script():
        return Response(_drawn(design), mimetype="image/png")
    return _page(Typed.of(design), design)


def _typed() -> Typed:
    form = request.form
    return Typed(
        title=form.get("title", ""),
        line=form.get("line", ""),
        language=form.get("language", ""),
        colors={name: form.get(name, "") for name in KINDS},
        file=_file(),
        kept=form.get("kept", ""),
        without_seal=form.get("without_seal") == "yes",
    )


def _file() -> bytes:
    """What was sent as a seal, as far as one is read."""
    if (file := request.files.get("seal")) is None:
        return b""
    with file.stream as stream:
        return stream.read(MOST_OCTETS + 1)


def _kept(typed: Typed) -> Typed:
    """The same, with a seal that was sent where the next answer has it too."""
    try:
        seal = seal_of(typed)
    except BadInput:
        return replace(typed, file=b"")
    return typed if typed.without_seal else replace(typed, file=b"", kept=in_base64(seal))


def _told(error: BadFields) -> dict[str, str]:
    return {field: error_text(each) for field, each in error.errors.items()}


def _drawn(design: Design) -> bytes:
    form = request.form
    kind, sheet = form.get("shown_kind", ""), form.get("shown_sheet", "")
    wanted = Wanted(
        KINDS.get(kind, Kind.HOUSEHOLD),
        Sheet(sheet) if sheet in set(Sheet) else Sheet.CR80,
        design.language,
    )
    return sample_png(required_compound(), design, wanted, now=clock.now())


def _page(typed: Typed, design: Design | None, error: BadFields | None = None) -> str:
    """The form, beside the card that it makes; no card where it can't be drawn."""
    compound = required_compound()
    return render_template(
        "passes/design.html",
        typed=typed,
        errors=_told(error) if error else {},
        picture=b64encode(_drawn(design)).decode() if design else "",
        shown=request.form,
        compound=compound,
        versions=recent_designs(compound),
    )
