"""The short run of `python -m tests.crash --cuts 200`, and that it fails when it must."""

import pytest

from tests.crash.cuts import cut_again_and_again
from tests.crash.disks import NotedDisk

WAL, ROLLBACK = "", "rollback"
SEED = 9  # its first cut keeps nothing of what was not synced


@pytest.mark.parametrize(("journal", "cuts"), [(WAL, 2), (ROLLBACK, 1)])
def test_a_power_cut_takes_nothing_that_was_acknowledged(
    disk: NotedDisk, journal: str, cuts: int
) -> None:
    series = cut_again_and_again(disk, cuts, seed=SEED, journal=journal)
    assert (series.faults, series.lost) == ([], 0)
    assert series.acknowledged == series.sent > 0
    assert disk.syncs > 0
    assert disk.journals == {"-journal" if journal else "-wal"}


def test_without_syncing_the_same_cuts_take_what_was_acknowledged(disk: NotedDisk) -> None:
    series = cut_again_and_again(disk, cuts=5, seed=SEED, synchronous="off")
    assert disk.syncs == 0
    assert series.lost > 0
    assert series.faults
