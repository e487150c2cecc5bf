"""A day at two gates whose four phones hear nothing of each other, merged in every order."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from checkpoint.db import db, writing
from checkpoint.gate import Crossing, Device, Reading, SetAside, rebuild_outside
from checkpoint.gate.conflicts import Conflict
from checkpoint.passes import Pass
from checkpoint.passes.issuing import revoke_pass
from checkpoint.people import Actor, Compound, Gate, GateState
from tests.gate.phone import Estate, Json, Phone

MORNING = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=8)
ASKED = {"outcome": "ask", "reasons": ["household.already_in"]}
TOLD = {"outcome": "refuse", "reasons": ["household.already_out"]}
Key = tuple[str, str, str]


def at(minutes: float) -> str:
    return (MORNING + timedelta(minutes=minutes)).isoformat()


@pytest.fixture
def phones(either_estate: Estate) -> list[Phone]:
    """Two phones at each gate; the fourth was revoked in the afternoon, as was the Lis' pass."""
    estate = either_estate
    with writing():
        db.session.get_one(Gate, estate.gates["west"]).state = GateState.OPEN
    found = [estate.phone(gate=gate) for gate in ("east", "west", "east", "west")]
    with writing():
        last = db.session.query(Device).order_by(Device.id.desc()).first()
        assert last is not None
        last.revoked_at = MORNING + timedelta(minutes=220)
    pass_ = db.session.query(Pass).filter_by(number=estate.passes["li"]).one()
    revoked = MORNING + timedelta(minutes=200)
    revoke_pass(Actor.at_the_machine(), pass_, "The card was lost.", now=revoked)
    return found


def a_day(phones: list[Phone]) -> tuple[list[list[Json]], set[Key]]:
    """What each phone has to send, and the conflicts that were planted in it."""
    a, b, c, d = phones
    out = a.crossing("wang", "exit", decided_at=at(0))
    again = b.crossing("wang", "exit", decided_at=at(30))
    home = c.crossing("wang", "entry", decided_at=at(60))
    home_too = b.crossing("wang", "entry", decided_at=at(90))
    here = a.crossing("wang", "exit", decided_at=at(120))
    there = b.crossing("wang", "entry", decided_at=at(120.5))
    lost = d.crossing("li", "exit", decided_at=at(240))
    honest = [
        [c.crossing("li", "exit", decided_at=at(5)), home],
        [b.crossing("li", "entry", decided_at=at(45), verdict=ASKED)],
        [a.crossing("li", "exit", decided_at=at(70))],
        [c.crossing("li", "exit", decided_at=at(75), verdict=TOLD)],
        [d.crossing("li", "entry", decided_at=at(110), verdict=ASKED)],
        [a.crossing("li", "entry", decided_at=at(115), verdict=ASKED)],
    ]
    letters = [
        [out, *honest[2], *honest[5], here],
        [again, *honest[1], home_too, there],
        [*honest[0], *honest[3]],
        [*honest[4], lost],
    ]
    planted = {
        ("household.out_twice", out["id"], again["id"]),
        ("household.in_twice", home["id"], home_too["id"]),
        ("crossing.impossible_travel", here["id"], there["id"]),
        ("pass.was_revoked", lost["id"], lost["id"]),
        ("device.was_revoked", lost["id"], lost["id"]),
    }
    return letters, planted


def open_ones() -> set[Key]:
    db.session.rollback()
    rows = db.session.query(Conflict).filter_by(state="open")
    return {(each.kind, str(each.first_id), str(each.second_id)) for each in rows}


def test_in_all_24_orders_the_planted_ones_are_open_and_no_other(
    either_estate: Estate, phones: list[Phone]
) -> None:
    letters, planted = a_day(phones)
    for order in permutations(range(4)):
        for each in order:
            results = phones[each].send(*letters[each])
            assert {result["status"] for result in results} == {"recorded"}
        assert open_ones() == planted, order
        begin_again(either_estate)


def test_sent_twice_and_one_by_one_it_is_the_same(
    either_estate: Estate, phones: list[Phone]
) -> None:
    letters, planted = a_day(phones)
    for phone, letter in zip(reversed(phones), reversed(letters), strict=True):
        for crossing in [*reversed(letter), *letter]:
            phone.send(crossing)
    assert open_ones() == planted


def begin_again(estate: Estate) -> None:
    with writing():
        for model in (Conflict, Reading, Crossing, SetAside):
            db.session.query(model).delete()
    rebuild_outside(db.session.get_one(Compound, estate.compounds["miansi"]))
