"""Staff's pages of gates. Those of the devices at them are in `views_devices.py`."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from checkpoint import clock
from checkpoint.errors import CheckpointError, http_status
from checkpoint.gate.gates import add_gate, gate_by_id, open_gate, rename_gate, seal_gate
from checkpoint.gate.overview import overview
from checkpoint.people import Gate, GateState, Permission, permission_required, required_compound
from checkpoint.people import signed_in as actor
from checkpoint.web import error_text

gates = Blueprint("gates", __name__)
to_see = permission_required(Permission.SEE_DESK)
to_change = permission_required(Permission.MANAGE_GATES)


@gates.get("/gates")
@to_see
def index() -> ResponseReturnValue:
    """The gates of the chosen compound, and the phones at them."""
    return _index_page({}, {})


@gates.post("/gates")
@to_change
def add() -> ResponseReturnValue:
    """Add a gate, open or sealed."""
    form = request.form
    state = GateState.SEALED if form.get("sealed") else GateState.OPEN
    compound, name = required_compound(), form.get("name", "")
    try:
        gate = add_gate(actor(), compound, name, now=clock.now(), state=state)
    except CheckpointError as error:
        return _index_page(form, {error.field or "": error_text(error)}), http_status(error)
    return _back(gettext("%(name)s is added.", name=gate.name))


@gates.post("/gates/<int:gate_id>/seal")
@to_change
def seal(gate_id: int) -> ResponseReturnValue:
    """Seal a gate."""
    gate = seal_gate(actor(), gate_id, now=clock.now())
    return _back(gettext("%(name)s is sealed. Its phones hear of it at once.", name=gate.name))


@gates.post("/gates/<int:gate_id>/open")
@to_change
def unseal(gate_id: int) -> ResponseReturnValue:
    """Open a gate."""
    gate = open_gate(actor(), gate_id, now=clock.now())
    return _back(gettext("%(name)s is open.", name=gate.name))


@gates.get("/gates/<int:gate_id>/name")
@to_change
def name_page(gate_id: int) -> ResponseReturnValue:
    """Ask for another name."""
    gate = gate_by_id(actor(), gate_id)
    return _name_page(gate, gate.name, {})


@gates.post("/gates/<int:gate_id>/name")
@to_change
def rename(gate_id: int) -> ResponseReturnValue:
    """Give a gate another name."""
    name = request.form.get("name", "")
    try:
        gate = rename_gate(actor(), gate_id, name, now=clock.now())
    except CheckpointError as error:
        gate = gate_by_id(actor(), gate_id)
        errors = {error.field or "": error_text(error)}
        return _name_page(gate, name, errors), http_status(error)
    return _back(gettext("It is called %(name)s now.", name=gate.name))


def _index_page(values: object, errors: dict[str, str]) -> str:
    now = clock.now()
    view = overview(required_compound(), now)
    return render_template("gate/gates.html", view=view, now=now, values=values, errors=errors)


def _name_page(gate: Gate, name: str, errors: dict[str, str]) -> str:
    return render_template("gate/rename.html", gate=gate, name=name, errors=errors)


def _back(said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("gates.index"), 303)
