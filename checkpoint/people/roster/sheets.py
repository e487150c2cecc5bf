"""Opens a roster file of any accepted kind as plain sheets.

The first bytes decide what a file is, not its name; a name that claims the other family
(text for a spreadsheet or the reverse) is refused, because one of the two was a mistake.
"""

from pathlib import Path

from checkpoint.people.roster.delimited import read_delimited
from checkpoint.people.roster.grid import Limits, Sheet, Workbook
from checkpoint.people.roster.inert import excerpt
from checkpoint.people.roster.refusals import (
    RosterRefused,
    file_too_large,
    macros,
    wrong_extension,
)

LIMITS = Limits()
EXTENSIONS = (".xlsx", ".xls", ".csv", ".tsv", ".txt")
_TEXT = (".csv", ".tsv", ".txt")
_MACRO = (".xlsm", ".xlsb", ".xltm", ".xlam")
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Excel 2 to 4 and Lotus: a bare stream of records without a container.
_OLD = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x00\x00\x02\x00")


def read_file(path: Path, limits: Limits = LIMITS) -> bytes:
    """The bytes of a file, refused by its size before it is read."""
    try:
        if path.stat().st_size > limits.file_bytes:
            raise file_too_large(limits)
        return path.read_bytes()
    except OSError as error:
        raise RosterRefused(
            "%(path)s can't be read: %(why)s.",
            code="roster.no_file",
            path=path,
            why=error.strerror or error,
        ) from error


def open_workbook(content: bytes, filename: str, limits: Limits = LIMITS) -> Workbook:
    """The sheets of a roster file. `filename` is its bare name as the person knows it.

    Raises RosterRefused, or RosterTooLarge before anything large is unpacked.
    """
    if len(content) > limits.file_bytes:
        raise file_too_large(limits)
    _check_name(content, filename)
    # Here alone: each brings its reader along, and every other command is better off without.
    if content.startswith(_ZIP):
        from checkpoint.people.roster.xlsx import read_xlsx

        sheets = read_xlsx(content, limits)
    elif content.startswith(_CONTAINER):
        from checkpoint.people.roster.xls import read_xls

        sheets = read_xls(content, limits)
    else:
        sheets = (read_delimited(content, filename, limits),)
    if not any(sheet.rows for sheet in sheets):
        raise _empty()
    return Workbook(filename, tuple(sheets))


def _check_name(content: bytes, filename: str) -> None:
    extension = Path(filename).suffix.lower()
    if not content.strip(b"\xef\xbb\xbf\r\n\t ,;\0"):
        raise _empty()
    if extension in _MACRO:
        raise macros()
    if _is_html(content):
        raise RosterRefused(
            "This file is a web page that was named like a spreadsheet. Open it in your "
            "spreadsheet program, save it as .xlsx and send that file.",
            code="roster.html",
        )
    binary = content.startswith((_ZIP, _EMPTY_ZIP, _CONTAINER))
    if extension not in EXTENSIONS or binary == (extension in _TEXT) or content.startswith(_OLD):
        raise wrong_extension(excerpt(filename))


def _is_html(content: bytes) -> bool:
    start = content[:1024].lstrip(b"\xef\xbb\xbf\xff\xfe\r\n\t ").replace(b"\0", b"").lower()
    return start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<style"))


def _empty() -> RosterRefused:
    return RosterRefused(
        "There is nothing in this file. Choose the file that holds the roster.",
        code="roster.empty",
    )


def sheet_named(workbook: Workbook, name: str) -> Sheet:
    """The sheet of that name. Raises RosterRefused, listing the names there are."""
    for sheet in workbook.sheets:
        if sheet.name == name:
            return sheet
    raise RosterRefused(
        "There is no sheet named %(name)s in this file. Its sheets: %(known)s.",
        code="roster.no_sheet",
        name=name,
        known=", ".join(excerpt(sheet.name) for sheet in workbook.sheets),
    )
