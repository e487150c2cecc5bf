"""A visit as it is told at a gate, and as the office has it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from checkpoint.config import write_private
from checkpoint.db import db
from checkpoint.gate.visits.models import Visit
from checkpoint.gate.visits.registering import register_visit
from checkpoint.gate.visits.wishes import Wish
from checkpoint.people import Actor, Compound, Staff
from tests.gate.phone import KEY, Estate, Json, Phone


def registration(**changed: Any) -> Json:
    """What a guard types of a visitor."""
    return {
        "name": "陈师傅",
        "phone": "138 1234 5678",
        "from_place": "汉口",
        "purpose": "repair",
        "household_id": None,
        "party_size": 1,
        "plate": "",
        "expected_until": (datetime.now(UTC) + timedelta(hours=2)).isoformat(),
        "host_confirmed": "phone",
        "note": "",
        **changed,
    }


def entry(phone: Phone, visit_id: str | None = None, **changed: Any) -> Json:
    """The entry of a visitor who was registered at the gate."""
    visit_id = visit_id or str(uuid4())
    return phone.crossing(
        direction="entry",
        method="visit",
        token=None,
        **{
            "visit_id": visit_id,
            "visit": registration(household_id=phone.estate.households["wang"]),
            **changed,
        },
    )


def leaving(phone: Phone, visit_id: str, **changed: Any) -> Json:
    """The exit of a visitor."""
    told = {"direction": "exit", "method": "visit", "token": None, "visit_id": visit_id}
    return phone.crossing(**{**told, **changed})


def visit_of(id: str | UUID) -> Visit:
    """The visit as the office has it, read anew."""
    db.session.rollback()
    return db.session.get_one(Visit, UUID(str(id)))


def staff_member(username: str) -> Actor:
    return Actor.of(db.session.query(Staff).filter_by(username=username).one())


def wish(**changed: Any) -> Wish:
    """A visit as staff type it."""
    now = datetime.now(UTC)
    fields = {
        "name": "周护士",
        "purpose": "care",
        "since": now,
        "until": now + timedelta(hours=2),
        "phone": "13912345678",
        **changed,
    }
    return Wish(**fields)


def with_private_key(estate: Estate) -> None:
    """The estate's key as a file too, so that the office can make passes."""
    path = Path(estate.app.instance_path) / "keys" / "001.key"
    write_private(path, KEY.private_bytes_raw())


def expected(estate: Estate, host: str = "wang", **changed: Any) -> Visit:
    """A visit that clerk Xu registered beforehand."""
    with_private_key(estate)
    compound = db.session.get_one(Compound, estate.compounds["miansi"])
    typed = wish(household_id=estate.households[host], **changed)
    return register_visit(staff_member("xu"), compound, typed, now=datetime.now(UTC))
