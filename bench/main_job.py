"""The main job: import a roster, issue a pass for every household, write the cards.

    python -m bench.main_job [ROSTER ...]      (default: the demonstration's own file)

Prints wall seconds and peak memory of each command, as whole processes, and the sum as a ratio to
summing five million squares in the same run.
"""

import os
import sys
import tempfile
from pathlib import Path

from bench.reference import reference_seconds, run
from checkpoint.demo.estate import sample_estate
from checkpoint.demo.roster_file import write_roster

COMPOUND = "bench"


def measure(roster: Path, folder: Path) -> None:
    """Do the main job for one file in a new installation under `folder`, and print figures."""
    environment = os.environ | {"CHECKPOINT_INSTANCE": str(folder / "instance")}
    checkpoint = str(Path(sys.executable).with_name("checkpoint"))
    cards = folder / "cards.pdf"
    steps = {
        "import": ["roster", "import", str(roster), "--compound", COMPOUND, "--json"],
        "import again": ["roster", "import", str(roster), "--compound", COMPOUND, "--json"],
        "issue": ["passes", "issue", "--compound", COMPOUND],
        "cards": ["passes", "cards", "--compound", COMPOUND, "--out", str(cards)],
    }
    total = 0.0
    print(f"\n{roster.name}")
    for name, arguments in steps.items():
        done = run([checkpoint, *arguments], environment)
        print(f"  {name:14}{done.seconds:7.2f} s {done.megabytes:7.0f} MB")
        if name != "import again":
            total += done.seconds
    print(f"  {'together':14}{total:7.2f} s    {cards.stat().st_size / 1e6:.1f} MB of PDF")
    print(f"  ratio to the reference: {total / reference_seconds():.1f}")


def main() -> None:
    """Measure each roster that is named, or the demonstration's."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rosters = [Path(argument) for argument in sys.argv[1:]]
        if not rosters:
            rosters = [folder / "roster.xlsx"]
            write_roster(rosters[0], sample_estate())
        for number, roster in enumerate(rosters):
            (folder / str(number)).mkdir()
            measure(roster, folder / str(number))


if __name__ == "__main__":
    main()
