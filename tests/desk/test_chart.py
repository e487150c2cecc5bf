"""The day's chart: round figures, nothing outside its frame."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from checkpoint.desk.chart import HEIGHT, HOURS, ROOF, draw, scale

counts = st.integers(0, 100_000)
days = st.lists(st.tuples(counts, counts), min_size=HOURS, max_size=HOURS)
NOON = datetime.fromisoformat("2020-02-14T12:00:00+08:00")


@given(counts)
def test_the_scale_reaches_the_highest_bar_in_two_to_five_round_steps(highest: int) -> None:
    top, step = scale(highest)
    assert highest <= top
    assert top % step == 0
    assert 1 <= top // step <= 4
    assert str(step).rstrip("0") in {"1", "2", "5"}


@given(days)
def test_every_bar_stays_inside_and_stands_on_the_ground(by_hour: list[tuple[int, int]]) -> None:
    chart = draw(by_hour, NOON)
    for hour in chart.hours:
        for bar, value in ((hour.exit_bar, hour.exits), (hour.entry_bar, hour.entries)):
            assert bar.y >= ROOF
            assert abs(bar.y + bar.height - (HEIGHT + ROOF)) < 0.02
            assert 0 <= bar.x < bar.x + bar.width <= 100
            assert (bar.height > 0) == (value > 0) or bar.height < 0.02


def test_sums_now_and_the_closed_hours() -> None:
    chart = draw([(hour, 1) for hour in range(HOURS)], NOON)
    assert (chart.exits, chart.entries) == (276, 24)
    assert chart.now_x == 50
    assert [round(span.x) for span in chart.closed] == [0, 94]


def test_an_empty_day_still_has_lines() -> None:
    assert [line.value for line in draw([(0, 0)] * HOURS, None).lines] == [0, 1, 2, 3, 4]
