"""Print jobs: the list, one job, what is printed of it again, and who took the cards."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from checkpoint import clock
from checkpoint.errors import BadInput, NotFound, http_status
from checkpoint.passes.card_sheets import write_job
from checkpoint.passes.delivering import write_delivery_list
from checkpoint.passes.design_form import LANGUAGES
from checkpoint.passes.designs import design_of
from checkpoint.passes.models_prints import PrintJob
from checkpoint.passes.print_jobs import (
    Part,
    deliver_cards,
    delivery_of,
    job_by_id,
    jobs_of,
    mark_printed,
    parts_of,
    standing_cards,
)
from checkpoint.passes.views_cards import passes_only, pdf_of
from checkpoint.passes.words_prints import only_word, sheet_word
from checkpoint.people import required_compound, signed_in
from checkpoint.web import error_text

prints = Blueprint("prints", __name__)


@prints.app_context_processor
def words() -> dict[str, object]:
    """What the templates of printing ask for by name."""
    return {
        "only_word": only_word,
        "sheet_word": sheet_word,
        "delivery_of": delivery_of,
        "design_of": design_of,
    }


@prints.get("/passes/prints")
@passes_only
def index() -> ResponseReturnValue:
    """The newest jobs of the chosen compound."""
    return render_template("passes/prints.html", jobs=jobs_of(required_compound()))


@prints.get("/passes/prints/<int:job_id>")
@passes_only
def show(job_id: int) -> ResponseReturnValue:
    """One job by building; with `?building=` the cards of that building."""
    return _page(job_by_id(signed_in(), job_id), request.args.get("building", ""))


@prints.post("/passes/prints/<int:job_id>/printed")
@passes_only
def printed(job_id: int) -> ResponseReturnValue:
    """The cards came out of the printer."""
    mark_printed(signed_in(), job_id, now=clock.now())
    flash(gettext("Marked as printed. These cards are not offered as new any more."))
    return redirect(url_for("prints.show", job_id=job_id), 303)


@prints.post("/passes/prints/<int:job_id>/cards")
@passes_only
def again(job_id: int) -> ResponseReturnValue:
    """The cards of the job once more, without those that ended since."""
    job = job_by_id(signed_in(), job_id)
    _, response = pdf_of(lambda out: write_job(signed_in(), job, out, now=clock.now()))
    return response


@prints.post("/passes/prints/<int:job_id>/list")
@passes_only
def delivery_list(job_id: int) -> ResponseReturnValue:
    """The list to sign, of all buildings or of one."""
    actor, job = signed_in(), job_by_id(signed_in(), job_id)
    wanted, building = request.form.get("language", ""), request.form.get("building", "")
    _, response = pdf_of(
        lambda out: write_delivery_list(
            actor,
            job,
            out,
            building=building,
            language=LANGUAGES.get(wanted),
            now=clock.now(),
        ),
        "delivery-list",
    )
    return response


@prints.post("/passes/prints/<int:job_id>/deliver")
@passes_only
def deliver(job_id: int) -> ResponseReturnValue:
    """Write down who took the cards of a building, or one of them."""
    form, building = request.form, request.form.get("building", "")
    pass_id = form.get("pass_id", type=int)
    try:
        if not building:
            raise NotFound("There is no such building here.")
        count = deliver_cards(
            signed_in(),
            job_id,
            form.get("to", ""),
            building=building,
            pass_id=pass_id,
            now=clock.now(),
        )
    except BadInput as error:
        tried = {"building": building, "pass_id": pass_id, "error": error_text(error)}
        job = job_by_id(signed_in(), job_id)
        return _page(job, building if pass_id else "", tried), http_status(error)
    flash(ngettext("%(num)s card was handed over.", "%(num)s cards were handed over.", count))
    shown = building if pass_id else None
    return redirect(url_for("prints.show", job_id=job_id, building=shown), 303)


def _page(job: PrintJob, building: str, tried: Mapping[str, object] | None = None) -> str:
    parts = parts_of(job)
    if building and building not in {each.building for each in parts}:
        raise NotFound("There is no such building here.")
    return render_template(
        "passes/print.html",
        job=job,
        parts=parts,
        total=_total(parts),
        building=building,
        cards=standing_cards(job, building) if building else [],
        tried=tried or {},
    )


def _total(parts: list[Part]) -> Part:
    figures = [(each.cards, each.ended, each.delivered) for each in parts]
    return Part("", *(sum(column) for column in zip(*figures, strict=True)))
