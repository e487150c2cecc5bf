"""What a person said of columns in words, as a correction of a file's layouts."""

from collections import defaultdict
from collections.abc import Sequence

from checkpoint.errors import BadInput
from checkpoint.people.roster.grid import Workbook
from checkpoint.people.roster.heading_words import Field
from checkpoint.people.roster.layout import Column, Layout
from checkpoint.people.roster.reading import Correction, layouts_of
from checkpoint.people.roster.text import squeezed


def correction_of(
    workbook: Workbook, columns: Sequence[str], sheets: Sequence[str] = ()
) -> Correction:
    """The correction that `COLUMN=FIELD` texts and names of sheets mean.

    A column is named by its heading or its letter, in every sheet that has it. Raises BadInput.
    """
    found: defaultdict[str, dict[int, Field]] = defaultdict(dict)
    layouts = layouts_of(workbook) if columns else ()
    for text in columns:
        name, _, field = text.rpartition("=")
        places = [
            (layout, column) for layout in layouts if (column := _column(layout, name)) is not None
        ]
        if not places:
            raise _no_column(text, layouts)
        for layout, column in places:
            found[layout.sheet][column.index] = _field(field)
    return Correction(tuple(sheets) or None, found)


def _column(layout: Layout, name: str) -> Column | None:
    wanted = squeezed(name)
    by_heading = (each for each in layout.columns if wanted and squeezed(each.heading) == wanted)
    by_letter = (each for each in layout.columns if each.letter.lower() == wanted)
    return next(by_heading, None) or next(by_letter, None)


def _field(name: str) -> Field:
    try:
        return Field(name.strip().lower())
    except ValueError as error:
        raise BadInput(
            "%(name)s is nothing that a column can be. Write one of: %(known)s.",
            field="map",
            name=name,
            known=", ".join(field.value for field in Field),
        ) from error


def _no_column(text: str, layouts: Sequence[Layout]) -> BadInput:
    headings = dict.fromkeys(
        column.heading or column.letter for layout in layouts for column in layout.columns
    )
    return BadInput(
        "There is no column for '%(text)s'. Write HEADING=FIELD or LETTER=FIELD. "
        "The columns are: %(known)s.",
        field="map",
        text=text,
        known=", ".join(headings),
    )
