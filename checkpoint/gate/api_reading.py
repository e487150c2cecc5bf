"""Reading what a device sent: a body in JSON, a number in the address."""

from typing import TypeVar

from flask import abort, request
from pydantic import ValidationError

from checkpoint.errors import BadInput
from checkpoint.gate.fields import Shape
from checkpoint.gate.reasons import sentence

S = TypeVar("S", bound=Shape)


def sent(shape: type[S]) -> S:
    """What was sent. Raises BadInput with the field that can't be taken."""
    if not request.is_json:
        abort(415)
    try:
        return shape.model_validate_json(request.get_data(cache=False))
    except ValidationError as error:
        raise _refusal(error) from error


def whole_number(name: str, highest: int) -> int:
    """A parameter of the address, 0 where there is none. Raises BadInput."""
    text = request.args.get(name, "0")
    if not (text.isascii() and text.isdecimal() and len(text) <= 10 and int(text) <= highest):
        raise BadInput(
            "%(name)s must be a whole number up to %(highest)s.",
            field=name,
            name=name,
            highest=highest,
        )
    return int(text)


def _refusal(error: ValidationError) -> BadInput:
    problem = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in problem["loc"]) or None
    if problem["type"] == "json_invalid":
        return BadInput("This is not JSON. Send it again.", code="input.not_json")
    if "reading_tenths" in problem["loc"]:
        code = "reading.out_of_range"
        return BadInput(sentence(code), code=code, field=field)
    if field is None:
        return BadInput("What was sent does not fit together.")
    return BadInput("The field %(name)s can't be taken as it is.", field=field, name=field)
