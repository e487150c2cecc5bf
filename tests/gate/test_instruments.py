"""The thermometers of a gate, and what is added to what they show."""

from datetime import UTC, date, datetime

import pytest

from checkpoint.db import db
from checkpoint.errors import BadInput, Conflict, Forbidden, NotFound
from checkpoint.gate.instruments import (
    add_instrument,
    instruments_block,
    instruments_of,
    rename_instrument,
    retire_instrument,
    set_offset,
)
from checkpoint.people import Actor, AuditEntry, Compound, Staff
from tests.gate.phone import Estate

# 23:30 on the 12th in Shanghai.
NOW = datetime(2020, 2, 12, 15, 30, tzinfo=UTC)
TODAY, TOMORROW = date(2020, 2, 12), date(2020, 2, 13)


def actor(username: str) -> Actor:
    return Actor.of(db.session.query(Staff).filter_by(username=username).one())


def test_an_offset_is_for_one_local_day(estate: Estate) -> None:
    """At midnight on the gate's clock it is nothing again, until somebody has compared."""
    clerk, gate = actor("xu"), estate.gates["east"]
    one = add_instrument(clerk, gate, "A", now=NOW)
    set_offset(clerk, one.id, -3, now=NOW)
    set_offset(clerk, one.id, 2, now=NOW)
    assert instruments_block(gate, TODAY) == [{"id": one.id, "name": "A", "offset_tenths": 2}]
    assert instruments_block(gate, TOMORROW) == [{"id": one.id, "name": "A", "offset_tenths": 0}]
    assert [each.offset_tenths for each in instruments_of(gate, TOMORROW)] == [None]
    assert instruments_block(estate.gates["far"], TODAY) == []


def test_what_is_retired_is_offered_no_more_and_may_come_back(estate: Estate) -> None:
    """It keeps its number, so that what was measured with it stays its own."""
    clerk, gate = actor("xu"), estate.gates["east"]
    one = add_instrument(clerk, gate, "A", now=NOW)
    retire_instrument(clerk, one.id, now=NOW)
    assert instruments_of(gate, TODAY) == []
    assert add_instrument(clerk, gate, "A", now=NOW).id == one.id
    assert [each.name for each in instruments_of(gate, TODAY)] == ["A"]


def test_every_change_reaches_the_phones_and_is_on_record(estate: Estate) -> None:
    clerk, gate = actor("xu"), estate.gates["east"]
    before = db.session.get_one(Compound, estate.compounds["miansi"]).roster_version
    one = add_instrument(clerk, gate, "A", now=NOW)
    rename_instrument(clerk, one.id, "B", now=NOW)
    rename_instrument(clerk, one.id, "B", now=NOW)
    set_offset(clerk, one.id, 1, now=NOW)
    retire_instrument(clerk, one.id, now=NOW)
    entries = db.session.query(AuditEntry).filter(AuditEntry.action.like("instrument.%")).all()
    assert [each.action.partition(".")[2] for each in entries] == [
        "added",
        "renamed",
        "offset",
        "retired",
    ]
    after = db.session.get_one(Compound, estate.compounds["miansi"]).roster_version
    assert after == before + 4


@pytest.mark.parametrize("name", ["", "  ", "x" * 21, "a\x00b"])
def test_a_name_that_can_not_be(estate: Estate, name: str) -> None:
    with pytest.raises(BadInput) as caught:
        add_instrument(actor("xu"), estate.gates["east"], name, now=NOW)
    assert caught.value.field == "name"


@pytest.mark.parametrize("tenths", [-21, 21])
def test_an_offset_has_bounds(estate: Estate, tenths: int) -> None:
    one = add_instrument(actor("xu"), estate.gates["east"], "A", now=NOW)
    with pytest.raises(BadInput) as caught:
        set_offset(actor("xu"), one.id, tenths, now=NOW)
    assert caught.value.field == "offset"
    set_offset(actor("xu"), one.id, tenths // abs(tenths) * 20, now=NOW)


def test_names_are_of_one_gate(estate: Estate) -> None:
    clerk = actor("root")
    first = add_instrument(clerk, estate.gates["east"], "A", now=NOW)
    add_instrument(clerk, estate.gates["far"], "A", now=NOW)
    second = add_instrument(clerk, estate.gates["east"], "B", now=NOW)
    with pytest.raises(Conflict):
        add_instrument(clerk, estate.gates["east"], "A", now=NOW)
    with pytest.raises(Conflict):
        rename_instrument(clerk, second.id, first.name, now=NOW)


def test_who_may(estate: Estate) -> None:
    one = add_instrument(actor("xu"), estate.gates["east"], "A", now=NOW)
    with pytest.raises(Forbidden):
        set_offset(actor("chen"), one.id, 1, now=NOW)
    elsewhere = Actor(99, "local", actor("root").role, 1, estate.compounds["kunwu"])
    with pytest.raises(NotFound):
        set_offset(elsewhere, one.id, 1, now=NOW)
    with pytest.raises(NotFound):
        add_instrument(elsewhere, estate.gates["east"], "B", now=NOW)
