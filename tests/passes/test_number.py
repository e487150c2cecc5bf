"""The pass number: the shared vectors, and that a slip of the finger is noticed."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint.passes.number import NumberRefused, format_number, read_number

CASES = json.loads((Path(__file__).parents[1] / "vectors" / "number.json").read_text("utf-8"))
numbers = st.integers(1, 99_999_999)


def reason_of(text: str) -> str | None:
    try:
        read_number(text)
    except NumberRefused as refusal:
        return refusal.reason
    return None


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["id"])
def test_shared_vectors(case: dict[str, Any]) -> None:
    answer: dict[str, Any]
    try:
        number = read_number(case["input"]["text"])
        answer = {"number": number, "printed": format_number(number)}
    except NumberRefused as refusal:
        answer = {"reason": refusal.reason}
    assert answer == case["expect"], case["claim"]


@given(numbers)
def test_what_is_printed_is_read_back(number: int) -> None:
    assert read_number(format_number(number)) == number


@given(numbers, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(number: int, at: int, change: int) -> None:
    digits = list(format_number(number).replace("-", ""))
    digits[at] = str((int(digits[at]) + change) % 10)
    assert reason_of("".join(digits)) in {"number.check_digit", "number.malformed"}


@given(numbers, st.integers(0, 7))
def test_two_swapped_neighbours_are_noticed(number: int, at: int) -> None:
    digits = list(format_number(number).replace("-", ""))
    swapped = [*digits[:at], digits[at + 1], digits[at], *digits[at + 2 :]]
    assert (reason_of("".join(swapped)) is None) == (swapped == digits)


@given(st.text())
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    assert reason_of(text) in {None, "number.empty", "number.malformed", "number.check_digit"}


@pytest.mark.parametrize("number", [0, -1, 100_000_000])
def test_a_number_that_no_pass_has_is_never_printed(number: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        format_number(number)
