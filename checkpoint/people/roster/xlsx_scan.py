"""Looks through an .xlsx before anything unpacks it into memory.

An .xlsx is a zip of XML, and a few kilobytes can promise gigabytes: a size that lies, a cell in the
last corner that makes a dense reader reserve the whole grid, one long shared string that a hundred
thousand cells name. So every entry is inflated here in small pieces and thrown away again, counting
what a reader would have to hold; the first limit that is passed ends it.
"""

from array import array
from dataclasses import dataclass, field
from xml.parsers import expat

from checkpoint.people.roster.grid import Limits, Oddity
from checkpoint.people.roster.refusals import (
    RosterRefused,
    damaged,
    macros,
    too_many_rows,
    too_much_text,
    unpacks_too_far,
)
from checkpoint.people.roster.unzipping import inflated, zip_entries
from checkpoint.people.roster.xlsx_parts import PART_READERS, Marks

# Readers hold a whole XML token in memory; no roster has one of a megabyte.
_LONGEST_TOKEN = 1024 * 1024
_NOT_XML = (".bin", ".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".vml")


@dataclass(slots=True)
class Scan:
    """What was noticed in each part of the file, by the part's path."""

    parts: dict[str, Marks] = field(default_factory=dict)

    def oddities_of(self, sheet: str) -> dict[tuple[int, int], Oddity]:
        """Formulas and errors of the sheet of that name, by (row, column)."""
        names = self.parts.get("xl/workbook.xml", Marks()).names
        targets = self.parts.get("xl/_rels/workbook.xml.rels", Marks()).names
        target = targets.get(names.get(sheet, ""), "")
        path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        return self.parts.get(path, Marks()).oddities


def scan_xlsx(content: bytes, limits: Limits) -> Scan:
    """Inflate and count everything once. Raises RosterRefused or RosterTooLarge."""
    entries = zip_entries(content)
    if len(entries) > limits.entries:
        raise unpacks_too_far(limits)
    _check_names({entry.filename.lower() for entry in entries})
    scan = Scan()
    left = limits.unpacked_bytes
    for entry in entries:
        part = _Part(entry.filename, limits)
        for piece in inflated(content, entry):
            if part.fed + len(piece) > left:
                raise unpacks_too_far(limits)
            part.feed(piece)
        if part.fed != entry.file_size:
            raise damaged()
        scan.parts[entry.filename] = part.finish()
        left -= part.fed
    _check_sum(scan, limits)
    return scan


def _check_names(names: set[str]) -> None:
    if any(name.endswith("vbaproject.bin") for name in names):
        raise macros()
    if "xl/workbook.xml" not in names or names & {"content.xml", "xl/workbook.bin"}:
        raise RosterRefused(
            "This is not an .xlsx spreadsheet. Open it in your spreadsheet program, "
            "save it as .xlsx and send that file.",
            code="roster.not_a_spreadsheet",
        )


def _check_sum(scan: Scan, limits: Limits) -> None:
    """Refuse what is too much only in all: the grids, and the strings in every cell naming them."""
    marks = list(scan.parts.values())
    if sum(each.rows * each.columns for each in marks) > limits.cells:
        raise too_many_rows(limits)
    lengths = next((each.strings for each in marks if each.strings), array("I"))
    count = len(lengths)
    text = sum(lengths[index] for each in marks for index in each.text_cells if index < count)
    if text > limits.text:
        raise too_much_text(limits)


class _Part:
    """Feeds one entry of the zip to an XML parser; its first element says who reads the rest."""

    def __init__(self, path: str, limits: Limits) -> None:
        self.path, self.limits, self.marks = path, limits, Marks()
        self.fed = 0
        self.parser: expat.XMLParserType | None = None
        if not path.lower().endswith(_NOT_XML):
            self.parser = expat.ParserCreate()
            self.parser.buffer_text = True
            self.parser.StartElementHandler = self._root
            self.parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, piece: bytes) -> None:
        """Take the next piece in. Raises when it breaks a limit or is no XML."""
        self.fed += len(piece)
        if self.parser is not None:
            self._parse(piece, last=False)
            if self.fed - self.parser.CurrentByteIndex > _LONGEST_TOKEN:
                raise damaged()

    def finish(self) -> Marks:
        """The entry ends here."""
        if self.parser is not None and self.fed:
            self._parse(b"", last=True)
        return self.marks

    def _parse(self, piece: bytes, last: bool) -> None:
        assert self.parser is not None  # noqa: S101 - asked by both callers
        try:
            self.parser.Parse(piece, last)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise damaged() from error

    def _root(self, name: str, _: dict[str, str]) -> None:
        assert self.parser is not None  # noqa: S101 - it is the one that calls
        self.parser.StartElementHandler = None
        reader = PART_READERS.get(name.rpartition(":")[2])
        if reader is not None:
            reader(self.parser, self.marks, self.limits)

    def _doctype(self, *_: object) -> None:
        # Entities are for bombs and for reading other people's files; no spreadsheet has them.
        raise damaged()
