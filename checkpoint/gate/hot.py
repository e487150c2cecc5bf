"""The busiest route, answered before the framework.

`POST /api/v1/crossings` is what every gate sends all day, and Flask's work around a request
(routing, session, hooks, headers) costs more than recording a crossing does. What goes well is
answered here, by the same services. Whatever does not (a credential that is not good, a letter that
can't be read, a database that can't write) is handed on with its body to the route of the same
name, which says what is wrong. Nothing is lost by asking twice: a repeat is known by its id.
"""

from io import BytesIO
from typing import TYPE_CHECKING

from flask import Flask
from flask_babel import force_locale
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from checkpoint import clock
from checkpoint.errors import CheckpointError
from checkpoint.gate.api import in_words
from checkpoint.gate.devices import device_of
from checkpoint.gate.recording.crossings import record_crossings
from checkpoint.gate.schemas import Letter, Receipt, Result
from checkpoint.web import HEADERS, accepted_language, settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH = "/api/v1/crossings"


class HotPath:
    """A WSGI application around that of `app`."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._whole: WSGIApplication = app.wsgi_app
        self._most = app.config["MAX_CONTENT_LENGTH"]
        self._headers = [*HEADERS.items(), ("Content-Type", "application/json")]

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> "Iterable[bytes]":
        """Answer it here, or let the whole application do so."""
        size = self._size(environ)
        if size is None:
            return self._whole(environ, start)
        body = environ["wsgi.input"].read(size)
        answer = self._answer(environ, body)
        if answer is None:
            environ["wsgi.input"] = BytesIO(body)
            return self._whole(environ, start)
        start("200 OK", [*self._headers, ("Content-Length", str(len(answer)))])
        return [answer]

    def _size(self, environ: "WSGIEnvironment") -> int | None:
        """How many octets the letter has; None for anything that is not plainly one."""
        if environ["PATH_INFO"] != PATH or environ["REQUEST_METHOD"] != "POST":
            return None
        length = environ.get("CONTENT_LENGTH", "")
        plain = environ.get("CONTENT_TYPE") == "application/json" and length.isdecimal()
        return int(length) if plain and int(length) <= self._most else None

    def _answer(self, environ: "WSGIEnvironment", body: bytes) -> bytes | None:
        with self._app.app_context():
            try:
                device = device_of(environ.get("HTTP_AUTHORIZATION", ""), handing_over=True)
                letter, now = Letter.model_validate_json(body), clock.now()
                results = record_crossings(device, letter, now)
            except (CheckpointError, ValidationError, SQLAlchemyError):
                return None
            if any(each.error for each in results):
                results = _in_words(results, environ.get("HTTP_ACCEPT_LANGUAGE", ""))
            receipt = Receipt(server_time=now, results=results)
            return receipt.model_dump_json(by_alias=True).encode()


def _in_words(results: list[Result], accepted: str) -> list[Result]:
    language = accepted_language(parse_accept_header(accepted, LanguageAccept), settings().language)
    with force_locale(language):
        return [in_words(each) for each in results]
