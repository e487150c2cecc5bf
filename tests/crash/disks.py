"""A disk that loses its power, as what a test does with one."""

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tests.crash.noted import Kind, compile_library, read_log
from tests.crash.power import File, Folder
from tests.crash.server import Seam

# Shares of what was not synced that a cut keeps: none at all in a third of the cuts.
SHARES = (0.0, 0.0, 0.1, 0.5, 0.9, 1.0)


class Disk(Protocol):
    """Where an installation is, and what is left of it without power."""

    @property
    def instance(self) -> Path:
        """The folder of the installation, empty at first."""

    def seam(self, synchronous: str, journal: str) -> Seam:
        """What a server on this disk is started with."""

    def settled(self) -> None:
        """All that is there now is kept for sure."""

    def cut(self, chance: random.Random) -> None:
        """Leave what a power cut leaves. No process runs on the disk any more."""


@dataclass
class NotedDisk:
    """Any folder, with every change to it noted by power.c and taken back as the rules allow."""

    place: Path
    syncs: int = 0
    journals: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.place = self.place.resolve()
        self.library = compile_library(self.place)
        self.log = self.place / "log"
        self.settled()

    @property
    def instance(self) -> Path:
        """The guarded folder."""
        return self.place / "instance"

    def seam(self, synchronous: str = "", journal: str = "") -> Seam:
        """Preloads power.c."""
        return Seam(synchronous, journal, self.library, self.instance, self.log)

    def settled(self) -> None:
        """Begin a new log."""
        self.log.unlink(missing_ok=True)
        self.folder = Folder(
            {
                str(path.relative_to(self.instance)): File(bytearray(path.read_bytes()))
                for path in self.instance.rglob("*")
                if path.is_file() and not path.name.endswith("-shm")
            }
        )

    def cut(self, chance: random.Random, share: float | None = None) -> None:
        """Write what is left over what is there; `share` of what was not synced, else at random."""
        for note in read_log(self.log):
            self.folder.follow(note)
            self.syncs += note.kind is Kind.SYNC
            if note.kind is Kind.WRITE:
                self.journals |= {end for end in ("-wal", "-journal") if note.name.endswith(end)}
        left = self.folder.survivors(chance, chance.choice(SHARES) if share is None else share)
        for path in self.instance.rglob("*"):
            if path.is_file():
                path.unlink()
        for name, content in left.items():
            path = self.instance / name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.write_bytes(content)
            path.chmod(0o600)
        self.settled()
