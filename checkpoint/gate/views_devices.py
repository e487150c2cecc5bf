"""Staff's pages of the devices: all of them, and one with what can be done about it."""

from collections.abc import Callable
from hashlib import sha256

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from checkpoint import clock
from checkpoint.errors import CheckpointError, http_status
from checkpoint.gate.device_changes import (
    device_by_id,
    end_device,
    move_device,
    rename_device,
    revoke_device,
)
from checkpoint.gate.models import Device
from checkpoint.gate.overview import device_line, device_lines
from checkpoint.gate.sign_ons import last_sign_ons
from checkpoint.people import Permission, permission_required, required_compound
from checkpoint.people import signed_in as actor
from checkpoint.web import error_text

devices = Blueprint("devices", __name__, url_prefix="/gates/devices")
to_see = permission_required(Permission.SEE_DESK)
to_change = permission_required(Permission.MANAGE_GATES)


@devices.get("")
@to_see
def index() -> ResponseReturnValue:
    """The devices of the chosen compound."""
    return _list_page("gate/devices.html")


@devices.get("/now")
@to_see
def parts() -> ResponseReturnValue:
    """The part of that page that renews itself; 304 when nothing has changed."""
    response = make_response(_list_page("gate/_devices.html"))
    response.set_etag(sha256(response.get_data()).hexdigest()[:32])
    return response.make_conditional(request)


@devices.get("/<int:device_id>")
@to_see
def device(device_id: int) -> ResponseReturnValue:
    """One device."""
    return _device_page(device_by_id(actor(), device_id), {})


@devices.post("/<int:device_id>/name")
@to_change
def rename(device_id: int) -> ResponseReturnValue:
    """Give it another name."""
    name = request.form.get("name", "")
    return _changed(
        device_id,
        lambda: rename_device(actor(), device_id, name, clock.now()),
        lambda device: gettext("It is called %(name)s now.", name=device.name),
    )


@devices.post("/<int:device_id>/gate")
@to_change
def move(device_id: int) -> ResponseReturnValue:
    """Let it stand at another gate."""
    gate_id = request.form.get("gate", 0, type=int)
    return _changed(
        device_id,
        lambda: move_device(actor(), device_id, gate_id, clock.now()),
        lambda device: gettext(
            "%(name)s stands at %(gate)s now.", name=device.name, gate=device.gate.name
        ),
    )


@devices.post("/<int:device_id>/revoke")
@to_change
def revoke(device_id: int) -> ResponseReturnValue:
    """Take its rights; it hands over what it has and wipes itself."""
    return _changed(
        device_id,
        lambda: revoke_device(actor(), device_id, clock.now()),
        lambda device: gettext(
            "%(name)s is revoked. It hands over what it has, then wipes itself.", name=device.name
        ),
    )


@devices.post("/<int:device_id>/end")
@to_change
def end(device_id: int) -> ResponseReturnValue:
    """Stop waiting for a device that is lost."""
    return _changed(
        device_id,
        lambda: end_device(actor(), device_id, clock.now()),
        lambda device: gettext("%(name)s is given up.", name=device.name),
    )


def _changed(
    device_id: int, change: Callable[[], Device], words: Callable[[Device], str]
) -> ResponseReturnValue:
    """Change the device and show it again, with what was done or what is wrong."""
    try:
        flash(words(change()))
    except CheckpointError as error:
        if error.field is None:
            raise
        errors = {error.field: error_text(error)}
        return _device_page(device_by_id(actor(), device_id), errors), http_status(error)
    return redirect(url_for("devices.device", device_id=device_id), 303)


def _list_page(template: str) -> str:
    now = clock.now()
    return render_template(template, lines=device_lines(required_compound(), now), now=now)


def _device_page(device: Device, errors: dict[str, str]) -> str:
    now = clock.now()
    return render_template(
        "gate/device.html",
        line=device_line(device, now),
        device=device,
        gates=[(gate.id, gate.name) for gate in device.gate.compound.gates],
        sign_ons=last_sign_ons(device),
        errors=errors,
        values=request.form,
        now=now,
    )
