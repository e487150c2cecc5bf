"""A cast of staff in two compounds of one office, signed in at browsers of their own."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from checkpoint import clock, create_app
from checkpoint.db import db, writing
from checkpoint.gate import Crossing, Device, Direction, Method, Reading
from checkpoint.gate.alerts.kinds import FEVER
from checkpoint.gate.alerts.raising import Cause, raise_alerts
from checkpoint.passes import Pass, SigningKey
from checkpoint.people import (
    Community,
    Compound,
    Gate,
    GateState,
    Household,
    Resident,
    Role,
    Staff,
    sort_key,
)
from checkpoint.people.passwords import hasher

HERE = "https://localhost"
PASSWORD = "yi ju hua jiu hao"
LONG_AGO = datetime.fromisoformat("2020-02-01T08:00:00+08:00")
PASS_NUMBER = 3184402
FEVER_TENTHS = 373


@cache
def password_hash() -> str:
    return hasher.hash(PASSWORD)


@dataclass
class Town:
    """An office with compounds A and B. `database` is put back before each test."""

    app: Flask
    database: Path
    copy: Path

    def browser(self, username: str | None = None, language: str = "en") -> "Browser":
        """A new browser, with that person signed in or nobody."""
        browser = Browser(self.app.test_client())
        browser.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
        if username:
            self._begin_session(browser, username)
        return browser

    def _begin_session(self, browser: "Browser", username: str) -> None:
        """What signing in would do, without the password's work; `sign_in` does all of it."""
        with self.inside():
            staff = db.session.scalars(db.select(Staff).where(Staff.username == username)).one()
            known = {"staff_id": staff.id, "epoch": staff.epoch, "language": staff.language}
        with browser.client.session_transaction(base_url=HERE) as session:
            session.update(known, seen=int(clock.now().timestamp()))

    @contextmanager
    def inside(self) -> Iterator[None]:
        """For a look at the rows; requests are made outside of it."""
        with self.app.app_context():
            yield

    def elsewhere(self, folder: Path) -> "Town":
        """The same rows in an installation of its own, for commands that open it by themselves."""
        folder.mkdir(mode=0o700)
        database = Path(shutil.copyfile(self.copy, folder / "checkpoint.sqlite3"))
        return Town(create_app(folder), database, self.copy)

    def restore(self) -> None:
        with self.inside():
            db.session.remove()
            db.engine.dispose()
        for leftover in ("-wal", "-shm", "-journal"):
            self.database.with_name(self.database.name + leftover).unlink(missing_ok=True)
        shutil.copyfile(self.copy, self.database)
        self.app.extensions["checkpoint.limiter"].storage.reset()


@dataclass
class Browser:
    """What one person does at one browser."""

    client: FlaskClient

    def get(self, path: str, **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.get(path, base_url=HERE, headers=named)

    def post(self, path: str, **form: str) -> TestResponse:
        """Send a form as a page of ours would, with its CSRF token."""
        return self.send(path, {**form, "csrf_token": self.token()})

    def send(self, path: str, form: dict[str, str]) -> TestResponse:
        """Send a form exactly as given."""
        return self.client.post(path, base_url=HERE, data=form, headers={"Referer": f"{HERE}/"})

    def token(self) -> str:
        """A CSRF token, from a page that everyone may see or that leads to one."""
        page = self.client.get("/nothing-here", base_url=HERE)
        found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        assert found, page.text
        return found.group(1)

    def sign_in(self, username: str, password: str = PASSWORD) -> TestResponse:
        return self.post("/sign-in", username=username, password=password)


def build(folder: Path, *, settled: bool = True) -> Town:
    """A town on a SQLite of its own; with nobody in it unless `settled`."""
    app = create_app(folder)
    with app.app_context():
        if settled:
            settle()
        db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.session.remove()
        db.engine.dispose()
    database = folder / "checkpoint.sqlite3"
    return Town(app, database, Path(shutil.copyfile(database, folder / "copy.sqlite3")))


def settle() -> None:
    """Two compounds with gates, staff, households and passes. Within the app's context."""
    with writing():
        office = Community(name="Miansi office", phone="199 0000 0000", time_zone="Asia/Shanghai")
        a = Compound(name="A quarters", community=office)
        b = Compound(name="B quarters", community=office)
        a.gates = [Gate(name="North gate"), Gate(name="Gate 2", state=GateState.SEALED)]
        b.gates = [Gate(name="South gate")]
        key = SigningKey(kid=1, public=b"k" * 32, created_at=LONG_AGO)
        db.session.add_all([office, a, b, key])
        db.session.flush()
        db.session.add_all(
            [
                _staff("zhao", "Director Zhao", Role.ADMIN, office, None),
                _staff("li", "Clerk Li", Role.CLERK, office, a),
                _staff("wang", "Guard Wang", Role.GUARD, office, a),
                _staff("sun", "Clerk Sun", Role.CLERK, office, b),
            ]
        )
        homes = [
            _household(a, "12", "2", "501", ["王建国", "李桂英", "王梓涵"], "199 0000 0001"),
            _household(a, "3", "1", "204", ["张伟"], "199 0000 0003"),
            _household(b, "12", "2", "501", ["孙七"], "199 0000 0009"),
        ]
        db.session.add_all(homes)
        db.session.flush()
        for number, home in enumerate(homes):
            db.session.add(_pass(home, PASS_NUMBER + number))


def _staff(
    username: str, name: str, role: Role, office: Community, compound: Compound | None
) -> Staff:
    return Staff(
        username=username,
        name=name,
        role=role,
        community_id=office.id,
        compound_id=compound.id if compound else None,
        password_hash=password_hash(),
        language="en",
        created_at=LONG_AGO,
    )


def _household(
    compound: Compound, building: str, unit: str, room: str, names: list[str], phone: str
) -> Household:
    residents = [Resident(name=name, position=place) for place, name in enumerate(names)]
    residents[0].phone = phone
    return Household(
        compound=compound,
        building=building,
        unit=unit,
        room=room,
        sort_key=sort_key(building, unit, room),
        residents=residents,
    )


def _pass(home: Household, number: int) -> Pass:
    return Pass(number=number, household_id=home.id, kid=1, valid_from=LONG_AGO, issued_at=LONG_AGO)


def household_of(compound: str, room: str = "501") -> Household:
    """The household of that room in `A quarters` or `B quarters`. Within the app's context."""
    query = db.select(Household).join(Compound).where(Compound.name == compound)
    return db.session.scalars(query.where(Household.room == room)).one()


def cross(
    home: Household,
    direction: Direction = Direction.EXIT,
    *,
    ago: timedelta = timedelta(),
    tenths: int = 364,
) -> None:
    """Somebody of the household went through the first gate that long ago. Within the context."""
    now = clock.now()
    gate = home.compound.gates[0]
    with writing():
        crossing = Crossing(
            id=uuid4(),
            body_sha256=b"0" * 32,
            compound_id=home.compound_id,
            gate_id=gate.id,
            household_id=home.id,
            direction=direction,
            method=Method.SCAN,
            decided_at=now - ago,
            device_at=now - ago,
            received_at=now - ago,
            device_outcome="admit",
            device_reason=f"{direction.value}.admitted",
            server_outcome="admit",
            server_reason=f"{direction.value}.admitted",
            answer={},
        )
        db.session.add(crossing)
        db.session.flush()
        db.session.add(
            Reading(
                crossing_id=crossing.id,
                compound_id=home.compound_id,
                household_id=home.id,
                gate_id=gate.id,
                tenths=tenths,
                taken_at=now - ago,
            )
        )
        if tenths >= FEVER_TENTHS:
            raise_alerts([_fever(crossing)])
        home = db.session.get_one(Household, home.id)
        home.outside_since = now - ago if direction is Direction.EXIT else None
        home.outside_people = 1 if direction is Direction.EXIT else 0


def _fever(crossing: Crossing) -> Cause:
    """What such a crossing gives cause to, as the office says when it takes it in."""
    return Cause(
        kind=FEVER,
        key=f"{FEVER}:{crossing.id}",
        compound_id=crossing.compound_id,
        at=crossing.received_at,
        household_id=crossing.household_id,
        crossing_id=crossing.id,
        gate_id=crossing.gate_id,
    )


def enrol_phone(compound: str, *, seen_ago: timedelta = timedelta(), unsent: int = 0) -> None:
    """A phone at the first gate of that compound. Within the app's context."""
    with writing():
        place = db.session.scalars(db.select(Compound).where(Compound.name == compound)).one()
        guard = db.session.scalars(db.select(Staff).where(Staff.username == "wang")).one()
        db.session.add(
            Device(
                gate_id=place.gates[0].id,
                staff_id=guard.id,
                name="Wang's phone",
                credential_hash=b"0" * 32,
                enrolled_at=LONG_AGO,
                last_seen_at=clock.now() - seen_ago,
                unsent=unsent,
            )
        )
