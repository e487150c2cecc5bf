"""Staff's page of the thermometers of a gate."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from checkpoint import clock
from checkpoint.errors import BadInput, CheckpointError, Forbidden, NotFound, http_status
from checkpoint.gate.gates import gate_by_id
from checkpoint.gate.instruments import (
    add_instrument,
    instrument_by_id,
    instruments_of,
    rename_instrument,
    retire_instrument,
    set_offset,
    today_at,
)
from checkpoint.gate.models_rules import Instrument
from checkpoint.people import Permission, permission_required
from checkpoint.people import signed_in as actor
from checkpoint.web import error_text

instruments = Blueprint("instruments", __name__)
to_see = permission_required(Permission.SEE_DESK)
to_change = permission_required(Permission.SET_RULES)


@instruments.get("/gates/<int:gate_id>/thermometers")
@to_see
def index(gate_id: int) -> ResponseReturnValue:
    """Those of one gate, with today's offsets."""
    return _page(gate_id)


@instruments.post("/gates/<int:gate_id>/thermometers")
@to_change
def add(gate_id: int) -> ResponseReturnValue:
    """One more."""
    name = request.form.get("name", "")
    return _done(
        lambda: add_instrument(actor(), gate_id, name, now=clock.now()),
        gettext("It is on the list. The phones of the gate have it now."),
        gate_id,
    )


@instruments.post("/thermometers/<int:instrument_id>/name")
@to_change
def rename(instrument_id: int) -> ResponseReturnValue:
    """Another name."""
    name = request.form.get("name", "")
    return _done(
        lambda: rename_instrument(actor(), instrument_id, name, now=clock.now()),
        gettext("It has another name now."),
        _gate_of(instrument_id),
        instrument_id,
    )


@instruments.post("/thermometers/<int:instrument_id>/offset")
@to_change
def offset(instrument_id: int) -> ResponseReturnValue:
    """Today's offset."""
    typed = request.form.get("offset", "")
    return _done(
        lambda: set_offset(actor(), instrument_id, _tenths(typed), now=clock.now()),
        gettext("Today's offset is set. The phones of the gate add it from now on."),
        _gate_of(instrument_id),
        instrument_id,
    )


@instruments.post("/thermometers/<int:instrument_id>/retire")
@to_change
def retire(instrument_id: int) -> ResponseReturnValue:
    """It is not used any more."""
    return _done(
        lambda: retire_instrument(actor(), instrument_id, now=clock.now()),
        gettext("It is retired. What was measured with it stays."),
        _gate_of(instrument_id),
    )


def _gate_of(instrument_id: int) -> int:
    return instrument_by_id(actor(), instrument_id).gate_id


def _tenths(typed: str) -> int:
    """Tenths of °C of what was typed. Raises BadInput for what is no such number."""
    try:
        tenths = Decimal(typed.strip().replace("−", "-").replace(",", ".")) * 10
    except InvalidOperation as error:
        raise BadInput("Write a number like 0.2 or -0.3.", field="offset") from error
    if not tenths.is_finite() or tenths != tenths.to_integral_value():
        raise BadInput("Write a number like 0.2 or -0.3.", field="offset")
    return int(tenths)


def _done(
    act: Callable[[], Instrument], said: str, gate_id: int, instrument_id: int = 0
) -> ResponseReturnValue:
    """Back at the page, with what was done; or the page as it was sent, with what is wrong."""
    try:
        act()
    except (NotFound, Forbidden):
        raise
    except CheckpointError as error:
        field = f"{error.field or ''}-{instrument_id}" if instrument_id else error.field or ""
        return _page(gate_id, {field: error_text(error)}), http_status(error)
    flash(said)
    return redirect(url_for("instruments.index", gate_id=gate_id), 303)


def _page(gate_id: int, errors: dict[str, str] | None = None) -> str:
    gate, now = gate_by_id(actor(), gate_id), clock.now()
    day = today_at(gate, now)
    return render_template(
        "gate/instruments.html",
        gate=gate,
        lines=instruments_of(gate.id, day),
        day=day,
        errors=errors or {},
        typed=request.form,
    )
