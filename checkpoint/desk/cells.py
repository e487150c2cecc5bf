"""Spreadsheet files that can't do anything: no cell of them is ever a formula. Pure.

A CSV has no types: whoever opens it takes a cell that begins like a formula for one, so such a
cell gets an apostrophe in front (OWASP, 'CSV injection'). In an XLSX every text is written as a
text.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

Cell = str | int | float
Row = Sequence[Cell]

# The full-width forms too: spreadsheets of East Asia read them alike.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOM = "\ufeff"  # tells spreadsheets that the file is UTF-8


def inert(cell: Cell) -> Cell:
    """The cell as a CSV may hold it: figures as they are, texts never like a formula."""
    if not isinstance(cell, str):
        return cell
    text = storable(cell)
    return f"'{text}" if text.lstrip(" \u3000\xa0").startswith(DANGEROUS) else text


def storable(text: str) -> str:
    """`text` without what no file format can hold: NUL and halves of characters."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def csv_lines(headings: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """A CSV file line by line, UTF-8 once encoded, with the mark that says so in front."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield BOM
    for row in (headings, *rows):
        writer.writerow([inert(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def xlsx_file(title: str, headings: Sequence[str], rows: Iterable[Row]) -> bytes:
    """An XLSX file with one sheet. Texts are texts, whatever they begin with."""
    import xlsxwriter  # here alone: it is a lot to import

    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, {**options, "in_memory": True}) as book:
        sheet = book.add_worksheet(title[:31])
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet.freeze_panes(1, 0)
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, bold)
            sheet.set_column(column, column, 16)
        for index, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(index, column, storable(cell)[:32_000])
                else:
                    sheet.write_number(index, column, cell)
    return buffer.getvalue()
