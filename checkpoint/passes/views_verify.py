"""A public page for whoever found a card: is it one of ours, and where does it belong?"""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from checkpoint.errors import CheckpointError, http_status
from checkpoint.passes.finding import whose_card
from checkpoint.web import error_text

verify = Blueprint("verify", __name__)


@verify.get("/verify")
def ask() -> ResponseReturnValue:
    """The form."""
    return render_template("passes/verify.html", answer=None, errors={})


@verify.post("/verify")
def tell() -> ResponseReturnValue:
    """The answer; what was typed is not shown again, and in no address."""
    try:
        answer = whose_card(request.form.get("code", ""), request.remote_addr or "")
    except CheckpointError as error:
        errors = {"code": error_text(error)}
        page = render_template("passes/verify.html", answer=None, errors=errors)
        return page, http_status(error)
    return render_template("passes/verify.html", answer=answer, errors={})
