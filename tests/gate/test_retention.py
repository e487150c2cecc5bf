"""What is older than the office keeps goes by itself, and nobody is anywhere else after it."""

import json
from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner
from flask import Flask
from pydantic import ValidationError
from sqlalchemy import func, select

from checkpoint.cli import cli
from checkpoint.config import Settings
from checkpoint.db import Base, db, writing
from checkpoint.errors import Forbidden
from checkpoint.gate import Crossing, RefusedScan, SetAside, rebuild_outside
from checkpoint.gate.alerts import Alert, sweep
from checkpoint.gate.alerts.models import AlertEvent
from checkpoint.gate.conflicts import resolve_aside
from checkpoint.gate.models import Conflict, ConflictState, Reading
from checkpoint.gate.residents import Correction, Topic
from checkpoint.gate.retention import run_retention
from checkpoint.gate.retention.running import KINDS
from checkpoint.gate.vehicles.passing import vehicles_inside
from checkpoint.gate.visits.models import Denial, DenialKind, Visit
from checkpoint.passes import Pass
from checkpoint.people import Actor, Compound, Household, Staff
from checkpoint.people.models import AuditEntry
from tests.gate.past import NOW, crossing, day, record
from tests.gate.phone import Estate, Json, Phone, refused
from tests.gate.test_outings import put_rules
from tests.gate.visits import entry, expected, leaving, registration

ROOT = Actor.at_the_machine()


def run(now: datetime = NOW, **how: Any) -> Counter[str]:
    return run_retention(ROOT, now, **how)


def ids() -> set[str]:
    """The crossings that are there."""
    db.session.rollback()
    return {str(id) for id in db.session.scalars(select(Crossing.id))}


def miansi(estate: Estate) -> Compound:
    return db.session.get_one(Compound, estate.compounds["miansi"])


def home(estate: Estate, name: str = "wang") -> Household:
    db.session.rollback()
    return db.session.get_one(Household, estate.households[name])


def out_and_home(phone: Phone, days: float, name: str = "wang", **changed: Any) -> list[Json]:
    """Out so many days ago, and home an hour later."""
    pair = [
        crossing(phone, days, name, "exit", **changed),
        crossing(phone, days - 1 / 24, name, "entry"),
    ]
    record(phone, *pair)
    return pair


def test_what_is_old_goes_with_all_that_hangs_on_it(either_estate: Estate) -> None:
    """Crossings with their readings; what is younger stays."""
    phone = either_estate.phone()
    out_and_home(phone, 30)
    kept = [each["id"] for days in (20.9, 16) for each in out_and_home(phone, days)]
    assert run()["crossing"] == 2
    assert ids() == set(kept)
    assert db.session.scalar(select(func.count()).select_from(Reading)) == len(kept)


@pytest.mark.parametrize("days", [7, 28])
def test_the_days_are_a_setting(days: int) -> None:
    """From a week to four; three where nothing is said."""
    assert Settings(time_zone="UTC").retention_days == 21
    assert Settings(time_zone="UTC", retention_days=days).retention_days == days
    for wrong in (6, 29):
        with pytest.raises(ValidationError):
            Settings(time_zone="UTC", retention_days=wrong)


def test_who_went_out_long_ago_is_still_out(either_estate: Estate) -> None:
    """The exit stays for as long as nobody came home, however old it is."""
    phone = either_estate.phone()
    gone = crossing(phone, 90, "wang", "exit")
    record(phone, gone)
    run()
    assert ids() == {gone["id"]}
    assert home(either_estate).outside_since == day(90)
    assert rebuild_outside(miansi(either_estate)) == []


def test_a_late_undo_finds_what_was_before(estate: Estate, phone: Phone) -> None:
    """Who is out since long ago and was noted as home by mistake is out, once that is taken back:
    the older one stays until no phone can have an undo of the younger."""
    gone, mistake = crossing(phone, 90, "wang", "exit"), crossing(phone, 5, "wang", "entry")
    undo = {**mistake, "id": str(uuid4()), "undoes": mistake["id"]}
    undo["decided_at"] = (day(5) + timedelta(minutes=1)).isoformat()
    record(phone, gone, mistake)
    run()
    assert home(estate).outside_since is None
    record(phone, undo, at=NOW)
    assert home(estate).outside_since == day(90)
    run(NOW + timedelta(days=11))
    assert home(estate).outside_since == day(90)
    assert rebuild_outside(miansi(estate)) == []


def test_a_repeat_of_what_was_deleted_is_no_new_crossing(either_estate: Estate) -> None:
    """A phone that never heard the answer sends it again: it is kept aside, and says why."""
    phone = either_estate.phone()
    old, _ = out_and_home(phone, 22)
    out_and_home(phone, 15)
    run()
    for _ in range(2):
        [result] = phone.send(old)
        assert (result["status"], result["error"]["code"]) == ("set_aside", "crossing.too_old")
    assert old["id"] not in ids()
    assert home(either_estate).outside_since is None
    [aside] = db.session.scalars(select(SetAside)).all()
    assert aside.reason == "crossing.too_old"


def test_a_repeat_of_what_is_kept_is_a_repeat(estate: Estate, phone: Phone) -> None:
    """However old it is: who is out for months has one crossing."""
    gone = crossing(phone, 90, "wang", "exit")
    record(phone, gone)
    run()
    assert phone.send(gone)[0]["status"] == "repeat"


def test_an_undo_goes_with_what_it_takes_back(estate: Estate, phone: Phone) -> None:
    """Were it to go first, the crossing would count again."""
    mistake = crossing(phone, 21, "wang", "exit")
    undo = {**mistake, "id": str(uuid4()), "undoes": mistake["id"]}
    record(phone, mistake, undo, at=day(21))
    with writing():
        row = db.session.get_one(Crossing, UUID(undo["id"]))
        table = Base.metadata.tables["crossing"]
        moment = {"decided_at": row.decided_at - timedelta(hours=1)}
        db.session.execute(table.update().where(table.c.id == row.id).values(moment))
    run(NOW - timedelta(minutes=1))
    assert ids() == {mistake["id"], undo["id"]}
    assert run(NOW + timedelta(minutes=1))["crossing"] == 2
    assert home(estate).outside_since is None


def test_outings_count_for_as_long_as_the_rules_say(estate: Estate, phone: Phone) -> None:
    """An exit that still counts stays: under the longest period a week more than the others."""
    put_rules(estate, "managed", outings={"limit": 9, "days": 27, "counted": "calendar"})
    for days in (29, 26, 15):
        out_and_home(phone, days)
    run()
    kept = db.session.scalars(select(Crossing).where(Crossing.decided_at < day(21))).all()
    assert [(each.direction, each.decided_at) for each in kept] == [("exit", day(26))]


def fever(phone: Phone, days: float) -> Json:
    """A fever at the gate so many days ago."""
    high = crossing(phone, days, "wang", verdict=refused("reading.fever"), reading_tenths=381)
    record(phone, high)
    return high


def test_an_open_alert_holds_what_it_is_about(either_estate: Estate) -> None:
    """Once it is closed it goes, with all that was done about it, and so does the crossing."""
    phone = either_estate.phone()
    high = fever(phone, 40)
    run()
    assert ids() == {high["id"]}
    with writing():
        db.session.scalars(select(Alert)).one().closed_at = NOW
    run()
    assert ids() == set()
    for model in (Alert, AlertEvent, Reading):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0


def test_a_closed_alert_does_not_ring_again(estate: Estate, phone: Phone) -> None:
    """Whoever is at the hospital for weeks was told of once."""
    record(phone, crossing(phone, 40, "wang", "exit"))
    put_rules(estate, "managed")
    sweep(estate.compounds["miansi"], day(39))
    with writing():
        db.session.scalars(select(Alert)).one().closed_at = day(39)
    run()
    assert sweep(estate.compounds["miansi"], NOW) == 0


def test_an_open_conflict_holds_both(estate: Estate, phone: Phone) -> None:
    """Settled, it goes with them."""
    twice = [crossing(phone, days, "wang", "exit") for days in (40, 39)]
    record(phone, *twice)
    out_and_home(phone, 16)
    conflict = db.session.scalars(select(Conflict)).first()
    assert conflict is not None
    run()
    assert {each["id"] for each in twice} <= ids()
    with writing():
        for each in db.session.scalars(select(Conflict)):
            each.state = ConflictState.RESOLVED
    run()
    assert not {each["id"] for each in twice} & ids()


def test_a_visit_goes_as_a_whole(either_estate: Estate) -> None:
    """With name, phone and crossings, once all of it is old; whoever is inside stays."""
    phone = either_estate.phone()
    until = (day(40) + timedelta(hours=2)).isoformat()
    said = registration(household_id=either_estate.households["wang"], expected_until=until)
    came, stayed, came_in = (
        entry(phone, decided_at=day(40).isoformat(), visit=said) for _ in range(3)
    )
    left = leaving(phone, came["visit_id"], decided_at=day(39).isoformat())
    late = leaving(phone, stayed["visit_id"], decided_at=day(2).isoformat())
    record(phone, came, stayed, came_in, left, late)
    assert run()["visit"] == 1
    assert ids() == {each["id"] for each in (stayed, late, came_in)}
    assert db.session.get(Visit, UUID(came["visit_id"])) is None


def test_a_visitors_pass_forgets_whose_it_was(estate: Estate, phone: Phone) -> None:
    """The number stays, so that nobody else gets it."""
    visit = expected(estate)
    id, pass_id = visit.id, visit.pass_id
    run(NOW + timedelta(days=60))
    assert db.session.get(Visit, id) is None
    assert db.session.get_one(Pass, pass_id).holder == ""


def test_a_vehicle_is_inside_until_it_leaves(estate: Estate, phone: Phone) -> None:
    """And never for a moment inside again because its exit went first."""

    def driven(days: float, name: str, direction: str, plate: str) -> Json:
        vehicle = {"plate": plate, "kind": "visitor", "disinfected": True}
        return crossing(phone, days, name, direction, vehicle=vehicle)

    stays = driven(50, "li", "entry", "冀A11111")
    came, went = (driven(49, "wang", way, "冀A22222") for way in ("entry", "exit"))
    went["decided_at"] = day(48).isoformat()
    record(phone, stays, came, went)
    for name in ("li", "wang"):
        out_and_home(phone, 16, name)
    for _ in range(2):
        run()
        assert [str(each.id) for each in vehicles_inside(miansi(estate))] == [stays["id"]]
    old = db.session.scalars(select(Crossing.id).where(Crossing.decided_at < day(21))).all()
    assert [str(each) for each in old] == [stays["id"]]


def test_what_was_set_aside_stays_until_it_is_settled(estate: Estate, phone: Phone) -> None:
    """However old it is: nobody has looked at it."""
    foreign = crossing(phone, 40, "wang", gate_id=estate.gates["far"])
    record(phone, foreign)
    assert run()["set_aside"] == 0
    aside = db.session.scalars(select(SetAside)).one()
    resolve_aside(ROOT, aside.id, "seen", NOW)
    assert run()["set_aside"] == 1


def test_refused_scans_and_ended_denials_go(estate: Estate, phone: Phone) -> None:
    """So long after they came, or ended."""
    record(phone, crossing(phone, 40, token="no pass at all"))
    with writing():
        for until in (day(30), day(10)):
            db.session.add(
                Denial(
                    compound_id=estate.compounds["miansi"],
                    kind=DenialKind.PLATE,
                    value="冀A12345",
                    hash="x",
                    reason="drove through",
                    until=until,
                    proposed_at=day(60),
                )
            )
    gone = run()
    assert (gone["refused_scan"], gone["denial"]) == (1, 1)
    assert db.session.scalar(select(func.count()).select_from(RefusedScan)) == 0
    assert db.session.scalars(select(Denial)).one().until == day(10)


def test_corrections_go_once_they_were_answered_long_ago(estate: Estate) -> None:
    """And never before staff have answered."""
    answers = {"waits": None, "old": day(30), "fresh": day(10)}
    household_id = home(estate).id
    with writing():
        for words, answered in answers.items():
            db.session.add(
                Correction(
                    household_id=household_id,
                    topic=Topic.NAME,
                    words=words,
                    made_at=day(60),
                    answered_at=answered,
                )
            )
    assert run()["correction"] == 1
    assert set(db.session.scalars(select(Correction.words))) == {"waits", "fresh"}


def test_a_dry_run_counts_what_a_run_deletes(estate: Estate, phone: Phone) -> None:
    """And deletes nothing."""
    for days in (40, 30, 15):
        out_and_home(phone, days)
    before = ids()
    counted = run(dry_run=True)
    assert ids() == before
    assert counted == run()
    assert counted["crossing"] == counted["reading"] == 4


def test_each_run_is_on_record_with_counts_alone(estate: Estate, phone: Phone) -> None:
    """No name, no number, no address."""
    out_and_home(phone, 30)
    out_and_home(phone, 15)
    gone = run()
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "retention.run")).one()
    assert entry.detail == dict(gone)
    assert set(map(type, entry.detail.values())) == {int}


def test_only_an_admin_may(estate: Estate) -> None:
    """Nobody shortens the record of the gates from a desk."""
    clerk = db.session.scalars(select(Staff).where(Staff.username == "xu")).one()
    with pytest.raises(Forbidden):
        run_retention(Actor.of(clerk), NOW)


def test_nothing_refers_to_what_goes_but_what_goes_with_it() -> None:
    """A new table that refers to crossings, visits or alerts must say here what becomes of it."""
    going = {kind.model.__tablename__ for kind in KINDS}
    known = {
        "crossing.visit_id", "alert.crossing_id", "alert.visit_id", "alert_event.alert_id",
        "conflict.first_id", "conflict.second_id", "earlier_reading.crossing_id",
        "override_review.crossing_id", "reading.crossing_id",
    }  # fmt: skip
    referring = {
        f"{table.name}.{key.parent.name}"
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in going
    }
    assert referring == known


def test_from_the_command_line(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words for people, JSON for programs."""
    monkeypatch.setenv("CHECKPOINT_INSTANCE", app.instance_path)
    runner = CliRunner()
    said = runner.invoke(cli, ["retention", "run", "--dry-run"], catch_exceptions=False)
    assert said.output.startswith("Would be deleted:")
    told = runner.invoke(cli, ["retention", "run", "--json"], catch_exceptions=False)
    assert json.loads(told.output) == {}
