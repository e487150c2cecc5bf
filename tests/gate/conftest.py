"""A gate with a guard, three households with their passes, and a neighbour that must stay apart."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from checkpoint import create_app
from checkpoint.db import db, writing
from checkpoint.gate import Crossing
from checkpoint.passes import Pass, PassKind, PassState, SigningKey
from checkpoint.people import (
    Community,
    Compound,
    Gate,
    GateState,
    Household,
    HouseholdState,
    Resident,
    Role,
    Staff,
    sort_key,
)
from checkpoint.people.passwords import hasher
from tests.gate.phone import KEY, LONG_AGO, PASSWORD, Estate, OutsideClient, Phone

__all__ = ["Estate", "Phone"]


@cache
def password_hash() -> str:
    return hasher.hash(PASSWORD)


@dataclass
class Furnished:
    """One application for all tests, and its database as it is at the beginning of each."""

    estate: Estate
    credential: str
    database: Path
    copy: Path

    def restore(self) -> None:
        db.session.remove()
        db.engine.dispose()
        for leftover in ("-wal", "-shm", "-journal"):
            self.database.with_name(self.database.name + leftover).unlink(missing_ok=True)
        shutil.copyfile(self.copy, self.database)
        self.estate.app.extensions["checkpoint.limiter"].storage.reset()


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    folder = tmp_path_factory.mktemp("estate")
    app = create_app(folder / "instance")
    with app.app_context():
        estate = settle(app)
        credential = estate.phone("chen").credential
        db.session.remove()
        db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.session.remove()
        db.engine.dispose()
        database = folder / "instance" / "checkpoint.sqlite3"
        copy = shutil.copyfile(database, folder / "beginning.sqlite3")
        yield Furnished(estate, credential, database, copy)
        db.engine.dispose()


@pytest.fixture
def estate(furnished: Furnished) -> Iterator[Estate]:
    """The estate on SQLite."""
    with furnished.estate.app.app_context():
        furnished.restore()
        yield furnished.estate
        db.session.remove()


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def either_estate(request: pytest.FixtureRequest) -> Estate:
    """The estate on SQLite and, in a second run of the test, on PostgreSQL."""
    if request.param == "SQLite":
        found: Estate = request.getfixturevalue("estate")
        return found
    return settle(request.getfixturevalue("postgres_app"))


@pytest.fixture
def postgres_estate(postgres_app: Flask) -> Estate:
    """The estate on PostgreSQL alone."""
    return settle(postgres_app)


@pytest.fixture
def phone(furnished: Furnished, estate: Estate) -> Phone:
    """Guard Chen's phone at the east gate."""
    return Phone(estate, furnished.credential, estate.gates["east"])


@pytest.fixture
def clerk_browser(estate: Estate) -> FlaskClient:
    """A browser in which clerk Xu is signed in."""
    return estate.browser("xu")


def settle(app: Flask) -> Estate:
    """Furnish the application's empty database."""
    app.test_client_class = OutsideClient
    with writing():
        office = Community(name="Fenglin office", phone="010-5550100", time_zone="Asia/Shanghai")
        miansi = Compound(name="Miansi", community=office)
        kunwu = Compound(name="Kunwu", community=office)
        east = Gate(name="East gate", compound=miansi)
        west = Gate(name="West gate", compound=miansi, state=GateState.SEALED)
        far = Gate(name="Kunwu gate", compound=kunwu)
        db.session.add_all([east, west, far, signing_key()])
        db.session.flush()
        db.session.add_all(
            [
                guard("chen", miansi),
                guard("fang", kunwu),
                staff("xu", Role.CLERK, miansi.community_id, None),
                staff("root", Role.ADMIN, None, None),
            ]
        )
        households = {
            "wang": household(miansi, "12", "2", "501", "王建国", "李梅", "王小明"),
            "li": household(miansi, "3", "", "108", "李四"),
            "zhao": household(miansi, "3", "", "109", state=HouseholdState.GONE),
            "sun": household(kunwu, "1", "1", "101", "孙七"),
        }
        db.session.add_all(households.values())
        db.session.flush()
        passes = {
            "wang": house_pass(households["wang"], 3184402, generation=2),
            "li": house_pass(households["li"], 1),
            "zhao": house_pass(households["zhao"], 2),
            "sun": house_pass(households["sun"], 77),
            "nurse": house_pass(households["wang"], 500, kind=PassKind.CAREGIVER, holder="周护士"),
            "lost": house_pass(households["li"], 900, state=PassState.REVOKED),
        }
        db.session.add_all(passes.values())
        db.session.flush()
        return Estate(
            app=app,
            gates={"east": east.id, "west": west.id, "far": far.id},
            compounds={"miansi": miansi.id, "kunwu": kunwu.id},
            households={name: each.id for name, each in households.items()},
            passes={name: each.number for name, each in passes.items()},
        )


def signing_key() -> SigningKey:
    return SigningKey(kid=1, public=KEY.public_key().public_bytes_raw(), created_at=LONG_AGO)


def guard(username: str, compound: Compound) -> Staff:
    return staff(username, Role.GUARD, compound.community_id, compound.id)


def staff(username: str, role: Role, community_id: int | None, compound_id: int | None) -> Staff:
    return Staff(
        username=username,
        name=username.title(),
        role=role,
        community_id=community_id,
        compound_id=compound_id,
        password_hash=password_hash(),
        language="en",
        created_at=LONG_AGO,
    )


def household(
    compound: Compound,
    building: str,
    unit: str,
    room: str,
    *names: str,
    state: HouseholdState = HouseholdState.ACTIVE,
) -> Household:
    people = [Resident(name=name, position=i) for i, name in enumerate(names)]
    return Household(
        compound=compound,
        building=building,
        unit=unit,
        room=room,
        sort_key=sort_key(building, unit, room),
        state=state,
        residents=people,
    )


def house_pass(home: Household, number: int, **more: Any) -> Pass:
    fields = {"kid": 1, "valid_from": LONG_AGO, "issued_at": LONG_AGO, **more}
    return Pass(number=number, household_id=home.id, **fields)


def all_crossings() -> list[Crossing]:
    """What the office has, read anew."""
    db.session.rollback()
    return list(db.session.query(Crossing).order_by(Crossing.decided_at, Crossing.id))


def new_id() -> str:
    return str(uuid4())
