"""Words of the import on screen."""

from flask_babel import gettext

from checkpoint.people.roster.heading_words import Field
from checkpoint.people.roster.matching import HouseholdChange
from checkpoint.people.roster.problems import Problem, Severity


def field_choices() -> list[tuple[str, str]]:
    """What a column can be, as pairs of value and words, in the order of a roster."""
    return [
        (Field.IGNORE.value, gettext("not used")),
        (Field.BUILDING.value, gettext("Building")),
        (Field.UNIT.value, gettext("Unit")),
        (Field.ROOM.value, gettext("Room")),
        (Field.ADDRESS.value, gettext("Whole address")),
        (Field.NAME.value, gettext("Name, one a row")),
        (Field.MEMBERS.value, gettext("Names of the household")),
        (Field.HEAD.value, gettext("Head of the household")),
        (Field.RELATION.value, gettext("Relation to the head")),
        (Field.PHONE.value, gettext("Phone")),
        (Field.ID_NUMBER.value, gettext("ID number")),
        (Field.SIZE.value, gettext("Household size")),
        (Field.NOTE.value, gettext("Note")),
        (Field.SEQUENCE.value, gettext("Sequence number")),
    ]


def problem_text(problem: Problem) -> str:
    """What is wrong, in the person's language."""
    return say(problem.message, **problem.params)


def say(message: str, **params: object) -> str:
    """An English sentence with placeholders, in the person's language."""
    return str(gettext(message, **params))


def severity_mark(severity: Severity) -> str:
    """The shape beside a problem."""
    return {Severity.ERROR: "bad", Severity.DOUBT: "warn", Severity.NOTICE: "off"}[severity]


def change_text(change: HouseholdChange) -> str:
    """What is different about a household, in words without anyone's name."""
    fields = {name for values in change.updates.values() for name in values}
    words = [
        (change.returned and not change.others, gettext("lives here again")),
        (change.others, gettext("others moved in: the old cards end")),
        (bool(change.added), gettext("%(count)s more", count=len(change.added))),
        (bool(change.removed), gettext("%(count)s fewer", count=len(change.removed))),
        (change.new_head, gettext("another head")),
        ("name" in fields, gettext("a name")),
        ("phone" in fields, gettext("a phone")),
        ("relation" in fields, gettext("a relation")),
        ("id_number" in fields, gettext("an ID number")),
        ("note" in fields or change.note is not None, gettext("a note")),
    ]
    return " · ".join(word for holds, word in words if holds)
