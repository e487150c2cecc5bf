"""Reads an .xlsx, after `xlsx_scan` has found it harmless."""

import io
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine

from checkpoint.people.roster.grid import Limits, Merge, Oddity, Sheet, trimmed
from checkpoint.people.roster.refusals import damaged, encrypted
from checkpoint.people.roster.xlsx_scan import Scan, scan_xlsx


def read_xlsx(content: bytes, limits: Limits) -> tuple[Sheet, ...]:
    """Every worksheet, hidden ones too. Raises RosterRefused or RosterTooLarge."""
    scan = scan_xlsx(content, limits)
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            return tuple(
                _sheet(workbook, about, scan)
                for about in workbook.sheets_metadata
                if about.typ == python_calamine.SheetTypeEnum.WorkSheet
            )
    except python_calamine.PasswordError as error:
        raise encrypted() from error
    except python_calamine.CalamineError as error:
        raise damaged() from error
    except BaseException as error:
        # A panic inside the reader arrives as a BaseException of its own.
        if type(error).__name__ != "PanicException":
            raise
        raise damaged() from error


def _sheet(
    workbook: python_calamine.CalamineWorkbook, about: python_calamine.SheetMetadata, scan: Scan
) -> Sheet:
    found = workbook.get_sheet_by_name(about.name)
    oddities = dict(scan.oddities_of(about.name))
    # `iter_rows` begins with the first row of the sheet, `start` or not.
    rows = [
        tuple(_text(value, (number, column), oddities) for column, value in enumerate(row))
        for number, row in enumerate(found.to_python(skip_empty_area=False))
    ]
    return Sheet(
        name=about.name,
        rows=trimmed(rows),
        hidden=about.visible != python_calamine.SheetVisibleEnum.Visible,
        merges=tuple(_merge(*corners) for corners in found.merged_cell_ranges or ()),
        oddities=oddities,
    )


def _merge(first: tuple[int, int], last: tuple[int, int]) -> Merge:
    return Merge(first[0], first[1], last[0], last[1])


def _text(value: Any, at: tuple[int, int], oddities: dict[tuple[int, int], Oddity]) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, date | datetime | time | timedelta):
        oddities.setdefault(at, Oddity.DATE)
    return cell_text(value)


def cell_text(value: object) -> str:
    """What a cell says: 101.0 is '101', a date its ISO form, nothing ''."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value).strip()
