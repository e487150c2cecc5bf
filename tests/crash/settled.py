"""An installation with a gate for each phone, and households that go in and out there."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from checkpoint import create_app
from checkpoint.db import db, writing
from checkpoint.gate import Device
from checkpoint.passes import Claims, Kind, Pass, SigningKey, sign_token
from checkpoint.people import Community, Compound, Gate, Household, Role, Staff, sort_key

HOMES = 60  # of each phone: each crosses again and again, and never at two gates
LONG_AGO = datetime(2020, 2, 1, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)


@dataclass(frozen=True)
class Post:
    """What a phone needs to know: its credential, its gate, and the cards that are shown to it."""

    credential: str
    gate_id: int
    tokens: list[str]


def settle(folder: Path, phones: int) -> list[Post]:
    """Furnish a new installation in `folder` and leave no connection open behind."""
    app = create_app(folder)
    with app.app_context():
        with writing():
            posts = _furnish(phones)
        db.session.remove()
        db.engine.dispose()
    return posts


def _furnish(phones: int) -> list[Post]:
    office = Community(name="Fenglin office", phone="010-5550100", time_zone="Asia/Shanghai")
    compound = Compound(name="Miansi", community=office)
    key = SigningKey(kid=1, public=KEY.public_key().public_bytes_raw(), created_at=LONG_AGO)
    db.session.add_all([office, compound, key])
    db.session.flush()
    guard = Staff(
        username="chen",
        name="Chen",
        role=Role.GUARD,
        community_id=office.id,
        compound_id=compound.id,
        password_hash="nobody signs in with it",
        created_at=LONG_AGO,
    )
    db.session.add(guard)
    return [_post(compound, guard, number) for number in range(phones)]


def _post(compound: Compound, guard: Staff, number: int) -> Post:
    gate = Gate(name=f"Gate {number + 1}", compound=compound)
    db.session.add(gate)
    db.session.flush()
    secret = secrets.token_urlsafe(32)
    device = Device(
        gate_id=gate.id,
        staff_id=guard.id,
        name=f"Phone {number + 1}",
        credential_hash=sha256(secret.encode()).digest(),
        enrolled_at=LONG_AGO,
    )
    homes = [_home(compound, str(number + 1), str(room + 101)) for room in range(HOMES)]
    db.session.add_all([device, *homes])
    db.session.flush()
    tokens = [_card(home) for home in homes]
    return Post(f"{device.id}.{secret}", gate.id, tokens)


def _home(compound: Compound, building: str, room: str) -> Household:
    place = {"building": building, "unit": "1", "room": room}
    return Household(compound=compound, sort_key=sort_key(building, "1", room), **place)


def _card(home: Household) -> str:
    """Give the household a pass, numbered as the household is, and return its card's token."""
    db.session.add(
        Pass(number=home.id, household_id=home.id, kid=1, valid_from=LONG_AGO, issued_at=LONG_AGO)
    )
    return sign_token(Claims(Kind.HOUSEHOLD, 1, home.id, 1, LONG_AGO, None), KEY)
