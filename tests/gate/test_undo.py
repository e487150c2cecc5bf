"""Taking a crossing back: what counts, whatever the order of arrival."""

from datetime import UTC, datetime, timedelta
from itertools import islice, permutations
from typing import Any
from uuid import uuid4

import pytest

from checkpoint.db import db
from checkpoint.gate import SetAside, exits_today, last_crossings, rebuild_outside
from checkpoint.people import Compound, Household
from tests.gate.conftest import all_crossings
from tests.gate.phone import Estate, Json, Phone
from tests.gate.test_outside import reset, state

NOW = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=10)


def at(seconds: float) -> str:
    return (NOW + timedelta(seconds=seconds)).isoformat()


def undo(crossing: Json, seconds: float, **changed: Any) -> Json:
    """The crossing that takes back another, so long after the first moment."""
    return {
        **crossing,
        "id": str(uuid4()),
        "decided_at": at(seconds),
        "reading_tenths": None,
        "verdict": {"outcome": "admit", "reasons": ["crossing.undone"]},
        "undoes": crossing["id"],
        **changed,
    }


def miansi(estate: Estate) -> Compound:
    db.session.rollback()
    return db.session.get_one(Compound, estate.compounds["miansi"])


def test_taken_back(either_estate: Estate) -> None:
    """An exit that was a slip: the household is in, and no page counts it; both rows stay."""
    phone = either_estate.phone("chen")
    slip = phone.crossing("wang", decided_at=at(0))
    assert phone.send(slip)[0]["household"]["outside_since"] is not None
    [result] = phone.send(undo(slip, 30))
    assert result["status"] == "recorded"
    assert result["verdict"] == {"outcome": "admit", "reasons": ["crossing.undone"]}
    assert result["household"]["outside_since"] is None
    compound = miansi(either_estate)
    assert exits_today(compound, datetime.now(UTC)) == 0
    assert last_crossings(compound) == []
    assert len(all_crossings()) == 2
    assert rebuild_outside(compound) == []


def test_any_order(estate: Estate, phone: Phone, request: pytest.FixtureRequest) -> None:
    """An exit, a slip of an entry with its undo, and an exit that was undone: one end.

    All 120 orders with `--long`, else every seventh.
    """
    out = phone.crossing("wang", decided_at=at(0), party_size=2)
    slip = phone.crossing("wang", "entry", decided_at=at(200))
    again = phone.crossing("wang", "exit", decided_at=at(400))
    sent = [out, slip, undo(slip, 260), again, undo(again, 520)]
    ends = set()
    step = 1 if request.config.getoption("--long") else 7
    for order in islice(permutations(sent), 0, None, step):
        for crossing in order:
            assert phone.send(crossing)[0]["status"] == "recorded"
        ends.add(tuple(state(estate)))
        reset(estate)
    [end] = ends
    assert end[0] == (NOW, 2, NOW)


def test_all_in_one_letter(either_estate: Estate) -> None:
    """The undo stands before its crossing in the same letter, and counts."""
    phone = either_estate.phone("chen")
    slip = phone.crossing("wang", decided_at=at(0))
    results = phone.send(undo(slip, 5), slip)
    assert [each["status"] for each in results] == ["recorded", "recorded"]
    wang = db.session.get_one(Household, either_estate.households["wang"])
    assert (wang.outside_since, wang.last_crossing_at) == (None, None)


@pytest.mark.parametrize(
    ("seconds", "status"), [(0, "recorded"), (120, "recorded"), (120.001, "set_aside")]
)
def test_two_minutes(either_estate: Estate, seconds: float, status: str) -> None:
    """Two minutes, and not a moment longer; to undo what has not happened yet is nonsense."""
    phone = either_estate.phone("chen")
    slip = phone.crossing("wang", decided_at=at(0))
    phone.send(slip)
    [result] = phone.send(undo(slip, seconds))
    assert result["status"] == status
    if status == "set_aside":
        assert result["error"]["code"] == "undo.too_late"
    assert rebuild_outside(miansi(either_estate)) == []
    assert exits_today(miansi(either_estate), datetime.now(UTC)) == (status == "set_aside")


def test_not_possible(estate: Estate, phone: Phone) -> None:
    """Another phone's, another household's, or an undo itself: kept aside, and nothing moves."""
    slip = phone.crossing("wang", decided_at=at(0))
    taken_back = undo(slip, 10)
    phone.send(slip)
    [by_other] = estate.phone("chen").send(undo(slip, 20))
    assert by_other["error"]["code"] == "undo.not_yours"
    [of_other] = phone.send(undo(slip, 20, token=estate.card("li")))
    assert of_other["error"]["code"] == "undo.not_possible"
    assert state(estate)[0][0] == NOW
    phone.send(taken_back)
    [of_undo] = phone.send(undo(taken_back, 30))
    assert of_undo["error"]["code"] == "undo.not_possible"
    assert db.session.query(SetAside).count() == 3
    assert state(estate)[0][0] is None


def test_too_late_but_first(estate: Estate, phone: Phone) -> None:
    """An undo that comes first is recorded; when the crossing turns out too old, it stands."""
    slip = phone.crossing("wang", decided_at=at(0))
    assert phone.send(undo(slip, 300))[0]["status"] == "recorded"
    phone.send(slip)
    assert state(estate)[0][0] == NOW
    assert exits_today(miansi(estate), datetime.now(UTC)) == 1
    assert rebuild_outside(miansi(estate)) == []


def test_by_the_clock_of_the_device(estate: Estate, phone: Phone) -> None:
    """The phone learns between both that its clock is an hour slow: still within two minutes."""
    slip = phone.crossing("wang", decided_at=at(-3600))
    phone.send(slip)
    [result] = phone.send(undo(slip, -3570, clock_offset_ms=3_600_000))
    assert result["status"] == "recorded"
    assert state(estate)[0][0] is None
