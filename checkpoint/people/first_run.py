"""The one-time link to the first page of an installation.

It is printed in the terminal of whoever starts the service. It is signed, lives 24 hours and is
void as soon as there is an admin, so that it works once.
"""

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from checkpoint.errors import NotFound
from checkpoint.people.staff import has_admin

LINK_SECONDS = 24 * 60 * 60


def first_run_link(base_url: str) -> str | None:
    """A link to the first page at `base_url`, or None when there is an admin already."""
    if has_admin():
        return None
    return f"{base_url.rstrip('/')}/first-run/{_serializer().dumps('begin')}"


def check_link(token: str) -> None:
    """Raise NotFound for a link that is not ours, is older than 24 hours or was used."""
    try:
        _serializer().loads(token, max_age=LINK_SECONDS)
    except BadSignature as error:
        raise _void() from error
    if has_admin():
        raise _void()


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="first-run")


def _void() -> NotFound:
    return NotFound(
        "This link is no longer good. On the machine that runs the service, type "
        "'checkpoint first-run' for a new one.",
        code="first_run.void",
    )
