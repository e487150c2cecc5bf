"""A rehearsal replays what really happened under other rules, exit by exit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint.db import db, writing
from checkpoint.gate.models import Crossing, EarlierReading, Reading
from checkpoint.gate.rehearsal import Rehearsal, rehearse
from checkpoint.gate.replaying import HOUSEHOLD, Past, replay, stage_of
from checkpoint.gate.rules import OPEN, PRESETS, Closure, Outings, Rules
from checkpoint.gate.verdict import Direction, Method, Outcome, ReadingFacts
from checkpoint.passes import Pass
from checkpoint.people import Compound
from tests.gate.phone import Estate

# Sunday, 20:00 in Shanghai: the last seven days begin on Monday the 3rd.
NOW = datetime(2020, 2, 9, 12, tzinfo=UTC)
DAILY = Rules(outings=Outings(1, 1), people=1)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of February 2020 on the clock of Shanghai."""
    return datetime(2020, 2, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def past(moment: datetime, direction: str = "exit", **changed: Any) -> Past:
    fields: dict[str, Any] = {
        "gate_id": 1,
        "people": 1,
        "children": 0,
        "exempt": "",
        "kind": HOUSEHOLD,
        "readings": (),
        "went": True,
        "emergency": False,
        **changed,
    }
    return Past(moment, Direction(direction), **fields)


def told(rules: Rules, *pasts: Past) -> list[str]:
    """The deciding reason of each crossing that is left."""
    stage = stage_of(rules, 1, "Asia/Shanghai", {1: 2})
    return [verdict.reason for _, verdict in replay(stage, pasts)]


def test_a_second_exit_of_a_day_is_refused_and_its_return_dropped() -> None:
    """What did not happen is in nobody's way: the next day's exit is admitted."""
    assert told(
        DAILY,
        past(at(3, 9)),
        past(at(3, 10), "entry"),
        past(at(3, 15)),
        past(at(3, 16), "entry"),
        past(at(4, 9)),
        past(at(4, 10), "entry"),
    ) == ["exit.admitted", "entry.admitted", "quota.used", "exit.admitted", "entry.admitted"]


def test_a_refused_exit_does_not_count_for_a_later_one() -> None:
    """At night it is closed; who was turned back then may go in the morning."""
    rules = replace(DAILY, closure=Closure("22:30", "06:30"))
    assert told(rules, past(at(3, 5)), past(at(3, 9))) == ["closure.night", "exit.admitted"]


def test_one_who_is_kept_in_may_have_somebody_out() -> None:
    """The first went out before the second was refused: the first return is the first's."""
    assert told(
        DAILY,
        past(at(3, 9)),
        past(at(3, 9, 30)),
        past(at(3, 11, 30), "entry"),
        past(at(3, 12), "entry"),
    ) == ["exit.admitted", "quota.used", "entry.admitted"]


def test_a_return_past_the_longest_outing_is_noted() -> None:
    stage = stage_of(OPEN, 1, "Asia/Shanghai", {1: 0})
    pasts = [past(at(3, 9)), past(at(3, 11, 1), "entry")]
    assert [verdict.reasons for _, verdict in replay(stage, pasts)][1] == (
        "entry.admitted",
        "outing.late",
    )


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"exempt": "medical"}, "exit.admitted"),
        ({"kind": "caregiver"}, "exit.admitted"),
        ({"emergency": True}, "exit.admitted"),
        ({}, "quota.used"),
    ],
)
def test_what_is_not_rationed(changed: dict[str, Any], reason: str) -> None:
    """An exempt reason, a caregiver and an emergency go out, and cost the household nothing."""
    second = past(at(3, 12), **changed)
    assert told(DAILY, past(at(3, 9)), second)[1] == reason
    assert told(DAILY, second, past(at(3, 15))) == [
        "exit.admitted",
        "quota.used" if not changed else "exit.admitted",
    ]


def test_an_emergency_goes_out_of_a_sealed_compound() -> None:
    assert told(PRESETS["sealed"], past(at(3, 3), emergency=True)) == ["exit.admitted"]


def test_children_and_readings_are_looked_at() -> None:
    family = {"people": 3, "children": 2}
    assert told(DAILY, past(at(3, 9), **family)) == ["exit.admitted"]
    assert told(replace(DAILY, children_count=True), past(at(3, 9), **family)) == ["party.too_many"]
    high = ReadingFacts(373, 1, at(3, 8, 50)), ReadingFacts(374, 2, at(3, 9))
    assert told(OPEN, past(at(3, 9), readings=high[1:])) == ["reading.high"]
    assert told(OPEN, past(at(3, 9), readings=high)) == ["reading.fever"]


def test_who_was_refused_in_truth_and_would_be_admitted_counts_as_in_again() -> None:
    """There is no return on record, and the next exit is not refused for that."""
    refused = past(at(3, 9), went=False)
    assert told(DAILY, refused, past(at(4, 9)), past(at(4, 10), "entry")) == [
        "exit.admitted",
        "exit.admitted",
        "entry.admitted",
    ]


moments = st.lists(st.integers(0, 7 * 24 * 60), unique=True, max_size=30).map(sorted)


@given(moments)
def test_with_no_limit_everything_is_admitted(minutes: list[int]) -> None:
    pasts = alternating(minutes)
    assert len(told(OPEN, *pasts)) == len(pasts)


@given(moments, st.integers(1, 3), st.integers(1, 4), st.sampled_from(["calendar", "rolling"]))
def test_no_more_go_out_than_the_limit_allows(
    minutes: list[int], limit: int, days: int, counted: str
) -> None:
    """Against a plain count of what was admitted before, by either way of counting."""
    rules = Rules(outings=Outings(limit, days, counted))
    stage = stage_of(rules, 1, "Asia/Shanghai", {1: 0})
    gone: list[datetime] = []
    for each, verdict in replay(stage, alternating(minutes)):
        if each.direction is Direction.ENTRY:
            continue
        if counted == "rolling":
            earlier = [one for one in gone if one > each.at - timedelta(days=days)]
        else:
            earlier = [one for one in gone if day_of(one) > day_of(each.at) - days]
        assert (verdict.outcome is Outcome.REFUSE) == (len(earlier) >= limit)
        if verdict.outcome is not Outcome.REFUSE:
            gone.append(each.at)


def alternating(minutes: Sequence[int]) -> list[Past]:
    return [
        past(at(3, 0) + timedelta(minutes=each), ("exit", "entry")[place % 2])
        for place, each in enumerate(minutes)
    ]


def day_of(moment: datetime) -> int:
    return (moment + timedelta(hours=8)).toordinal()


# From the database


def cross(estate: Estate, moment: datetime, direction: str = "exit", **changed: Any) -> Crossing:
    """A crossing of the Wangs, as it would be on record."""
    household = changed.pop("household", "wang")
    tenths = changed.pop("tenths", None)
    number = estate.passes[changed.pop("shown", household)]
    fields: dict[str, Any] = {
        "device_outcome": "admit",
        "device_reason": f"{direction}.admitted",
        "device_id": None,
        **changed,
    }
    with writing():
        made = Crossing(
            id=uuid4(),
            body_sha256=b"0" * 32,
            compound_id=estate.compounds["miansi"],
            gate_id=estate.gates["east"],
            household_id=estate.households[household],
            pass_id=db.session.query(Pass).filter_by(number=number).one().id,
            direction=Direction(direction),
            method=Method.SCAN,
            decided_at=moment,
            device_at=moment,
            received_at=moment,
            server_outcome="admit",
            server_reason="",
            answer={},
            **fields,
        )
        db.session.add(made)
        db.session.flush()
        if tenths:
            db.session.add(
                Reading(
                    crossing_id=made.id,
                    compound_id=made.compound_id,
                    tenths=tenths,
                    taken_at=moment,
                )
            )
    return made


def rehearsed(estate: Estate, rules: Rules, **changed: Any) -> Rehearsal:
    compound = db.session.get_one(Compound, estate.compounds["miansi"])
    return rehearse(compound, rules, now=NOW, language="en", **changed)


def test_a_rehearsal_counts_by_day_reason_and_household(either_estate: Estate) -> None:
    """Three exits of the Wangs on one day, two of the Lis on another, one of them at night."""
    for hour in (9, 12, 15):
        cross(either_estate, at(5, hour))
        cross(either_estate, at(5, hour + 1), "entry")
    cross(either_estate, at(6, 23), household="li")
    cross(either_estate, at(7, 9), household="li")
    rules = replace(DAILY, closure=Closure("22:30", "06:30"))
    found = rehearsed(either_estate, rules)
    assert (found.exits, found.admitted, found.refused) == (5, 2, 3)
    assert found.reasons == [("quota.used", 2), ("closure.night", 1)]
    by_day = {each.day.day: (each.admitted, each.refused) for each in found.days}
    assert by_day == {3: (0, 0), 4: (0, 0), 5: (1, 2), 6: (0, 1), 7: (1, 0), 8: (0, 0), 9: (0, 0)}
    assert [(each.name, each.refused, each.exits) for each in found.households] == [
        ("王**", 2, 3),
        ("李**", 1, 2),
    ]
    assert found.refused_households == 2


def test_under_the_rules_of_then_nothing_would_change(estate: Estate) -> None:
    for day in (3, 4, 5):
        cross(estate, at(day, 9))
        cross(estate, at(day, 10), "entry")
    assert rehearsed(estate, OPEN).refused == 0
    assert rehearsed(estate, DAILY).refused == 0


def test_the_days_before_count_for_the_first_day(estate: Estate) -> None:
    """Who went out on Sunday has used the outing of Monday; Sunday itself is not shown."""
    cross(estate, at(2, 9))
    cross(estate, at(2, 10), "entry")
    cross(estate, at(3, 9))
    found = rehearsed(estate, PRESETS["managed"])
    assert (found.exits, found.refused) == (1, 1)
    longer = rehearsed(estate, PRESETS["managed"], days=14)
    assert (longer.exits, longer.refused, len(longer.days)) == (2, 1, 14)


def test_what_was_taken_back_or_never_went_through_is_left_out(estate: Estate) -> None:
    """An exit that the guard undid, and one that was refused for its pass."""
    device_id = int(estate.phone("chen").credential.partition(".")[0])
    undone = cross(estate, at(5, 9), device_id=device_id)
    cross(estate, at(5, 9, 1), undoes=undone.id, device_id=device_id)
    cross(estate, at(5, 10), device_outcome="refuse", device_reason="pass.revoked")
    assert rehearsed(estate, OPEN).exits == 0


def test_attempts_that_were_refused_by_a_rule_may_be_admitted_by_another(estate: Estate) -> None:
    cross(estate, at(5, 9), device_outcome="refuse", device_reason="quota.used")
    assert rehearsed(estate, DAILY).admitted == 1


def test_exceptions_and_caregivers_are_judged_as_what_they_are(estate: Estate) -> None:
    cross(estate, at(5, 3), device_outcome="refuse", override_reason="emergency")
    cross(estate, at(5, 9), shown="nurse")
    cross(estate, at(5, 10), device_outcome="refuse", override_reason="other")
    found = rehearsed(estate, PRESETS["sealed"])
    assert (found.admitted, found.reasons) == (2, [("quota.sealed", 1)])


def test_readings_are_rehearsed_with_their_first_ones(either_estate: Estate) -> None:
    cross(either_estate, at(5, 9), tenths=370)
    confirmed = cross(either_estate, at(6, 9), tenths=380)
    with writing():
        db.session.add(
            EarlierReading(crossing_id=confirmed.id, position=0, tenths=379, taken_at=at(6, 8, 50))
        )
    found = rehearsed(either_estate, replace(OPEN, fever_tenths=370))
    assert (found.asked, found.reasons) == (1, [("reading.fever", 1)])


def test_it_says_where_nobody_was_asked_for_a_reason(estate: Estate) -> None:
    """While nothing was rationed no exempt reason was ever written down."""
    assert rehearsed(estate, PRESETS["managed"]).exempt_unknown
    assert not rehearsed(estate, replace(PRESETS["managed"], exempt=())).exempt_unknown


def test_no_crossings_at_all(estate: Estate) -> None:
    found = rehearsed(estate, PRESETS["sealed"])
    assert (found.exits, len(found.days), found.households) == (0, 7, [])
