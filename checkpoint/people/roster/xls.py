"""Reads an .xls (Excel 97 to 2003).

By xlrd and not by the reader of .xlsx: this format can promise a grid of any size and name one
string in every cell, and a compiled reader that reserves them ends the whole process. xlrd keeps
what is there, shares strings, and raises exceptions.
"""

import io
from typing import Any

import xlrd

from checkpoint.errors import CheckpointError
from checkpoint.people.roster.grid import Limits, Merge, Oddity, Sheet, trimmed
from checkpoint.people.roster.refusals import (
    RosterRefused,
    damaged,
    encrypted,
    macros,
    too_many_rows,
    too_much_text,
)
from checkpoint.people.roster.xlsx import cell_text


def read_xls(content: bytes, limits: Limits) -> tuple[Sheet, ...]:
    """Every worksheet, hidden ones too. Raises RosterRefused or RosterTooLarge."""
    _check_streams(content)
    try:
        book = xlrd.open_workbook(
            file_contents=content,
            formatting_info=True,  # merged ranges come with it
            ragged_rows=True,
            logfile=io.StringIO(),
        )
        sheets = book.sheets()
        _check_sum(sheets, limits)
        return tuple(_sheet(book, sheet) for sheet in sheets)
    except CheckpointError:
        raise
    except xlrd.XLRDError as error:
        raise (encrypted() if "encrypted" in str(error) else damaged()) from error
    except Exception as error:
        # A file that contradicts itself surfaces as whatever index or length broke first.
        raise damaged() from error


def _check_streams(content: bytes) -> None:
    """Refuse by the names in the container what is a container, but no plain workbook."""
    if _stream_name("EncryptedPackage") in content:
        raise encrypted()
    if _stream_name("_VBA_PROJECT") in content:
        raise macros()
    if _stream_name("WordDocument") in content or _stream_name("PowerPoint Document") in content:
        raise RosterRefused(
            "This is not a spreadsheet. Open it, copy the table into a new spreadsheet, "
            "save it as .xlsx and send that file.",
            code="roster.not_a_spreadsheet",
        )


def _stream_name(name: str) -> bytes:
    return name.encode("utf-16-le")


def _check_sum(sheets: list[Any], limits: Limits) -> None:
    cells = text = 0
    for sheet in sheets:
        if sheet.nrows > limits.rows or sheet.ncols > limits.columns:
            raise too_many_rows(limits)
        for row in range(sheet.nrows):
            values = sheet.row_values(row)
            cells += len(values)
            text += sum(len(value) for value in values if isinstance(value, str))
        if cells > limits.cells:
            raise too_many_rows(limits)
        if text > limits.text:
            raise too_much_text(limits)


def _sheet(book: Any, sheet: Any) -> Sheet:
    oddities: dict[tuple[int, int], Oddity] = {}
    rows = [
        tuple(_text(book, cell, (row, column), oddities) for column, cell in enumerate(cells))
        for row in range(sheet.nrows)
        for cells in (sheet.row(row),)
    ]
    return Sheet(
        name=sheet.name,
        rows=trimmed(rows),
        hidden=sheet.visibility != 0,
        # xlrd's upper bounds are exclusive.
        merges=tuple(
            Merge(top, left, bottom - 1, right - 1)
            for top, bottom, left, right in sheet.merged_cells
        ),
        oddities=oddities,
    )


def _text(
    book: Any, cell: Any, at: tuple[int, int], oddities: dict[tuple[int, int], Oddity]
) -> str:
    if cell.ctype == xlrd.XL_CELL_DATE:
        oddities[at] = Oddity.DATE
        moment = xlrd.xldate.xldate_as_datetime(cell.value, book.datemode)
        return cell_text(moment.date() if cell.value == int(cell.value) else moment)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        oddities[at] = Oddity.ERROR
        return ""
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return cell_text(bool(cell.value))
    return cell_text(cell.value)
