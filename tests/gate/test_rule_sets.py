"""Rule sets: made, approved, withdrawn, in force at their moment, and told to devices at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from checkpoint import clock
from checkpoint.db import db, writing
from checkpoint.errors import BadInput, Conflict, Forbidden, NotFound
from checkpoint.gate.models_rules import RuleSet
from checkpoint.gate.rule_changes import (
    approve,
    is_pending,
    needs_approval,
    propose,
    rule_sets_of,
    withdraw,
)
from checkpoint.gate.rule_sets import rule_sets_block, rules_at, settings_rules
from checkpoint.gate.rules import PRESETS, Outings, body_of
from checkpoint.people import Actor, AuditEntry, Compound, Staff
from tests.gate.phone import Estate
from tests.gate.test_watching import Watch, answered_after

NOW = datetime(2020, 2, 12, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


def put(estate: Estate, preset: str, since: datetime, version: int, **more: object) -> None:
    """A rule set of that preset as a row, approved unless told otherwise."""
    fields = {"approved_at": since, "made_at": since, "note": "as told", **more}
    with writing():
        db.session.add(
            RuleSet(
                compound_id=estate.compounds["miansi"],
                version=version,
                preset=preset,
                body=body_of(PRESETS[preset]),
                effective_from=since,
                **fields,
            )
        )


def test_without_a_rule_set_the_settings_hold(estate: Estate) -> None:
    """Version 0 is in force since ever where nothing was ever published."""
    assert rules_at(estate.compounds["miansi"], NOW) == (0, settings_rules().rules)
    (only,) = rule_sets_block(estate.compounds["miansi"], NOW)
    assert (only["version"], only["from"]) == (0, 0)


def test_a_set_holds_from_its_moment_on(estate: Estate) -> None:
    """A microsecond before it the one before holds; other compounds keep theirs."""
    put(estate, "managed", NOW - HOUR, 1)
    put(estate, "sealed", NOW + HOUR, 2)
    mine = estate.compounds["miansi"]
    moments = (NOW - HOUR, NOW, NOW + HOUR - timedelta(microseconds=1), NOW + HOUR)
    assert [rules_at(mine, each)[0] for each in moments] == [1, 1, 1, 2]
    assert rules_at(mine, NOW - HOUR - timedelta(microseconds=1))[0] == 0
    assert rules_at(mine, NOW)[1] == PRESETS["managed"]
    assert rules_at(estate.compounds["kunwu"], NOW)[0] == 0


def test_devices_get_the_one_in_force_and_those_to_come(estate: Estate) -> None:
    """The one in force first, what is over or not approved not at all."""
    put(estate, "lenient", NOW - 3 * HOUR, 1)
    put(estate, "managed", NOW - HOUR, 2)
    put(estate, "sealed", NOW + 2 * HOUR, 3)
    put(estate, "strict", NOW + HOUR, 4)
    put(estate, "open", NOW + 3 * HOUR, 5, approved_at=None)
    put(estate, "open", NOW + 4 * HOUR, 6, withdrawn_at=NOW - HOUR)
    block = rule_sets_block(estate.compounds["miansi"], NOW)
    assert [each["version"] for each in block] == [2, 4, 3]
    assert block[1]["from"] == int((NOW + HOUR).timestamp())
    assert {**body_of(PRESETS["strict"]), "version": 4, "from": block[1]["from"]} == block[1]


def test_what_was_withdrawn_held_until_then(estate: Estate) -> None:
    """A crossing of before the withdrawal that arrives late is judged by what held then."""
    put(estate, "managed", NOW - 3 * HOUR, 1)
    put(estate, "sealed", NOW - 2 * HOUR, 2, withdrawn_at=NOW - HOUR)
    mine = estate.compounds["miansi"]
    assert [rules_at(mine, NOW - each * HOUR)[0] for each in (3, 2, 1, 0)] == [1, 2, 1, 1]


def test_of_two_with_the_same_moment_the_later_version_holds(estate: Estate) -> None:
    """Two published in the same second: the second word counts."""
    put(estate, "managed", NOW, 1)
    put(estate, "strict", NOW, 2)
    assert rules_at(estate.compounds["miansi"], NOW)[0] == 2


def actor(username: str) -> Actor:
    return Actor.of(db.session.query(Staff).filter_by(username=username).one())


def miansi(estate: Estate) -> Compound:
    return db.session.get_one(Compound, estate.compounds["miansi"])


def own(preset: str = "managed", **changed: Any) -> dict[str, Any]:
    """The body of that preset with figures of its own."""
    return {**body_of(PRESETS[preset]), **changed}


def suggest(estate: Estate, who: str = "xu", **changed: Any) -> RuleSet:
    """Propose managed rules from now on, or what is told."""
    asked = {
        "preset": "managed",
        "effective_from": None,
        "note": "as the office said",
        "now": NOW,
        **changed,
    }
    asked["body"] = asked.get("body") or own(asked["preset"])
    return propose(actor(who), miansi(estate), **asked)


def version(estate: Estate, moment: datetime = NOW) -> int:
    return rules_at(estate.compounds["miansi"], moment)[0]


def test_a_plain_preset_holds_at_once(estate: Estate) -> None:
    """Nobody else is asked, and the compound's devices have something new to fetch."""
    before = miansi(estate).roster_version
    made = suggest(estate)
    assert (made.version, made.made_by_id) == (1, actor("xu").staff_id)
    assert rules_at(estate.compounds["miansi"], NOW) == (1, PRESETS["managed"])
    assert miansi(estate).roster_version == before + 1


def test_a_plain_preset_may_be_for_later(estate: Estate) -> None:
    """Sealed from tomorrow 06:00."""
    tomorrow = NOW + 18 * HOUR
    suggest(estate, preset="sealed", effective_from=tomorrow)
    assert [version(estate, tomorrow - timedelta(seconds=1)), version(estate, tomorrow)] == [0, 1]


def test_a_figure_of_ones_own_takes_two(either_estate: Estate) -> None:
    """Until a second person has agreed nothing changes, for no device either."""
    before = miansi(either_estate).roster_version
    made = suggest(either_estate, body=own(longest_minutes=180))
    assert is_pending(made)
    assert (version(either_estate), miansi(either_estate).roster_version) == (0, before)
    with pytest.raises(Forbidden):
        approve(actor("xu"), made.id, now=NOW)
    agreed = approve(actor("root"), made.id, now=NOW + HOUR)
    assert agreed.approved_by_id == actor("root").staff_id
    assert rules_at(either_estate.compounds["miansi"], NOW + HOUR)[1].longest_minutes == 180
    assert miansi(either_estate).roster_version == before + 1


@pytest.mark.parametrize("field", sorted(set(body_of(PRESETS["managed"])) - {"visitors"}))
def test_any_figure_stricter_or_looser_than_the_preset_takes_two(field: str) -> None:
    others = {
        "outings": Outings(1, 3),
        "people": 2,
        "closure": None,
        "exempt": ("medical",),
        "vehicles": "open",
    }
    present = getattr(PRESETS["managed"], field)
    flipped = not present if isinstance(present, bool) else present
    value = others.get(field, flipped + 1 if type(flipped) is int else flipped)
    assert needs_approval("managed", replace(PRESETS["managed"], **{field: value}))
    assert not needs_approval("managed", PRESETS["managed"])


def test_whoever_sits_at_the_machine_is_one_person_too(estate: Estate, root: Actor) -> None:
    made = propose(
        root,
        miansi(estate),
        preset="managed",
        body=own(people=2),
        effective_from=None,
        note="families",
        now=NOW,
    )
    with pytest.raises(Forbidden):
        approve(root, made.id, now=NOW)
    approve(actor("xu"), made.id, now=NOW)


def test_what_is_approved_late_begins_then(estate: Estate) -> None:
    """Nothing is ever in force before its approval."""
    made = suggest(estate, body=own(people=2), effective_from=NOW + HOUR)
    approve(actor("root"), made.id, now=NOW + 2 * HOUR)
    assert [version(estate, NOW + each * HOUR) for each in (1, 2)] == [0, 1]


def test_withdrawing_brings_back_what_was_before(either_estate: Estate) -> None:
    suggest(either_estate)
    sealed = suggest(either_estate, preset="sealed", now=NOW + HOUR)
    before = miansi(either_estate).roster_version
    withdraw(actor("xu"), sealed.id, now=NOW + 2 * HOUR)
    assert [version(either_estate, NOW + each * HOUR) for each in (0, 1, 2)] == [1, 2, 1]
    assert miansi(either_estate).roster_version == before + 1
    with pytest.raises(Conflict):
        withdraw(actor("xu"), sealed.id, now=NOW + 3 * HOUR)


def test_what_is_to_come_or_waits_can_be_withdrawn_and_what_is_over_cannot(estate: Estate) -> None:
    first = suggest(estate)
    later = suggest(estate, preset="sealed", effective_from=NOW + HOUR)
    waiting = suggest(estate, body=own(people=3))
    for each in (later, waiting):
        withdraw(actor("root"), each.id, now=NOW)
    assert version(estate, NOW + 2 * HOUR) == 1
    with pytest.raises(Conflict):
        approve(actor("root"), waiting.id, now=NOW)
    suggest(estate, preset="strict", now=NOW + HOUR)
    with pytest.raises(Conflict):
        withdraw(actor("root"), first.id, now=NOW + 2 * HOUR)


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"closure": {"from": "22:30", "to": "22:30"}}, "closure.to", "whole day"),
        ({"closure": {"from": "22h", "to": "06:30"}}, "closure.from", "22:30"),
        (
            {"outings": {"limit": 1, "days": 0, "counted": "calendar"}},
            "outings.days",
            "1 to 27 days",
        ),
        ({"fever_tenths": 200}, "fever_tenths", "36.5 to 40.0 °C"),
        ({"cold_tenths": "cold"}, "cold_tenths", "32.0 to 36.0 °C"),
        ({"people": 0}, "people", "1 to 20"),
        ({"exempt": ["sport"]}, "exempt", "offered"),
    ],
)
def test_contradictory_rules_are_refused_with_field_and_reason(
    estate: Estate, changed: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(BadInput) as caught:
        suggest(estate, body=own(**changed))
    assert caught.value.field == field
    assert words in str(caught.value)
    assert rule_sets_of(actor("xu"), miansi(estate)) == []


@pytest.mark.parametrize("note", ["", "  ", "x" * 501, "a\u202eb"])
def test_a_change_has_a_reason(estate: Estate, note: str) -> None:
    with pytest.raises(BadInput) as caught:
        suggest(estate, note=note)
    assert caught.value.field == "note"


@pytest.mark.parametrize("moment", [NOW - timedelta(minutes=1), NOW + timedelta(days=367)])
def test_a_set_begins_neither_in_the_past_nor_in_years(estate: Estate, moment: datetime) -> None:
    with pytest.raises(BadInput) as caught:
        suggest(estate, effective_from=moment)
    assert caught.value.field == "effective_from"


def test_the_minute_that_was_typed_is_now(estate: Estate) -> None:
    """A form knows minutes only: the one under way is no past."""
    made = suggest(estate, effective_from=NOW - timedelta(seconds=59))
    assert made.effective_from == NOW


def test_two_sets_do_not_begin_at_the_same_moment(estate: Estate) -> None:
    """Neither when it is proposed nor when it is approved."""
    moment = NOW + HOUR
    waiting = suggest(estate, body=own(people=2), effective_from=moment)
    other = suggest(estate, preset="sealed", effective_from=moment)
    with pytest.raises(Conflict) as caught:
        suggest(estate, preset="strict", effective_from=moment)
    assert caught.value.field == "effective_from"
    with pytest.raises(Conflict):
        approve(actor("root"), waiting.id, now=NOW)
    withdraw(actor("xu"), other.id, now=NOW)
    approve(actor("root"), waiting.id, now=NOW)
    assert version(estate, moment) == waiting.version


def test_a_second_press_makes_no_second_version(estate: Estate) -> None:
    suggest(estate)
    with pytest.raises(Conflict):
        suggest(estate)
    assert len(rule_sets_of(actor("xu"), miansi(estate))) == 1


def test_a_preset_that_is_none(estate: Estate) -> None:
    with pytest.raises(BadInput) as caught:
        suggest(estate, preset="harsh", body=own())
    assert caught.value.field == "preset"


def test_guards_and_strangers_set_no_rules(estate: Estate) -> None:
    made = suggest(estate, body=own(people=2))
    with pytest.raises(Forbidden):
        suggest(estate, "chen")
    for act in (approve, withdraw):
        with pytest.raises(Forbidden):
            act(actor("chen"), made.id, now=NOW)
        elsewhere = Actor(99, "local", actor("root").role, 1, estate.compounds["kunwu"])
        with pytest.raises(NotFound):
            act(elsewhere, made.id, now=NOW)


def test_every_step_is_on_record_with_what_it_changed(estate: Estate) -> None:
    waiting = suggest(estate, body=own(people=2))
    approve(actor("root"), waiting.id, now=NOW)
    withdraw(actor("xu"), waiting.id, now=NOW + HOUR)
    suggest(estate, now=NOW + 2 * HOUR)
    entries = db.session.query(AuditEntry).filter(AuditEntry.action.like("rules.%")).all()
    assert [(each.action, each.detail["version"]) for each in entries] == [
        ("rules.proposed", 1),
        ("rules.approved", 1),
        ("rules.withdrawn", 1),
        ("rules.published", 2),
    ]
    assert entries[1].detail["changes"]["people"] == [None, 2]
    assert "longest_minutes" not in entries[1].detail["changes"]


def test_versions_of_two_compounds_are_counted_apart(estate: Estate) -> None:
    suggest(estate)
    kunwu = db.session.get_one(Compound, estate.compounds["kunwu"])
    other = propose(
        actor("root"),
        kunwu,
        preset="strict",
        body=own("strict"),
        effective_from=None,
        note="as told",
        now=NOW,
    )
    assert other.version == 1
    assert version(estate) == 1


def test_two_at_once_make_two_versions(either_estate: Estate) -> None:
    """Neither is lost, and no number is given twice."""

    def press(people: int) -> int:
        with either_estate.app.app_context():
            return suggest(either_estate, body=own(people=people)).version

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(press, range(2, 10)))
    db.session.rollback()
    assert sorted(made) == list(range(1, 9))


def test_a_hundred_questions_ask_the_database_once(estate: Estate) -> None:
    """Every crossing asks which rules hold."""
    suggest(estate)
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    for _ in range(100):
        version(estate)
    event.remove(db.engine, "before_cursor_execute", note)
    assert len([each for each in asked if "rule_set" in each]) <= 2


def test_a_waiting_device_hears_of_new_rules_at_once(either_estate: Estate) -> None:
    """Within two seconds of the click; it is far less."""
    watch = Watch(either_estate.phone("chen"))
    seconds, page = answered_after(watch, lambda: suggest(either_estate, now=clock.now()))
    assert seconds < 2
    (told, *_) = page.json["rule_sets"]  # type: ignore[index]
    assert (told["version"], told["outings"]["days"]) == (1, 2)
