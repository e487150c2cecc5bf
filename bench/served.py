"""An installation of 3,427 households with cards and devices, the real server on it, its load."""

import json
import os
import pickle
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path
from uuid import uuid4

from sqlalchemy import func, insert, select

from bench.load import Load, Outcome
from checkpoint import create_app
from checkpoint.db import db, writing
from checkpoint.gate import Crossing, Device, rebuild_outside
from checkpoint.gate.models_rules import RuleSet
from checkpoint.gate.rules import PRESETS, Closure, Outings, body_of
from checkpoint.passes import Pass
from checkpoint.passes.issuing import issue_household_passes, tokens_of
from checkpoint.people import Actor, Community, Compound, Gate, Household, Role, Staff, sort_key
from tests.serving import Server, running_server

HOUSEHOLDS = 3427
DEVICES = 16
ROOMS_A_BUILDING = 80
# Each household is away for four and a half minutes, so that no two of its crossings are
# suspiciously close. All that one run sends fits in between the first and now, and nobody is out so
# long that an alert is due.
STEP = timedelta(milliseconds=80)
FIRST = timedelta(minutes=95)


@dataclass
class Installation:
    """What the load is made of: a bearer for each device, a token for each household."""

    folder: Path
    gate_id: int
    bearers: list[str]
    tokens: list[str]
    crossings: Iterator[bytes]


def install(folder: Path, database_url: str = "", *, ruled: bool = False) -> Installation:
    """Make the installation in `folder`, on SQLite or at `database_url`.

    With `ruled` every rule has to be looked at; none of them refuses anybody.
    """
    folder.mkdir(mode=0o700)
    line = f'database_url = "{database_url}"\n' if database_url else ""
    (folder / "settings.toml").write_text(f'time_zone = "Asia/Shanghai"\n{line}', "utf-8")
    app = create_app(folder)
    with app.app_context():
        gate_id, bearers = _furnish()
        if ruled:
            _put_rules()
        root, now = Actor.at_the_machine(), datetime.now(UTC) - timedelta(days=1)
        issue_household_passes(root, db.session.scalars(select(Compound)).one(), now=now)
        tokens = tokens_of(db.session.scalars(select(Pass).order_by(Pass.household_id)))
        db.session.remove()
        db.engine.dispose()
    return Installation(folder, gate_id, bearers, tokens, made_up_crossings(gate_id, tokens))


def _furnish() -> tuple[int, list[str]]:
    now, secret = datetime.now(UTC), secrets.token_urlsafe(32)
    with writing():
        office = Community(name="Office", time_zone="Asia/Shanghai")
        compound = Compound(name="Bench", community=office)
        gate = Gate(name="East", compound=compound)
        guard = Staff(username="guard", name="Guard", role=Role.GUARD, password_hash="-")
        guard.created_at = now
        db.session.add_all([gate, guard])
        db.session.flush()
        db.session.execute(insert(Household), [_door(compound.id, i) for i in range(HOUSEHOLDS)])
        devices = [
            Device(
                gate_id=gate.id,
                staff_id=guard.id,
                name=f"Phone {i}",
                credential_hash=sha256(secret.encode()).digest(),
                enrolled_at=now,
            )
            for i in range(DEVICES)
        ]
        db.session.add_all(devices)
        db.session.flush()
        return gate.id, [f"{each.id}.{secret}" for each in devices]


def _put_rules() -> None:
    since = datetime.now(UTC) - timedelta(days=30)
    rules = replace(
        PRESETS["managed"], outings=Outings(50, 2), people=5, closure=Closure("03:00", "03:01")
    )
    with writing():
        compound = db.session.scalars(select(Compound)).one()
        db.session.add(
            RuleSet(
                compound_id=compound.id,
                version=1,
                preset="managed",
                body=body_of(rules),
                effective_from=since,
                note="measured",
                made_at=since,
                approved_at=since,
            )
        )


def _door(compound_id: int, number: int) -> dict[str, object]:
    building, room = str(number // ROOMS_A_BUILDING + 1), str(number % ROOMS_A_BUILDING + 101)
    key = sort_key(building, "", room)
    return {"compound_id": compound_id, "building": building, "room": room, "sort_key": key}


def made_up_crossings(gate_id: int, tokens: list[str]) -> Iterator[bytes]:
    """Household after household goes out, then each comes in, and so on."""
    moment, direction = datetime.now(UTC) - FIRST, "exit"
    while True:
        for token in tokens:
            moment += STEP
            yield json.dumps(_crossing(gate_id, token, direction, moment)).encode()
        direction = "entry" if direction == "exit" else "exit"


def _crossing(gate_id: int, token: str, direction: str, moment: datetime) -> dict[str, object]:
    return {
        "id": str(uuid4()),
        "direction": direction,
        "method": "scan",
        "token": token,
        "number": None,
        "household_id": None,
        "gate_id": gate_id,
        "decided_at": moment.isoformat(),
        "reading_tenths": 365,
        "party_size": 1,
        "override": None,
        "verdict": {"outcome": "admit", "reasons": [f"{direction}.admitted"]},
        "roster_version": 1,
        "knowledge_age_s": 3,
    }


def load(
    place: Installation, port: int, connections: int, letters: int, size: int, authority: str = ""
) -> Outcome:
    """Send that many letters of `size` crossings over that many connections."""
    requests: list[list[bytes]] = [[] for _ in range(connections)]
    for number in range(letters):
        bearer = place.bearers[number % connections % DEVICES]
        crossings = b",".join(islice(place.crossings, size))
        requests[number % connections].append(_request(bearer, crossings))
    work = pickle.dumps(Load(port, requests, size, authority or None))
    command = [sys.executable, "-m", "bench.load"]
    done = subprocess.run(command, input=work, stdout=subprocess.PIPE, check=True)
    return Outcome(**json.loads(done.stdout))


def _request(bearer: str, crossings: bytes) -> bytes:
    body = (
        b'{"device_time":"%s","roster_version":1,"unsent":0,"app_version":"0.1.0","crossings":[%s]}'
        % (datetime.now(UTC).isoformat().encode(), crossings)
    )
    head = (
        "POST /api/v1/crossings HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {bearer}\r\nAccept-Language: zh\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def check(place: Installation, sent: int) -> None:
    """Look at the database: every crossing is there, and who is out is what they say."""
    app = create_app(place.folder)
    with app.app_context():
        kept = db.session.scalar(select(func.count()).select_from(Crossing))
        assert kept == sent, f"{sent} were sent, {kept} are there"
        wrong = rebuild_outside(db.session.scalars(select(Compound)).one())
        assert not wrong, f"{len(wrong)} households are not where their crossings say"
        db.session.remove()
        db.engine.dispose()


@contextmanager
def served(place: Installation, *options: str) -> Iterator[tuple[Server, float]]:
    """The server on it, and the seconds from its start to its first answer."""
    begun = time.perf_counter()
    with running_server(place.folder, *options) as server:
        if "--behind-proxy" in options:
            _ask(place, server)
        yield server, time.perf_counter() - begun


def _ask(place: Installation, server: Server) -> None:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request(
        "GET", "/api/v1/ping", headers={"Authorization": f"Bearer {place.bearers[0]}"}
    )
    assert connection.getresponse().status == 200
    connection.close()


def megabytes(pid: int) -> float:
    """Resident memory of a process and all below it, shared pages shared out among them (PSS)."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    own = int(next(line.split()[1] for line in rollup.splitlines() if line.startswith("Pss:")))
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own * 1024 / 1e6 + sum(megabytes(int(child)) for child in below)


def cpu_seconds(pid: int) -> float:
    """Time that a process and all below it have spent on a processor so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own + sum(cpu_seconds(int(child)) for child in below)
