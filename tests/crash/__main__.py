"""The proofs, as long as one likes. Prints a line now and then, ends with 1 upon the first fault.

    python -m tests.crash                                 1,000 kills, then 200 cuts of three kinds
    python -m tests.crash --kills 1000 [--seed 7]         kill -9 under load
    python -m tests.crash --cuts 200 [--ext4] [--rollback] [--weaken]

--ext4 cuts the power of a real file system (root, on Linux), otherwise of one that is worked out
from every write and sync; --rollback journals as on an older SQLite; --weaken asks SQLite not to
sync: then a cut must lose something, and it is a fault when none does.
"""

import argparse
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.crash.cuts import cut_again_and_again
from tests.crash.disks import Disk, NotedDisk
from tests.crash.ext4 import Ext4Disk
from tests.crash.rounds import Series, kill_again_and_again

KILLS, CUTS, EVERY = 1000, 200, 50


def main() -> int:
    """The exit status: 0 when every claim held."""
    said = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # and take the server along
    if said.kills:
        return kills(said.kills, said.seed)
    if said.cuts:
        return cuts(said.cuts, said)
    status = kills(KILLS, said.seed)
    for more in ([], ["--rollback"], ["--weaken"]):
        status |= cuts(CUTS, _arguments([*more, "--seed", str(said.seed)]))
    return status


def _arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m tests.crash", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--cuts", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    for flag in ("--ext4", "--rollback", "--weaken"):
        parser.add_argument(flag, action="store_true")
    return parser.parse_args(given)


def kills(count: int, seed: int) -> int:
    """Kill the server so often."""
    print(f"kill -9, {count} times, seed {seed}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        instance = Path(name).resolve() / "instance"
        series = kill_again_and_again(instance, count, seed, every=EVERY, tell=_tell)
    return _end(series)


def cuts(count: int, said: argparse.Namespace) -> int:
    """Cut the power so often, or until something is lost when syncing was left out."""
    synchronous, journal = "off" * said.weaken, "rollback" * said.rollback
    how = f"{'ext4' if said.ext4 else 'torn and reordered writes'}, {journal or 'WAL'}"
    print(
        f"power cut, {count} times, seed {said.seed}, {how}, {synchronous or 'synced'}", flush=True
    )
    with ExitStack() as stack:
        disk = _disk(Path(stack.enter_context(tempfile.TemporaryDirectory())), said.ext4, stack)
        series = cut_again_and_again(
            disk, count, said.seed, synchronous=synchronous, journal=journal, tell=_tell_some
        )
    if said.weaken:
        print(f"{series}\n  as it must: unsynced writes are lost" if series.lost else series)
        return not series.lost
    return _end(series)


def _disk(place: Path, ext4: bool, stack: ExitStack) -> Disk:
    if not ext4:
        return NotedDisk(place)
    disk = Ext4Disk(place)
    stack.callback(disk.close)
    return disk


def _tell(series: Series) -> None:
    print(f"  {series}", flush=True)


def _tell_some(series: Series) -> None:
    if series.kills % (EVERY // 2) == 0:
        _tell(series)


def _end(series: Series) -> int:
    print(f"{series}", *series.faults, sep="\n  ", flush=True)
    return bool(series.faults)


if __name__ == "__main__":
    sys.exit(main())
