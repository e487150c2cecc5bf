"""The import rules of docs/architecture.md, held by reading every import statement."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "checkpoint"

# From the outermost ring inwards; a module imports from its own ring or from one further in.
RINGS = (
    {"__init__", "cli", "demo", "migrations", "models", "routes", "serve"},
    {"desk"},
    {"care"},
    {"gate"},
    {"passes"},
    {"people"},
    {"web"},
    {"db"},
    {"config"},
    {"clock", "errors", "files", "news", "progress"},
)
SLICES = {"desk", "care", "gate", "passes", "people"}
# Doors may reach into any slice: they put the parts together.
DOORS = {"__init__", "cli", "demo", "migrations", "models", "routes", "serve"}
PURE = (
    "passes/phone_token.py",
    "passes/token.py",
    "passes/base45.py",
    "passes/number.py",
    "passes/cards/card.py",
    "passes/cards/cover.py",
    "passes/cards/delivery.py",
    "passes/cards/design.py",
    "passes/cards/face.py",
    "passes/cards/lanyard.py",
    "passes/cards/pdf.py",
    "passes/cards/picture.py",
    "passes/cards/sheets.py",
    "gate/alerts/kinds.py",
    "gate/conflicts/finding.py",
    "gate/deciding/closing.py",
    "gate/deciding/facts.py",
    "gate/deciding/finding.py",
    "gate/deciding/passes.py",
    "gate/deciding/quota.py",
    "gate/deciding/readings.py",
    "gate/deciding/residents.py",
    "gate/deciding/vehicles.py",
    "gate/deciding/visits.py",
    "gate/phones.py",
    "gate/plates.py",
    "gate/replaying.py",
    "gate/rules.py",
    "gate/verdict.py",
    "gate/zones.py",
    "people/names.py",
)
FORBIDDEN_IN_PURE = ("flask", "sqlalchemy", "checkpoint.db", "checkpoint.clock", "checkpoint.web")


def imports_of(path: Path) -> Iterator[str]:
    """The dotted names of all that a file imports, `from x import y` as both x and x.y."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def ring_of(part: str) -> int:
    return next(depth for depth, ring in enumerate(RINGS) if part in ring)


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "node_modules" not in path.parts)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_imports_upward_or_past_a_face(path: Path) -> None:
    here = part_of(path)
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] != "checkpoint" or len(parts) < 2:
            continue
        there = parts[1]
        if not (PACKAGE / there).is_dir() and not (PACKAGE / f"{there}.py").exists():
            continue  # `from checkpoint import create_app`
        assert ring_of(there) >= ring_of(here), f"{here} imports {name}, which lies further out"
        if there in SLICES and there != here and here not in DOORS:
            assert not reaches_inside(parts), f"{here} reaches past the face: {name}"


def reaches_inside(parts: list[str]) -> bool:
    """Whether the dotted name goes past a face: that of a slice, or of a package within it."""
    inside = PACKAGE.joinpath(*parts[1:])
    if inside.is_dir():
        return len(parts) > 3
    return inside.with_suffix(".py").exists()


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_knows_neither_web_nor_database_nor_clock(module: str) -> None:
    for name in imports_of(PACKAGE / module):
        assert not name.startswith(FORBIDDEN_IN_PURE), f"{module} imports {name}"


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_reads_no_clock(module: str) -> None:
    source = (PACKAGE / module).read_text("utf-8")
    assert not any(call in source for call in (".now(", ".today(", "time.time("))


def test_only_clock_reads_the_clock() -> None:
    readers = {
        str(path.relative_to(PACKAGE))
        for path in SOURCES
        if any(call in path.read_text("utf-8") for call in ("datetime.now(", "date.today("))
    }
    assert readers == {"clock.py"}


def test_only_the_people_slice_up_knows_flask_in_services() -> None:
    """Services take the actor as an argument; only doors and web modules import Flask."""
    doors = (
        "views",
        "api",
        "hot",
        "session",
        "first_run",
        "routes",
        "web",
        "commands",
        "__init__",
        "db",
        "cli",
    )
    for path in SOURCES:
        if part_of(path) in DOORS or path.stem.startswith(doors) or "views" in path.stem:
            continue
        found = [name for name in imports_of(path) if name.split(".")[0] == "flask"]
        assert not found, f"{path.relative_to(PACKAGE)} imports Flask but is no door"
