"""How a sheet is laid out: what each of its columns is taken for. Pure values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from checkpoint.people.roster.grid import letter
from checkpoint.people.roster.heading_words import PEOPLE, Field


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: where it is, what it is called, what it is taken for."""

    index: int
    heading: str
    field: Field
    confidence: float
    examples: tuple[str, ...] = ()

    @property
    def letter(self) -> str:
        """The spreadsheet's name of the column."""
        return letter(self.index)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is laid out. `first_row` is the index of the first row below the headings."""

    sheet: str
    first_row: int
    columns: tuple[Column, ...]
    has_headings: bool = True
    confirmed: bool = False

    def indexes(self, field: Field) -> tuple[int, ...]:
        """The columns taken for `field`."""
        return tuple(column.index for column in self.columns if column.field is field)

    @property
    def fields(self) -> frozenset[Field]:
        """Every field that some column is taken for."""
        return frozenset(column.field for column in self.columns)

    @property
    def usable(self) -> bool:
        """Whether it says where someone lives and who."""
        return bool(self.fields & PEOPLE) and bool(self.fields & {Field.ROOM, Field.ADDRESS})


def with_fields(layout: Layout, fields: Mapping[int, Field]) -> Layout:
    """The layout as a person corrected it: field by column index."""
    columns = tuple(
        replace(column, field=fields[column.index], confidence=1.0)
        if column.index in fields
        else column
        for column in layout.columns
    )
    return replace(layout, columns=columns, confirmed=True)
