"""Finds the headings of a sheet and proposes its layout. Pure.

Title rows may stand above, and the headings may take two rows where the upper one groups columns.
"""

from collections.abc import Mapping
from dataclasses import replace

from checkpoint.people.roster.columns import Heading, columns_by_value, columns_under
from checkpoint.people.roster.grid import Sheet
from checkpoint.people.roster.heading_words import PLACES, Field, field_of, is_heading_like
from checkpoint.people.roster.layout import Layout, with_fields

_SEARCHED_ROWS = 40
_WITH_DIGITS = PLACES | {Field.PHONE, Field.ID_NUMBER}


def propose(sheet: Sheet) -> Layout:
    """The layout that a sheet seems to have; `usable` says whether it looks like a roster."""
    rows = range(min(_SEARCHED_ROWS, len(sheet.rows)))
    best = max(rows, key=lambda row: _score(sheet, row), default=0)
    if not rows or _score(sheet, best) < 2:
        return _without_headings(sheet)
    top, bottom = _heading_rows(sheet, best)
    headings = [_heading(sheet, top, bottom, index) for index in range(sheet.width)]
    return Layout(sheet.name, bottom + 1, columns_under(sheet, headings, bottom + 1))


def _score(sheet: Sheet, row: int) -> float:
    """How many different fields a row seems to name; ignored columns count little."""
    cells = [cell for cell in sheet.rows[row] if is_heading_like(cell)]
    fields = {found[0] for cell in cells if (found := field_of(cell))}
    core = fields - {Field.IGNORE, Field.SEQUENCE, Field.NOTE}
    return len(core) + 0.1 * len(fields - core) if len(core) > 1 else 0


def _heading_rows(sheet: Sheet, best: int) -> tuple[int, int]:
    """The best row, and the one above or below it that groups or details it."""
    if _completes(sheet, best, best + 1):
        return best, best + 1
    if best > 0 and _completes(sheet, best, best - 1):
        return best - 1, best
    return best, best


def _completes(sheet: Sheet, row: int, other: int) -> bool:
    """Whether `other` names columns that `row` leaves blank or groups, and holds no values."""
    if not 0 <= other < len(sheet.rows):
        return False
    filled = [index for index, cell in enumerate(sheet.rows[other]) if cell]
    wording = [index for index in filled if is_heading_like(sheet.cell(other, index))]
    if not wording or len(wording) < len(filled):
        return False
    fresh = [index for index in wording if not sheet.cell(row, index)]
    grouped = [index for index in wording if _group(sheet, min(row, other), index)]
    return bool(fresh or (other > row and grouped))


def _group(sheet: Sheet, row: int, index: int) -> str:
    """The text of a heading that spans several columns, for each of them."""
    for merge in sheet.merges:
        if merge.top <= row <= merge.bottom and merge.left <= index <= merge.right > merge.left:
            return sheet.cell(merge.top, merge.left)
    return ""


def _heading(sheet: Sheet, top: int, bottom: int, index: int) -> Heading:
    own = sheet.cell(bottom, index)
    if top == bottom:
        return "", own
    above = sheet.cell(top, index) or _group(sheet, top, index)
    return (above, own) if own else ("", above)


def overruled(sheet: Sheet, layout: Layout, fields: Mapping[int, Field]) -> Layout:
    """The layout as a person corrected it: field by column index."""
    corrected = with_fields(layout, fields)
    return corrected if corrected.has_headings else _past_words(sheet, corrected)


def _without_headings(sheet: Sheet) -> Layout:
    """A sheet without headings, or with words that say nothing: every column is guessed."""
    first_row = next((row for row, cells in enumerate(sheet.rows) if sum(map(bool, cells)) > 1), 0)
    columns = columns_by_value(sheet, first_row)
    layout = _past_words(sheet, Layout(sheet.name, first_row, columns, has_headings=False))
    if layout.first_row == first_row:
        return layout
    # The words are out of the way of the values now.
    fields = {column.index: column for column in columns_by_value(sheet, layout.first_row)}
    columns = tuple(replace(fields[each.index], heading=each.heading) for each in layout.columns)
    return replace(layout, columns=columns)


def _past_words(sheet: Sheet, layout: Layout) -> Layout:
    """The layout below its first row, where that has words in columns of numbers: headings that
    nobody understood."""
    row = layout.first_row
    cells = [
        sheet.cell(row, column.index) for column in layout.columns if column.field in _WITH_DIGITS
    ]
    if not any(cells) or any(map(_has_digit, cells)):
        return layout
    columns = tuple(
        replace(column, heading=sheet.cell(row, column.index)) for column in layout.columns
    )
    return replace(layout, first_row=row + 1, columns=columns)


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)
