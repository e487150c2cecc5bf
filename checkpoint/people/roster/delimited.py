"""Reads .csv and .tsv: finds encoding and delimiter, and refuses what is no table of text."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from checkpoint.people.roster.grid import Limits, Sheet, trimmed
from checkpoint.people.roster.inert import excerpt
from checkpoint.people.roster.refusals import (
    RosterRefused,
    damaged,
    too_many_rows,
    too_much_text,
    wrong_extension,
)

_DELIMITERS = ",\t;|"
_SAMPLE_LINES = 60
_PIECE = 256 * 1024
_LONGEST_CELL = 32_767
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_delimited(content: bytes, filename: str, limits: Limits) -> Sheet:
    """The table in `content` as a sheet named like the file. Raises RosterRefused."""
    encoding = _encoding(content, filename)
    delimiter, skip = _delimiter(content, encoding)
    rows: list[tuple[str, ...]] = []
    try:
        for record in _records(_text(content, encoding), delimiter):
            rows.append(() if skip and not rows else tuple(cell.strip() for cell in record))
            if len(rows) > limits.rows or len(record) > limits.columns:
                raise too_many_rows(limits)
    except csv.Error as error:
        raise _broken_row(error, len(rows) + 1, limits) from error
    except UnicodeError as error:
        raise damaged() from error
    if sum(map(len, rows)) > limits.cells:
        raise too_many_rows(limits)
    return Sheet(name=filename.rpartition(".")[0] or filename, rows=trimmed(rows))


def _encoding(content: bytes, filename: str) -> str:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return encoding
    if b"\0" in content:
        raise wrong_extension(excerpt(filename))
    for encoding in ("utf-8", "gb18030"):
        if _decodes(content, encoding):
            return encoding
    raise RosterRefused(
        "The letters of this file can't be read: it is neither UTF-8 nor GB18030. "
        "Save it as .xlsx, or as CSV UTF-8, and send that file.",
        code="roster.encoding",
    )


def _decodes(content: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for at in range(0, len(content), _PIECE):
            decoder.decode(content[at : at + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _text(content: bytes, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")


def _records(lines: io.TextIOWrapper, delimiter: str) -> Iterator[list[str]]:
    """Records as a spreadsheet would count them: a line break within quotes stays in its cell."""
    csv.field_size_limit(_LONGEST_CELL)
    return csv.reader(lines, delimiter=delimiter, strict=True)


def _delimiter(content: bytes, encoding: str) -> tuple[str, bool]:
    """The delimiter, and whether the first line only names it (`sep=;`)."""
    with _text(content, encoding) as lines:
        sample = list(islice(lines, _SAMPLE_LINES))
    first = sample[0].strip() if sample else ""
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], True
    return max(_DELIMITERS, key=lambda delimiter: _score(sample, delimiter)), False


def _score(sample: list[str], delimiter: str) -> tuple[int, int]:
    """How table-like the sample is with a delimiter: rows of the usual width, then that width."""
    try:
        widths = Counter(len(row) for row in csv.reader(sample, delimiter=delimiter) if any(row))
    except csv.Error:
        return 0, 0
    widths.pop(1, None)
    if not widths:
        return 0, 0
    width, rows = widths.most_common(1)[0]
    return rows, width


def _broken_row(error: csv.Error, row: int, limits: Limits) -> Exception:
    if "field larger" in str(error):
        return too_much_text(limits) if row > 1 else damaged()
    return RosterRefused(
        "Row %(row)s of this file has a quotation mark that does not end, so the rows after it "
        "can't be told apart. Mend that row, or save the file as .xlsx.",
        code="roster.broken_quotes",
        row=row,
    )
