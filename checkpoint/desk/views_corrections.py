"""What households ask the office to put right in their files, and the answers."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from checkpoint import clock
from checkpoint.desk.households import lines
from checkpoint.errors import BadInput, http_status
from checkpoint.gate.residents import (
    LONGEST_WORDS,
    Correction,
    CorrectionState,
    Topic,
    answer_correction,
    corrections_answered,
    corrections_waiting,
)
from checkpoint.people import Permission, permission_required, required_compound
from checkpoint.people import signed_in as actor
from checkpoint.web import error_text

corrections = Blueprint("corrections", __name__, url_prefix="/corrections")
desk_only = permission_required(Permission.SEE_DESK)


@corrections.get("")
@desk_only
def index() -> ResponseReturnValue:
    """What waits for an answer, the oldest first, and what was answered last."""
    return _page()


@corrections.post("/<int:correction_id>/done")
@desk_only
def done(correction_id: int) -> ResponseReturnValue:
    """The file is right now."""
    return _answer(correction_id, CorrectionState.DONE, gettext("Done. The household reads that."))


@corrections.post("/<int:correction_id>/decline")
@desk_only
def decline(correction_id: int) -> ResponseReturnValue:
    """It stays as it is, and why."""
    said = gettext("Declined. The household reads why.")
    return _answer(correction_id, CorrectionState.DECLINED, said)


def _answer(correction_id: int, state: CorrectionState, said: str) -> ResponseReturnValue:
    note = request.form.get("note", "")
    try:
        answer_correction(actor(), correction_id, state, note, now=clock.now())
    except BadInput as error:
        page = _page(tried=correction_id, note=note, error=error_text(error))
        return page, http_status(error)
    flash(said)
    return redirect(url_for("corrections.index"), 303)


def _page(tried: int = 0, note: str = "", error: str = "") -> str:
    compound = required_compound()
    waiting = corrections_waiting(compound)
    return render_template(
        "desk/corrections.html",
        waiting=waiting,
        answered=corrections_answered(compound),
        heads=_heads(waiting),
        topic_word=topic_word,
        longest=LONGEST_WORDS,
        now=clock.now(),
        tried=tried,
        note=note,
        error=error,
    )


def _heads(waiting: Sequence[Correction]) -> dict[int, str]:
    """Masked names of the heads, by household."""
    return {each.household.id: each.head for each in lines(one.household for one in waiting)}


def topic_word(topic: Topic) -> str:
    """What of the file is wrong."""
    words = {
        Topic.MEMBERS: gettext("who lives here"),
        Topic.NAME: gettext("a name"),
        Topic.PHONE: gettext("the phone number"),
        Topic.ROOM: gettext("the room"),
        Topic.OTHER: gettext("something else"),
    }
    return str(words[topic])
