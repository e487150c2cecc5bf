"""A roster file with everything that was read from it, from its bytes to its households."""

import gc
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from checkpoint.people.roster.grid import Sheet, Workbook
from checkpoint.people.roster.heading_words import Field
from checkpoint.people.roster.headings import overruled, propose
from checkpoint.people.roster.layout import Layout
from checkpoint.people.roster.refusals import RosterRefused
from checkpoint.people.roster.rows import ParsedRoster, read_roster
from checkpoint.people.roster.sheets import open_workbook, read_file, sheet_named

# A sheet that shows how to fill in the others is no roster, whatever stands in it.
_EXPLAINS = re.compile(r"说明|示例|样表|模板|范例|example|instruction|template", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says of a file, above every proposal.

    `sheets`: the names of those to read, None for the proposed ones. `columns`: fields by column
    index, by sheet name.
    """

    sheets: tuple[str, ...] | None = None
    columns: Mapping[str, Mapping[int, Field]] = field(default_factory=dict)


NO_CORRECTION = Correction()


@dataclass(frozen=True, slots=True)
class RosterFile:
    """A file as read. `layouts` are those of all sheets, `roster.sheets` names the ones used."""

    name: str
    sha256: bytes
    workbook: Workbook
    layouts: tuple[Layout, ...]
    roster: ParsedRoster

    def layout(self, sheet: str) -> Layout:
        """The layout of the sheet of that name."""
        return next(layout for layout in self.layouts if layout.sheet == sheet)


def read_path(path: Path, correction: Correction = NO_CORRECTION) -> RosterFile:
    """Read the roster file at `path`. Raises RosterRefused or RosterTooLarge."""
    return read_content(read_file(path), path.name, correction)


def read_content(
    content: bytes, filename: str, correction: Correction = NO_CORRECTION
) -> RosterFile:
    """Read a roster file from its bytes. Raises RosterRefused or RosterTooLarge."""
    return read_workbook(open_workbook(content, filename), content, correction)


def read_workbook(
    workbook: Workbook, content: bytes, correction: Correction = NO_CORRECTION
) -> RosterFile:
    """Read a file that was opened from `content`."""
    with _collector_resting():
        layouts = layouts_of(workbook, correction)
        roster = read_roster(workbook, _used(workbook, layouts, correction))
    sha256 = hashlib.sha256(content).digest()
    return RosterFile(workbook.filename, sha256, workbook, layouts, roster)


@contextmanager
def _collector_resting() -> Iterator[None]:
    """Let the cycle collector rest: it would walk the hundred thousand small values made here
    again and again, and none of them is part of a cycle. It takes a third off the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def layouts_of(workbook: Workbook, correction: Correction = NO_CORRECTION) -> tuple[Layout, ...]:
    """The layout of every sheet, proposed and corrected, usable or not."""
    return tuple(_layout(sheet, correction) for sheet in workbook.sheets)


def _layout(sheet: Sheet, correction: Correction) -> Layout:
    layout = propose(sheet)
    fields = correction.columns.get(sheet.name)
    return overruled(sheet, layout, fields) if fields else layout


def _used(workbook: Workbook, layouts: Sequence[Layout], correction: Correction) -> list[Layout]:
    if correction.sheets is not None:
        chosen = {sheet_named(workbook, name).name for name in correction.sheets}
        used = [layout for layout in layouts if layout.sheet in chosen]
        unusable = [layout.sheet for layout in used if not layout.usable]
    else:
        hidden = {sheet.name for sheet in workbook.sheets if sheet.hidden}
        used = [
            layout
            for layout in layouts
            if layout.usable and layout.sheet not in hidden and not _EXPLAINS.search(layout.sheet)
        ]
        unusable = []
    if unusable or not used:
        raise no_columns(unusable)
    return used


def no_columns(sheets: Sequence[str]) -> RosterRefused:
    """The refusal of a file in which nothing says who lives where."""
    return RosterRefused(
        "No column of this file could be told to be names, or none to be addresses. Say which "
        "they are, or write headings such as 楼栋, 单元, 房号, 姓名.",
        code="roster.no_columns",
        sheets=", ".join(sheets),
    )
