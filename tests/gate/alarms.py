"""What the tests of alerts do again and again."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from checkpoint.db import db, writing
from checkpoint.gate import alerts
from checkpoint.gate.alerts import Alert
from checkpoint.gate.visits.models import Purpose, Visit, VisitState
from checkpoint.people import Actor, Compound, Household, Staff
from tests.gate.phone import Estate, Phone, refused

FEVER = refused("reading.fever")


def now() -> datetime:
    return datetime.now(UTC)


def actor(username: str) -> Actor:
    return Actor.of(db.session.query(Staff).filter_by(username=username).one())


def found() -> list[Alert]:
    """What the office has, read anew."""
    db.session.rollback()
    return list(db.session.query(Alert).order_by(Alert.id))


def fever(phone: Phone, name: str = "wang", **changed: Any) -> Alert:
    phone.cross(name, verdict=FEVER, reading_tenths=381, **changed)
    return found()[-1]


def miansi(estate: Estate) -> Compound:
    return db.session.get_one(Compound, estate.compounds["miansi"])


def be_out(estate: Estate, name: str, minutes: int) -> None:
    with writing():
        home = db.session.get_one(Household, estate.households[name])
        home.outside_since = now() - timedelta(minutes=minutes)


def sweep(estate: Estate, at: datetime | None = None) -> int:
    return alerts.sweep(estate.compounds["miansi"], at or now())


def visiting(estate: Estate, until: datetime) -> UUID:
    """Somebody who is inside until then."""
    id = uuid4()
    with writing():
        db.session.add(
            Visit(
                id=id,
                compound_id=estate.compounds["miansi"],
                household_id=estate.households["wang"],
                state=VisitState.INSIDE,
                name="赵访客",
                purpose=Purpose.FAMILY,
                expected_until=until,
                made_at=until - timedelta(hours=2),
                gate_id=estate.gates["east"],
            )
        )
    return id
