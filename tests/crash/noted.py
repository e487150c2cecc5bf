"""What `power.c` notes: the library is made here, and its log read."""

import shutil
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

SOURCE = Path(__file__).with_name("power.c")
HEAD = struct.Struct("=IIIIQ")
MAGIC = 0x50435554


class NoCompiler(Exception):
    """There is no C compiler, so there is no such disk."""


class Kind(IntEnum):
    """What was done, as in power.c."""

    WRITE = 1
    TRUNCATE = 2
    SYNC = 3
    CREATE = 4
    REMOVE = 5
    RENAME = 6
    SYNC_FOLDER = 7


@dataclass(frozen=True, slots=True)
class Note:
    """One record of the log; `name` is relative to the guarded folder."""

    kind: Kind
    name: str
    offset: int
    content: bytes


def compile_library(folder: Path) -> Path:
    """The library made from power.c, in `folder`. Raises NoCompiler."""
    compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    if compiler is None:
        raise NoCompiler("A C compiler is needed for this test: on Debian, install gcc, libc6-dev.")
    library = folder / "power.so"
    command = [compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(SOURCE)]
    subprocess.run([*command, "-ldl", "-lpthread"], check=True)
    return library


def read_log(path: Path) -> Iterator[Note]:
    """The notes in their order. A last one that is not whole was never finished."""
    log = path.read_bytes() if path.exists() else b""
    place = 0
    while place + HEAD.size <= len(log):
        magic, kind, name_length, length, offset = HEAD.unpack_from(log, place)
        if magic != MAGIC:
            raise ValueError(f"{path} is damaged at {place}")
        name_at = place + HEAD.size
        place = name_at + name_length + length
        if place <= len(log):
            name = log[name_at : name_at + name_length].decode()
            yield Note(Kind(kind), name, offset, log[name_at + name_length : place])
