"""The pages of the spreadsheet import: send a file, look at it, import it."""

from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from checkpoint import clock
from checkpoint.errors import BadInput, Conflict, http_status
from checkpoint.people.actor import Permission
from checkpoint.people.names import short_label
from checkpoint.people.roster.applying import (
    Choices,
    Counts,
    Gone,
    import_by_id,
    import_roster,
    last_imports,
)
from checkpoint.people.roster.grid import Limits
from checkpoint.people.roster.inert import excerpt
from checkpoint.people.roster.problem_sheet import problem_sheet
from checkpoint.people.roster.reading import read_content
from checkpoint.people.roster.refusals import file_too_large
from checkpoint.people.roster.screens import LISTED, Look, correction_from, first, look_at
from checkpoint.people.roster.sheets import EXTENSIONS, open_workbook
from checkpoint.people.roster.staging import Staged, Staging
from checkpoint.people.roster.template import roster_template
from checkpoint.people.roster.words import (
    change_text,
    field_choices,
    problem_text,
    say,
    severity_mark,
)
from checkpoint.people.session import me, permission_required, required_compound, signed_in
from checkpoint.web import error_text, language, limit_rate, settings

roster_pages = Blueprint("roster", __name__, url_prefix="/import")
importers_only = permission_required(Permission.IMPORT_ROSTER)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MEGABYTE = 1024 * 1024
# What a form adds around its file, and how many columns a page may ask about.
_AROUND_FILE = 64 * 1024


@roster_pages.url_value_preprocessor
def allow_a_file(endpoint: str | None, _: dict[str, Any] | None) -> None:
    """Take a larger body where a file is sent, from those who may send one; before it is read."""
    actor = me() if endpoint == "roster.upload" else None
    if actor is not None and actor.may(Permission.IMPORT_ROSTER):
        request.max_content_length = settings().max_upload_megabytes * _MEGABYTE + _AROUND_FILE


@roster_pages.context_processor
def words() -> dict[str, object]:
    """What the templates ask for by name."""
    return {
        "accepted": ",".join(EXTENSIONS),
        "change_text": change_text,
        "door": _door,
        "refusal_text": error_text,
        "field_choices": field_choices(),
        "first": first,
        "inert": excerpt,
        "listed": LISTED,
        "problem_text": problem_text,
        "severity_mark": severity_mark,
    }


def _door(key: tuple[str, str, str]) -> str:
    building, unit, room = key
    return short_label(building, unit, room, language())


@roster_pages.get("")
@importers_only
def index() -> ResponseReturnValue:
    """Ask for a file."""
    return _index({})


def _index(errors: dict[str, str]) -> str:
    compound = required_compound()
    return render_template(
        "roster/index.html",
        errors=errors,
        imports=last_imports(compound),
        megabytes=settings().max_upload_megabytes,
    )


@roster_pages.post("")
@importers_only
def upload() -> ResponseReturnValue:
    """Keep a file that can be opened and show what is in it."""
    actor, compound = signed_in(), required_compound()
    limit_rate("60/hour", "roster", str(actor.staff_id))
    try:
        content, filename = _sent_file()
        open_workbook(content, filename, _limits())
    except BadInput as error:
        return _index({"file": error_text(error)}), http_status(error)
    staged = _staging().keep(content, filename, actor.staff_id, compound.id, clock.now())
    return redirect(url_for("roster.preview", id_=staged.id), 303)


def _sent_file() -> tuple[bytes, str]:
    """The file's bytes and bare name. Raises BadInput."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise BadInput("Choose the file that holds the roster.", field="file")
    content = sent.stream.read(_limits().file_bytes + 1)
    if len(content) > _limits().file_bytes:
        raise file_too_large(_limits())
    return content, Path(sent.filename.replace("\\", "/")).name[:200]


@roster_pages.get("/template.xlsx")
@importers_only
def template() -> ResponseReturnValue:
    """An empty roster to fill in."""
    return _xlsx(roster_template(), "roster.xlsx")


@roster_pages.get("/done/<int:import_id>")
@importers_only
def done(import_id: int) -> ResponseReturnValue:
    """What an import did, and what comes next."""
    entry = import_by_id(signed_in(), import_id)
    return render_template("roster/done.html", entry=entry)


@roster_pages.get("/<id_>")
@importers_only
def preview(id_: str) -> ResponseReturnValue:
    """What is in the file, what it would change, and what is wrong with it."""
    return _preview(_found(id_), {})


def _preview(staged: Staged, errors: dict[str, str]) -> str:
    look = _look(staged)
    return render_template(
        "roster/preview.html",
        staged=staged,
        look=look,
        errors=errors,
        many_sheets=look.file is not None and len(look.file.roster.sheets) > 1,
    )


@roster_pages.post("/<id_>/columns")
@importers_only
def columns(id_: str) -> ResponseReturnValue:
    """Keep what was said of sheets and columns, and read the file again."""
    staged = _found(id_)
    workbook = open_workbook(_staging().content(staged), staged.filename, _limits())
    used = request.form.getlist("sheet")
    _staging().correct(staged, correction_from(request.form, used, workbook))
    return redirect(url_for("roster.preview", id_=id_), 303)


@roster_pages.get("/<id_>/problems.xlsx")
@importers_only
def problems(id_: str) -> ResponseReturnValue:
    """The problem rows as a spreadsheet, with the reasons."""
    staged = _found(id_)
    file = read_content(_staging().content(staged), staged.filename, staged.correction)
    return _xlsx(problem_sheet(file, say), "roster-problems.xlsx")


@roster_pages.post("/<id_>/discard")
@importers_only
def discard(id_: str) -> ResponseReturnValue:
    """Delete the file."""
    _staging().discard(_found(id_))
    flash(gettext("The file was deleted; nothing was imported."))
    return redirect(url_for("roster.index"), 303)


@roster_pages.post("/<id_>/confirm")
@importers_only
def confirm(id_: str) -> ResponseReturnValue:
    """Import the file as it was shown."""
    staged = _found(id_)
    actor, compound = signed_in(), required_compound()
    try:
        file = read_content(_staging().content(staged), staged.filename, staged.correction)
        imported = import_roster(actor, compound, file, _choices(), now=clock.now())
    except (BadInput, Conflict) as error:
        return _preview(staged, {"confirm": error_text(error)}), http_status(error)
    _staging().discard(staged)
    if imported.entry_id is None:
        flash(gettext("All of this is there already. Nothing was changed."))
        return redirect(url_for("roster.index"), 303)
    return redirect(url_for("roster.done", import_id=imported.entry_id), 303)


def _choices() -> Choices:
    """What the person decided, from the form. Raises BadInput."""
    form = request.form
    numbers = [form.get(name, "") for name in ("new", "changed", "gone_shown", "unchanged")]
    gone = form.get("gone", Gone.KEEP.value)
    if not all(number.isdecimal() for number in numbers) or gone not in {*Gone}:
        raise BadInput("This page is incomplete. Open the file's page again.", field="confirm")
    return Choices(
        leave_out_problems=form.get("leave_out") == "yes",
        gone=Gone(gone),
        expected=Counts(*map(int, numbers)),
    )


def _staging() -> Staging:
    return Staging(Path(current_app.instance_path) / "uploads")


def _limits() -> Limits:
    return Limits(file_bytes=settings().max_upload_megabytes * _MEGABYTE)


def _found(id_: str) -> Staged:
    return _staging().find(id_, signed_in().staff_id, required_compound().id, clock.now())


def _look(staged: Staged) -> Look:
    content = _staging().content(staged)
    return look_at(content, staged.filename, staged.correction, required_compound())


def _xlsx(content: bytes, name: str) -> Response:
    response = Response(content, mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
