"""A roster file that is refused as a whole, and what the person can do about it.

Rows that can't be taken are `Problem`s (`problems.py`), never exceptions.
"""

from checkpoint.errors import BadInput, TooLarge
from checkpoint.people.roster.grid import Limits

_MEGABYTE = 1024 * 1024


class RosterRefused(BadInput):
    """The file can't be read as a roster. `code` is `roster.<why>`."""

    code = "roster.unreadable"


class RosterTooLarge(TooLarge):
    """The file, or what it would unpack to, is past a limit."""

    code = "roster.too_large"


def damaged() -> RosterRefused:
    """The refusal of a file whose inside breaks off or contradicts itself."""
    return RosterRefused(
        "This file is damaged or only half there. Open it in your spreadsheet program, "
        "save it again as .xlsx and send that file.",
        code="roster.damaged",
    )


def encrypted() -> RosterRefused:
    """The refusal of a file that has a password."""
    return RosterRefused(
        "This file has a password. Take the password off in your spreadsheet program and save it.",
        code="roster.encrypted",
    )


def macros() -> RosterRefused:
    """The refusal of a file that carries program code."""
    return RosterRefused(
        "This file contains macros. Save it as .xlsx without macros and send that file.",
        code="roster.macros",
    )


def wrong_extension(filename: str) -> RosterRefused:
    """The refusal of a file that is not what its name says."""
    return RosterRefused(
        "%(filename)s is not what its name says. Open it in your spreadsheet program, "
        "save it as .xlsx or .csv and send that file.",
        code="roster.wrong_extension",
        filename=filename,
    )


def unpacks_too_far(limits: Limits) -> RosterTooLarge:
    """The refusal of a zip that holds more than any roster."""
    return RosterTooLarge(
        "This file would unpack to more than %(megabytes)s MB, which no roster does. "
        "Copy the roster's cells into a new file and send that.",
        megabytes=limits.unpacked_bytes // _MEGABYTE,
    )


def too_many_rows(limits: Limits) -> RosterTooLarge:
    """The refusal of a sheet that is longer or wider than a roster."""
    return RosterTooLarge(
        "A sheet of this file reaches further than %(rows)s rows or %(columns)s columns "
        "(blank formatted rows count too). Copy the roster's cells into a new file and send that.",
        rows=f"{limits.rows:,}",
        columns=limits.columns,
    )


def too_much_text(limits: Limits) -> RosterTooLarge:
    """The refusal of cells that hold more text than a roster could."""
    return RosterTooLarge(
        "The cells of this file hold more text (%(megabytes)s MB) than a roster could. "
        "Copy the roster's cells into a new file and send that.",
        megabytes=limits.text // _MEGABYTE,
    )


def file_too_large(limits: Limits) -> RosterTooLarge:
    """The refusal of a file by its size alone."""
    return RosterTooLarge(
        "This file is larger than %(megabytes)s MB. A roster of 10,000 people has about 1 MB; "
        "take pictures out of it, or send it one compound at a time.",
        megabytes=limits.file_bytes // _MEGABYTE,
    )
