"""Runs every measurement of this folder, one after the other.

make bench
"""

import subprocess
import sys
from pathlib import Path

NOT_MEASUREMENTS = {"__init__", "__main__", "load", "reference", "served"}


def main() -> None:
    """Run each module that measures something; stop at the first that fails."""
    here = Path(__file__).parent
    for path in sorted(here.glob("*.py")):
        if path.stem not in NOT_MEASUREMENTS:
            print(f"\n== bench.{path.stem}", flush=True)
            subprocess.run([sys.executable, "-m", f"bench.{path.stem}"], check=True)


if __name__ == "__main__":
    main()
