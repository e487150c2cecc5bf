"""The demonstration's estate has the size it says, and its morning is one that could have been."""

from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from checkpoint.db import db
from checkpoint.demo.accounts import STAFF, accounts_in, settle_accounts
from checkpoint.demo.estate import BUILDINGS, HOUSEHOLDS, PEOPLE, sample_estate
from checkpoint.demo.making import begin_office
from checkpoint.demo.morning import FEVERS, LATE, LENGTH, OUTINGS, plan_morning
from checkpoint.demo.phones import phones_at
from checkpoint.demo.roster_file import write_roster
from checkpoint.gate import Device, Direction
from checkpoint.people import Compound, Gate, guards_of
from checkpoint.people.roster.reading import read_workbook
from checkpoint.people.roster.sheets import open_workbook

NOON = datetime(2020, 2, 10, 4, tzinfo=UTC)


def test_the_estate_is_as_large_as_the_miansi_quarters_and_always_the_same() -> None:
    estate = sample_estate()
    assert len({each.building for each in estate}) == BUILDINGS == 52
    assert len({(each.building, each.unit, each.room) for each in estate}) == HOUSEHOLDS == 3427
    assert sum(len(each.people) for each in estate) == PEOPLE == 10803
    assert estate == sample_estate()


def test_its_roster_file_is_read_back_without_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    some = sample_estate()[:200]
    write_roster(path, some)
    content = path.read_bytes()
    roster = read_workbook(open_workbook(content, path.name), content).roster
    assert roster.totals.households == 200
    assert roster.totals.people == sum(len(each.people) for each in some)
    assert roster.errors == ()


def test_a_morning_ends_now_and_nobody_comes_back_before_going_out() -> None:
    crossings = plan_morning(HOUSEHOLDS, NOON)
    outside: set[int] = set()
    for each in crossings:
        assert NOON - LENGTH <= each.at <= NOON
        if each.direction is Direction.EXIT:
            assert each.place not in outside
            outside.add(each.place)
        else:
            outside.remove(each.place)
    assert len(outside) >= LATE
    assert sum(each.direction is Direction.EXIT for each in crossings) == OUTINGS
    assert sum(each.reading_tenths >= 373 for each in crossings) == FEVERS


def test_its_phones_join_like_any_other_and_a_guard_is_there(app: Flask, tmp_path: Path) -> None:
    accounts = accounts_in(tmp_path)
    assert accounts == accounts_in(tmp_path), "a second run prints the same ones"
    begin_office(accounts[0], NOON)
    settle_accounts(accounts, NOON)
    device = phones_at(db.session.query(Gate).order_by(Gate.id).first().id, accounts, NOON)
    assert device.staff_name == "王队长"
    assert db.session.query(Device).count() == 2
    guards = guards_of(db.session.query(Compound).one().id)
    assert {each.name for each in guards} == {name for name, _ in STAFF.values()}
