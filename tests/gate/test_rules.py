"""The rules as data: presets are sound, bounds are held, and nothing that is no body gets in."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint.gate.rules import (
    BOUNDS,
    EXEMPT_REASONS,
    MAY_BE_NONE,
    OPEN,
    ORDER,
    PRESETS,
    BadRules,
    Closure,
    Outings,
    Rules,
    body_of,
    closed_minutes,
    doubts_of,
    problems_of,
    rules_of,
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
times = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.integers(0, 59))
figures = {name: st.integers(*bounds) for name, bounds in BOUNDS.items() if "." not in name}
all_rules = st.builds(
    Rules,
    **{
        **figures,
        "outings": st.none()
        | st.builds(
            Outings,
            st.integers(*BOUNDS["outings.limit"]),
            st.integers(*BOUNDS["outings.days"]),
            st.sampled_from(["calendar", "rolling"]),
        ),
        "people": st.none() | figures["people"],
        "closure": st.none()
        | st.tuples(times, times)
        .filter(lambda two: two[0] != two[1])
        .map(lambda two: Closure(*two)),
        "exempt": st.sets(st.sampled_from(EXEMPT_REASONS)).map(
            lambda some: tuple(each for each in EXEMPT_REASONS if each in some)
        ),
        "visitors": st.sampled_from(["open", "registered", "confirmed", "closed"]),
        "vehicles": st.sampled_from(["open", "known", "residents", "closed"]),
    },
)


def body(**changed: Any) -> dict[str, Any]:
    """The body of the managed preset with something else in it; `outings__limit` for a part."""
    made = json.loads(json.dumps(body_of(PRESETS["managed"])))
    for name, value in changed.items():
        outer, _, part = name.partition("__")
        if part:
            made[outer]["from" if part == "since" else part] = value
        else:
            made[outer] = value
    return dict(made)


def problems(**changed: Any) -> set[tuple[str, str]]:
    return {(each.field, each.why) for each in problems_of(body(**changed))}


def test_every_preset_is_sound_and_comes_back_from_its_body() -> None:
    for rules in PRESETS.values():
        assert rules_of(json.loads(json.dumps(body_of(rules)))) == rules
        assert doubts_of(rules) == []


def test_the_figures_of_the_brief_stand_in_the_presets() -> None:
    outings = {name: PRESETS[name].outings for name in PRESETS}
    assert outings == {
        "open": None,
        "lenient": Outings(1, 1),
        "managed": Outings(1, 2),
        "strict": Outings(1, 5),
        "sealed": Outings(0, 1),
    }
    for rules in PRESETS.values():
        assert (rules.fever_tenths, rules.cold_tenths, rules.longest_minutes) == (373, 350, 120)
        assert rules.closure in (None, Closure("22:30", "06:30"))
        assert rules.overstay_minutes == 30
    assert tuple(PRESETS) == ORDER


@given(all_rules)
def test_rules_survive_the_way_through_json(rules: Rules) -> None:
    assert rules_of(json.loads(json.dumps(body_of(rules)))) == rules


@pytest.mark.parametrize("field", BOUNDS)
def test_each_figure_is_taken_at_its_bounds_and_not_past_them(field: str) -> None:
    least, most = BOUNDS[field]
    name = field.replace(".", "__")
    for value in (least, most):
        assert problems(**{name: value}) == set()
    for value in (least - 1, most + 1):
        assert problems(**{name: value}) == {(field, "out_of_range")}


@pytest.mark.parametrize("field", BOUNDS)
@pytest.mark.parametrize("value", ["1", 1.0, True, [], {}])
def test_a_figure_is_a_whole_number(field: str, value: object) -> None:
    assert (field, "not_a_number") in problems(**{field.replace(".", "__"): value})


def test_no_limit_is_said_where_it_may_be() -> None:
    for field in BOUNDS:
        expected = set() if field in MAY_BE_NONE else {(field, "not_a_number")}
        assert problems(**{field.replace(".", "__"): None}) == expected


@pytest.mark.parametrize("value", [5, True, "1", [1, 2], {}, {"limit": 1}, [["limit", 1]]])
def test_outings_are_an_object_with_three_parts(value: object) -> None:
    """A bare number has neither a period nor a way of counting."""
    assert {field.partition(".")[0] for field, _ in problems(outings=value)} == {"outings"}


@pytest.mark.parametrize(
    "value", [None, "medical", {"medical": True}, ["sport"], [["medical"]], [{}], [None], [1]]
)
def test_exempt_is_a_list_of_known_reasons(value: object) -> None:
    assert problems(exempt=value) == {("exempt", "not_a_choice")}


def test_exempt_reasons_have_one_order_and_stand_there_once() -> None:
    twice = body(exempt=["duty", "medical", "duty"])
    assert rules_of(twice).exempt == ("medical", "duty")


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"closure__since": "24:00"}, ("closure.from", "not_a_time")),
        ({"closure__to": "6:30"}, ("closure.to", "not_a_time")),
        ({"closure__to": "06:60"}, ("closure.to", "not_a_time")),
        ({"closure__to": "06:30\n"}, ("closure.to", "not_a_time")),
        ({"closure__to": 390}, ("closure.to", "not_a_time")),
        ({"closure__to": "22:30"}, ("closure.to", "contradiction")),
        ({"closure": "22:30"}, ("closure", "unknown")),
        ({"closure": {"from": "22:30"}}, ("closure", "unknown")),
        ({"closure": {}}, ("closure", "unknown")),
        ({"outings__counted": "weekly"}, ("outings.counted", "not_a_choice")),
        ({"outings__counted": []}, ("outings.counted", "not_a_choice")),
        ({"outings__days": 0}, ("outings.days", "out_of_range")),
        ({"fever_tenths": 200}, ("fever_tenths", "out_of_range")),
        ({"visitors": "some"}, ("visitors", "not_a_choice")),
        ({"vehicles": None}, ("vehicles", "not_a_choice")),
        ({"vehicles": []}, ("vehicles", "not_a_choice")),
        ({"children_count": 1}, ("children_count", "not_a_choice")),
        ({"another_instrument": "yes"}, ("another_instrument", "not_a_choice")),
        ({"curfew": True}, ("curfew", "unknown")),
    ],
)
def test_what_contradicts_itself_is_named_with_its_field(
    changed: dict[str, Any], problem: tuple[str, str]
) -> None:
    assert problems(**changed) == {problem}
    with pytest.raises(BadRules) as caught:
        rules_of(body(**changed))
    assert [(each.field, each.why) for each in caught.value.problems] == [problem]


def test_what_is_missing_is_named() -> None:
    made = body()
    del made["people"], made["exempt"]
    assert {(each.field, each.why) for each in problems_of(made)} == {
        ("people", "missing"),
        ("exempt", "missing"),
    }


@given(JSON)
def test_no_json_upsets_the_reader(found: Any) -> None:
    """Whatever comes as a body is refused with a reason, never with a crash."""
    with pytest.raises(BadRules):
        rules_of(found)


@given(st.sampled_from(sorted(body_of(OPEN))), JSON)
def test_no_value_upsets_the_reader(name: str, value: Any) -> None:
    """A body with anything in one place either gives rules or names that place."""
    changed = body(**{name: value})
    named = {each.field.partition(".")[0] for each in problems_of(changed)}
    assert named <= {name}
    if not named:
        rules_of(changed)


def test_what_may_be_a_mistake_is_a_doubt_and_no_problem() -> None:
    nobody = body(outings__limit=0, exempt=[])
    assert list(problems_of(nobody)) == []
    assert doubts_of(rules_of(nobody)) == ["no_exempt_reason"]
    long = body(longest_minutes=961, closure__since="22:00", closure__to="06:00")
    assert doubts_of(rules_of(long)) == ["outing_longer_than_day"]
    assert doubts_of(rules_of(long | {"longest_minutes": 960})) == []


def test_a_closure_may_pass_midnight() -> None:
    assert closed_minutes(Closure("22:30", "06:30")) == 480
    assert closed_minutes(Closure("01:00", "05:00")) == 240
    assert closed_minutes(Closure("06:30", "06:29")) == 1439
