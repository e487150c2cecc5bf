"""The short run of `python -m tests.crash --kills 1000`."""

from pathlib import Path

from tests.crash.rounds import kill_again_and_again


def test_a_server_that_is_killed_under_load_loses_and_doubles_nothing(tmp_path: Path) -> None:
    series = kill_again_and_again(tmp_path / "instance", kills=3, seed=9)
    assert series.faults == []
    assert (series.kills, series.examined) == (3, 4)
    assert series.acknowledged == series.sent > 0
