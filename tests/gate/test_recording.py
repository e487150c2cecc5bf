"""The writer: whose a crossing was, when, and a fault that takes no other with it."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from checkpoint.config import write_private
from checkpoint.db import db, writing
from checkpoint.gate import SetAside, record_crossings
from checkpoint.gate.devices import device_of
from checkpoint.gate.models import GateBook
from checkpoint.gate.recording.sent import Line
from checkpoint.gate.schemas import Letter
from checkpoint.passes import Pass
from checkpoint.passes.issuing import replace_pass
from checkpoint.people import Actor, Gate, Household
from tests.gate.conftest import all_crossings
from tests.gate.phone import KEY, Estate, Phone, ago, letter
from tests.gate.test_together import phones


def book_of(estate: Estate) -> tuple[GateBook, Gate]:
    gate = db.session.get_one(Gate, estate.gates["east"])
    with writing():
        book = GateBook(
            compound_id=gate.compound_id,
            gate_id=gate.id,
            made_at=datetime.now(UTC),
            first_line=1,
            lines=9,
            roster_version=1,
        )
        db.session.add(book)
    return book, gate


@dataclass(frozen=True)
class Shelf:
    """Where a book's crossings come from."""

    gate_id: int
    gate_state: object
    compound_id: int
    id: None = None
    staff_id: None = None
    time_zone: str = "Asia/Shanghai"
    instruments: int = 0


def test_a_fault_in_the_middle(either_estate: Estate) -> None:
    """Of three crossings the database refuses the second: it is kept aside, the others recorded."""
    book, gate = book_of(either_estate)
    phone = either_estate.phone("chen")
    sent = [phone.crossing(name) for name in ("wang", "li", "wang")]
    numbers = {UUID(each["id"]): Line(book.id, n) for each, n in zip(sent, (1, 1, 2), strict=True)}
    shelf = Shelf(gate.id, gate.state, gate.compound_id)
    said = Letter.model_validate_json(json.dumps(letter(*sent)))
    db.session.rollback()
    results = record_crossings(shelf, said, datetime.now(UTC), numbers)
    assert [each.status for each in results] == ["recorded", "set_aside", "recorded"]
    assert {each.book_line for each in all_crossings()} == {1, 2}
    assert db.session.query(SetAside).one().body["id"] == sent[1]["id"]
    again = record_crossings(shelf, said, datetime.now(UTC), numbers)
    assert [each.status for each in again] == ["repeat", "set_aside", "repeat"]


def test_within_a_larger_transaction(either_estate: Estate) -> None:
    """Recorded within `writing()`, crossings are committed with the rest or not at all."""
    phone = either_estate.phone("chen")
    device = device_of(f"Bearer {phone.credential}")
    said = Letter.model_validate_json(json.dumps(letter(phone.crossing("wang"))))
    with pytest.raises(KeyError), writing():
        assert record_crossings(device, said, datetime.now(UTC))[0].status == "recorded"
        raise KeyError
    assert all_crossings() == []
    with writing():
        wang = db.session.get_one(Household, either_estate.households["wang"])
        record_crossings(device, said, datetime.now(UTC))
        assert wang.outside_since is not None
    assert len(all_crossings()) == 1


def test_whose_it_was(estate: Estate, phone: Phone) -> None:
    """The guard of then, if they may stand here; else whoever is signed on now."""
    chen, fang, xu = (estate.staff_id(name) for name in ("chen", "fang", "xu"))
    sent = [phone.crossing("li", staff_id=each) for each in (None, chen, xu, fang, 9999)]
    for crossing in sent:
        phone.send(crossing)
    kept = {str(each.id): each.staff_id for each in all_crossings()}
    assert [kept[each["id"]] for each in sent] == [chen, chen, xu, chen, chen]


@pytest.mark.parametrize(
    ("offset_ms", "minutes"), [(0, -30), (1_800_000, 0), (-600_000, -40), (2**31 - 1, 0)]
)
def test_when_it_was(estate: Estate, phone: Phone, offset_ms: int, minutes: int) -> None:
    """The device's clock and its own estimate of the offset, but never long after its arrival."""
    phone.cross("wang", decided_at=ago(minutes=30), clock_offset_ms=offset_ms)
    [crossing] = all_crossings()
    guessed = crossing.received_at + timedelta(minutes=minutes)
    assert abs(crossing.decided_at - guessed) < timedelta(seconds=20)
    assert abs(crossing.device_at - crossing.received_at + timedelta(minutes=30)) < timedelta(
        seconds=20
    )


def test_cards_are_replaced_meanwhile(either_estate: Estate) -> None:
    """While eight phones send, the office replaces the card: nothing waits for ever or fails."""
    senders = phones(either_estate, 8)
    app = either_estate.app
    write_private(Path(app.instance_path) / "keys" / "001.key", KEY.private_bytes_raw())

    def replace(_: int) -> None:
        with app.app_context():
            wang = db.session.query(Pass).filter_by(number=500).one()
            replace_pass(Actor.at_the_machine(), wang, "worn", now=datetime.now(UTC))

    with ThreadPoolExecutor(9) as pool:
        sent = [pool.submit(one.cross, "wang", decided_at=ago(minutes=5)) for one in senders * 3]
        replaced = [pool.submit(replace, i) for i in range(10)]
        assert Counter(each.result()["status"] for each in sent) == {"recorded": 24}
        for each in replaced:
            each.result()
    assert db.session.query(Pass).filter_by(number=500).one().generation == 11
