"""What every page and every API answer shares: language, CSRF, headers, errors, rate limits."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from flask import Flask, Response, current_app, g, jsonify, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import Babel, get_locale, gettext
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from jinja2 import StrictUndefined
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from werkzeug.datastructures import LanguageAccept
from werkzeug.exceptions import HTTPException

from checkpoint.config import LOCALES, Settings
from checkpoint.errors import CheckpointError, TooManyAttempts, http_status

csrf = CSRFProtect()
babel = Babel()

P = ParamSpec("P")
R = TypeVar("R")

CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "media-src": "'self' blob:",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def _headers(policy: Mapping[str, str]) -> dict[str, str]:
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
    }


# Every answer has these; that of the gate view may run its decoder besides.
_STATIC_HEADERS = _headers(CONTENT_SECURITY_POLICY)
HEADERS = {**_STATIC_HEADERS, "Cache-Control": "no-store"}
_GATE_HEADERS = _headers({**CONTENT_SECURITY_POLICY, "script-src": "'self' 'wasm-unsafe-eval'"})


def settings() -> Settings:
    """The settings of the running installation."""
    found: Settings = current_app.extensions["checkpoint.settings"]
    return found


def instance_path() -> Path:
    """The folder of the running installation."""
    return Path(current_app.instance_path)


def init_web(app: Flask) -> None:
    """Give `app` its shared behaviour."""
    app.config.update(
        SESSION_COOKIE_NAME="__Host-session",
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session, which has its own idle timeout
        BABEL_TRANSLATION_DIRECTORIES=f"{app.root_path}/translations",
        MAX_CONTENT_LENGTH=1024 * 1024,  # views that take a file raise it for themselves
        MAX_FORM_MEMORY_SIZE=512 * 1024,
    )
    csrf.init_app(app)
    babel.init_app(app, locale_selector=choose_language, timezone_selector=_time_zone)
    app.extensions["checkpoint.limiter"] = MovingWindowRateLimiter(MemoryStorage())
    app.after_request(_add_headers)
    app.register_error_handler(CheckpointError, answer_error)
    app.register_error_handler(CSRFError, _answer_csrf)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_unexpected)
    # A name that a template misspells is an error in a test, not a blank on somebody's screen.
    app.jinja_env.undefined = StrictUndefined
    # `plain` and `search_text` are what the base page looks at; few pages set them.
    app.jinja_env.globals.update(language=language, plain=False, search_text="")
    app.jinja_env.filters["local_time"] = local_time


def choose_language() -> str:
    """The person's own choice, else the browser's, else the installation's."""
    chosen = session.get("language") if request else None
    if chosen in LOCALES:
        return str(chosen)
    return accepted_language(request.accept_languages, settings().language)


def accepted_language(accepted: LanguageAccept, default: str) -> str:
    """`zh` or `en`, whichever the header wants most, `default` where it names neither."""
    primary = (tag.partition("-")[0].lower() for tag in accepted.values())
    return next((tag for tag in primary if tag in LOCALES), default)


def language() -> str:
    """`zh` or `en`, for this request."""
    locale = get_locale()
    return locale.language if locale else settings().language


def _time_zone() -> str:
    return str(getattr(g, "time_zone", settings().time_zone))


def local_time(moment: datetime, pattern: str = "%H:%M") -> str:
    """A moment on the community's clock."""
    return moment.astimezone(ZoneInfo(_time_zone())).strftime(pattern)


def error_text(error: CheckpointError) -> str:
    """The error's sentence in the person's language."""
    return str(gettext(error.message, **error.params))


def limit_rate(rate: str, *key: str) -> None:
    """Count one attempt for `key` against e.g. `10/minute`; raise TooManyAttempts past it."""
    limiter: MovingWindowRateLimiter = current_app.extensions["checkpoint.limiter"]
    item: RateLimitItem = parse(rate)
    if not limiter.hit(item, *key):
        raise TooManyAttempts("Too many attempts. Wait a few minutes and try again.")


def check_rate(rate: str, *key: str) -> None:
    """Raise TooManyAttempts where `limit_rate` would, and count nothing."""
    limiter: MovingWindowRateLimiter = current_app.extensions["checkpoint.limiter"]
    if not limiter.test(parse(rate), *key):
        raise TooManyAttempts("Too many attempts. Wait a few minutes and try again.")


def forget_attempts(rate: str, *key: str) -> None:
    """Start the count of `limit_rate` anew, because the attempt was a good one."""
    limiter: MovingWindowRateLimiter = current_app.extensions["checkpoint.limiter"]
    limiter.clear(parse(rate), *key)


def wants_json() -> bool:
    """Whether the caller is a program: the API, or a script of a page that asked for JSON."""
    of_programs = request.path.startswith(("/api/", "/my/api/"))
    return of_programs or request.accept_mimetypes.best == "application/json"


def no_store(view: Callable[P, R]) -> Callable[P, Response]:
    """Mark the answer as not to be kept by any cache."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> Response:
        response = current_app.make_response(view(*args, **kwargs))  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "no-store"
        return response

    return wrapped


def _add_headers(response: Response) -> Response:
    for name, value in _headers_for(request.path).items():
        response.headers.setdefault(name, value)
    return response


def _headers_for(path: str) -> Mapping[str, str]:
    if path.startswith("/gate/"):
        return _GATE_HEADERS
    return _STATIC_HEADERS if path.startswith("/static/") else HEADERS


def _answer(status: int, code: str, message: str, field: str | None) -> ResponseReturnValue:
    if wants_json():
        return jsonify({"error": {"code": code, "message": message, "field": field}}), status
    return render_template("error.html", status=status, code=code, message=message), status


def answer_error(error: CheckpointError) -> ResponseReturnValue:
    """The error as a page or, for a program, as JSON, with the status of its kind."""
    return _answer(http_status(error), error.code, error_text(error), error.field)


def _answer_csrf(_: CSRFError) -> ResponseReturnValue:
    message = gettext("This page was open for too long. Go back, reload it and send it again.")
    return _answer(400, "csrf", message, None)


def _answer_http(error: HTTPException) -> ResponseReturnValue:
    if error.code is not None and error.code < 400:
        return error.get_response()
    texts = {
        404: gettext("There is nothing at this address. Start again from the first page."),
        405: gettext("This address does not take that. Go back and try again."),
        413: gettext("That is larger than this service takes."),
        415: gettext("This address takes JSON. Send it as application/json."),
    }
    message = texts.get(error.code or 500, gettext("This could not be read. Check it and retry."))
    return _answer(error.code or 500, f"http.{error.code}", message, None)


def _answer_unexpected(error: Exception) -> ResponseReturnValue:
    # The log names the error and the route, never what was sent.
    current_app.logger.error("unexpected error in %s", request.endpoint, exc_info=error)
    message = gettext("Something went wrong on our side. Nothing was changed; please try again.")
    return _answer(500, "unexpected", message, None)
