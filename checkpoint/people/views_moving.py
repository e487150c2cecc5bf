"""Staff's part of a household's file: that they moved out, or came back."""

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from checkpoint import clock
from checkpoint.people.actor import Permission
from checkpoint.people.moving import move_back, move_out
from checkpoint.people.session import permission_required, signed_in

moving = Blueprint("moving", __name__, url_prefix="/households")
to_change = permission_required(Permission.ISSUE_PASSES)


@moving.post("/<int:household_id>/moved-out")
@to_change
def out(household_id: int) -> ResponseReturnValue:
    """None of their passes opens a gate any more."""
    move_out(signed_in(), household_id, now=clock.now())
    return _back(household_id, gettext("They moved out. No gate that is online takes their cards."))


@moving.post("/<int:household_id>/moved-back")
@to_change
def back(household_id: int) -> ResponseReturnValue:
    """The same people are here again."""
    move_back(signed_in(), household_id, now=clock.now())
    return _back(household_id, gettext("They live here again, and their cards are good again."))


def _back(household_id: int, said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(f"/households/{household_id}", 303)
