"""Gate books: printing one, and typing its lines in afterwards, by number."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from checkpoint import clock
from checkpoint.errors import BadInput, CheckpointError, http_status
from checkpoint.gate.books import (
    LINES,
    Copied,
    Typed,
    book_by_id,
    book_pdf,
    books_of,
    copy_line,
    household_meant,
    make_book,
    progress_of,
    read_line,
)
from checkpoint.gate.models import GateBook
from checkpoint.people import Permission, permission_required, required_compound, signed_in
from checkpoint.web import error_text, language, local_time

books = Blueprint("books", __name__)
to_copy = permission_required(Permission.SEE_DESK)
to_print = permission_required(Permission.MANAGE_GATES)


@books.get("/gates/books")
@to_copy
def index() -> ResponseReturnValue:
    """The books of the chosen compound, and a new one."""
    return _index({})


@books.post("/gates/books")
@to_print
def make() -> ResponseReturnValue:
    """A new book for a gate, as a PDF to print."""
    form, now = request.form, clock.now()
    lines = form.get("lines", LINES, type=int)
    try:
        book = make_book(signed_in(), form.get("gate", 0, type=int), lines=lines, now=now)
    except BadInput as error:
        return _index({error.field or "": error_text(error)}), http_status(error)
    response = Response(book_pdf(book, now), mimetype="application/pdf")
    name = f"gate-book-{book.id}-{local_time(now, '%Y%m%d-%H%M')}.pdf"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response


@books.get("/gates/books/<int:book_id>")
@to_copy
def copy(book_id: int) -> ResponseReturnValue:
    """The lines of a book that are typed, and the next one to type."""
    book = book_by_id(signed_in(), book_id)
    wanted = {name: request.args[name] for name in ("line", "day") if name in request.args}
    return _page(book, wanted, {})


@books.post("/gates/books/<int:book_id>")
@to_copy
def type_line(book_id: int) -> ResponseReturnValue:
    """Record one line, and go on with the next."""
    actor, form, now = signed_in(), request.form, clock.now()
    book = book_by_id(actor, book_id)
    try:
        typed = read_line(form, ZoneInfo(book.gate.compound.community.time_zone))
        copied = copy_line(actor, book, typed, now=now)
    except CheckpointError as error:
        if http_status(error) != 422:
            raise
        return _page(book, form, {error.field or "": error_text(error)}), http_status(error)
    _say(typed, copied)
    following = min(typed.line + 1, book.first_line + book.lines - 1)
    day = local_time(typed.at, "%Y-%m-%d")
    return redirect(url_for("books.copy", book_id=book_id, line=following, day=day), 303)


@books.post("/gates/books/<int:book_id>/who")
@to_copy
def who(book_id: int) -> ResponseReturnValue:
    """Whom a pass number or an address means, while it is typed; in no address and no log."""
    book = book_by_id(signed_in(), book_id)
    try:
        household = household_meant(book.gate.compound, request.form.get("who", "")[:80])
    except BadInput as error:
        return jsonify(found=False, words=error_text(error))
    return jsonify(found=True, words=household.label(language()))


def _say(typed: Typed, copied: Copied) -> None:
    what = {"line": typed.line, "who": copied.household.short_label(language())}
    match copied.result.status:
        case "recorded":
            flash(gettext("Line %(line)s is recorded: %(who)s.", **what))
        case "repeat":
            flash(gettext("Line %(line)s was typed before, with the same words.", **what))
        case "conflict":
            flash(
                gettext(
                    "Line %(line)s was typed before with other words. Those count; what you typed "
                    "now is set aside, for somebody to compare with the paper.",
                    **what,
                ),
                "warning",
            )
        case _:
            flash(gettext("Line %(line)s could not be recorded and is set aside.", **what), "error")


def _index(errors: Mapping[str, str]) -> str:
    compound = required_compound()
    rows = [(book, progress_of(book)) for book in books_of(compound)]
    return render_template(
        "gate/books.html", compound=compound, rows=rows, lines=LINES, errors=errors
    )


def _page(book: GateBook, values: Mapping[str, str], errors: Mapping[str, str]) -> str:
    progress = progress_of(book)
    usual = {
        "line": str(progress.next_line),
        "day": local_time(book.made_at, "%Y-%m-%d"),
        "time": "",
        "who": "",
        "direction": "exit",
        "people": "1",
        "tenths": "",
    }
    chosen = {name: values.get(name, value) for name, value in usual.items()}
    return render_template(
        "gate/book.html", book=book, progress=progress, values=chosen, errors=errors
    )
