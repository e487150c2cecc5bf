"""A disk that loses its power: what could be left of the changes that `power.c` noted.

Kept for sure is what was synced, and nothing else. Of the rest each sector may be kept or not, in
any combination: a write that is torn, or that overtakes an earlier one. A file that was made,
renamed or removed is so for sure once its folder was synced; before, some first part of these
changes is kept. That is harsher than the file systems in use, and what SQLite says that it bears.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from tests.crash.noted import Kind, Note

SECTOR = 512


@dataclass
class File:
    """What is kept of a file for sure, and the changes since."""

    synced: bytearray = field(default_factory=bytearray)
    pending: list[Note] = field(default_factory=list)

    def sync(self) -> None:
        """Everything is kept."""
        for note in self.pending:
            apply(note, self.synced)
        self.pending.clear()

    def survivor(self, chance: random.Random, share: float) -> bytes:
        """What a power cut leaves, when about `share` of what was not synced is kept."""
        content = bytearray(self.synced)
        for note in self.pending:
            for part in sectors(note):
                if chance.random() < share:
                    apply(part, content)
        return bytes(content)


def apply(note: Note, content: bytearray) -> None:
    """Do to `content` what was done to the file."""
    if note.kind is Kind.TRUNCATE:
        del content[note.offset :]
    content.extend(bytes(max(0, note.offset - len(content))))
    content[note.offset : note.offset + len(note.content)] = note.content


def sectors(note: Note) -> Iterator[Note]:
    """A write in the parts that a disk does whole or not at all."""
    at, end = note.offset, note.offset + len(note.content)
    if note.kind is Kind.TRUNCATE:
        yield note
    while note.kind is Kind.WRITE and at < end:
        until = min(end, at - at % SECTOR + SECTOR)
        yield Note(note.kind, note.name, at, note.content[at - note.offset : until - note.offset])
        at = until


@dataclass(frozen=True, slots=True)
class Change:
    """A name that was given, moved or taken away; `file` is the one that was made with it."""

    note: Note
    file: File | None

    def __call__(self, names: dict[str, File]) -> None:
        """Do it to these names."""
        file = self.file or names.pop(self.note.name, None)
        if self.note.kind is Kind.CREATE and file is not None:
            names[self.note.name] = file
        elif self.note.kind is Kind.RENAME and file is not None and self.note.content:
            names[self.note.content.decode()] = file


@dataclass
class Folder:
    """The files of a folder: as they are, as they are kept for sure, and the changes between."""

    live: dict[str, File]
    kept: dict[str, File] = field(init=False)
    pending: list[Change] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kept = dict(self.live)

    def follow(self, note: Note) -> None:
        """Do what was done."""
        if note.kind in (Kind.WRITE, Kind.TRUNCATE):
            self._file(note.name).pending.append(note)
        elif note.kind is Kind.SYNC:
            self._file(note.name).sync()
        elif note.kind is Kind.SYNC_FOLDER:
            self._sync(note.name)
        else:
            change = Change(note, File() if note.kind is Kind.CREATE else None)
            change(self.live)
            self.pending.append(change)

    def survivors(self, chance: random.Random, share: float) -> dict[str, bytes]:
        """What a power cut leaves, when about `share` of what was not synced is kept."""
        names = dict(self.kept)
        for change in self.pending[: _some(len(self.pending), chance, share)]:
            change(names)
        return {name: file.survivor(chance, share) for name, file in names.items()}

    def _file(self, name: str) -> File:
        # What is written to a file that was removed while open, nobody will ever read.
        return self.live.get(name) or File()

    def _sync(self, folder: str) -> None:
        parts: dict[bool, list[Change]] = {True: [], False: []}
        for change in self.pending:
            parts[str(PurePosixPath(change.note.name).parent) == folder].append(change)
        for change in parts[True]:
            change(self.kept)
        self.pending = parts[False]


def _some(count: int, chance: random.Random, share: float) -> int:
    return round(share * count) if share in (0, 1) else chance.randint(0, count)
