"""A small compound with everything that a gate meets, always the same: ids, numbers, keys."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask

from checkpoint.config import write_private
from checkpoint.db import db, writing
from checkpoint.gate import Device
from checkpoint.passes import Claims, Kind, Pass, PassKind, SigningKey, sign_token
from checkpoint.people import (
    Community,
    Compound,
    Gate,
    Household,
    Resident,
    Role,
    Staff,
    sort_key,
)
from checkpoint.people.pins import verifier_of
from checkpoint.web import instance_path

KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
LONG_AGO = datetime(2020, 2, 1, tzinfo=UTC)
HOUSEHOLDS = 5
# The first two at one gate, the others alone at theirs.
DEVICE_GATES = (0, 0, 1, 2)
FIRST_NUMBER = 3_184_400
# The pass of somebody who comes to care for the first household.
EXTRA_NUMBER = FIRST_NUMBER + 90
PINS = ("804713", "271935")


@dataclass(frozen=True, slots=True)
class Estate:
    """Ids of what there is; the first pass of each household is its household pass."""

    compound: int
    gates: list[int]
    devices: list[int]
    passes: dict[int, int]  # household id by number
    pins: dict[int, str]  # by the guard's id


def furnish(app: Flask) -> Estate:
    """Fill the application's empty database. Call within its context."""
    write_private(instance_path() / "keys" / "001.key", KEY.private_bytes_raw())
    with writing():
        office = Community(name="Fenglin office", phone="010-5550100", time_zone="Asia/Shanghai")
        compound = Compound(name="Miansi", community=office)
        gates = [Gate(name=f"Gate {place}", compound=compound) for place in range(3)]
        public = KEY.public_key().public_bytes_raw()
        db.session.add_all([*gates, SigningKey(kid=1, public=public, created_at=LONG_AGO)])
        db.session.flush()
        guards = [_guard(compound, place) for place in range(len(PINS))]
        homes = [_household(compound, place) for place in range(HOUSEHOLDS)]
        db.session.add_all([*guards, *homes])
        db.session.flush()
        passes = _passes(homes)
        devices = [_device(place, gates[gate].id) for place, gate in enumerate(DEVICE_GATES)]
        db.session.add_all([*passes, *devices])
        db.session.flush()
        return Estate(
            compound=compound.id,
            gates=[gate.id for gate in gates],
            devices=[device.id for device in devices],
            passes={each.number: each.household_id for each in passes},
            pins={guard.id: pin for guard, pin in zip(guards, PINS, strict=True)},
        )


def credential(device_id: int) -> str:
    """What the device says to prove itself."""
    secret = urlsafe_b64encode(sha256(f"device {device_id}".encode()).digest()).decode()
    return f"{device_id}.{secret.rstrip('=')}"


def enrolled(device_id: int, gate_id: int) -> dict[str, Any]:
    """What the office answered when that phone joined."""
    return {
        "credential": credential(device_id),
        "device": {"id": device_id, "name": f"Phone {device_id}"},
        "gate": {"id": gate_id, "name": "Gate", "state": "open"},
        "compound": {"id": 1, "name": "Miansi"},
        "community": {"name": "Fenglin office", "phone": "010-5550100"},
    }


def card(number: int, generation: int) -> str:
    """The text in the code of that card."""
    claims = Claims(
        kind=Kind.HOUSEHOLD,
        kid=1,
        number=number,
        generation=generation,
        valid_from=LONG_AGO,
        valid_until=None,
    )
    return sign_token(claims, KEY)


def _guard(compound: Compound, place: int) -> Staff:
    salt = sha256(f"guard {place}".encode()).digest()[:16]
    return Staff(
        username=f"guard{place}",
        name=f"Guard {place}",
        role=Role.GUARD,
        community_id=compound.community_id,
        compound_id=compound.id,
        password_hash="none",
        pin_salt=salt,
        pin_verifier=verifier_of(PINS[place], salt),
        created_at=LONG_AGO,
    )


def _household(compound: Compound, place: int) -> Household:
    address = (str(place // 2 + 1), "1", str(101 + place))
    building, unit, room = address
    return Household(
        compound=compound,
        building=building,
        unit=unit,
        room=room,
        sort_key=sort_key(*address),
        residents=[Resident(name="王建国", position=0), Resident(name="李梅", position=1)],
    )


def _passes(homes: list[Household]) -> list[Pass]:
    """One for each household, and a caregiver's for the first."""
    made = [_pass(home, FIRST_NUMBER + place) for place, home in enumerate(homes)]
    return [*made, _pass(homes[0], EXTRA_NUMBER, PassKind.CAREGIVER)]


def _pass(home: Household, number: int, kind: PassKind = PassKind.HOUSEHOLD) -> Pass:
    return Pass(
        number=number,
        household_id=home.id,
        kind=kind,
        kid=1,
        valid_from=LONG_AGO,
        issued_at=LONG_AGO,
    )


def _device(place: int, gate_id: int) -> Device:
    secret = credential(place + 1).partition(".")[2]
    return Device(
        id=place + 1,
        gate_id=gate_id,
        name=f"Phone {place + 1}",
        credential_hash=sha256(secret.encode()).digest(),
        enrolled_at=LONG_AGO,
    )
