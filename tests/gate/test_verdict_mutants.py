"""Every small mistake in the rules is caught by a shared vector."""

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest

from checkpoint.gate.verdict import Direction
from tests.gate.mutants import SHIFT, moved_by_one, mutants_of
from tests.gate.verdicts import VECTORS, expected, read_facts, told

# Each imports from those before it only.
MODULES = [
    "checkpoint.gate.zones",
    *(
        f"checkpoint.gate.deciding.{name}"
        for name in (
            "finding",
            "closing",
            "quota",
            "passes",
            "readings",
            "vehicles",
            "outing",
            "extra",
            "residents",
            "visits",
        )
    ),
    "checkpoint.gate.verdict",
]
CASES = [(read_facts(case["input"]), expected(case)) for case in VECTORS]

# Mistakes that change nothing, and why.
EQUIVALENT = {
    "closing.closure_end: until <= since -> until < since": "the bounds of a closure differ",
    "closing._spans: 1 -> 2": "what began the day before yesterday is over",
    "closing._spans: 8 -> 9": "there is one to come within the week",
    "closing.next_opening: begin > moment -> begin >= moment": "one that begins now has begun",
    "closing.next_opening: begin > moment -> begin > moved_by_one(moment, -1)": (
        "one that begins now has begun"
    ),
    "extra._coming: yield _of_observation(facts, household)"
    " before yield from _of_limits(facts, pass_.limits, household)": (
        "a refusal is said before a question, whichever was found first"
    ),
    "extra._going_home: yield _of_observation(facts, household) before yield of_party(facts)": (
        "a refusal is said before a question, whichever was found first"
    ),
    "extra._going_home: yield _after_hours(facts, pass_.limits)"
    " before if pass_.outside: yield ask('pass.already_out')": (
        "a question is said before a note, whichever was found first"
    ),
    "residents.of_resident: pass_ and pass_.kind == 'caregiver' -> pass_.kind == 'caregiver'": (
        "without a pass it does not come to this"
    ),
    "residents._of_rations: facts.pass_ and facts.pass_.kind == 'household'"
    " -> facts.pass_.kind == 'household'": "without a pass it does not come to this",
    "visits._leaving: if visit.until and facts.now >= visit.until: yield note('visit.overstayed')"
    " before if visit.state != 'inside': yield ask('visit.not_inside')": (
        "a question is said before a note, whichever was found first"
    ),
    "visits._of_policy: if policy == 'confirmed' and (not visit.confirmed):"
    " yield ask('visitor.unconfirmed') before if not medical:"
    " if (end := closure_end(facts.rules.closure, facts.gate.time_zone, facts.now)):"
    " yield refuse('closure.night', end) if policy not in ('open', 'registered', 'confirmed'):"
    " yield refuse('visitor.closed')": (
        "a refusal is said before a question, whichever was found first"
    ),
    "verdict._may: if facts.token_reason or reasons & _UNKNOWN: yield 'visitor_path'"
    " before if reasons & _MEASURED: yield 'measure_again'": "no answer has both",
}


def source_of(module: str) -> str:
    return Path(str(import_module(module).__file__)).read_text("utf-8")


CODE = {module: compile(source_of(module), module, "exec") for module in MODULES}


@contextmanager
def verdict_with(changed: str, code: CodeType) -> Iterator[ModuleType]:
    """The module of the verdict as it would be with other code in one of them."""
    known = {name: sys.modules[name] for name in MODULES}
    try:
        for name in MODULES[MODULES.index(changed) :]:
            module: Any = ModuleType(name)
            setattr(module, SHIFT, moved_by_one)
            sys.modules[name] = module
            exec(code if name == changed else CODE[name], module.__dict__)  # noqa: S102
        yield sys.modules["checkpoint.gate.verdict"]
    finally:
        sys.modules.update(known)


def is_caught(changed: str, tree: ast.Module) -> bool:
    """Whether some vector gets another answer, or none."""
    try:
        with verdict_with(changed, compile(tree, changed, "exec")) as it:
            ways = it.proposed_direction(True), it.proposed_direction(False)
            if ways != (Direction.ENTRY, Direction.EXIT):
                return True
            return any(told(it.decide(facts)) != expect for facts, expect in CASES)
    except Exception:
        return True


def test_without_a_mistake_none_is_caught() -> None:
    """Loaded anew the code is as good as it was."""
    for module in MODULES:
        assert not is_caught(module, ast.parse(source_of(module)))


@pytest.mark.parametrize("module", MODULES)
def test_every_mistake_is_caught(module: str) -> None:
    """All but those that change nothing, which are listed; and nothing is listed in vain."""
    short = module.rpartition(".")[2]
    missed = {
        f"{short}.{mutant.name}"
        for mutant in mutants_of(source_of(module))
        if not is_caught(module, mutant.tree)
    }
    listed = {name for name in EQUIVALENT if name.startswith(f"{short}.")}
    assert missed == listed
