"""What each XML part of an .xlsx tells the scan: how far it reaches, how much text it names."""

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers.expat import XMLParserType

from checkpoint.people.roster.grid import Limits, Oddity
from checkpoint.people.roster.refusals import damaged, too_many_rows, too_much_text

# Spreadsheet programs stop at 32,767 characters a cell; a longer one was not made by one.
_LONGEST_CELL = 32_767


@dataclass(slots=True)
class Marks:
    """What was counted in one part. `names` are sheet names to ids, or ids to paths."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    text_cells: "array[int]" = field(default_factory=lambda: array("I"))
    strings: "array[int]" = field(default_factory=lambda: array("I"))
    oddities: dict[tuple[int, int], Oddity] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


class _Worksheet:
    """Follows rows and cells; a cell that does not say where it is comes after the one before."""

    def __init__(self, parser: XMLParserType, marks: Marks, limits: Limits) -> None:
        self.parser, self.marks, self.limits = parser, marks, limits
        self.row = -1
        self.column = -1
        self.row_elements = 0
        self.merges = 0
        self.shared = False
        self.readers: dict[str, Callable[[dict[str, str]], None]] = {
            "c": self._cell,
            "row": self._row,
            "v": self._value,
            "f": self._formula,
            "mergeCell": self._merge,
        }
        parser.StartElementHandler = self.start

    def start(self, name: str, attributes: dict[str, str]) -> None:
        reader = self.readers.get(name if ":" not in name else name.rpartition(":")[2])
        if reader is not None:
            reader(attributes)

    def end(self, _: str) -> None:
        self.parser.CharacterDataHandler = None
        self.parser.EndElementHandler = None

    def _value(self, _: dict[str, str]) -> None:
        if self.shared:
            self.parser.CharacterDataHandler = self._index
            self.parser.EndElementHandler = self.end

    def _formula(self, _: dict[str, str]) -> None:
        self._odd(Oddity.FORMULA)

    def _merge(self, _: dict[str, str]) -> None:
        self.merges += 1
        if self.merges > self.limits.cells // 4:
            raise too_many_rows(self.limits)

    def _row(self, attributes: dict[str, str]) -> None:
        self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
        self.column = -1
        self.row_elements += 1
        self._reach(max(self.row + 1, self.row_elements), 0)

    def _cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self.column += 1
        else:
            self.row, self.column = _position(reference)
        kind = attributes.get("t")
        self.shared = kind == "s"
        if kind == "e":
            self._odd(Oddity.ERROR)
        self.marks.cells += 1
        self._reach(self.row + 1, self.column + 1)

    def _reach(self, rows: int, columns: int) -> None:
        marks, limits = self.marks, self.limits
        if rows > marks.rows:
            marks.rows = rows
        if columns > marks.columns:
            marks.columns = columns
        if rows > limits.rows or columns > limits.columns or marks.cells > limits.cells:
            raise too_many_rows(limits)

    def _odd(self, oddity: Oddity) -> None:
        if len(self.marks.oddities) > self.limits.cells // 10:
            raise too_many_rows(self.limits)
        self.marks.oddities[self.row, self.column] = oddity

    def _index(self, text: str) -> None:
        index = int(text)
        if 0 <= index < self.limits.cells:
            self.marks.text_cells.append(index)


class _SharedStrings:
    """Notes how long each shared string is."""

    def __init__(self, parser: XMLParserType, marks: Marks, limits: Limits) -> None:
        self.marks, self.limits, self.length = marks, limits, 0
        parser.StartElementHandler = self.start
        parser.CharacterDataHandler = self.text
        parser.EndElementHandler = self.end

    def start(self, name: str, _: dict[str, str]) -> None:
        if name.rpartition(":")[2] == "si":
            self.length = 0

    def text(self, text: str) -> None:
        self.length += len(text)

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] == "si":
            self.marks.strings.append(self.length)
            if self.length > _LONGEST_CELL or len(self.marks.strings) > self.limits.cells:
                raise too_much_text(self.limits)


class _Names:
    """Notes which part each sheet's name leads to: from the workbook and from its relations."""

    def __init__(self, parser: XMLParserType, marks: Marks, _: Limits) -> None:
        self.marks = marks
        parser.StartElementHandler = self.start

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        by_name = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "sheet":
            self.marks.names[by_name.get("name", "")] = by_name.get("id", "")
        elif name == "Relationship":
            self.marks.names[by_name.get("Id", "")] = by_name.get("Target", "")


def _position(reference: str) -> tuple[int, int]:
    """(row, column) of a reference such as `AB12`, from 0."""
    letters = reference.rstrip("0123456789")
    digits = reference[len(letters) :]
    column = _COLUMNS.get(letters)
    if column is None:
        if not 0 < len(letters) <= 3 or not letters.isascii() or not letters.isalpha():
            raise damaged()
        column = -1
        for character in letters.upper():
            column = (column + 1) * 26 + ord(character) - ord("A")
    return int(digits) - 1, column


_COLUMNS = {chr(ord("A") + index): index for index in range(26)}

PART_READERS: dict[str, Callable[[XMLParserType, Marks, Limits], object]] = {
    "worksheet": _Worksheet,
    "sst": _SharedStrings,
    "workbook": _Names,
    "Relationships": _Names,
}
