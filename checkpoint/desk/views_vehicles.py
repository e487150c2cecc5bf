"""Vehicles: those inside now, those of today, deliveries, and the register."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from checkpoint import clock
from checkpoint.desk.times import day_bounds
from checkpoint.desk.vehicle_words import kind_word, line_words, vehicle_kinds
from checkpoint.errors import CheckpointError, http_status
from checkpoint.gate import Crossing, local_day
from checkpoint.gate.vehicles import (
    LinesRefused,
    VehicleKind,
    add_pasted,
    add_vehicle,
    change_vehicle,
    door_of,
    end_vehicle,
    is_in_doubt,
    painted_plate,
    register_of,
    vehicle_by_id,
    vehicles_between,
    vehicles_inside,
)
from checkpoint.people import Compound, Permission, permission_required, required_compound
from checkpoint.people import signed_in as actor
from checkpoint.web import error_text

vehicles = Blueprint("vehicles", __name__)
to_see = permission_required(Permission.SEE_DESK)
to_change = permission_required(Permission.ISSUE_PASSES)


@vehicles.get("/vehicles")
@to_see
def index() -> ResponseReturnValue:
    """What is inside now."""
    inside = vehicles_inside(required_compound())
    return _render("vehicles", tab="inside", inside=inside, now=clock.now())


@vehicles.get("/vehicles/today")
@to_see
def today() -> ResponseReturnValue:
    """What came by today, and whether it was disinfected."""
    return _render("vehicles_today", tab="today", passed=_today(required_compound(), None))


@vehicles.get("/vehicles/deliveries")
@to_see
def deliveries() -> ResponseReturnValue:
    """Today's deliveries to the hand-over point, and those that are still there."""
    compound = required_compound()
    inside = {
        each.id
        for each in vehicles_inside(compound)
        if each.vehicle_kind == VehicleKind.DELIVERY.value
    }
    passed = _today(compound, VehicleKind.DELIVERY)
    return _render("vehicles_deliveries", tab="deliveries", passed=passed, inside=inside)


@vehicles.get("/vehicles/register")
@to_see
def register() -> ResponseReturnValue:
    """The register, all of it or one kind."""
    return _register_page({}, {})


@vehicles.post("/vehicles/register")
@to_change
def add() -> ResponseReturnValue:
    """Put one vehicle into the register."""
    form, compound = request.form, required_compound()
    said = (form.get("plate", ""), form.get("kind", ""), form.get("address", ""))
    try:
        made = add_vehicle(actor(), compound, *said, now=clock.now(), note=form.get("note", ""))
    except CheckpointError as error:
        errors = {error.field or "": error_text(error)}
        return _register_page(form, errors), http_status(error)
    flash(
        gettext(
            "%(plate)s is in the register. The gates know it now.", plate=painted_plate(made.plate)
        )
    )
    return redirect(url_for("vehicles.register"), 303)


@vehicles.post("/vehicles/register/paste")
@to_change
def paste() -> ResponseReturnValue:
    """Put many into the register, or none and say which lines are wrong."""
    lines = request.form.get("lines", "")
    try:
        count = add_pasted(actor(), required_compound(), lines, now=clock.now())
    except LinesRefused as error:
        told = [(each.number, each.text, error_text(each.error)) for each in error.problems]
        page = _register_page({"lines": lines}, {"lines": error_text(error)}, told)
        return page, http_status(error)
    except CheckpointError as error:
        page = _register_page({"lines": lines}, {"lines": error_text(error)})
        return page, http_status(error)
    flash(
        ngettext(
            "%(num)s vehicle is in the register now.",
            "%(num)s vehicles are in the register now.",
            count,
        )
    )
    return redirect(url_for("vehicles.register"), 303)


@vehicles.get("/vehicles/<int:vehicle_id>")
@to_change
def change_page(vehicle_id: int) -> ResponseReturnValue:
    """Ask for another kind, door or note."""
    vehicle = vehicle_by_id(actor(), vehicle_id)
    door = door_of(vehicle.household) if vehicle.household else ""
    values = {"kind": vehicle.kind.value, "address": door, "note": vehicle.note}
    return _render("vehicle", tab="register", vehicle=vehicle, values=values, errors={})


@vehicles.post("/vehicles/<int:vehicle_id>")
@to_change
def change(vehicle_id: int) -> ResponseReturnValue:
    """Another kind, door or note."""
    form = request.form
    said = (form.get("kind", ""), form.get("address", ""))
    try:
        change_vehicle(actor(), vehicle_id, *said, now=clock.now(), note=form.get("note", ""))
    except CheckpointError as error:
        if error.field is None:
            raise
        vehicle, errors = vehicle_by_id(actor(), vehicle_id), {error.field: error_text(error)}
        page = _render("vehicle", tab="register", vehicle=vehicle, values=form, errors=errors)
        return page, http_status(error)
    flash(gettext("Changed. The gates know it now."))
    return redirect(url_for("vehicles.register"), 303)


@vehicles.post("/vehicles/<int:vehicle_id>/end")
@to_change
def end(vehicle_id: int) -> ResponseReturnValue:
    """Take a vehicle out of the register."""
    ended = end_vehicle(actor(), vehicle_id, now=clock.now())
    flash(gettext("%(plate)s is out of the register.", plate=painted_plate(ended.plate)))
    return redirect(url_for("vehicles.register"), 303)


def _today(compound: Compound, kind: VehicleKind | None) -> list[Crossing]:
    start, end = _bounds(compound, clock.now())
    return list(vehicles_between(compound, start, end, kind))


def _bounds(compound: Compound, now: datetime) -> tuple[datetime, datetime]:
    zone = compound.community.time_zone
    return day_bounds(local_day(now, zone), zone)


def _register_page(
    values: object, errors: dict[str, str], problems: list[tuple[int, str, str]] | None = None
) -> str:
    text, kind = request.args.get("plate", "").strip(), request.args.get("kind", "")
    listed = register_of(required_compound(), text, kind)
    return _render(
        "vehicles_register",
        tab="register",
        listed=listed,
        kind=kind,
        values=values,
        errors=errors,
        problems=problems or [],
    )


def _render(page: str, **values: object) -> str:
    return render_template(
        f"desk/{page}.html",
        compound=required_compound(),
        kinds=vehicle_kinds(),
        kind_word=kind_word,
        line_words=line_words,
        painted=painted_plate,
        in_doubt=is_in_doubt,
        **values,
    )
