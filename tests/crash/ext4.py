"""A real file system that loses its power, for root on a Linux that lets it mount one."""

import random
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.crash.server import Seam


class NoMount(Exception):
    """This user may not mount a file system here."""


@dataclass
class Ext4Disk:
    """An ext4 on a loop device. At the cut its blocks are copied as they are, and the copy mounted:
    what the file system had not written down is gone, and its journal mends the rest."""

    place: Path
    number: int = 0

    def __post_init__(self) -> None:
        self.place = self.place.resolve()
        self._mounted.mkdir()
        run("truncate", "--size=256M", str(self._image))
        run("mkfs.ext4", "-q", str(self._image))
        self._mount()

    @property
    def instance(self) -> Path:
        """A folder of the mounted file system."""
        return self._mounted / "instance"

    def seam(self, synchronous: str = "", journal: str = "") -> Seam:
        """Nothing is preloaded: this disk is real."""
        return Seam(synchronous, journal)

    def settled(self) -> None:
        """Everything is written down."""
        run("sync", "--file-system", str(self._mounted))

    def cut(self, chance: random.Random) -> None:
        """Copy the blocks, then let the old file system go."""
        old = self._image
        self.number += 1
        run("cp", "--sparse=always", str(old), str(self._image))
        self.close()
        old.unlink()
        self._mount()

    def close(self) -> None:
        """Unmount."""
        run("umount", str(self._mounted))

    @property
    def _mounted(self) -> Path:
        return self.place / "mounted"

    @property
    def _image(self) -> Path:
        return self.place / f"{self.number}.ext4"

    def _mount(self) -> None:
        # The file system writes down by itself when this many seconds have passed, not sooner.
        run("mount", "-o", "loop,commit=300", str(self._image), str(self._mounted))


def run(*command: str) -> None:
    """Raises NoMount with what the command said."""
    if not shutil.which(command[0]):
        raise NoMount(f"{command[0]} is needed, and root's rights")
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise NoMount(f"{' '.join(command)}: {done.stderr.strip()}")
