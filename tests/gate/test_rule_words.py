"""Rules are told in plain words, and so is what changes."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask_babel import force_locale

from checkpoint.gate.rule_phrases import minutes_words, outings_words
from checkpoint.gate.rule_words import difference, headline, preset_source, preset_word, sentences
from checkpoint.gate.rules import OPEN, PRESETS, Closure, Outings, Rules


@pytest.fixture(autouse=True)
def _english(app: Flask) -> Iterator[None]:
    with app.test_request_context(), force_locale("en"):
        yield


def lines(rules: Rules) -> dict[str, str]:
    return {each.topic: each.text for each in sentences(rules)}


@pytest.mark.parametrize(
    ("outings", "people", "words"),
    [
        (None, None, "as often as they like"),
        (None, 2, "up to 2 people at a time"),
        (Outings(0, 1), 1, "nobody goes out"),
        (Outings(1, 1), 1, "1 person a day"),
        (Outings(1, 2), 1, "1 person every 2 days"),
        (Outings(1, 5), 2, "2 people every 5 days"),
        (Outings(2, 1), None, "2 outings a day"),
        (Outings(1, 3), None, "1 outing every 3 days"),
        (Outings(3, 7), 1, "3 outings every 7 days, 1 person at a time"),
    ],
)
def test_how_often(outings: Outings | None, people: int | None, words: str) -> None:
    assert outings_words(replace(OPEN, outings=outings, people=people)) == words


def test_managed_in_sentences() -> None:
    assert lines(PRESETS["managed"]) == {
        "outings": "1 person every 2 days",
        "counted": "calendar days, anew at midnight",
        "children": "do not count",
        "longest": "back within 2 h",
        "closure": "closed from 22:30 to 06:30",
        "exempt": "medical care, duty, essential work",
        "fever": "from 37.3 °C",
        "cold": "below 35.0 °C: measure again",
        "again": "after 5 min, with another thermometer",
        "visitors": "come in when the household confirms",
        "vehicles": "come in when they are known; deliveries go to the hand-over point",
        "overstay": "an alert 30 min past the stated end",
    }


def test_what_says_nothing_is_left_out() -> None:
    """Where there is no limit nothing is counted, and nobody needs to be exempt."""
    assert lines(OPEN).keys().isdisjoint({"counted", "children", "exempt"})
    assert lines(PRESETS["sealed"]).keys().isdisjoint({"counted", "children"})


def test_a_difference_names_what_changes_and_which_way() -> None:
    changes = difference(PRESETS["managed"], PRESETS["lenient"])
    assert [(each.topic, each.before, each.after, each.leaning) for each in changes] == [
        ("outings", "1 person every 2 days", "1 person a day", "looser"),
        (
            "vehicles",
            "come in when they are known; deliveries go to the hand-over point",
            "may come in",
            "looser",
        ),
    ]
    assert difference(OPEN, OPEN) == []


@pytest.mark.parametrize(
    ("changed", "topic"),
    [
        ({"outings": Outings(1, 3)}, "outings"),
        ({"longest_minutes": 90}, "longest"),
        ({"closure": Closure("22:00", "07:00")}, "closure"),
        ({"exempt": ("medical",)}, "exempt"),
        ({"fever_tenths": 372}, "fever"),
        ({"cold_tenths": 355}, "cold"),
        ({"children_count": True}, "children"),
        ({"visitors": "closed"}, "visitors"),
        ({"vehicles": "residents"}, "vehicles"),
        ({"overstay_minutes": 15}, "overstay"),
    ],
)
def test_stricter_one_way_is_looser_the_other(changed: dict[str, object], topic: str) -> None:
    managed = PRESETS["managed"]
    other = replace(managed, **changed)  # type: ignore[arg-type]
    (there,), (back,) = difference(managed, other), difference(other, managed)
    assert (there.topic, there.leaning) == (topic, "stricter")
    assert (back.topic, back.leaning, back.before) == (topic, "looser", there.after)


def test_another_way_of_counting_is_neither() -> None:
    rolling = replace(PRESETS["managed"], outings=Outings(1, 2, "rolling"))
    (change,) = difference(PRESETS["managed"], rolling)
    assert (change.after, change.leaning) == ("48 hours from the minute of each exit", "")


def test_every_preset_has_a_name_a_source_and_a_headline() -> None:
    assert headline(PRESETS["strict"]) == "1 person every 5 days; closed from 22:30 to 06:30"
    assert headline(OPEN) == "as often as they like"
    for preset in PRESETS:
        assert preset_word(preset)
        assert preset_source(preset).endswith(".")
    assert preset_word("") == "From the settings"


def test_durations() -> None:
    words = {0: "0 min", 15: "15 min", 60: "1 h", 90: "1 h 30 min", 1440: "24 h"}
    assert {minutes: minutes_words(minutes) for minutes in words} == words
