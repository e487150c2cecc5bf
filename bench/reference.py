"""The reference that other figures are ratios to: how fast this machine runs plain Python now."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

LOOPS = 5_000_000


@dataclass(frozen=True)
class Run:
    """One finished process: wall seconds, and its largest resident memory in MB."""

    seconds: float
    megabytes: float
    output: str


def reference_seconds() -> float:
    """Wall seconds for summing five million squares in one process."""
    begin = time.perf_counter()
    sum(number * number for number in range(LOOPS))
    return time.perf_counter() - begin


def run(command: Sequence[str], environment: dict[str, str]) -> Run:
    """Run `command` to its end; raises CalledProcessError when it fails."""
    # A process of its own measures its one child, so that no earlier child is counted.
    code = (
        "import json, resource, subprocess, sys, time\n"
        "begin = time.perf_counter()\n"
        "done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, text=True)\n"
        "peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n"
        "print(json.dumps([done.returncode, time.perf_counter() - begin, peak, done.stdout]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command],
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
        check=True,
    )
    status, seconds, peak, output = json.loads(done.stdout.splitlines()[-1])
    if status:
        raise subprocess.CalledProcessError(status, list(command), output)
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(seconds, peak * unit / 1e6, output)
