"""What a wheel carries, and when the build hook builds anew."""

import importlib.util
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    """The build hook, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel of this working tree."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = out.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize(
    "name",
    [
        "checkpoint/gate/pwa/dist/index.html",
        "checkpoint/gate/pwa/dist/sw.js",
        "checkpoint/translations/zh/LC_MESSAGES/messages.mo",
        "checkpoint/migrations/env.py",
        "checkpoint/static/tokens.css",
        "checkpoint/templates/base.html",
        "checkpoint/templates/join/page.html",
    ],
)
def test_a_wheel_carries_what_the_service_needs(carried: set[str], name: str) -> None:
    assert name in carried


def test_a_wheel_carries_the_decoder_but_no_sources_of_the_gate_view(carried: set[str]) -> None:
    gate = {name.removeprefix("checkpoint/gate/pwa/") for name in carried if "/pwa/" in name}
    assert any(name.endswith(".wasm") for name in gate)
    assert all(name.startswith("dist/") for name in gate)


def test_a_wheel_carries_no_tests_and_no_secrets(carried: set[str]) -> None:
    folders = {name.split("/")[0] for name in carried}
    assert {folder.split("-")[0] for folder in folders} == {"checkpoint"}
    assert not [name for name in carried if name.endswith((".key", ".sqlite3", ".po", ".toml"))]


def test_what_is_newer_than_its_sources_is_not_built_again(
    hook: ModuleType, tmp_path: Path
) -> None:
    made, source = tmp_path / "made", tmp_path / "source"
    source.touch()
    assert not hook.is_newer([made], [source]), "nothing was made yet"
    made.touch()
    os.utime(source, (1, 1))
    assert hook.is_newer([made], [source])
    os.utime(made, (0, 0))
    assert not hook.is_newer([made], [source])
    assert not hook.is_newer([], [source])


def test_a_translation_that_names_what_its_message_does_not_stops_the_build(
    hook: ModuleType, tmp_path: Path
) -> None:
    folder = tmp_path / "zh" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = folder / "messages.po"
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    catalogue.write_text(f'{head}msgid "Out: %(n)s"\nmsgstr "出:%(n)s"\n', "utf-8")
    hook.compile_catalogue(catalogue)
    assert "出".encode() in catalogue.with_suffix(".mo").read_bytes()
    catalogue.write_text(f'{head}msgid "Out: %(n)s"\nmsgstr "出:%(m)s"\n', "utf-8")
    os.utime(catalogue, (2**31, 2**31))
    with pytest.raises(ValueError, match=r"messages\.po:4"):
        hook.compile_catalogue(catalogue)
