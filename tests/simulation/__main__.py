"""The command line of the simulator.

python -m tests.simulation --seeds 1000 [--from N] [--jobs N]
python -m tests.simulation --seed N [--trace]
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.simulation.node import bundled
from tests.simulation.run import Outcome, Stage, stage

REPLAY = "python -m tests.simulation --seed {seed} --trace"
EVERY = 50
# In memory where there is such a place: the office syncs after every commit.
FAST = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it

# Open until the process ends; Node ends with it.
_open = ExitStack()
_stage: Stage


def main() -> int:
    """Run seeds; 1 when a promise was broken."""
    asked = _arguments()
    with bundled() as bundle, _folder() as folder:
        if asked.seed is not None:
            return _one(bundle, folder, asked.seed, loud=asked.trace)
        return _many(bundle, folder, range(asked.first, asked.first + asked.seeds), asked.jobs)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=100, help="how many (100)")
    parser.add_argument("--from", dest="first", type=int, default=1, help="the first one (1)")
    parser.add_argument("--seed", type=int, help="this one alone")
    parser.add_argument("--trace", action="store_true", help="with --seed: print all that happens")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at once")
    return parser.parse_args()


def _one(bundle: Path, folder: Path, seed: int, *, loud: bool) -> int:
    with stage(bundle, folder / "office") as at:
        outcome = at.run(seed, loud=loud)
    print(f"seed {seed}: fingerprint {outcome.fingerprint}")
    print(_figures(outcome.counts))
    for line in outcome.broken:
        print(f"  broken: {line}")
    return 1 if outcome.broken else 0


def _many(bundle: Path, folder: Path, seeds: range, jobs: int) -> int:
    began, total, failed = time.perf_counter(), Counter[str](), 0
    for count, outcome in enumerate(_outcomes(bundle, folder, seeds, jobs), 1):
        total += outcome.counts
        if outcome.broken:
            failed += 1
            _tell_failure(outcome)
        if count % EVERY == 0 or count == len(seeds):
            rate = count / (time.perf_counter() - began)
            print(f"{count} seeds, {failed} failed, {rate:.1f} seeds/s", flush=True)
    print(_figures(total))
    return 1 if failed else 0


def _outcomes(bundle: Path, folder: Path, seeds: range, jobs: int) -> Iterator[Outcome]:
    with ProcessPoolExecutor(jobs, initializer=_begin, initargs=(bundle, folder)) as pool:
        yield from pool.map(_run, seeds, chunksize=5)


def _begin(bundle: Path, folder: Path) -> None:
    global _stage
    _stage = _open.enter_context(stage(bundle, folder / str(os.getpid())))


def _run(seed: int) -> Outcome:
    return _stage.run(seed)


def _tell_failure(outcome: Outcome) -> None:
    print(f"seed {outcome.seed} failed; replay it: {REPLAY.format(seed=outcome.seed)}")
    for line in outcome.broken[:5]:
        print(f"  {line}", flush=True)


def _figures(counts: Counter[str]) -> str:
    names = ("crossings", "verdict", "requests", "off", "wrong", "hangs_up", "lines")
    return ", ".join(f"{counts[name]:,} {name.replace('_', ' ')}" for name in names)


@contextmanager
def _folder() -> Iterator[Path]:
    place = FAST if FAST.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="simulation-", dir=place) as name:
        yield Path(name)


if __name__ == "__main__":
    sys.exit(main())
