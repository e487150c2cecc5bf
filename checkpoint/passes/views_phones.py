"""What staff do with the phones that show a pass."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from checkpoint import clock
from checkpoint.passes.phones import linked_phones, unlink_phone
from checkpoint.people import Permission, permission_required, safe_next, signed_in

pass_phones = Blueprint("pass_phones", __name__, url_prefix="/passes/phones")


@pass_phones.app_context_processor
def words() -> dict[str, object]:
    """What the panel of a pass asks for by name."""
    return {"linked_phones": linked_phones}


@pass_phones.post("/<int:phone_id>/unlink")
@permission_required(Permission.ISSUE_PASSES)
def unlink(phone_id: int) -> ResponseReturnValue:
    """Take the pass off a phone at once."""
    phone = unlink_phone(signed_in(), phone_id, clock.now())
    flash(gettext("The phone is unlinked. Every gate that is online knows."))
    here = url_for("passes.show", pass_id=phone.pass_id)
    return redirect(safe_next(request.form.get("next"), here), 303)
