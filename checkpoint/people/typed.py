"""Reading what was typed field by field: all that is wrong with it at once."""

from collections.abc import Callable, Mapping
from typing import Any

from checkpoint.errors import BadInput


class BadFields(BadInput):
    """Fields that can't be taken as they were typed. `errors`: what is wrong, by field."""

    code = "input.fields"

    def __init__(self, errors: Mapping[str, BadInput]) -> None:
        field, first = next(iter(errors.items()))
        super().__init__(first.message, field=field)
        self.params = first.params
        self.errors = errors


def read_fields(readers: Mapping[str, Callable[[], object]]) -> dict[str, Any]:
    """What each reader makes of its field. Raises BadFields with every field that is wrong."""
    values: dict[str, Any] = {}
    errors: dict[str, BadInput] = {}
    for field, read in readers.items():
        try:
            values[field] = read()
        except BadInput as error:
            errors[field] = error
    if errors:
        raise BadFields(errors)
    return values


def one_line(text: str, field: str, most: int, missing: BadInput | None = None) -> str:
    """A line of at most so many characters; raises `missing` where there must be one."""
    line = " ".join(text.split())
    if missing and not line:
        raise missing
    if len(line) > most or not line.isprintable():
        raise BadInput("Write at most %(most)s characters.", field=field, most=most)
    return line
