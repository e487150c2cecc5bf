"""What the page of a roster that waits to be imported shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from checkpoint.errors import CheckpointError
from checkpoint.people.models import Compound
from checkpoint.people.roster.applying import Counts, preview
from checkpoint.people.roster.grid import Workbook
from checkpoint.people.roster.heading_words import Field
from checkpoint.people.roster.layout import Column, Layout
from checkpoint.people.roster.matching import Difference
from checkpoint.people.roster.reading import Correction, RosterFile, layouts_of, read_workbook
from checkpoint.people.roster.refusals import RosterRefused
from checkpoint.people.roster.sheets import open_workbook

LISTED = 100
_UNSURE = 0.6


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """A sheet of the file: whether it is read, and what its columns are taken for."""

    index: int
    name: str
    hidden: bool
    used: bool
    rows: int
    columns: tuple[Column, ...]

    @property
    def unsure(self) -> bool:
        """Whether a column that matters was rather guessed."""
        return self.used and any(
            column.confidence < _UNSURE and column.field is not Field.IGNORE
            for column in self.columns
        )


@dataclass(frozen=True, slots=True)
class Look:
    """A file before it is imported. `file` and `found` are None while no sheet can be read."""

    sheets: tuple[SheetChoice, ...]
    file: RosterFile | None = None
    found: Difference | None = None
    refusal: CheckpointError | None = None

    @property
    def counts(self) -> Counts:
        """The difference in numbers."""
        return Counts.of(self.found) if self.found else Counts(0, 0, 0, 0)


def look_at(content: bytes, filename: str, correction: Correction, compound: Compound) -> Look:
    """Read a file for the page. Raises RosterRefused when it can't be opened at all."""
    workbook = open_workbook(content, filename)
    try:
        file = read_workbook(workbook, content, correction)
    except RosterRefused as refusal:
        layouts = layouts_of(workbook, correction)
        used = correction.sheets or (_longest(workbook),)
        return Look(_choices(workbook, layouts, used), refusal=refusal)
    sheets = _choices(workbook, file.layouts, file.roster.sheets)
    return Look(sheets, file, preview(compound, file.roster))


def correction_from(form: Mapping[str, str], used: Iterable[str], workbook: Workbook) -> Correction:
    """What a person chose on the page: `used` are indexes of sheets, the form's keys
    `column-<sheet>-<column>` the fields. Anything else in it is ignored."""
    names = {str(index): sheet.name for index, sheet in enumerate(workbook.sheets)}
    known = {field.value for field in Field}
    columns: dict[str, dict[int, Field]] = {}
    for key, value in form.items():
        kind, _, place = key.partition("-")
        sheet, _, index = place.partition("-")
        if kind == "column" and sheet in names and index.isdecimal() and value in known:
            columns.setdefault(names[sheet], {})[int(index)] = Field(value)
    return Correction(tuple(names[index] for index in used if index in names), columns)


def _longest(workbook: Workbook) -> str:
    """The sheet that is the roster if any is."""
    return max(workbook.sheets, key=lambda sheet: (not sheet.hidden, len(sheet.rows))).name


def _choices(
    workbook: Workbook, layouts: Sequence[Layout], used: Sequence[str]
) -> tuple[SheetChoice, ...]:
    return tuple(
        SheetChoice(
            index,
            sheet.name,
            sheet.hidden,
            sheet.name in used,
            len(sheet.rows),
            tuple(each for each in layout.columns if each.heading or each.examples),
        )
        for index, (sheet, layout) in enumerate(zip(workbook.sheets, layouts, strict=True))
        if sheet.rows
    )


def first(items: Iterable[object]) -> list[object]:
    """As many as a page lists."""
    return list(islice(items, LISTED))
