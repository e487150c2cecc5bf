"""Proposes what each column of a sheet is: by its heading first, then by its values. Pure."""

from checkpoint.people.roster.contents import Profile, corrected, guessed, profile_of
from checkpoint.people.roster.grid import Sheet
from checkpoint.people.roster.heading_words import PEOPLE, REPEATABLE, Field, field_of
from checkpoint.people.roster.layout import Column

_GUESSED = 0.4
_MOSTLY = 0.6
# A heading and, where columns are grouped under a wider one, that one's text.
Heading = tuple[str, str]


def columns_under(sheet: Sheet, headings: list[Heading], first_row: int) -> tuple[Column, ...]:
    """The columns below headings of (group, own) text."""
    profiles = _profiles(sheet, first_row)
    worded = [_worded(*heading) for heading in headings]
    taken = frozenset(field for field, _ in worded)
    found = [
        (corrected(field, profile, taken), confidence)
        for (field, confidence), profile in zip(worded, profiles, strict=True)
    ]
    fields = _without_rivals(_completed(found, profiles), profiles)
    return tuple(
        Column(index, " ".join(filter(None, heading)), *field, _examples(sheet, index, first_row))
        for index, (heading, field) in enumerate(zip(headings, fields, strict=True))
    )


def columns_by_value(sheet: Sheet, first_row: int) -> tuple[Column, ...]:
    """The columns of a sheet whose headings say nothing, all guessed."""
    profiles = _profiles(sheet, first_row)
    fields = _without_rivals([(field, _GUESSED) for field in guessed(profiles)], profiles)
    return tuple(
        Column(index, "", field, confidence, _examples(sheet, index, first_row))
        for index, (field, confidence) in enumerate(fields)
    )


def _profiles(sheet: Sheet, first_row: int) -> list[Profile]:
    body = sheet.rows[first_row:]
    return [
        profile_of(row[index] if index < len(row) else "" for row in body)
        for index in range(sheet.width)
    ]


def _worded(group: str, own: str) -> tuple[Field, float]:
    """The field of a heading; its own wording decides, unless its group says whose name it is."""
    found = field_of(own) or field_of(group + own) or field_of(group)
    if found is None:
        return Field.IGNORE, 0.0
    whose = field_of(group)
    return whose if found[0] is Field.NAME and whose and whose[0] in PEOPLE else found


def _completed(
    found: list[tuple[Field, float]], profiles: list[Profile]
) -> list[tuple[Field, float]]:
    """Take unknown columns by their values, where what they hold is still missing."""
    fields = {field for field, _ in found}
    if Field.UNIT in fields and not fields & {Field.ROOM, Field.ADDRESS}:
        # 'Unit' with no room beside it is the door.
        return [(Field.ROOM, 0.6) if field is Field.UNIT else (field, how) for field, how in found]
    if Field.ROOM in fields and not fields & {Field.BUILDING, Field.ADDRESS}:
        found = _with_buildings(found, profiles)
    by_value = guessed(profiles)
    wanted = (PEOPLE if not fields & PEOPLE else frozenset()) | (
        {Field.ADDRESS} if not fields & {Field.ROOM, Field.ADDRESS} else frozenset()
    )
    return [
        (guess, _GUESSED) if how == 0.0 and guess in wanted else (field, how)
        for (field, how), guess in zip(found, by_value, strict=True)
    ]


def _with_buildings(
    found: list[tuple[Field, float]], profiles: list[Profile]
) -> list[tuple[Field, float]]:
    """Take one or two unknown columns of numbers before the room for building and unit."""
    room = next(index for index, (field, _) in enumerate(found) if field is Field.ROOM)
    numbers = [
        index
        for index in range(room)
        if found[index][1] == 0.0
        and profiles[index].number > _MOSTLY
        and not profiles[index].ascending
    ]
    places = [Field.BUILDING, Field.UNIT][: len(numbers)]
    guesses = dict(zip(numbers, places, strict=False)) if len(numbers) < 3 else {}
    return [
        (guesses[index], _GUESSED) if index in guesses else each for index, each in enumerate(found)
    ]


def _without_rivals(
    found: list[tuple[Field, float]], profiles: list[Profile]
) -> list[tuple[Field, float]]:
    """Where two columns claim a field, the surer and then the fuller and then the first has it."""
    winners: dict[Field, int] = {}
    for index, (field, how) in enumerate(found):
        rival = winners.get(field)
        if rival is None or (how, profiles[index].filled > 0) > (
            found[rival][1],
            profiles[rival].filled > 0,
        ):
            winners[field] = index
    return [
        (field, how) if field in REPEATABLE or winners[field] == index else (Field.IGNORE, how)
        for index, (field, how) in enumerate(found)
    ]


def _examples(sheet: Sheet, index: int, first_row: int) -> tuple[str, ...]:
    """The first different values of a column, to be recognised by."""
    found: dict[str, None] = {}
    for row in range(first_row, min(first_row + 60, len(sheet.rows))):
        if cell := sheet.cell(row, index):
            found.setdefault(cell)
        if len(found) == 3:
            break
    return tuple(found)
