"""Rows of a roster that can't be taken, or that someone should look at. Pure.

An *error* row is not imported, and while there is one the file is refused unless staff choose
to leave such rows out. A *doubt* is imported and listed: something contradicts something. A
*notice* is unusual and yet may well be so. Sentences are English msgids with named placeholders,
as in `checkpoint.errors`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from checkpoint.people.roster.grid import letter
from checkpoint.people.roster.inert import excerpt


class Severity(StrEnum):
    """What a problem means for its row."""

    ERROR = "error"
    DOUBT = "doubt"
    NOTICE = "notice"


_ERRORS = {
    "name.missing": "There is an address here but nobody's name. Write the name, or 空置 (vacant).",
    "name.missing_beside": "There is something about a person here, but no name.",
    "name.too_long": "A name of %(length)s characters is not a name.",
    "name.not_a_name": "This is not a person's name.",
    "address.missing": "There is a person here but no address.",
    "address.missing_building": "The building is missing.",
    "address.missing_room": "The room is missing.",
    "address.unreadable": "This can't be read as an address. Write it like 3-2-501.",
    "address.date": "The spreadsheet turned this into a date. Format the column as text and "
    "type it again.",
    "address.unit_missing": "The unit is missing, and %(where)s has this room as well.",
    "household.twice": "This household is in the roster twice, first in row %(first)s as "
    "%(where)s. Keep its people together in one place.",
    "person.twice": "This person is in the same household twice, first in row %(first)s.",
    "cell.formula": "Formulas are not taken. Put the plain value in this cell.",
    "cell.markup": "The signs < and > are not taken. Write plain text.",
    "cell.invisible": "There are invisible characters in this cell. Type it again.",
    "cell.control": "There are control characters in this cell. Type it again.",
    "cell.too_long": "This is too long for its column (%(length)s characters).",
    "sheet.no_building": "Nothing in this sheet says which building its rooms are in. Add a "
    "column, or name the sheet after its building.",
}
_DOUBTS = {
    "address.no_unit": "Other households of this building have a unit, this one has none.",
    "name.odd": "This is unusual for a name; it was taken as it is.",
    "name.lost_character": "A character of this name seems to be lost; it was taken as it is.",
    "household.taken_with_above": "There is no address here; the person was taken into the "
    "household above.",
    "household.two_heads": "This household has two heads.",
    "size.differs": "The household size says %(stated)s, but %(counted)s are listed.",
    "total.differs": "The total says %(stated)s people, but %(counted)s were read in this sheet.",
    "total.households_differ": "The total says %(stated)s households, but %(counted)s were read in "
    "this sheet.",
    "person.elsewhere": "The same ID number stands at %(where)s, row %(first)s; both were taken.",
    "phone.odd": "This does not look like a phone number; it was left blank.",
    "id_number.odd": "This does not look like an ID number; it was left blank.",
    "note.shortened": "This note is too long; its beginning was taken.",
    "row.not_understood": "This row names neither a person nor an address; it was passed over.",
    "sheet.no_headings": "The headings are missing or not understood; the columns were told by "
    "their values.",
}
_NOTICES = {
    "household.scattered": "The people of this household stand apart: also in row %(first)s. "
    "They were put together.",
    "person.same_name": "Row %(first)s of this household reads the same; both people were taken.",
}
MESSAGES: Mapping[str, str] = _ERRORS | _DOUBTS | _NOTICES
_SEVERITIES = (
    dict.fromkeys(_ERRORS, Severity.ERROR)
    | dict.fromkeys(_DOUBTS, Severity.DOUBT)
    | dict.fromkeys(_NOTICES, Severity.NOTICE)
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. `row` counts from 1 as in the file; `column` is its letter, '' for the row."""

    sheet: str
    row: int
    column: str
    heading: str
    reason: str
    value: str = ""
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """Error, doubt or notice: the reason decides."""
        return _SEVERITIES[self.reason]

    @property
    def message(self) -> str:
        """The sentence's msgid; its placeholders are in `params`."""
        return MESSAGES[self.reason]

    def text(self) -> str:
        """The sentence in English."""
        return self.message % self.params if self.params else self.message


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the file something stands; indexes from 0, `column` None for the whole row."""

    sheet: str
    row: int
    column: int | None = None
    heading: str = ""

    def problem(
        self, reason: str, value: str = "", params: Mapping[str, object] | None = None
    ) -> Problem:
        """A problem here. The value is shown inert and short."""
        column = "" if self.column is None else letter(self.column)
        return Problem(
            self.sheet,
            self.row + 1,
            column,
            excerpt(self.heading),
            reason,
            excerpt(value),
            params or {},
        )
