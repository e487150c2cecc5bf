"""The simulator in short: a few seeds, the same trace twice, and defects that it must find.

The long run is `make simulate`; see bench/README.md.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulation.node import bundled
from tests.simulation.run import Stage, stage

SEEDS = range(1, 11)
# Planted in the gate view by `pwa/tests/simulation/defects.ts`; with a seed that has found each.
DEFECTS = {
    "sent is sent": (1, "is 0 times at the office"),
    "relaxed writing": (8, "is 0 times at the office"),
    "never revoked": (16, "and knew it was revoked"),
}


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder: Path = tmp_path_factory.mktemp("simulation")
    with bundled() as bundle, stage(bundle, folder / "office") as ready:
        yield ready


def test_no_promise_is_broken(at: Stage) -> None:
    """Whatever is lost, doubled, late, cut off or full: each crossing arrives once."""
    outcomes = [at.run(seed) for seed in SEEDS]
    assert {one.seed: one.broken for one in outcomes if one.broken} == {}
    assert sum(one.counts["crossings"] for one in outcomes) > 100
    assert sum(one.counts["off"] for one in outcomes) > 4


def test_a_seed_gives_the_same_trace_again(at: Stage) -> None:
    """Other seeds in between change nothing, nor does another process."""
    first = [at.run(seed).fingerprint for seed in (3, 4)]
    assert first[0] != first[1]
    assert [at.run(seed).fingerprint for seed in (3, 4)] == first
    command = [sys.executable, "-m", "tests.simulation", "--seed", "3"]
    replayed = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    assert f"seed 3: fingerprint {first[0]}" in replayed


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_is_found(at: Stage, defect: str) -> None:
    """A simulator that finds nothing when something is wrong proves nothing when all is well."""
    likely, words = DEFECTS[defect]
    for seed in (likely, *range(1, 40)):
        if any(words in line for line in at.run(seed, defect=defect).broken):
            return
    pytest.fail(f"nobody noticed: {defect}")
