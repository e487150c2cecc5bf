"""The device API as an OpenAPI 3.1 document, made from what each route declares of itself.

Schemas are those of `schemas.py`, so that the document can't say anything else than the code.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar

from pydantic.json_schema import models_json_schema

from checkpoint.gate.fields import Shape
from checkpoint.gate.schemas import Error

View = TypeVar("View", bound=Callable[..., Any])

OPENAPI = "3.1.0"
DESCRIPTION = """\
What a gate device and the office say to each other. A phone joins once, with a code that staff
shows it, and from then on shows its credential as a bearer token; there are no cookies. Errors are
`{"error": {"code", "message", "field"}}`: the code is stable, the message is in the language of
`Accept-Language` (zh, en).

A crossing's id is made by the device. Sending the same crossing again is always right: it gets its
first answer. Another body under the same id is a conflict; both are kept."""

_REF = "#/components/schemas/{model}"
_ALWAYS = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY)
_WITH_BODY = (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value in the address or in a header of the request."""

    name: str
    place: str
    schema: Mapping[str, Any]
    description: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a route takes and gives, by HTTP status; `refusals` beside those that all have."""

    summary: str
    gives: Mapping[int, type[Shape] | None]
    takes: type[Shape] | None = None
    parameters: tuple[Parameter, ...] = ()
    refusals: tuple[int, ...] = ()
    open_to_all: bool = False


def declares(declaration: Declaration) -> Callable[[View], View]:
    """Attach a declaration to a view."""

    def attach(view: View) -> View:
        view.declaration = declaration  # type: ignore[attr-defined]
        return view

    return attach


@dataclass(frozen=True, slots=True)
class Route:
    """A declared route: `method` in lower case, `path` with its prefix."""

    method: str
    path: str
    name: str
    declaration: Declaration


def document(routes: Iterable[Route], version: str) -> dict[str, Any]:
    """The OpenAPI document of `routes`."""
    routes = sorted(routes, key=lambda route: (route.path, route.method))
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method] = _operation(route)
    return {
        "openapi": OPENAPI,
        "info": {"title": "Checkpoint device API", "version": version, "description": DESCRIPTION},
        "paths": paths,
        "components": {
            "schemas": _schemas(routes),
            "securitySchemes": {
                "device": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "`<device id>.<secret>`, as it was given at enrolment.",
                }
            },
        },
        "security": [{"device": []}],
    }


def _operation(route: Route) -> dict[str, Any]:
    declared = route.declaration
    operation: dict[str, Any] = {
        "operationId": route.name,
        "summary": declared.summary,
        "responses": {
            str(int(status)): _response(status, shape) for status, shape in _answers(declared)
        },
    }
    if declared.open_to_all:
        operation["security"] = []
    if declared.parameters:
        operation["parameters"] = [_parameter(each) for each in declared.parameters]
    if declared.takes:
        operation["requestBody"] = {"required": True, "content": _content(declared.takes)}
    return operation


def _answers(declared: Declaration) -> Iterable[tuple[int, type[Shape] | None]]:
    refusals = {*declared.refusals, *_ALWAYS}
    if declared.takes:
        refusals |= set(_WITH_BODY)
    if not declared.open_to_all:
        refusals.add(HTTPStatus.UNAUTHORIZED)
    yield from declared.gives.items()
    yield from ((status, Error) for status in sorted(refusals))


def _response(status: int, shape: type[Shape] | None) -> dict[str, Any]:
    response: dict[str, Any] = {"description": HTTPStatus(status).phrase}
    if shape:
        response["content"] = _content(shape)
    return response


def _content(shape: type[Shape]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REF.format(model=shape.__name__)}}}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": parameter.place,
        "required": False,
        "schema": dict(parameter.schema),
        "description": parameter.description,
    }


def _schemas(routes: Iterable[Route]) -> dict[str, Any]:
    shapes: set[type[Shape]] = {Error}
    for route in routes:
        declared = route.declaration
        shapes |= {each for each in (declared.takes, *declared.gives.values()) if each}
    in_order = sorted(shapes, key=lambda shape: shape.__name__)
    _, schema = models_json_schema(
        [(shape, "validation") for shape in in_order], ref_template=_REF, by_alias=True
    )
    definitions: dict[str, Any] = schema["$defs"]
    return definitions
