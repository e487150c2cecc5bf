"""What does not fit together, and what was set aside: told, and settled with a note."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from checkpoint import clock
from checkpoint.desk.aside_words import tell
from checkpoint.desk.conflict_words import Account, account_of
from checkpoint.desk.crossing_words import Line, compare
from checkpoint.desk.households import lines
from checkpoint.errors import BadInput, CheckpointError, http_status
from checkpoint.gate import sentence, set_aside_count
from checkpoint.gate.conflicts import (
    Conflict,
    aside_page,
    card_ends,
    conflict_count,
    conflicts_page,
    recorded_as,
    resolve,
    resolve_aside,
)
from checkpoint.people import Actor, Permission, permission_required, required_compound, signed_in
from checkpoint.web import error_text

conflicts = Blueprint("conflicts", __name__)
desk_only = permission_required(Permission.SEE_DESK)
REVOKED = "pass.was_revoked"
Settle = Callable[[Actor, int, str, datetime], object]


@dataclass(frozen=True, slots=True)
class Case:
    """One conflict as the page tells it."""

    conflict: Conflict
    account: Account
    head: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Answer:
    """A note that could not be taken: for which one, what was written, and why not."""

    id: int = 0
    note: str = ""
    error: str = ""


@conflicts.get("/conflicts")
@desk_only
def index() -> ResponseReturnValue:
    """The open conflicts, the newest first."""
    return _open_ones(Answer())


@conflicts.post("/conflicts/<int:conflict_id>")
@desk_only
def settle(conflict_id: int) -> ResponseReturnValue:
    """Settle a conflict with a note."""
    return _settle(resolve, conflict_id, "conflicts.index", _open_ones)


@conflicts.get("/conflicts/aside")
@desk_only
def aside() -> ResponseReturnValue:
    """What could not be recorded as it was sent, the newest first."""
    return _aside(Answer())


@conflicts.post("/conflicts/aside/<int:aside_id>")
@desk_only
def settle_aside(aside_id: int) -> ResponseReturnValue:
    """Settle what was set aside with a note."""
    return _settle(resolve_aside, aside_id, "conflicts.aside", _aside)


@conflicts.get("/conflicts/settled")
@desk_only
def settled() -> ResponseReturnValue:
    """What staff have settled, and what a later arrival explained."""
    compound = required_compound()
    listed = conflicts_page(compound, _page(), open_ones=False)
    apart = aside_page(compound, request.args.get("aside", 1, type=int), open_ones=False)
    return _render("settled", listed=listed, cases=_cases(listed.rows), apart=apart, why=_why)


def _open_ones(answer: Answer) -> str:
    listed = conflicts_page(required_compound(), _page())
    return _render("open", listed=listed, cases=_cases(listed.rows), answer=answer)


def _aside(answer: Answer) -> str:
    compound = required_compound()
    listed = aside_page(compound, _page())
    known = recorded_as(each.crossing_id for each in listed.rows if each.status == "conflict")
    told = [tell(each, known.get(each.crossing_id), compound) for each in listed.rows]
    return _render("aside", listed=listed, told=told, answer=answer, why=_why)


def _settle(
    settle: Settle, id: int, endpoint: str, again: Callable[[Answer], str]
) -> ResponseReturnValue:
    note = request.form.get("note", "")
    try:
        settle(signed_in(), id, note, clock.now())
    except BadInput as error:
        return again(Answer(id, note, error_text(error))), http_status(error)
    except CheckpointError as error:
        if http_status(error) != 409:
            raise
        flash(error_text(error), "warning")
    else:
        flash(gettext("Settled. It stays on record with your note."))
    return redirect(url_for(endpoint), 303)


def _cases(rows: Sequence[Conflict]) -> list[Case]:
    ends = card_ends([each.first for each in rows if each.kind == REVOKED])
    heads = {each.household.id: each.head for each in lines({row.household for row in rows})}
    return [
        Case(
            each,
            account_of(each),
            heads[each.household_id],
            compare(each, ends.get(each.first_id) if each.kind == REVOKED else None),
        )
        for each in rows
    ]


def _render(tab: str, **values: object) -> str:
    compound = required_compound()
    return render_template(
        "desk/conflicts.html",
        tab=tab,
        open_count=conflict_count(compound),
        aside_count=set_aside_count(compound),
        now=clock.now(),
        **values,
    )


def _page() -> int:
    return request.args.get("page", 1, type=int)


def _why(code: str) -> str:
    return str(gettext(sentence(code)))
