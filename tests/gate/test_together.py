"""Many devices at once: one does the work of all, one transition, nothing lost or counted twice."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

import pytest

from checkpoint.db import db, writing
from checkpoint.gate import Device
from checkpoint.gate.together import Together
from checkpoint.people import Compound, Household
from tests.gate.conftest import all_crossings
from tests.gate.phone import Estate, Json, Phone, ago

DEVICES = 50


def phones(estate: Estate, count: int) -> list[Phone]:
    """That many devices, made the short way."""
    first = estate.phone("chen")
    number, secret = first.credential.split(".")
    with writing():
        one = db.session.get_one(Device, int(number))
        fields = {"gate_id": one.gate_id, "staff_id": one.staff_id, "name": "x"}
        hashed = {"credential_hash": one.credential_hash, "enrolled_at": datetime.now(UTC)}
        more = [Device(**fields, **hashed) for _ in range(count - 1)]
        db.session.add_all(more)
        db.session.flush()
        ids = [one.id, *(each.id for each in more)]
    db.session.remove()
    return [Phone(estate, f"{id}.{secret}", first.gate_id) for id in ids]


def test_fifty_devices_one_pass(either_estate: Estate) -> None:
    """Fifty devices send the same household out at once: one is admitted, all are kept."""
    moments = [ago(seconds=i / 20) for i in range(DEVICES)]
    senders = phones(either_estate, DEVICES)
    work = [
        (phone, phone.crossing("wang", decided_at=moment))
        for phone, moment in zip(senders, moments, strict=True)
    ]
    with ThreadPoolExecutor(DEVICES) as pool:
        results = list(pool.map(lambda pair: pair[0].send(pair[1])[0], work))
    verdicts = Counter(each["verdict"]["reasons"][0] for each in results)
    assert all(each["status"] == "recorded" for each in results)
    assert len(all_crossings()) == DEVICES
    assert verdicts == {"exit.admitted": 1, "household.already_out": DEVICES - 1}
    wang = db.session.get_one(Household, either_estate.households["wang"])
    assert wang.outside_since == datetime.fromisoformat(max(moments))
    assert wang.outside_people == 1


def test_same_crossing_everywhere(either_estate: Estate) -> None:
    """The same crossing from many threads is recorded once, and all get the same answer."""
    phone, *_ = phones(either_estate, 1)
    crossing = phone.crossing("wang")

    def send(_: int) -> Json:
        mine = Phone(either_estate, phone.credential, phone.gate_id)
        return mine.send(crossing)[0]

    with ThreadPoolExecutor(16) as pool:
        results = list(pool.map(send, range(32)))
    assert Counter(each["status"] for each in results) == {"recorded": 1, "repeat": 31}
    assert len({str(each | {"status": ""}) for each in results}) == 1
    assert len(all_crossings()) == 1


def test_shuffled_and_thrice(either_estate: Estate) -> None:
    """Crossings sent three times, shuffled, from eight threads: each once, one state."""
    senders = phones(either_estate, 8)
    chance = Random(3)
    crossings = [
        senders[0].crossing(
            chance.choice(["wang", "li"]),
            chance.choice(["exit", "entry"]),
            decided_at=ago(minutes=chance.randrange(300)),
        )
        for _ in range(60)
    ]
    letters = [crossings[i : i + 6] for i in range(0, 60, 6)] * 3
    chance.shuffle(letters)
    with ThreadPoolExecutor(8) as pool:
        work = [(senders[i % 8], letter) for i, letter in enumerate(letters)]
        results = [
            each for some in pool.map(lambda pair: pair[0].send(*pair[1]), work) for each in some
        ]
    assert Counter(each["status"] for each in results) == {"recorded": 60, "repeat": 120}
    assert len(all_crossings()) == 60

    from checkpoint.gate.outside import rebuild_outside

    compound = db.session.get_one(Compound, either_estate.compounds["miansi"])
    assert rebuild_outside(compound) == []


@dataclass
class Number:
    """A load of work: to be doubled."""

    value: int
    size: int = 1
    doubled: int = 0


def test_one_works_for_all_who_wait() -> None:
    """Whoever comes while another works is worked for together, each exactly once."""
    batches: list[list[int]] = []
    first, go_on = threading.Event(), threading.Event()

    def double(numbers: list[Number]) -> None:
        batches.append([each.value for each in numbers])
        first.set()
        go_on.wait()
        for each in numbers:
            each.doubled += each.value * 2

    together = Together(double, most=10)
    numbers = [Number(i) for i in range(25)]
    with ThreadPoolExecutor(25) as pool:
        done = [pool.submit(together.do, numbers[0])]
        first.wait()
        done += [pool.submit(together.do, each) for each in numbers[1:]]
        while len(together._waiting) < 24:
            pass
        go_on.set()
        for each in done:
            each.result()
    assert [each.doubled for each in numbers] == [each.value * 2 for each in numbers]
    assert [len(batch) for batch in batches] == [1, 10, 10, 4]


def test_who_leads_waits_for_as_many_as_the_last_time() -> None:
    """Three who came together are waited for the next time; where fewer come, not for ever."""
    batches: list[int] = []
    first, go_on = threading.Event(), threading.Event()

    def work(numbers: list[Number]) -> None:
        batches.append(len(numbers))
        first.set()
        go_on.wait()

    together = Together(work, most=10, gather_s=30)
    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(together.do, Number(0))]
        first.wait()
        done += [pool.submit(together.do, Number(i)) for i in range(3)]
        while len(together._waiting) < 3:
            pass
        go_on.set()
        for each in done:
            each.result()
        done = [pool.submit(together.do, Number(i)) for i in range(2)]
        while len(together._waiting) < 2:
            pass
        assert not any(each.done() for each in done)
        for each in [*done, pool.submit(together.do, Number(2))]:
            each.result()
    together._gather_s = 0
    together.do(Number(0))
    assert batches == [1, 3, 3, 1]


def test_who_leads_may_fail() -> None:
    """When the work itself breaks off, the others are woken all the same, and it goes on."""

    def fail(numbers: list[Number]) -> None:
        if any(each.value == 0 for each in numbers):
            raise KeyboardInterrupt

    together = Together(fail, most=1)
    with pytest.raises(KeyboardInterrupt):
        together.do(Number(0))
    together.do(Number(1))
