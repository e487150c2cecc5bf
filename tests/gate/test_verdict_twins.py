"""Python and TypeScript decide alike, whatever the facts."""

import json
from collections import Counter
from pathlib import Path

import pytest

from checkpoint.gate.verdict import decide
from tests.gate.made_up_facts import MadeUp
from tests.gate.test_pwa import alone, install_packages, run
from tests.gate.verdicts import Json, moment, read_facts, told

SEED = 20_200_212
# In full with `--long`.
LONG, SHORT = 100_000, 5_000


def decided_by_typescript(facts: list[Json], folder: Path) -> list[Json]:
    """The verdicts of the gate view, and what it printed."""
    given, verdicts = folder / "facts.jsonl", folder / "verdicts.jsonl"
    given.write_text("".join(json.dumps(one) + "\n" for one in facts), "utf-8")
    install_packages()
    with alone():
        run("node", "tests/twin.mjs", str(given), str(verdicts))
    return [json.loads(line) for line in verdicts.read_text("utf-8").splitlines()]


def test_no_difference(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The same outcome, reasons, end and possibilities from 100,000 made-up sets of facts."""
    count = LONG if request.config.getoption("--long") else SHORT
    facts = list(MadeUp(SEED).some(count))
    there = decided_by_typescript(facts, tmp_path)
    assert len(there) == count
    reasons: Counter[str] = Counter()
    for given, twin in zip(facts, there, strict=True):
        here = told(decide(read_facts(given)))
        assert here == twin | {"until": moment(twin["until"])}, json.dumps(given)
        reasons.update(here["reasons"])
        reasons["until"] += here["until"] is not None
    # They say everything that there is to say, and often when it ends; only tokens are all alike.
    assert len(reasons) == 49
    assert min(reasons.values()) >= count / 1_000
    assert reasons["until"] > count / 10
