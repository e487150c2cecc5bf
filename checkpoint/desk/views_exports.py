"""The page of lists to take away, and the lists."""

from datetime import date

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from checkpoint import clock
from checkpoint.desk.cells import csv_lines, xlsx_file
from checkpoint.desk.exports import Sheet, Subject, export
from checkpoint.errors import BadInput, NotFound, http_status
from checkpoint.people import Permission, permission_required, required_compound, signed_in
from checkpoint.web import error_text

exports = Blueprint("exports", __name__)
desk_only = permission_required(Permission.SEE_DESK)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@exports.get("/exports")
@desk_only
def index() -> ResponseReturnValue:
    """What can be taken away as a spreadsheet."""
    required_compound()
    return render_template("desk/exports.html", values={}, errors={}, today=clock.now())


@exports.post("/exports/<subject>")
@desk_only
def take_away(subject: str) -> ResponseReturnValue:
    """A list as CSV or XLSX."""
    if subject not in set(Subject):
        raise NotFound("There is no such list.")
    form = request.form
    try:
        sheet = export(
            signed_in(),
            required_compound(),
            Subject(subject),
            now=clock.now(),
            first=_day("first"),
            last=_day("last"),
        )
    except BadInput as error:
        errors = {error.field or "": error_text(error)}
        page = render_template("desk/exports.html", values=form, errors=errors, today=clock.now())
        return page, http_status(error)
    return download(sheet, form.get("format", "csv"))


def _day(field: str) -> date | None:
    text = request.form.get(field, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadInput("Write a day like 2020-02-14.", field=field) from error


def download(sheet: Sheet, form: str) -> Response:
    """A list as a file to keep, in that format."""
    if form == "xlsx":
        response = Response(xlsx_file(sheet.title, sheet.headings, sheet.rows), mimetype=XLSX)
        name = f"{sheet.name}.xlsx"
    else:
        # Written whole before the answer begins: an error half-way would cut the list in silence.
        response = Response("".join(csv_lines(sheet.headings, sheet.rows)), mimetype="text/csv")
        name = f"{sheet.name}.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
