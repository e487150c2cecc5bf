"""A sheet as plain text cells, whichever file it came from. Pure values.

Indexes count from 0 inside; people see rows from 1 and columns as letters (`row_number`, `letter`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Oddity(StrEnum):
    """What a cell was besides text or a number."""

    FORMULA = "formula"
    ERROR = "error"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, bounds included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows` start at the file's first row; cells are stripped text, '' where blank."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    hidden: bool = False
    merges: tuple[Merge, ...] = ()
    oddities: Mapping[tuple[int, int], Oddity] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """Columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)

    def cell(self, row: int, column: int) -> str:
        """The text of a cell, '' beyond the last row or column."""
        try:
            return self.rows[row][column]
        except IndexError:
            return ""


@dataclass(frozen=True, slots=True)
class Workbook:
    """A roster file that was opened: its name and its sheets, hidden ones included."""

    filename: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is unpacked before it is refused. Sizes in bytes, text in characters."""

    file_bytes: int = 20 * 1024 * 1024
    unpacked_bytes: int = 80 * 1024 * 1024
    entries: int = 2_000
    rows: int = 100_000
    columns: int = 256
    cells: int = 2_000_000
    text: int = 32 * 1024 * 1024


def letter(column: int) -> str:
    """The spreadsheet's name of a column: 0 is A, 26 is AA."""
    name = ""
    number = column + 1
    while number:
        number, remainder = divmod(number - 1, 26)
        name = chr(ord("A") + remainder) + name
    return name


def trimmed(rows: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The rows without the blank ones at the end."""
    last = len(rows)
    while last and not any(rows[last - 1]):
        last -= 1
    return tuple(rows[:last])
