"""Imports a roster into a compound: all of it in one transaction, or nothing."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select

from checkpoint.db import db, writing
from checkpoint.errors import Conflict, NotFound
from checkpoint.people.actor import Actor, Permission
from checkpoint.people.audit import record
from checkpoint.people.households import ensure_compound, lock_compounds, touch_households
from checkpoint.people.models import Compound, RosterImport
from checkpoint.people.moving import tell_others_moved_in
from checkpoint.people.roster.matching import Difference, difference
from checkpoint.people.roster.reading import RosterFile, read_path
from checkpoint.people.roster.refusals import RosterRefused
from checkpoint.people.roster.rows import ParsedRoster
from checkpoint.people.roster.stored import stored_households
from checkpoint.people.roster.writing import add_households, change_households, mark_gone

# Told how many of how many households are written.
Progress = Callable[[int, int], None]


class Gone(StrEnum):
    """What is done with households that the roster does not name."""

    KEEP = "keep"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person decided about an import.

    `expected` is the difference that they were shown; the import is refused when it is no longer
    true. None imports whatever the difference is.
    """

    leave_out_problems: bool = False
    gone: Gone = Gone.KEEP
    expected: "Counts | None" = None


@dataclass(frozen=True, slots=True)
class Counts:
    """A difference in numbers of households. `gone` were missing in the roster, marked or kept."""

    new: int
    changed: int
    gone: int
    unchanged: int

    @classmethod
    def of(cls, found: Difference) -> "Counts":
        """The numbers of a difference."""
        return cls(len(found.new), len(found.changed), len(found.gone), found.unchanged)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. `marked` of the households gone are gone now; `entry_id` is its record,
    None when there was nothing to write."""

    compound_id: int
    counts: Counts
    marked: int
    entry_id: int | None = None

    @property
    def changed_anything(self) -> bool:
        """Whether the database is another than before."""
        return bool(self.counts.new or self.counts.changed or self.marked)


def preview(compound: Compound | None, roster: ParsedRoster) -> Difference:
    """What an import would change; everything is new where there is no compound yet."""
    return difference(stored_households(compound.id) if compound else (), roster)


def import_roster(
    actor: Actor,
    compound: Compound | str,
    file: RosterFile,
    choices: Choices = Choices(),
    *,
    now: datetime,
    time_zone: str = "Asia/Shanghai",
    progress: Progress | None = None,
) -> Imported:
    """Make the compound's households what the roster says, in one transaction.

    A compound given by name is made where it is missing. The same roster again writes nothing.
    Raises Forbidden, RosterRefused when rows have errors that were not left out on purpose, and
    Conflict when the difference is not the expected one.
    """
    check_importable(file.roster, choices)
    with writing():
        place = (
            ensure_compound(actor, compound, time_zone)
            if isinstance(compound, str)
            else db.session.get_one(Compound, compound.id)
        )
        actor.require(Permission.IMPORT_ROSTER, place)
        lock_compounds([place.id])
        found = preview(place, file.roster)
        imported = Imported(
            place.id, Counts.of(found), len(found.gone) if choices.gone is Gone.MARK else 0
        )
        if choices.expected not in (None, imported.counts):
            raise Conflict(
                "The households changed since this was shown. Look at the difference once more."
            )
        if imported.changed_anything:
            entry = _write(actor, place, file, found, imported, now, progress or _unwatched)
            imported = replace(imported, entry_id=entry)
    return imported


def import_roster_file(actor: Actor, compound: Compound, path: Path, *, now: datetime) -> Imported:
    """Read the file at `path` by its own proposals and import it. Raises as `import_roster`."""
    return import_roster(actor, compound, read_path(path), now=now)


def check_importable(roster: ParsedRoster, choices: Choices) -> None:
    """Raise RosterRefused unless the roster may be imported with these choices."""
    if not roster.households:
        raise RosterRefused(
            "No household could be read from this file. Look at the problems, or at what each "
            "column is taken for.",
            code="roster.nobody",
        )
    if roster.errors and not choices.leave_out_problems:
        raise RosterRefused(
            "%(count)s problems keep rows out, so nothing was imported. Mend them in the file, or "
            "leave those rows out on purpose.",
            code="roster.problems",
            count=len(roster.errors),
        )
    if roster.unplaced and choices.gone is Gone.MARK:
        raise RosterRefused(
            "Rows without a readable address were left out, so it can't be told who is gone. "
            "Mend those rows first, or keep the households that are missing.",
            code="roster.gone_unsure",
        )


def _write(
    actor: Actor,
    compound: Compound,
    file: RosterFile,
    found: Difference,
    imported: Imported,
    now: datetime,
    progress: Progress,
) -> int:
    """Write the difference; returns the id of the import's record."""
    total = len(found.new) + len(found.changed)
    touched = add_households(compound.id, found.new, lambda done: progress(done, total))
    change_households(found.changed)
    touched += [change.stored.id for change in found.changed]
    others = [change.stored.id for change in found.changed if change.others]
    tell_others_moved_in(actor, others, now)
    if imported.marked:
        touched += mark_gone(found.gone)
    touch_households(compound, touched)
    progress(total, total)
    counts = asdict(file.roster.totals) | asdict(imported.counts) | {"marked": imported.marked}
    entry = RosterImport(
        compound_id=compound.id,
        staff_id=actor.staff_id,
        at=now,
        file_name=file.name[:200],
        file_sha256=file.sha256,
        counts=counts,
    )
    db.session.add(entry)
    record(actor, now, "roster.imported", "compound", compound.id, **counts)
    db.session.flush()
    return entry.id


def _unwatched(_done: int, _total: int) -> None:
    """Nobody watches the progress."""


def last_imports(compound: Compound, limit: int = 10) -> Sequence[RosterImport]:
    """The compound's newest imports that changed something, newest first."""
    return db.session.scalars(
        select(RosterImport)
        .where(RosterImport.compound_id == compound.id)
        .order_by(RosterImport.id.desc())
        .limit(limit)
    ).all()


def import_by_id(actor: Actor, import_id: int) -> RosterImport:
    """One import's record. Raises NotFound outside the scope just as for none at all."""
    entry = db.session.get(RosterImport, import_id)
    if entry is None or not actor.covers(db.session.get_one(Compound, entry.compound_id)):
        raise NotFound("There is no such import here.")
    return entry
