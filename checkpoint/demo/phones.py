"""The demonstration's phones: one at the open gate with a guard at it, and a spare in a drawer."""

from datetime import datetime
from uuid import UUID

from checkpoint.demo.accounts import Account, staff_id_of
from checkpoint.demo.morning import LENGTH
from checkpoint.gate.devices import EnrolledDevice, device_of
from checkpoint.gate.joining import join, open_join
from checkpoint.gate.recording.crossings import record_crossings
from checkpoint.gate.schemas import Letter
from checkpoint.gate.schemas_devices import JoinWish, SignOns, SignOnShape
from checkpoint.gate.sign_ons import keep_sign_ons
from checkpoint.people import Actor

SIGN_ON = UUID("5eed0000-0000-4000-8000-000000000001")
VERSION = "demo"


def phones_at(gate_id: int, accounts: tuple[Account, ...], now: datetime) -> EnrolledDevice:
    """Let two phones join that gate; returns the one that the guard has signed on to."""
    begun = now - LENGTH
    spare = _joined(gate_id, "北门备用机", begun)
    record_crossings(device_of(spare), _letter(begun), begun)
    credential = _joined(gate_id, "北门手机", begun)
    guard = next(each for each in accounts if each.username == "guard")
    on = SignOnShape(id=SIGN_ON, staff_id=staff_id_of(guard), at=begun, ended_at=None)
    keep_sign_ons(device_of(credential), SignOns(sign_ons=[on]), begun)
    return device_of(credential)


def _joined(gate_id: int, name: str, at: datetime) -> str:
    """The Authorization header of a phone that joined."""
    code = open_join(Actor.at_the_machine(), gate_id, at)
    wish = JoinWish(code=code, device_name=name, app_version=VERSION)
    return f"Bearer {join(wish, at, 'demo').credential}"


def _letter(at: datetime) -> Letter:
    """A sign of life without a crossing."""
    return Letter(
        device_time=at,
        roster_version=1,
        unsent=0,
        app_version=VERSION,
        battery=64,
        knowledge_age_s=0,
        crossings=[],
    )
