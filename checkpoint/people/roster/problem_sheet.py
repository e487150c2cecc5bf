"""Problem rows as a spreadsheet: the rows as they stood, with the reason beside each.

It can be mended and imported: the headings are the roster's own. Every cell is written as text that
a spreadsheet program shows and never computes, also after it was edited.
"""

import io
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from checkpoint.people.roster.grid import Limits, Sheet
from checkpoint.people.roster.inert import visible
from checkpoint.people.roster.layout import Layout
from checkpoint.people.roster.lines import filled_down
from checkpoint.people.roster.problems import Problem, Severity
from checkpoint.people.roster.reading import RosterFile

# Turns an English sentence with placeholders into the reader's language.
Say = Callable[..., str]
_LONGEST = 1_000
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}


def in_english(message: str, **params: object) -> str:
    """The sentence as it is."""
    return message % params if params else message


def problem_sheet(file: RosterFile, say: Say = in_english) -> bytes:
    """The problem rows of a roster as the bytes of an .xlsx, one sheet for each sheet with some."""
    import xlsxwriter  # here alone: it is a lot to import

    by_sheet: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in file.roster.problems:
        by_sheet[problem.sheet].append(problem)
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        for number, sheet in enumerate(file.workbook.sheets, 1):
            if problems := by_sheet.get(sheet.name):
                title = f"{number} {_NOT_IN_TITLES.sub(' ', visible(sheet.name))}"[:31]
                _write(book, title, sheet, file.layout(sheet.name), problems, say)
        if not by_sheet:
            book.add_worksheet().write_string(0, 0, say("There are no problems."))
    return content.getvalue()


def _write(
    book: Any, title: str, sheet: Sheet, layout: Layout, problems: Sequence[Problem], say: Say
) -> None:
    page = book.add_worksheet(title)
    # A quoted cell stays text when somebody edits it.
    text = book.add_format({"quote_prefix": True, "valign": "top", "text_wrap": True})
    bold = book.add_format({"bold": True, "bottom": 1, "quote_prefix": True})
    headings = [column.heading or column.letter for column in layout.columns]
    labels = (say("Row in the file"), say("Reason"))
    _write_row(page, 0, [*labels, *headings], bold)
    fills = filled_down(sheet, layout, Limits())
    by_row: defaultdict[int, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_row[problem.row].append(problem)
    for at, (row, found) in enumerate(sorted(by_row.items()), 1):
        cells = [
            sheet.cell(row - 1, column.index) or fills.get((row - 1, column.index), "")
            for column in layout.columns
        ]
        reasons = "\n".join(_reason(problem, say) for problem in found)
        _write_row(page, at, [str(row), reasons, *cells], text)
    page.set_column(0, 0, 8)
    page.set_column(1, 1, 48)
    page.set_column(2, 1 + len(headings), 14)
    page.freeze_panes(1, 2)


def _write_row(page: Any, at: int, cells: Sequence[str], cell_format: Any) -> None:
    for column, cell in enumerate(cells):
        if cell:
            page.write_string(at, column, visible(cell)[:_LONGEST], cell_format)


def _reason(problem: Problem, say: Say) -> str:
    sentence = say(problem.message, **problem.params)
    where = problem.heading or problem.column
    if problem.severity is not Severity.ERROR:
        sentence = say("Please check: %(sentence)s", sentence=sentence)
    return f"{visible(where)}: {sentence}" if where else sentence
