"""Extra passes at the gate: the old couple and their children, and what holds of every one."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from checkpoint import clock
from checkpoint.db import db, writing
from checkpoint.gate import Crossing, exits_today, outside_households, rebuild_outside
from checkpoint.gate.models import Conflict
from checkpoint.gate.outings import exits_of
from checkpoint.gate.residents.standing import _leave
from checkpoint.passes import Kind, Pass
from checkpoint.people import Compound, Household
from tests.gate.phone import Estate, Json, Phone

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAYTIME = {"weekdays": None, "hours": {"from": "07:00", "to": "21:00"}}
NURSE = 500


def at(day: int, time: str) -> datetime:
    """A moment of this month's first days, in the past, by the clock of the compound."""
    hour, minute = map(int, time.split(":"))
    first = datetime.now(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    moment = first - timedelta(days=10 - day)
    return moment.replace(hour=hour, minute=minute).astimezone(UTC)


def limit(home: str = "elsewhere", *, counted: bool = False, **more: Any) -> None:
    with writing():
        nurse = db.session.query(Pass).filter_by(number=NURSE).one()
        nurse.limits = {**DAYTIME, "counted": counted, "home": home, **more}


def nurse() -> Pass:
    db.session.rollback()
    return db.session.query(Pass).filter_by(number=NURSE).one()


def home_of(estate: Estate) -> Household:
    db.session.rollback()
    return db.session.get_one(Household, estate.households["wang"])


def row_of(phone: Phone) -> list[Any]:
    """What a device is told of the extra pass."""
    [row] = [row for row in phone.roster()["passes"] if row[0] == NURSE]
    return list(row)


def came(phone: Phone, name: str, direction: str, moment: datetime, **more: Any) -> Json:
    """The office's verdict on somebody whom a phone let through at that moment."""
    card = {"token": phone.estate.card(name, kind=Kind.CAREGIVER)} if name == "nurse" else {}
    said = {"decided_at": moment.isoformat(), **card, **more}
    verdict: Json = phone.cross(name, direction, **said)["verdict"]
    return verdict


def rebuilt(estate: Estate) -> list[int]:
    return rebuild_outside(db.session.get_one(Compound, estate.compounds["miansi"]))


def open_conflicts() -> list[str]:
    db.session.rollback()
    return [each.kind for each in db.session.query(Conflict)]


def test_two_of_three_children_take_turns_with_one_extra_pass(estate: Estate, phone: Phone) -> None:
    """The couple can't leave their beds. Two of their children live elsewhere and come by turns,
    with one pass between them, from seven to nine; the third lives in and does the shopping."""
    with writing():
        pass_ = nurse()
        pass_.valid_until = at(4, "23:59")
    limit("elsewhere")
    assert row_of(phone)[7] == {"limits": {**DAYTIME, "counted": False, "home": "elsewhere"}}

    # The daughter comes in the morning: the gate proposes the way in, and she is inside then.
    asked = phone.post("/judge", {"method": "number", "number": NURSE}).json
    assert asked is not None
    assert asked["direction"] == "entry"
    assert came(phone, "nurse", "entry", at(1, "07:00"))["reasons"] == ["entry.admitted"]
    assert row_of(phone)[7]["outside"] == 0

    # Meanwhile the household's own outing is what it always was.
    assert came(phone, "wang", "exit", at(1, "08:00"))["reasons"] == ["exit.admitted"]
    assert home_of(estate).outside_since == at(1, "08:00")
    # She leaves while the other is out: nobody of the household came back, and nothing is odd.
    assert came(phone, "nurse", "exit", at(1, "12:30"))["reasons"] == ["exit.admitted"]
    assert home_of(estate).outside_since == at(1, "08:00")
    assert nurse().outside_since == at(1, "12:30")
    # The son takes the pass over outside, and comes for the afternoon.
    assert came(phone, "nurse", "entry", at(1, "13:00"))["reasons"] == ["entry.admitted"]
    assert home_of(estate).outside_since == at(1, "08:00")
    assert came(phone, "wang", "entry", at(1, "09:30"))["reasons"][0] == "entry.admitted"
    assert home_of(estate).outside_since is None

    # He stays too long: he goes home all the same, and it is noted.
    late = came(phone, "nurse", "exit", at(1, "21:40"))
    assert (late["outcome"], late["reasons"]) == ("admit", ["exit.admitted", "pass.after_hours"])
    # Before seven nobody comes; the gate says when.
    early = came(phone, "nurse", "entry", at(2, "06:59"))
    assert (early["outcome"], early["reasons"][0]) == ("refuse", "pass.outside_hours")
    assert datetime.fromisoformat(early["until"]) == at(2, "07:00")
    # After its last day the pass opens nothing.
    over = came(phone, "nurse", "entry", at(5, "09:00"))
    assert (over["outcome"], over["reasons"]) == ("refuse", ["pass.expired"])
    assert rebuilt(estate) == []


def test_the_household_is_where_it_was_whatever_whoever_cares_for_it_does(
    estate: Estate, phone: Phone
) -> None:
    """Neither who is out, nor who went out today, nor the outings of the household."""
    limit("elsewhere")
    miansi = db.session.get_one(Compound, estate.compounds["miansi"])
    for direction, minutes in (("entry", 9), ("exit", 6), ("entry", 3)):
        came(phone, "nurse", direction, clock.now() - timedelta(minutes=minutes))
    home = home_of(estate)
    assert (home.outside_since, home.last_crossing_at) == (None, None)
    assert outside_households(miansi) == []
    assert exits_today(miansi, clock.now()) == 0
    assert exits_of([home.id]) == {}
    assert all(each.extra for each in db.session.query(Crossing))


def test_who_comes_while_the_household_is_out_is_no_conflict(estate: Estate, phone: Phone) -> None:
    limit("elsewhere", hours=None)
    now = clock.now()
    for name, direction, minutes in (
        ("wang", "exit", 90),
        ("nurse", "entry", 80),
        ("nurse", "exit", 70),
        ("wang", "entry", 60),
    ):
        came(phone, name, direction, now - timedelta(minutes=minutes))
    assert open_conflicts() == []
    came(phone, "nurse", "exit", now - timedelta(minutes=50))
    assert open_conflicts() == ["household.out_twice"]


def test_any_order_of_arrival_ends_the_same(estate: Estate, phone: Phone) -> None:
    """Crossings of the household and of who cares for it, in all 24 orders."""
    limit("elsewhere")
    day = [
        ("nurse", "entry", "08:00"),
        ("wang", "exit", "09:00"),
        ("nurse", "exit", "10:00"),
        ("wang", "entry", "11:00"),
    ]
    crossings = [
        phone.crossing(name, direction, decided_at=at(1, time).isoformat())
        for name, direction, time in day
    ]
    for order in permutations(crossings):
        for each in order:
            phone.send(each)
        home, known = home_of(estate), nurse()
        assert (home.outside_since, home.last_crossing_at) == (None, at(1, "11:00"))
        assert (known.outside_since, known.last_crossing_at) == (at(1, "10:00"), at(1, "10:00"))
        assert rebuilt(estate) == []
        with writing():
            for model in (Conflict, Crossing):
                for row in db.session.query(model):
                    db.session.delete(row)
        rebuilt(estate)


def test_taking_back_leads_to_where_the_holder_was(estate: Estate, phone: Phone) -> None:
    limit("elsewhere", hours=None)
    entry = phone.crossing(
        "nurse", "entry", decided_at=(clock.now() - timedelta(minutes=1)).isoformat()
    )
    phone.send(entry)
    assert nurse().outside_since is None
    assert nurse().last_crossing_at is not None
    undo = {**entry, "id": "00000000-0000-4000-8000-000000000001", "undoes": entry["id"]}
    undo["decided_at"] = clock.now().isoformat()
    assert phone.send(undo)[0]["status"] == "recorded"
    assert nurse().last_crossing_at is None
    assert "outside" not in row_of(phone)[7]
    assert rebuilt(estate) == []


@pytest.mark.parametrize("home", ["here", "elsewhere"])
def test_a_counted_pass_uses_up_an_outing_when_its_holder_leaves_home(
    estate: Estate, phone: Phone, home: str
) -> None:
    limit(home, counted=True, hours=None)
    leaves, returns = ("exit", "entry") if home == "here" else ("entry", "exit")
    now = clock.now()
    came(phone, "nurse", leaves, now - timedelta(minutes=9))
    came(phone, "nurse", returns, now - timedelta(minutes=6))
    [(_, exits)] = exits_of([estate.households["wang"]]).items()
    assert len(exits) == 1
    [row] = [each for each in phone.roster()["households"] if each[0] == estate.households["wang"]]
    assert len(row[8]["exits"]) == 1


def test_devices_hear_where_the_holder_is_and_old_rows_are_as_short_as_ever(
    estate: Estate, phone: Phone
) -> None:
    assert all(len(row) == 7 for row in phone.roster()["passes"])
    limit("elsewhere", hours=None)
    version = phone.roster()["version"]
    moment = clock.now().replace(microsecond=0) - timedelta(minutes=5)
    came(phone, "nurse", "entry", moment)
    came(phone, "nurse", "exit", moment + timedelta(minutes=1))
    [row] = [each for each in phone.roster(version)["passes"] if each[0] == NURSE]
    assert row[7]["outside"] == int((moment + timedelta(minutes=1)).timestamp())


def test_a_cache_that_went_wrong_is_mended(estate: Estate, phone: Phone) -> None:
    limit("elsewhere", hours=None)
    came(phone, "nurse", "entry", clock.now() - timedelta(minutes=5))
    with writing():
        nurse().outside_since = clock.now()
    assert rebuilt(estate) == [estate.households["wang"]]
    assert nurse().outside_since is None
    assert rebuilt(estate) == []


def test_an_undo_of_another_pass_is_none(estate: Estate, phone: Phone) -> None:
    """The household's crossing can't be taken back with the card of who cares for it."""
    out = phone.crossing("wang", "exit")
    phone.send(out)
    undo = phone.crossing("nurse", "exit", undoes=out["id"])
    assert phone.send(undo)[0]["status"] == "set_aside"
    assert home_of(estate).outside_since is not None
    assert rebuilt(estate) == []


def test_the_page_of_who_comes_to_help_says_when_they_may_come(estate: Estate) -> None:
    """A phone with the pass of somebody who lives elsewhere is about coming in."""
    limit("elsewhere")
    inside = _leave(nurse(), home_of(estate), at(3, "12:00"))
    late = _leave(nurse(), home_of(estate), at(3, "21:00"))
    assert (inside.comes, inside.allowed, inside.outings) == (True, True, None)
    assert (late.allowed, late.reason, late.until) == (False, "pass.outside_hours", at(4, "07:00"))
