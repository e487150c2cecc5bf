"""Limits of an extra pass: as they are typed, kept with it, and said."""

from dataclasses import replace
from typing import Any

import pytest

from checkpoint.passes.limits import TypedLimits, limits_in_words
from checkpoint.passes.requesting import approve_request, renew_pass
from checkpoint.people import BadFields, Compound
from tests.passes.test_requests import DAY, NOW, WISH, asked, compound, issued, who

__all__ = ["compound"]
TYPED = TypedLimits(("1", "3", "5"), "08:00", "20:00", counted=True, home="elsewhere")
KEPT = {
    "weekdays": [1, 3, 5],
    "hours": {"from": "08:00", "to": "20:00"},
    "counted": True,
    "home": "elsewhere",
}


def test_a_pass_has_the_limits_that_were_asked_for_and_keeps_them_when_renewed(
    compound: Compound,
) -> None:
    daughter = issued(compound, replace(WISH, limits=TYPED))
    assert daughter.limits == KEPT
    later = NOW + 25 * DAY
    asked_again = renew_pass(who("li"), daughter.id, now=later)
    assert asked_again.limits == KEPT
    approve_request(who("zhou"), asked_again.id, now=later)
    assert daughter.limits == KEPT


@pytest.mark.parametrize(
    ("reason", "home", "words"),
    [
        ("nursing", "elsewhere", "every day 07:00–21:00"),
        ("medical", "elsewhere", "every day at all hours"),
        ("essential_work", "here", "every day"),
        ("other", "here", "every day"),
    ],
)
def test_without_limits_it_gets_those_that_are_usual_for_its_reason(
    compound: Compound, reason: str, home: str, words: str
) -> None:
    limits = issued(compound, replace(WISH, reason=reason, words="as ever")).limits
    assert limits is not None
    assert (limits["home"], limits_in_words(limits, "en")) == (home, words)


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        ({"weekdays": tuple("1234567")}, {"weekdays": None}),
        ({"weekdays": ("7", "1", "1", "9", "x")}, {"weekdays": [1, 7]}),
        ({"since": "", "until": ""}, {"hours": None}),
        ({"since": " 22:00 ", "until": "06:00"}, {"hours": {"from": "22:00", "to": "06:00"}}),
        ({"since": "00:00", "until": "00:00"}, {"hours": {"from": "00:00", "to": "00:00"}}),
        ({"counted": False}, {"counted": False}),
        ({"home": "here"}, {"home": "here"}),
    ],
)
def test_what_is_typed_is_kept(
    compound: Compound, changed: dict[str, Any], kept: dict[str, Any]
) -> None:
    assert issued(compound, wish(**changed)).limits == KEPT | kept


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"home": ""}, "home"),
        ({"home": "abroad"}, "home"),
        ({"weekdays": ()}, "weekdays"),
        ({"weekdays": ("0", "8")}, "weekdays"),
        ({"since": "8:00"}, "hours_from"),
        ({"since": "24:00"}, "hours_from"),
        ({"until": "20:60"}, "hours_to"),
        ({"until": "noon"}, "hours_to"),
        ({"until": ""}, "hours_to"),
        ({"since": ""}, "hours_to"),
    ],
)
def test_what_is_wrong_is_said_of_its_field(
    compound: Compound, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadFields) as error:
        asked(compound, "li", wish(**changed))
    assert list(error.value.errors) == [field]


def wish(**changed: Any) -> Any:
    return replace(WISH, limits=replace(TYPED, **changed))


@pytest.mark.parametrize(
    ("weekdays", "hours", "chinese", "english"),
    [
        (None, None, "每天", "every day"),
        ([1, 2, 3, 4, 5], ("08:00", "20:00"), "周一至五 08:00–20:00", "Mon–Fri 08:00–20:00"),
        ([6, 7], None, "周六、日", "Sat, Sun"),
        ([1, 2, 3, 5, 6], None, "周一至三、五、六", "Mon–Wed, Fri, Sat"),
        ([3], ("22:00", "06:00"), "周三 22:00–06:00", "Wed 22:00–06:00"),
        (None, ("00:00", "00:00"), "每天 全天", "every day at all hours"),
    ],
)
def test_days_and_hours_are_said_in_few_words(
    weekdays: list[int] | None, hours: tuple[str, str] | None, chinese: str, english: str
) -> None:
    limits = {"weekdays": weekdays, "hours": hours and {"from": hours[0], "to": hours[1]}}
    assert limits_in_words(limits, "zh") == chinese
    assert limits_in_words(limits, "en") == english
