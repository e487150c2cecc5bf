"""How long the verdict alone takes, in Python and in TypeScript, with every rule on.

    python -m bench.verdict

The same facts 20,000 times: at night, closed, rationed, with a dozen exits, too many people and a
fever. Then 20,000 sets of made-up facts, each once. It is the processor's time that is counted, so
that other work on the machine hardly shows. Wanted are 50 µs in Python and 100 µs in Node: ends
with status 1 where one takes more than twice that.
"""

import json
import sys
import tempfile
import time
from pathlib import Path

from checkpoint.gate.verdict import Facts, decide
from tests.gate.made_up_facts import Json, MadeUp
from tests.gate.test_pwa import install_packages, run
from tests.gate.verdicts import VECTORS, read_facts

COUNT = 20_000
WANTED = {"Python": 50, "Node": 100}


def every_rule() -> Json:
    """Facts that hit a rule of every kind, but for those that end the matter."""
    plain: Json = next(case["input"] for case in VECTORS if case["id"] == "exit/scan")
    exits = [f"2020-02-{day:02}T0{hour}:00:00Z" for day in range(6, 12) for hour in (1, 5)]
    until = "2020-02-14T00:00:00Z"
    held = {"kind": "other", "since": "2020-02-01T00:00:00Z", "until": until}
    return plain | {
        "now": "2020-02-12T15:00:00Z",
        "rules": plain["rules"]
        | {
            "outings": {"limit": 2, "days": 5, "counted": "calendar"},
            "people": 1,
            "closure": {"from": "22:30", "to": "06:30"},
        },
        "household": plain["household"] | {"exits": exits, "restrictions": [held]},
        "party": {"people": 2, "children": 0},
        "readings": [
            {"tenths": 380, "instrument": 1, "at": "2020-02-12T14:50:00Z"},
            {"tenths": 380, "instrument": 2, "at": "2020-02-12T14:58:00Z"},
        ],
    }


def in_python(facts: list[Facts]) -> float:
    """Microseconds for each."""
    start = time.process_time()
    for one in facts:
        decide(one)
    return (time.process_time() - start) / len(facts) * 1e6


def in_node(facts: list[Json], folder: Path) -> float:
    """Microseconds for each."""
    given = folder / "facts.jsonl"
    given.write_text("".join(json.dumps(one) + "\n" for one in facts), "utf-8")
    return float(run("node", "tests/twin.mjs", str(given), str(folder / "verdicts.jsonl")))


def main() -> None:
    install_packages()
    slow = False
    for name, given in (
        ("every rule", [every_rule()] * COUNT),
        ("made up", list(MadeUp(7).some(COUNT))),
    ):
        with tempfile.TemporaryDirectory() as folder:
            spent = {
                "Python": in_python([read_facts(one) for one in given]),
                "Node": in_node(given, Path(folder)),
            }
        for language, microseconds in spent.items():
            print(f"{name:12}{language:8}{microseconds:6.1f} µs")
            slow |= microseconds > 2 * WANTED[language]
    sys.exit(slow)


if __name__ == "__main__":
    main()
