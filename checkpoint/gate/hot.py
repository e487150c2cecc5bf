"""The busiest route, answered before the framework, and for all who ask at the same time at once.

`POST /api/v1/crossings` is what every gate sends all day, and Flask's work around a request
(routing, session, hooks, headers) costs more than recording a crossing does. What goes well is
answered here, by the same services. Whatever does not (a credential that is not good, a letter that
can't be read, a database that can't write) is handed on with its body to the route of the same
name, which says what is wrong. Nothing is lost by asking twice: a repeat is known by its id.

One thread reads, records and answers for all whose letters have come meanwhile (`together`):
sixteen that took turns at the interpreter spent a quarter of their time on the turns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from flask import Flask
from flask_babel import force_locale
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from checkpoint import clock
from checkpoint.gate.api import in_words
from checkpoint.gate.devices import device_of
from checkpoint.gate.recording.crossings import read_letter
from checkpoint.gate.recording.sent import Post
from checkpoint.gate.recording.writer import Incoming, record
from checkpoint.gate.schemas import Letter, Receipt, Result
from checkpoint.gate.together import Together
from checkpoint.web import HEADERS, accepted_language, settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH = "/api/v1/crossings"
# Octets of letters in one commit, some 400 crossings: whoever comes next does not wait long for it.
MOST = 256 * 1024


@dataclass(slots=True)
class Asked:
    """A request. `answer` is there once it went well."""

    authorization: str
    languages: str
    body: bytes
    answer: bytes | None = None

    @property
    def size(self) -> int:
        """How many octets."""
        return len(self.body)


class HotPath:
    """A WSGI application around that of `app`."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._whole: WSGIApplication = app.wsgi_app
        self._longest = app.config["MAX_CONTENT_LENGTH"]
        self._headers = [*HEADERS.items(), ("Content-Type", "application/json")]
        self._together = Together(self._answer, MOST)

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> "Iterable[bytes]":
        """Answer it here, or let the whole application do so."""
        size = self._size(environ)
        if size is None:
            return self._whole(environ, start)
        asked = Asked(
            environ.get("HTTP_AUTHORIZATION", ""),
            environ.get("HTTP_ACCEPT_LANGUAGE", ""),
            environ["wsgi.input"].read(size),
        )
        self._together.do(asked)
        if asked.answer is None:
            environ["wsgi.input"] = BytesIO(asked.body)
            return self._whole(environ, start)
        start("200 OK", [*self._headers, ("Content-Length", str(len(asked.answer)))])
        return [asked.answer]

    def _size(self, environ: "WSGIEnvironment") -> int | None:
        """How many octets the letter has; None for anything that is not plainly one."""
        if environ["PATH_INFO"] != PATH or environ["REQUEST_METHOD"] != "POST":
            return None
        length = environ.get("CONTENT_LENGTH", "")
        plain = environ.get("CONTENT_TYPE") == "application/json" and length.isdecimal()
        return int(length) if plain and int(length) <= self._longest else None

    def _answer(self, all_asked: Sequence[Asked]) -> None:
        with self._app.app_context():
            now = clock.now()
            read = [(asked, _read(asked, now)) for asked in all_asked]
            record([incoming for _, incoming in read if incoming])
            for asked, incoming in read:
                if incoming and incoming.error is None:
                    asked.answer = _receipt(asked, incoming)


def _read(asked: Asked, now: datetime) -> Incoming | None:
    try:
        device = device_of(asked.authorization, handing_over=True)
        return read_letter(Post(device, Letter.model_validate_json(asked.body), now))
    except Exception:  # the route says what is wrong, and a fault of ours goes to the log there
        return None


def _receipt(asked: Asked, incoming: Incoming) -> bytes:
    results = incoming.results
    if any(each.error for each in results):
        results = _in_words(results, asked.languages)
    receipt = Receipt(server_time=incoming.post.now, results=results)
    return receipt.model_dump_json(by_alias=True).encode()


def _in_words(results: list[Result], accepted: str) -> list[Result]:
    language = accepted_language(parse_accept_header(accepted, LanguageAccept), settings().language)
    with force_locale(language):
        return [in_words(each) for each in results]
