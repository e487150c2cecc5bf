"""The disk that loses its power, by itself: what a program wrote to it, and what is left."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from checkpoint.db import sqlite_driver
from tests.crash.disks import NotedDisk
from tests.crash.noted import Kind, Note, read_log
from tests.crash.power import SECTOR, File, Folder

SYNC_FILE = "import os, sys; f = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o600)\n"
SYNC_FOLDER = "folder = os.open(os.path.dirname(sys.argv[1]), os.O_RDONLY); os.fsync(folder)\n"


def run_on(disk: NotedDisk, program: str, path: Path) -> None:
    """Run it in a process of its own, with the path as its argument."""
    environment = os.environ | disk.seam().environment()
    subprocess.run([sys.executable, "-c", program, str(path)], env=environment, check=True)


@pytest.fixture
def path(disk: NotedDisk) -> Path:
    """A file of that disk, with content that was there before."""
    disk.instance.mkdir()
    (disk.instance / "file").write_bytes(b"before")
    disk.settled()
    return disk.instance / "file"


def cut(disk: NotedDisk) -> None:
    """A cut that keeps nothing of what was not synced."""
    disk.cut(random.Random(1), share=0)


def test_what_was_synced_is_kept_and_what_was_written_after_is_not(
    disk: NotedDisk, path: Path
) -> None:
    write = "os.pwrite(f, b'synced', 0); os.fsync(f); os.write(f, b'not so'); os.ftruncate(f, 2)"
    run_on(disk, SYNC_FILE + write, path)
    assert path.read_bytes() == b"no"
    cut(disk)
    assert path.read_bytes() == b"synced"


def test_a_new_file_is_kept_once_its_folder_was_synced(disk: NotedDisk, path: Path) -> None:
    new, newer = path.with_name("new"), path.with_name("newer")
    run_on(disk, SYNC_FILE + "os.write(f, b'1'); os.fsync(f)\n" + SYNC_FOLDER, new)
    run_on(disk, SYNC_FILE + "os.write(f, b'2'); os.fsync(f)\n", newer)
    cut(disk)
    assert new.read_bytes() == b"1"
    assert not newer.exists()


@pytest.mark.parametrize("action", ["os.unlink(sys.argv[1])", "os.rename(sys.argv[1], './away')"])
def test_a_file_that_is_gone_comes_back_unless_its_folder_was_synced(
    disk: NotedDisk, path: Path, action: str
) -> None:
    action = action.replace("./away", str(path.with_name("away")))
    run_on(disk, f"import os, sys; {action}", path)
    assert not path.exists()
    cut(disk)
    assert path.read_bytes() == b"before"
    run_on(disk, f"import os, sys; {action}\n" + SYNC_FOLDER, path)
    cut(disk)
    assert not path.exists()


def test_every_call_of_the_sqlite_that_the_product_uses_is_noted(
    disk: NotedDisk, path: Path
) -> None:
    program = """
import sys
from checkpoint.db import sqlite_driver
c = sqlite_driver().connect(sys.argv[1], isolation_level=None)
c.execute("PRAGMA journal_mode = WAL"); c.execute("PRAGMA synchronous = FULL")
c.execute("CREATE TABLE t (x)"); c.execute("INSERT INTO t VALUES (1)")
c.execute("PRAGMA synchronous = OFF"); c.execute("INSERT INTO t VALUES (2)")
import os, signal; os.kill(os.getpid(), signal.SIGKILL)
"""
    database = path.with_name("database")
    database.touch()
    disk.settled()
    with pytest.raises(subprocess.CalledProcessError):
        run_on(disk, program, database)
    kinds = {note.kind for note in read_log(disk.log)}
    assert kinds >= {Kind.CREATE, Kind.WRITE, Kind.SYNC, Kind.SYNC_FOLDER}
    cut(disk)
    left = sqlite_driver().connect(database)
    assert left.execute("SELECT x FROM t").fetchall() == [(1,)]
    left.close()


def test_of_what_was_not_synced_any_sector_may_be_kept() -> None:
    file = File(bytearray(b"0" * 4 * SECTOR))
    file.pending.append(Note(Kind.WRITE, "file", 0, b"1" * 4 * SECTOR))
    left = {file.survivor(random.Random(seed), 0.5)[::SECTOR] for seed in range(500)}
    assert len(left) == 2**4


def test_a_later_write_may_overtake_an_earlier_one() -> None:
    file = File()
    file.pending += [Note(Kind.WRITE, "file", 0, b"1"), Note(Kind.WRITE, "file", SECTOR, b"2")]
    left = {file.survivor(random.Random(seed), 0.5) for seed in range(100)}
    assert bytes(SECTOR) + b"2" in left


def test_changes_of_a_folder_are_kept_in_their_order() -> None:
    folder = Folder({"a": File(bytearray(b"a"))})
    folder.follow(Note(Kind.REMOVE, "a", 0, b""))
    folder.follow(Note(Kind.CREATE, "b", 0, b""))
    left = {tuple(folder.survivors(random.Random(seed), 0.5)) for seed in range(100)}
    assert left == {("a",), (), ("b",)}
