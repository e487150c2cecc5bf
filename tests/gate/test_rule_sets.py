"""Rule sets: made, approved, withdrawn, in force at their moment, and told to devices at once."""

from datetime import UTC, datetime, timedelta

from checkpoint.db import db, writing
from checkpoint.gate.models_rules import RuleSet
from checkpoint.gate.rule_sets import rule_sets_block, rules_at, settings_rules
from checkpoint.gate.rules import PRESETS, body_of
from tests.gate.phone import Estate

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
