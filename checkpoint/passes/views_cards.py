"""Printing: the cards of whole buildings as one file, and one card on paper or as a picture."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from checkpoint import clock
from checkpoint.errors import CheckpointError, http_status
from checkpoint.passes.card_sheets import card_picture, write_card, write_cards
from checkpoint.passes.cards import Language, Sheet
from checkpoint.passes.history import shown_token
from checkpoint.passes.issuing import pass_by_id
from checkpoint.passes.listing import buildings_with_passes
from checkpoint.people import Permission, permission_required, required_compound, signed_in
from checkpoint.web import error_text, local_time

cards = Blueprint("cards", __name__)
passes_only = permission_required(Permission.ISSUE_PASSES)

LANGUAGES: dict[str, Language] = {"zh": "zh", "en": "en", "both": "both"}


@cards.get("/passes/cards")
@passes_only
def choose() -> ResponseReturnValue:
    """Ask which buildings, on what, in which language."""
    return _choose(request.args.getlist("building"), {}, {})


@cards.post("/passes/cards")
@passes_only
def make() -> ResponseReturnValue:
    """The PDF; it is made anew each time and kept nowhere."""
    chosen = request.form.getlist("building")

    def write(out: Path) -> None:
        write_cards(
            signed_in(),
            required_compound(),
            out,
            sheet=_sheet(Sheet.A4),
            buildings=chosen,
            language=_language(),
            now=clock.now(),
        )

    try:
        return _pdf(write)
    except CheckpointError as error:
        page = _choose(chosen, request.form.to_dict(), {"": error_text(error)})
        return page, http_status(error)


@cards.post("/passes/<int:pass_id>/card")
@passes_only
def one(pass_id: int) -> ResponseReturnValue:
    """One card as a PDF of its real size."""
    actor = signed_in()
    pass_ = pass_by_id(actor, pass_id)
    return _pdf(
        lambda out: write_card(
            actor, pass_, out, sheet=Sheet.CR80, language=_language(), now=clock.now()
        )
    )


@cards.post("/passes/<int:pass_id>/picture")
@passes_only
def picture(pass_id: int) -> ResponseReturnValue:
    """One card as a picture, for a resident's phone."""
    actor = signed_in()
    shown_token(actor, pass_id, now=clock.now())
    return _download(card_picture(pass_by_id(actor, pass_id), _language()), "image/png", "card.png")


def _choose(chosen: list[str], values: dict[str, str], errors: dict[str, str]) -> str:
    return render_template(
        "passes/cards.html",
        buildings=[each for each in buildings_with_passes(required_compound()) if each.passes],
        chosen=chosen,
        values=values,
        errors=errors,
    )


def _pdf(write: Callable[[Path], object]) -> Response:
    with TemporaryDirectory(prefix="checkpoint-cards-") as folder:
        out = Path(folder) / "cards.pdf"
        write(out)
        content = out.read_bytes()
    name = f"cards-{local_time(clock.now(), '%Y%m%d-%H%M')}.pdf"
    return _download(content, "application/pdf", name)


def _download(content: bytes, mimetype: str, name: str) -> Response:
    """A file to keep, with nothing of a household in its name and nothing of it in a cache."""
    response = Response(content, mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _sheet(otherwise: Sheet) -> Sheet:
    wanted = request.form.get("sheet", "")
    return Sheet(wanted) if wanted in set(Sheet) else otherwise


def _language() -> Language:
    return LANGUAGES.get(request.form.get("language", ""), "zh")
