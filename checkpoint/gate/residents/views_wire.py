"""Reading what a page sent as JSON, and answering it."""

from typing import TypeVar

from flask import Response, abort, request
from pydantic import ValidationError

from checkpoint.errors import BadInput
from checkpoint.gate.fields import Shape

S = TypeVar("S", bound=Shape)


def sent(shape: type[S]) -> S:
    """What was sent. Raises BadInput with the field that can't be read."""
    if not request.is_json:
        abort(415)
    try:
        return shape.model_validate_json(request.get_data(cache=True))
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"]) or None
        raise BadInput("This could not be read. Check it and retry.", field=field) from error


def answered(shape: Shape, status: int = 200) -> Response:
    """The shape as JSON."""
    return Response(shape.model_dump_json(by_alias=True), status, mimetype="application/json")
