"""Printing: the cards of whole buildings as one file, and one card on paper or as a picture."""

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from checkpoint import clock
from checkpoint.errors import CheckpointError, http_status
from checkpoint.passes.card_sheets import Made, card_picture, write_card, write_cards
from checkpoint.passes.cards import Language, Sheet
from checkpoint.passes.design_form import LANGUAGES
from checkpoint.passes.designs import design_of
from checkpoint.passes.history import shown_token
from checkpoint.passes.issuing import pass_by_id
from checkpoint.passes.models_prints import Only
from checkpoint.passes.print_jobs import unmarked_jobs
from checkpoint.passes.printable import buildings_to_print, count_to_print
from checkpoint.passes.samples import Wanted, sample_png
from checkpoint.people import Permission, permission_required, required_compound, signed_in
from checkpoint.web import error_text, local_time

cards = Blueprint("cards", __name__)
passes_only = permission_required(Permission.ISSUE_PASSES)

T = TypeVar("T")


@cards.get("/passes/cards")
@passes_only
def choose() -> ResponseReturnValue:
    """Ask which buildings, on what, in which language."""
    wanted = {"only": request.args.get("only", "all")}
    return _choose(request.args.getlist("building"), wanted, {})


@cards.post("/passes/cards")
@passes_only
def make() -> ResponseReturnValue:
    """The PDF; it is made anew each time and kept nowhere."""
    chosen = request.form.getlist("building")
    try:
        made, response = pdf_of(lambda out: _write(out, chosen))
    except CheckpointError as error:
        page = _choose(chosen, request.form.to_dict(), {"": error_text(error)})
        return page, http_status(error)
    # Where the page goes on once it has the file.
    response.headers["X-Print-Job"] = url_for("prints.show", job_id=made.job_id)
    return response


def _write(out: Path, buildings: list[str]) -> Made:
    only = request.form.get("only", "")
    return write_cards(
        signed_in(),
        required_compound(),
        out,
        only=Only(only) if only in set(Only) else Only.ALL,
        sheet=_sheet(Sheet.A4),
        buildings=buildings,
        language=_language(),
        now=clock.now(),
    )


@cards.post("/passes/cards/preview")
@passes_only
def preview() -> ResponseReturnValue:
    """How a sheet will look, with cards of nobody; the whole page for a browser without script."""
    compound = required_compound()
    design = design_of(compound)
    wanted = Wanted(sheet=_sheet(Sheet.A4), language=_language() or design.language)
    drawn = sample_png(compound, design, wanted, now=clock.now())
    if by_script():
        return Response(drawn, mimetype="image/png")
    picture = b64encode(drawn).decode()
    return _choose(request.form.getlist("building"), request.form.to_dict(), {}, picture)


@cards.post("/passes/<int:pass_id>/card")
@passes_only
def one(pass_id: int) -> ResponseReturnValue:
    """One card as a PDF of its real size."""
    actor = signed_in()
    pass_ = pass_by_id(actor, pass_id)
    _, response = pdf_of(
        lambda out: write_card(
            actor, pass_, out, sheet=_sheet(Sheet.CR80), language=_language(), now=clock.now()
        )
    )
    return response


@cards.post("/passes/<int:pass_id>/picture")
@passes_only
def picture(pass_id: int) -> ResponseReturnValue:
    """One card as a picture, for a resident's phone."""
    actor = signed_in()
    shown_token(actor, pass_id, now=clock.now())
    return download(card_picture(pass_by_id(actor, pass_id), _language()), "image/png", "card.png")


def _choose(
    chosen: list[str], values: dict[str, str], errors: dict[str, str], picture: str = ""
) -> str:
    compound = required_compound()
    return render_template(
        "passes/cards.html",
        buildings=buildings_to_print(compound),
        counts={only.value: count for only, count in count_to_print(compound).items()},
        unmarked=unmarked_jobs(compound),
        chosen=chosen,
        values=values,
        errors=errors,
        picture=picture,
        design=design_of(compound),
    )


def pdf_of(write: Callable[[Path], T], name: str = "cards") -> tuple[T, Response]:
    """What `write` returns, and the PDF that it wrote, as a file to keep."""
    with TemporaryDirectory(prefix="checkpoint-cards-") as folder:
        out = Path(folder) / "cards.pdf"
        told = write(out)
        content = out.read_bytes()
    name = f"{name}-{local_time(clock.now(), '%Y%m%d-%H%M')}.pdf"
    return told, download(content, "application/pdf", name)


def download(content: bytes, mimetype: str, name: str) -> Response:
    """A file to keep, with nothing of a household in its name and nothing of it in a cache."""
    response = Response(content, mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _sheet(otherwise: Sheet) -> Sheet:
    wanted = request.form.get("sheet", "")
    return Sheet(wanted) if wanted in set(Sheet) else otherwise


def _language() -> Language | None:
    """None where none was chosen: then it is the design's."""
    return LANGUAGES.get(request.form.get("language", ""))


def by_script() -> bool:
    """Whether a script asks for a picture, and not a form for a page."""
    return request.accept_mimetypes.best == "image/png"
