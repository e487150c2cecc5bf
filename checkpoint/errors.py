"""One tree of errors, and one table from it to HTTP.

An error carries a stable `code` (what programs compare), a sentence for people with the
next step in it, and, where one is to blame, the `field`. A verdict is never an error.

A sentence is an English msgid with named placeholders; the door that shows it translates it
(`checkpoint.web.error_text`), so that services stay free of Flask.
"""

from collections.abc import Mapping
from http import HTTPStatus


class CheckpointError(Exception):
    """Root of everything that this service refuses to do."""

    code = "error"

    def __init__(
        self, message: str, *, code: str | None = None, field: str | None = None, **params: object
    ) -> None:
        super().__init__(message)
        self.message = message
        self.params: Mapping[str, object] = params
        self.field = field
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message


class SettingsError(CheckpointError):
    """The installation's settings are wrong; nothing starts."""

    code = "settings.invalid"


class BadInput(CheckpointError):
    """Something that was sent or typed can't be taken as it is."""

    code = "input.invalid"


class TooLarge(BadInput):
    """More than this service is willing to unpack."""

    code = "input.too_large"


class NotSignedIn(CheckpointError):
    """Nobody is signed in, or the session ran out."""

    code = "access.not_signed_in"


class Forbidden(CheckpointError):
    """Signed in, but not for this."""

    code = "access.forbidden"


class NotFound(CheckpointError):
    """No such row within the actor's scope."""

    code = "not_found"


class Conflict(CheckpointError):
    """The present state does not allow it."""

    code = "conflict"


class TooManyAttempts(CheckpointError):
    """Slowed down on purpose."""

    code = "access.too_many_attempts"


class Unavailable(CheckpointError):
    """Something this machine must have is missing or out of reach."""

    code = "unavailable"


# The most specific class wins; the order is that of the class tree, not of this table.
HTTP_STATUS: Mapping[type[CheckpointError], HTTPStatus] = {
    CheckpointError: HTTPStatus.BAD_REQUEST,
    BadInput: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    NotSignedIn: HTTPStatus.UNAUTHORIZED,
    Forbidden: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    TooManyAttempts: HTTPStatus.TOO_MANY_REQUESTS,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    SettingsError: HTTPStatus.INTERNAL_SERVER_ERROR,
}


def http_status(error: CheckpointError) -> HTTPStatus:
    """The HTTP status of an error: its own row of the table, or its nearest ancestor's."""
    return next(HTTP_STATUS[kind] for kind in type(error).__mro__ if kind in HTTP_STATUS)
