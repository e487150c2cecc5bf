"""The drawing of a rehearsal's days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint.gate.rehearsal import DayTally
from checkpoint.gate.rehearsal_chart import HEIGHT, ROOF, draw

MONDAY = date(2020, 2, 3)
tallies = st.lists(st.tuples(*[st.integers(0, 20_000)] * 3), min_size=1, max_size=21)


def days(*counts: tuple[int, int, int]) -> list[DayTally]:
    return [DayTally(MONDAY + timedelta(days=place), *each) for place, each in enumerate(counts)]


@given(tallies)
def test_every_column_stands_on_the_ground_and_under_the_roof(
    counts: list[tuple[int, int, int]],
) -> None:
    """Refused stands on admitted; heights are in proportion to the figures."""
    chart = draw(days(*counts))
    assert chart.lines[-1][0] == ROOF
    for column in chart.columns:
        foot = column.admitted.y + column.admitted.height
        assert foot == pytest.approx(ROOF + HEIGHT, abs=0.02)
        assert column.refused.y + column.refused.height == pytest.approx(
            column.admitted.y, abs=0.02
        )
        assert column.refused.y >= ROOF - 0.01
        assert 0 <= column.x < column.x + column.width <= 100.01


def test_the_scale_is_a_round_number_just_above_the_highest() -> None:
    assert [value for _, value in draw(days((90, 5, 100))).lines] == [0, 50, 100, 150, 200]
    assert [value for _, value in draw(days((0, 0, 0))).lines] == [0, 1, 2, 3, 4]
    assert draw(days((900, 0, 101))).lines[-1][1] == 2000


def test_three_weeks_are_labelled_once_a_week() -> None:
    one, three = draw(days(*[(1, 0, 0)] * 7)), draw(days(*[(1, 0, 0)] * 21))
    assert sum(each.is_labelled for each in one.columns) == 7
    assert [place for place, each in enumerate(three.columns) if each.is_labelled] == [6, 13, 20]
