"""Thousands of crossings thrice, shuffled, from eight threads; small lives in any order at all."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select, text

from checkpoint.db import db, writing
from checkpoint.gate import device_of, rebuild_outside, record_crossings
from checkpoint.gate.outside import Life, Move, Passage
from checkpoint.gate.schemas import Letter
from checkpoint.gate.verdict import Direction
from checkpoint.people import Compound, Household
from tests.gate.phone import Estate, Json, letter
from tests.gate.test_together import phones

# In full with `--long`.
LONG, SHORT = 10_000, 1_000
CROSSINGS_OF_EACH, THREADS = 2.5, 8
NOW = datetime.now(UTC).replace(microsecond=0)
TABLES = ("crossing", "reading", "set_aside", "refused_scan", "conflict", "household")


def settle_more(estate: Estate, count: int) -> list[int]:
    """So many households more, without passes: they are found by their addresses."""
    place = {"compound_id": estate.compounds["miansi"], "building": "99", "sort_key": ""}
    with writing():
        rows = [{**place, "room": str(number)} for number in range(count)]
        db.session.execute(insert(Household), rows)
        ids = db.session.scalars(select(Household.id).where(Household.building == "99"))
        return list(ids)


def made_up(
    estate: Estate, households: Sequence[int], chance: Random, count: int
) -> Iterator[Json]:
    """Two days of crossings; one in twelve is taken back, sometimes too late."""
    previous: Json | None = None
    for _ in range(count):
        one = {
            "id": str(UUID(int=chance.getrandbits(128), version=4)),
            "direction": chance.choice(["exit", "entry"]),
            "method": "address",
            "token": None,
            "number": None,
            "household_id": chance.choice(households),
            "gate_id": estate.gates["east"],
            "decided_at": (NOW - timedelta(seconds=chance.randrange(172_800))).isoformat(),
            "reading_tenths": None,
            "party_size": 1,
            "override": None,
            "verdict": {"outcome": "admit", "reasons": ["exit.admitted"]},
            "roster_version": 1,
            "knowledge_age_s": 3,
        }
        if previous and chance.random() < 1 / 12:
            moment = datetime.fromisoformat(previous["decided_at"])
            later = moment + timedelta(seconds=chance.randrange(150))
            one = {**previous, "id": one["id"], "undoes": previous["id"]}
            one["decided_at"] = later.isoformat()
        previous = None if one.get("undoes") else one
        yield one


def send_all(estate: Estate, credential: str, events: Sequence[Json]) -> list[str]:
    """Send them by the hundred from eight threads; the status of each answer."""

    def send(some: Sequence[Json]) -> list[str]:
        with estate.app.app_context():
            device = device_of(f"Bearer {credential}")
            said = Letter.model_validate(letter(*some) | {"device_time": NOW})
            return [each.status for each in record_crossings(device, said, NOW)]

    hundreds = [events[start : start + 100] for start in range(0, len(events), 100)]
    with ThreadPoolExecutor(THREADS) as pool:
        return [status for some in pool.map(send, hundreds) for status in some]


def fingerprint() -> str:
    """The hash over all rows of all tables that crossings leave something in."""
    found = sha256()
    for table in TABLES:
        order = "ORDER BY id"
        with closing(db.session.execute(text(f"SELECT * FROM {table} {order}"))) as rows:  # noqa: S608
            for row in rows:
                found.update(repr(tuple(row)).encode())
    db.session.rollback()
    return found.hexdigest()


def test_thousands_thrice(either_estate: Estate, request: pytest.FixtureRequest) -> None:
    """After the first time nothing changes any more, and the cache is what the crossings say."""
    chance, count = Random(7), LONG if request.config.getoption("--long") else SHORT
    households = settle_more(either_estate, round(count / CROSSINGS_OF_EACH))
    [phone] = phones(either_estate, 1)
    events = list(made_up(either_estate, households, chance, count))
    chance.shuffle(events)
    first = send_all(either_estate, phone.credential, events)
    assert set(first) <= {"recorded", "set_aside"}
    assert first.count("recorded") > count * 0.9
    before = fingerprint()
    twice_more = events * 2
    chance.shuffle(twice_more)
    again = send_all(either_estate, phone.credential, twice_more)
    assert again.count("repeat") == 2 * first.count("recorded")
    assert again.count("set_aside") == 2 * first.count("set_aside")
    assert fingerprint() == before
    compound = db.session.get_one(Compound, either_estate.compounds["miansi"])
    assert rebuild_outside(compound) == []


@st.composite
def passages(draw: st.DrawFn) -> list[Passage]:
    """A household's passages at two phones, some taken back: rightly, too late, or by the other."""
    life: list[Passage] = []
    for number in range(draw(st.integers(1, 8))):
        moment = NOW + timedelta(seconds=30 * draw(st.integers(0, 10)))
        undone = draw(st.sampled_from(life)).id if life and draw(st.booleans()) else None
        move = Move(moment, UUID(int=number), draw(st.sampled_from(Direction)), 1)
        life.append(Passage(move, draw(st.booleans()), draw(st.integers(1, 2)), moment, undone))
    return life


@given(passages(), st.randoms(use_true_random=False))
def test_any_permutation_is_one_state(life: list[Passage], chance: Random) -> None:
    """Who is out after all of them does not depend on the order in which they came."""
    shuffled = list(life)
    chance.shuffle(shuffled)
    assert Life(shuffled).last == Life(life).last


@given(passages())
def test_what_counts(life: list[Passage]) -> None:
    """The last says it, of those who went through, are no undo, and were not taken back."""
    counted = [
        each.move
        for each in life
        if each.went_through
        and each.undoes is None
        and not any(undo.takes_back(each) for undo in life)
    ]
    assert Life(life).last == max(counted, default=None)


@given(passages())
def test_an_undo_of_nothing_changes_nothing(life: list[Passage]) -> None:
    """An undo whose crossing never comes counts for nothing."""
    alone = replace(life[0], undoes=UUID(int=99))
    move = replace(alone.move, crossing_id=UUID(int=98))
    assert Life([*life, replace(alone, move=move)]).last == Life(life).last
