"""Who is out follows from the crossings alone, whatever the order in which they arrive."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from random import Random
from typing import Any
from uuid import UUID

import pytest

from checkpoint.db import db, writing
from checkpoint.gate.outside import Move, decided_when, rebuild_outside
from checkpoint.gate.verdict import Direction
from checkpoint.people import Compound, Household
from tests.gate.phone import Estate, Json, Phone, refused

NOON = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=6)


def at(minutes: float) -> str:
    return (NOON + timedelta(minutes=minutes)).isoformat()


def state(estate: Estate) -> list[Any]:
    db.session.rollback()
    return [
        (each.outside_since, each.outside_people, each.last_crossing_at)
        for each in db.session.query(Household).order_by(Household.id)
    ]


def rebuilt(estate: Estate) -> list[int]:
    return rebuild_outside(db.session.get_one(Compound, estate.compounds["miansi"]))


def reset(estate: Estate) -> None:
    from checkpoint.gate import Crossing, Reading, SetAside
    from checkpoint.gate.models import Conflict

    with writing():
        for model in (Conflict, Reading, Crossing, SetAside):
            db.session.query(model).delete()
    rebuilt(estate)


def test_any_order(estate: Estate, phone: Phone) -> None:
    """Four crossings in all 24 orders end in one state."""
    crossings = [
        phone.crossing("wang", "exit", decided_at=at(0)),
        phone.crossing("wang", "entry", decided_at=at(20)),
        phone.crossing("wang", "exit", decided_at=at(40), party_size=3),
        phone.crossing("wang", "exit", decided_at=at(60), verdict=refused("household.already_out")),
    ]
    ends = set()
    for order in permutations(crossings):
        for crossing in order:
            phone.send(crossing)
        ends.add(tuple(state(estate)))
        assert rebuilt(estate) == []
        reset(estate)
    [end] = ends
    assert end[0] == (NOON + timedelta(minutes=40), 3, NOON + timedelta(minutes=40))


def test_same_moment(estate: Estate, phone: Phone) -> None:
    """Decided in the same instant, the id settles it, in either order of arrival."""
    low, high = "00000000-0000-4000-8000-000000000000", "ffffffff-ffff-4fff-bfff-ffffffffffff"
    first = phone.crossing("wang", "entry", decided_at=at(0), id=low)
    second = phone.crossing("wang", "exit", decided_at=at(0), id=high)
    for order in ((first, second), (second, first)):
        phone.send(*order)
        assert state(estate)[0][0] == NOON
        reset(estate)


@pytest.mark.parametrize("seed", range(6))
def test_cache_is_the_rebuild(estate: Estate, phone: Phone, seed: int) -> None:
    """After a random day, sent in pieces, twice and shuffled, the cache is what a rebuild makes."""
    chance = Random(seed)
    day = [made_up(phone, chance) for _ in range(30)]
    letters = day + chance.sample(day, 10)
    chance.shuffle(letters)
    for start in range(0, len(letters), 7):
        phone.send(*letters[start : start + 7])
    before = state(estate)
    assert rebuilt(estate) == []
    assert state(estate) == before


def made_up(phone: Phone, chance: Random) -> Json:
    ahead = chance.random() < 0.1
    return phone.crossing(
        chance.choice(["wang", "li"]),
        chance.choice(["exit", "entry"]),
        id=str(UUID(int=chance.getrandbits(128), version=4)),
        decided_at=at(chance.randrange(20) + (10_000 if ahead else 0)),
        party_size=chance.randint(1, 3),
        verdict=refused("gate.sealed")
        if chance.random() < 0.2
        else {
            "outcome": "admit",
            "reasons": ["exit.admitted"],
        },
    )


def test_rebuild_mends(estate: Estate, phone: Phone) -> None:
    """A cache that went wrong is mended, and devices hear of it."""
    phone.cross("wang")
    version = phone.roster()["version"]
    with writing():
        wang = db.session.get_one(Household, estate.households["wang"])
        li = db.session.get_one(Household, estate.households["li"])
        wang.outside_since, li.outside_since = None, NOON
    assert rebuilt(estate) == [estate.households["wang"], estate.households["li"]]
    rows = {row[0]: row[7] for row in phone.roster(version)["households"]}
    assert rows[estate.households["wang"]] > 0
    assert rows[estate.households["li"]] == 0


def test_devices_hear_only_of_changes(estate: Estate, phone: Phone) -> None:
    """What moves nobody makes no new version of the roster."""
    phone.cross("wang", "exit")
    version = phone.roster()["version"]
    phone.cross("li", verdict=refused("reading.fever"), reading_tenths=380)
    phone.cross("li", "entry", verdict={"outcome": "ask", "reasons": ["household.already_in"]})
    assert phone.roster()["version"] == version


def test_decided_when() -> None:
    """A clock a little ahead is believed; one that is far ahead is not."""
    for ahead, believed in ((-5000, True), (0, True), (10, True), (10.1, False), (90_000, False)):
        decided = NOON + timedelta(minutes=ahead)
        assert decided_when(decided, NOON) == (decided if believed else NOON)


def test_moves_in_order() -> None:
    """Moves sort by their moment, then by id."""
    later = Move(NOON + timedelta(seconds=1), UUID(int=1), Direction.EXIT, 1)
    low, high = (Move(NOON, UUID(int=i), Direction.ENTRY, 1) for i in (1, 2))
    assert sorted([later, high, low]) == [low, high, later]
