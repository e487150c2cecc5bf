"""The page on staff's screen with which one phone joins one gate.

It stands among the doors, because only they know under which address a phone reaches this server.
The code is in the page that answers the press of the button and nowhere else: in no address, in no
log, and of the database only its hash.
"""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from checkpoint import clock
from checkpoint.db import db
from checkpoint.gate.gates import gate_by_id
from checkpoint.gate.joining import join_code_by_id, join_code_of, open_join
from checkpoint.gate.models import Device, JoinCode
from checkpoint.people import (
    GateState,
    Permission,
    guards_of,
    permission_required,
    required_compound,
)
from checkpoint.people import signed_in as actor
from checkpoint.serve.offer import svg_code
from checkpoint.serve.views import current_offer

phones = Blueprint("phones", __name__, url_prefix="/gates/devices")
to_add = permission_required(Permission.MANAGE_GATES)


@phones.get("/new")
@to_add
def choose() -> ResponseReturnValue:
    """Ask which gate the phone is for; the open one is proposed."""
    gates = required_compound().gates
    wanted = request.args.get("gate", type=int)
    is_open = [gate.id for gate in gates if gate.state is GateState.OPEN]
    chosen = wanted if wanted in {gate.id for gate in gates} else next(iter(is_open), None)
    return render_template(
        "gate/add_phone.html",
        choices=[(gate.id, gate.name) for gate in gates],
        chosen=chosen or "",
        offer=current_offer(),
    )


@phones.post("/new")
@to_add
def show_code() -> ResponseReturnValue:
    """Make a code and show it, to be scanned and to be typed."""
    now = clock.now()
    gate = gate_by_id(actor(), request.form.get("gate", 0, type=int))
    code = open_join(actor(), gate.id, now)
    row = join_code_of(code)
    link = current_offer().phone_url(_host(), code)
    return render_template(
        "gate/join_code.html",
        gate=row.gate,
        code=code,
        picture=Markup(svg_code(link)),  # noqa: S704 - drawn by us, from a link to this server
        address=link.partition("#")[0],
        guards=guards_of(row.gate.compound_id),
        offer=current_offer(),
        **_state(row),
    )


@phones.get("/joins/<int:code_id>")
@to_add
def state(code_id: int) -> ResponseReturnValue:
    """Whether a phone has joined with that code; the page asks by itself."""
    return render_template("gate/_join_state.html", **_state(join_code_by_id(actor(), code_id)))


def _state(code: JoinCode) -> dict[str, object]:
    now = clock.now()
    device = db.session.get(Device, code.device_id) if code.device_id else None
    left = max(0, int((code.expires_at - now).total_seconds()))
    return {"join": code, "device": device, "left": left}


def _host() -> str:
    host, _, _ = request.host.rpartition(":")
    return host or request.host
