"""What stands in the form's fields comes back as the same rules."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from checkpoint.errors import BadInput
from checkpoint.gate.rule_form import body_of_form, start_of_form, typed_of
from checkpoint.gate.rules import PRESETS, Rules, body_of, problems_of, rules_of
from tests.gate.test_rules import all_rules


@given(all_rules)
def test_rules_survive_the_way_through_the_form(rules: Rules) -> None:
    assert rules_of(body_of_form(typed_of(rules))) == rules
    assert body_of_form(typed_of(rules)) == body_of(rules)


@given(st.dictionaries(st.sampled_from(sorted(typed_of(PRESETS["strict"]))), st.text(max_size=6)))
def test_whatever_is_typed_is_taken_or_refused_with_a_field(typed: dict[str, str]) -> None:
    """No text in any field makes the form fall over."""
    form = typed_of(PRESETS["strict"])
    form.update(typed)
    body = body_of_form(form)
    if not [each for each in problems_of(body) if each.field]:
        rules_of(body)


def test_an_empty_form_is_refused() -> None:
    assert {each.field for each in problems_of(body_of_form(MultiDict()))} >= {
        "outings.limit",
        "fever_tenths",
        "visitors",
    }


@pytest.mark.parametrize("typed", ["37.3", " 37.3 ", "37,3", "37.30"])
def test_a_temperature_is_read_as_people_write_it(typed: str) -> None:
    form = typed_of(PRESETS["open"])
    form["fever_tenths"] = typed
    assert body_of_form(form)["fever_tenths"] == 373


def test_a_start_is_on_the_clock_of_the_compound() -> None:
    form: MultiDict[str, str] = MultiDict({"start": "later", "effective_from": "2020-02-13T06:00"})
    assert start_of_form(form, "Asia/Shanghai") == datetime(2020, 2, 12, 22, tzinfo=UTC)
    assert start_of_form(form, "Europe/Berlin") == datetime(2020, 2, 13, 5, tzinfo=UTC)
    form["start"] = "now"
    assert start_of_form(form, "Asia/Shanghai") is None


@pytest.mark.parametrize(
    "typed", ["", "tomorrow", "2020-02-30T06:00", "2020-02-13T06:00Z", "2020-02-13T06:00+08:00"]
)
def test_a_start_that_is_none(typed: str) -> None:
    form: MultiDict[str, str] = MultiDict({"start": "later", "effective_from": typed})
    with pytest.raises(BadInput) as caught:
        start_of_form(form, "Asia/Shanghai")
    assert caught.value.field == "effective_from"
