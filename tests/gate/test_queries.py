"""What the desk is told: who is out, the day by hour, the last crossings, the fevers."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from zoneinfo import ZoneInfo

from sqlalchemy import event, text

from checkpoint.db import db, writing
from checkpoint.gate import (
    Crossing,
    crossings_between,
    crossings_today_by_hour,
    devices_of,
    exits_today,
    fevers,
    household_crossings,
    last_crossings,
    outside_households,
    refused_scans_since,
    set_aside_count,
)
from checkpoint.people import Compound, Household
from tests.gate.phone import Estate, Phone, refused

SHANGHAI = ZoneInfo("Asia/Shanghai")
# A day well before now, so that no clock is ahead, and not so old that nothing of it is taken.
DAY = datetime.now(SHANGHAI).date() - timedelta(days=3)
NOW = datetime.combine(DAY, clock_time(1, 30), SHANGHAI).astimezone(UTC)


def miansi(estate: Estate) -> Compound:
    db.session.rollback()
    return db.session.get_one(Compound, estate.compounds["miansi"])


def at(hour: int, minute: int = 0, day: date = DAY) -> str:
    return datetime.combine(day, clock_time(hour, minute), SHANGHAI).isoformat()


def test_by_hour(estate: Estate, phone: Phone) -> None:
    """The day begins at the community's midnight, not at that of Greenwich."""
    phone.cross("wang", "exit", decided_at=at(23, 59, day=DAY - timedelta(days=1)))
    phone.cross("wang", "entry", decided_at=at(0, 0))
    phone.cross("li", "exit", decided_at=at(0, 59))
    phone.cross("wang", "exit", decided_at=at(1, 0))
    phone.cross("wang", "exit", decided_at=at(1, 10), verdict=refused("household.already_out"))
    hours = crossings_today_by_hour(miansi(estate), NOW)
    assert len(hours) == 24
    assert hours[:2] == [(1, 1), (1, 0)]
    assert sum(map(sum, hours)) == 3
    assert exits_today(miansi(estate), NOW) == 2


def test_households_count_once(estate: Estate, phone: Phone) -> None:
    """A household that went out twice today went out today once."""
    for hour in (0, 1):
        phone.cross("wang", "exit", decided_at=at(hour))
        phone.cross("wang", "entry", decided_at=at(hour, 20))
    assert exits_today(miansi(estate), NOW) == 1


def test_outside(estate: Estate, phone: Phone) -> None:
    """Who has been out longest stands first; who came home does not stand there."""
    phone.cross("li", "exit", decided_at=at(8))
    phone.cross("wang", "exit", decided_at=at(7))
    out = outside_households(miansi(estate))
    assert [each.room for each in out] == ["501", "108"]
    phone.cross("wang", "entry", decided_at=at(9))
    assert [each.room for each in outside_households(miansi(estate))] == ["108"]


def test_last_and_own(estate: Estate, phone: Phone) -> None:
    """The last crossings are those that went through; a household's file has the refused too."""
    phone.cross("wang", "exit", decided_at=at(7))
    phone.cross("li", "exit", decided_at=at(8), verdict=refused("reading.fever"))
    phone.cross("wang", "entry", decided_at=at(9))
    assert [each.direction for each in last_crossings(miansi(estate))] == ["entry", "exit"]
    li = db.session.get_one(Household, estate.households["li"])
    assert [each.device_reason for each in household_crossings(li)] == ["reading.fever"]
    start, end = (datetime.fromisoformat(at(hour)) for hour in (7, 9))
    between = list(crossings_between(miansi(estate), start, end))
    assert [each.device_outcome for each in between] == ["admit", "refuse"]


def test_fevers(estate: Estate, phone: Phone) -> None:
    """A fever stands there whether it was let through or not; bounds are the community's."""
    phone.cross("wang", reading_tenths=373, decided_at=at(8), verdict=refused("reading.fever"))
    phone.cross("li", "entry", reading_tenths=381, decided_at=at(9))
    phone.cross("li", reading_tenths=372, decided_at=at(10))
    since = datetime.fromisoformat(at(0))
    assert [each.tenths for each in fevers(miansi(estate), since, 373)] == [381, 373]
    assert [each.tenths for each in fevers(miansi(estate), since, 380)] == [381]
    assert fevers(miansi(estate), datetime.fromisoformat(at(9, 1)), 373) == []


def test_counts(estate: Estate, phone: Phone) -> None:
    """Refused scans and what was kept aside are counted, each compound's own."""
    phone.cross(token="https://example.org", verdict=refused("token.foreign"))
    phone.cross(party_size=0)
    kunwu = db.session.get_one(Compound, estate.compounds["kunwu"])
    long_ago = NOW - timedelta(days=1)
    assert (refused_scans_since(miansi(estate), long_ago), set_aside_count(miansi(estate))) == (
        1,
        1,
    )
    assert (refused_scans_since(kunwu, long_ago), set_aside_count(kunwu)) == (0, 0)


def test_devices(estate: Estate, phone: Phone) -> None:
    """Devices that signed out are not listed."""
    second = estate.phone("chen", "west")
    assert [each.gate.name for each in devices_of(miansi(estate))] == ["East gate", "West gate"]
    second.delete("/devices/self")
    assert [each.gate.name for each in devices_of(miansi(estate))] == ["East gate"]


# A crossing every 36 seconds for three weeks, the newest at :last, and a reading at every tenth.
MADE_UP = """
WITH RECURSIVE made(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM made WHERE i < 49999),
timed AS (
    SELECT i, strftime('%Y-%m-%d %H:%M:%S.000000', :last, (-36 * i) || ' seconds') t FROM made
)
INSERT INTO crossing (id, body_sha256, compound_id, gate_id, household_id, direction, method,
    party_size, decided_at, device_at, received_at, clock_offset_ms, device_outcome, device_reason,
    knowledge_age_s, roster_version, server_outcome, server_reason, override_reason, override_note,
    answer)
SELECT lower(hex(randomblob(16))), x'00', :compound, :gate, iif(i % 2, :wang, :li),
    iif(i % 4 < 2, 'exit', 'entry'), 'scan', 1, t, t, t, 0, 'admit', 'exit.admitted', 0, 1, 'admit',
    'exit.admitted', '', '', '{}'
FROM timed"""
MADE_UP_READINGS = """
INSERT INTO reading (crossing_id, compound_id, household_id, tenths, taken_at)
SELECT id, compound_id, household_id, 360 + rowid % 20, decided_at FROM crossing
WHERE rowid % 10 = 0"""


def test_fast_at_fifty_thousand(estate: Estate) -> None:
    """With 50,000 crossings in the book each question stays well below the blink of an eye."""
    ids = {"compound": estate.compounds["miansi"], "gate": estate.gates["east"]}
    ids |= {name: estate.households[name] for name in ("wang", "li")}
    with writing():
        db.session.execute(text(MADE_UP), ids | {"last": NOW.replace(tzinfo=None)})
        db.session.execute(text(MADE_UP_READINGS))
    compound = miansi(estate)
    home = db.session.get_one(Household, estate.households["wang"])
    start = NOW - timedelta(hours=2)
    # Loading what matches takes its time; finding it must not: no question may read the whole book.
    steps = {
        "by hour": lambda: crossings_today_by_hour(compound, NOW),
        "exits": lambda: exits_today(compound, NOW),
        "last": lambda: last_crossings(compound),
        "fevers": lambda: fevers(compound, start, 378),
        "household": lambda: household_crossings(home, 20),
        "outside": lambda: outside_households(compound),
    }
    took = {}
    for name, step in steps.items():
        took[name] = seconds(step)
    assert db.session.query(Crossing).count() == 50_000
    assert max(took.values()) < 0.3, took
    assert plans_without_scans(list(steps.values()))


def seconds(step: Callable[[], object]) -> float:
    """The time that this process alone took, whatever else the machine does."""
    began = time.process_time()
    step()
    return time.process_time() - began


def plans_without_scans(steps: list[Callable[[], object]]) -> bool:
    """Whether SQLite finds the crossings and readings of each question by an index."""
    asked: list[tuple[str, object]] = []

    def listen(_conn, _cursor, statement, parameters, _context, _many) -> None:  # type: ignore[no-untyped-def]
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    db.session.expire_all()
    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        for step in steps:
            step()
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    connection = db.session.connection()
    for statement, parameters in asked:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        lines = [row[-1] for row in plan]
        if any(line.startswith(("SCAN crossing", "SCAN reading")) for line in lines):
            raise AssertionError(f"{statement}\n{lines}")
    return True
