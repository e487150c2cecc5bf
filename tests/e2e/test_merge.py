"""A day without a network at four gates, merged in all 24 orders: one state, every conflict that
was planted is found, and no other."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from checkpoint import create_app
from checkpoint.db import db, sqlite_driver
from checkpoint.gate import Crossing, join, open_join
from checkpoint.gate.conflicts import Conflict, ConflictState
from checkpoint.gate.gates import add_gate
from checkpoint.gate.schemas_devices import JoinWish
from checkpoint.passes import Pass
from checkpoint.passes.issuing import issue_household_passes, revoke_pass, tokens_of
from checkpoint.people import Household, compound_named
from tests.browser import GATE_NAME
from tests.e2e.conftest import COMPOUND, inside, make_office, new_page, stand_at_gate
from tests.e2e.scanner import pass_through
from tests.serving import running_server

pytestmark = pytest.mark.e2e

GATES = ("北门", "东门", "南门", "西门")
HOMES = 12
NOW = datetime.now(UTC).replace(microsecond=0)
# The day begins so long ago; passes and whoever was out already are from before it.
DAY = NOW - timedelta(hours=20)
Json = dict[str, Any]


class State(NamedTuple):
    """What the office knows: crossings by id, who is out since when, and open conflicts."""

    crossings: dict[UUID, tuple[int | None, str, datetime]]
    outside: dict[int, datetime | None]
    conflicts: set[tuple[str, int, UUID, UUID]]


@dataclass(frozen=True)
class Step:
    """Somebody at a gate, so many minutes into the day, by the index of their household."""

    gate: int
    minute: float
    home: int
    direction: str


HONEST = (
    Step(0, 10, 0, "exit"),
    Step(0, 70, 0, "entry"),
    Step(1, 20, 1, "exit"),
    Step(2, 95, 1, "entry"),  # by another gate, which did not know: the guard looks
    Step(3, 30, 2, "exit"),
    Step(3, 100, 2, "entry"),
    Step(0, 300, 2, "exit"),  # out again by another gate, hours later
    Step(1, 380, 2, "entry"),
    Step(2, 40, 3, "exit"),  # and still out in the evening
)
PLANTED = {
    "household.out_twice": (Step(0, 200, 4, "exit"), Step(1, 230, 4, "exit")),
    "household.in_twice": (Step(2, 210, 5, "entry"), Step(3, 260, 5, "entry")),
    "pass.was_revoked": (Step(2, 620, 6, "exit"),),
    "crossing.impossible_travel": (Step(1, 410, 7, "exit"), Step(3, 410.5, 7, "entry")),
}
OUT_BEFORE, REVOKED, REVOKED_AT = 5, 6, DAY + timedelta(minutes=600)

KEPT = """() => new Promise((done, failed) => {
  const opening = indexedDB.open("checkpoint-gate");
  opening.onerror = () => failed(opening.error);
  opening.onsuccess = () => {
    const reading = opening.result.transaction(["kept", "crossings"]);
    const credential = reading.objectStore("kept").get("credential");
    const crossings = reading.objectStore("crossings").getAll();
    reading.oncomplete = () =>
      done([credential.result.credential, crossings.result.map((one) => one.crossing)]);
  };
})"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four open gates, twelve households with passes, and one of them out since before the day."""
    rows = [f"{n + 1}号楼,1单元,101,住户{n},户主," for n in range(HOMES)]
    heads = "楼栋,单元,房号,姓名,与户主关系,联系电话\n"
    folder = make_office(
        tmp_path_factory.mktemp("four-gates"), heads + "\n".join(rows) + "\n", with_passes=False
    ).folder
    app = create_app(folder)
    with inside(app) as root:
        compound = compound_named(root, COMPOUND)
        for name in GATES[1:]:
            add_gate(root, compound, name, now=DAY)
        issue_household_passes(root, compound, now=DAY - timedelta(days=1))
        code = open_join(root, compound.gates[0].id, datetime.now(UTC))
        wish = JoinWish(code=code, device_name="before", app_version="1")
        before = join(wish, datetime.now(UTC), "127.0.0.1")
        card = cards()[OUT_BEFORE]
    send(app, before.credential, [exit_of(card, before.gate.id, DAY - timedelta(hours=1))])
    return folder


def test_every_order_of_merging_gives_one_state(
    office: Path, browser: Browser, tmp_path: Path
) -> None:
    """Four phones in a real browser, each at its gate and offline all day."""
    with running_server(office) as server:
        address = f"https://{GATE_NAME}:{server.https_port}"
        app = create_app(office)
        phones = [joined(new_page(browser), address, code) for code in codes(app)]
        with inside(app) as root:
            all_cards = cards()
            revoked = db.session.get_one(Pass, passes()[REVOKED].id)
            revoke_pass(root, revoked, "lost", now=REVOKED_AT)
        for step in sorted(steps(), key=lambda step: step.minute):
            phone = phones[step.gate]
            phone.clock.set_fixed_time(DAY + timedelta(minutes=step.minute))
            said = pass_through(phone, all_cards[step.home], step.direction)
            assert said[0] != "refuse", (step, said)
        kept = [phone.evaluate(KEPT) for phone in phones]

        states = merged_in_every_order(office, kept, tmp_path / "merged")
        assert len(states) == 24
        assert all(state == states[0] for state in states)
        assert planted_in(states[0]) == sorted(PLANTED)

        for phone in reversed(phones):  # and once as it happens: phone by phone, by themselves
            phone.clock.set_fixed_time(datetime.now(UTC))
            phone.context.set_offline(False)
            unsent = phone.get_by_test_id("unsent")
            expect(unsent).to_have_attribute("data-count", "0", timeout=60_000)
        assert state_of(app) == states[0]


def steps() -> Iterator[Step]:
    yield from HONEST
    for planted in PLANTED.values():
        yield from planted


def joined(page: Page, address: str, code: str) -> Page:
    """A phone at its gate, without a network from here on."""
    page.clock.install(time=datetime.now(UTC))
    stand_at_gate(page, address, code)
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    return page


def codes(app: Flask) -> list[str]:
    with inside(app) as root:
        gates = compound_named(root, COMPOUND).gates
        by_name = {gate.name: gate.id for gate in gates}
        return [open_join(root, by_name[name], datetime.now(UTC)) for name in GATES]


def merged_in_every_order(
    office: Path, kept: list[tuple[str, list[Json]]], to: Path
) -> list[State]:
    """What the office knows in the end, for each order in which the phones come back."""
    shutil.copytree(office, to, ignore=shutil.ignore_patterns("checkpoint.sqlite3*"))
    before, database = to / "before.sqlite3", to / "checkpoint.sqlite3"
    with closing(sqlite_driver().connect(office / "checkpoint.sqlite3")) as connection:
        connection.execute("VACUUM INTO ?", [str(before)])
    shutil.copyfile(before, database)
    app = create_app(to)
    states = []
    for order in permutations(kept):
        for leftover in to.glob("checkpoint.sqlite3-*"):
            leftover.unlink()
        shutil.copyfile(before, database)
        for bearer, outbox in order:
            send(app, bearer, outbox)
        states.append(state_of(app))
    return states


def state_of(app: Flask) -> State:
    """Everything that must not depend on the order: crossings, who is out, what is open."""
    with inside(app):
        recorded = db.session.scalars(select(Crossing)).all()
        outside = select(Household).where(Household.outside_since.is_not(None))
        found = db.session.scalars(select(Conflict).where(Conflict.state == ConflictState.OPEN))
        return State(
            {
                each.id: (each.household_id, each.direction.value, each.decided_at)
                for each in recorded
            },
            {each.id: each.outside_since for each in db.session.scalars(outside)},
            {(each.kind, each.household_id, each.first_id, each.second_id) for each in found},
        )


def planted_in(state: State) -> list[str]:
    return sorted(kind for kind, *_ in state.conflicts)


def send(app: Flask, bearer: str, crossings: list[Json]) -> None:
    letter = {
        "device_time": datetime.now(UTC).isoformat(),
        "roster_version": 1,
        "unsent": len(crossings),
        "app_version": "1",
        "crossings": crossings,
    }
    answer = app.test_client().post(
        "/api/v1/crossings", json=letter, headers={"Authorization": f"Bearer {bearer}"}
    )
    assert answer.status_code == 200, answer.json
    assert answer.json is not None
    assert {each["status"] for each in answer.json["results"]} <= {"recorded"}


def exit_of(card: str, gate_id: int, at: datetime) -> Json:
    return {
        "id": str(uuid4()),
        "direction": "exit",
        "method": "scan",
        "token": card,
        "number": None,
        "household_id": None,
        "gate_id": gate_id,
        "decided_at": at.isoformat(),
        "reading_tenths": None,
        "party_size": 1,
        "override": None,
        "verdict": {"outcome": "admit", "reasons": ["exit.admitted"]},
        "roster_version": 1,
        "knowledge_age_s": 0,
    }


def passes() -> Sequence[Pass]:
    return db.session.scalars(select(Pass).order_by(Pass.household_id)).all()


def cards() -> list[str]:
    return tokens_of(passes())
