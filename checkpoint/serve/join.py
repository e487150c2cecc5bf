"""The join page: what a phone opens first, over plain HTTP, to get the authority's certificate.

It hands out a handful of fixed things and takes nothing: no cookies, no forms, no scripts. What it
says is public; who doubts it compares the fingerprint with the one on the office's screen.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import AF_INET, AF_INET6, socket
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from checkpoint.config import LOCALES
from checkpoint.serve.offer import Offer, svg_code
from checkpoint.web import accepted_language

PACKAGE = Path(__file__).parents[1]
PLATFORMS = ("android", "iphone", "desktop")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
PATIENCE_SECONDS = 10
MOST_AT_ONCE = 32

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back: a status, a media type and the bytes."""

    status: HTTPStatus
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request says that matters here. Header values as sent, empty where missing."""

    path: str
    host: str = ""
    language: str = ""
    browser: str = ""


class JoinPages:
    """Everything that the join page hands out."""

    def __init__(self, offer: Offer, language: str = "zh") -> None:
        self.offer = offer
        self.language = language
        self._files: Mapping[str, tuple[str, Callable[[], bytes]]] = {
            "/checkpoint.crt": ("application/x-x509-ca-cert", offer.der),
            "/checkpoint.pem": ("application/x-pem-file", offer.pem),
            "/checkpoint.mobileconfig": ("application/x-apple-aspen-config", offer.mobileconfig),
            "/join.css": ("text/css; charset=utf-8", _static("join/join.css")),
            "/tokens.css": ("text/css; charset=utf-8", _static("tokens.css")),
        }

    def answer(self, asked: Asked) -> Answer:
        """The answer to one GET; a path that is not known gets the way to the page."""
        path, _, query = asked.path.partition("?")
        if path == "/":
            choices = {name: found[-1] for name, found in parse_qs(query).items()}
            page = self.page(asked, choices)
            return Answer(HTTPStatus.OK, "text/html; charset=utf-8", page.encode())
        if path == "/code.svg":
            code = svg_code(self.offer.join_url(_host(asked.host)))
            return Answer(HTTPStatus.OK, "image/svg+xml", code.encode())
        if path in self._files:
            media_type, content = self._files[path]
            return Answer(HTTPStatus.OK, media_type, content())
        sorry = "这里什么也没有,请从首页开始。 There is nothing here; begin at the first page.\n"
        return Answer(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", sorry.encode())

    def page(self, asked: Asked, query: Mapping[str, str]) -> str:
        """The page itself, in the reader's language and for the machine that it is read on."""
        language = query.get("lang", "")
        if language not in LOCALES:
            accepted = parse_accept_header(asked.language, LanguageAccept)
            language = accepted_language(accepted, self.language)
        platform = query.get("on", "")
        if platform not in PLATFORMS:
            platform = guess_platform(asked.browser)
        host = _host(asked.host)
        return self._environment.get_template("join/page.html").render(
            language=language,
            platform=platform,
            in_wechat="MicroMessenger" in asked.browser,
            offer=self.offer,
            join_url=self.offer.join_url(host),
            gate_url=self.offer.gate_url(host),
        )

    @cached_property
    def _environment(self) -> Environment:
        loader = FileSystemLoader(PACKAGE / "templates")
        return Environment(loader=loader, autoescape=True, undefined=StrictUndefined)


def guess_platform(browser: str) -> str:
    """Which steps to show first, by a User-Agent header."""
    if any(word in browser for word in ("iPhone", "iPad", "iPod")):
        return "iphone"
    if any(word in browser for word in ("Android", "HarmonyOS", "Mobile")):
        return "android"
    return "desktop"


class JoinServer(ThreadingHTTPServer):
    """Serves JoinPages: a thread a connection, but never more than MOST_AT_ONCE."""

    request_queue_size = 128
    daemon_threads = True
    block_on_close = False

    def __init__(self, host: str, port: int, pages: JoinPages) -> None:
        self.address_family = AF_INET6 if ":" in host else AF_INET
        self.pages = pages
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)
        super().__init__((host, port), _Handler)

    def start(self) -> threading.Thread:
        """Serve from a thread of its own until the process ends or `shutdown` is called."""
        thread = threading.Thread(target=self.serve_forever, name="join page", daemon=True)
        thread.start()
        return thread

    def process_request(
        self, request: socket | tuple[bytes, socket], client_address: object
    ) -> None:
        """Turn a caller away rather than pile up threads."""
        if not self._places.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(
        self, request: socket | tuple[bytes, socket], client_address: object
    ) -> None:
        """Answer one caller, and free the place whatever happens."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """A phone that walks out of reach in the middle is no error of ours."""
        log.debug("join page: a connection broke off", exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    server: JoinServer
    timeout = PATIENCE_SECONDS
    server_version = "Checkpoint"
    sys_version = ""

    def do_GET(self) -> None:
        self._send(with_body=True)

    def do_HEAD(self) -> None:
        self._send(with_body=False)

    def _send(self, *, with_body: bool) -> None:
        asked = Asked(
            path=self.path,
            host=self.headers.get("Host", ""),
            language=self.headers.get("Accept-Language", ""),
            browser=self.headers.get("User-Agent", ""),
        )
        answer = self.server.pages.answer(asked)
        self.send_response(answer.status)
        headers = {"Content-Type": answer.media_type, "Content-Length": str(len(answer.body))}
        for name, value in (headers | HEADERS).items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        log.debug(format, *args)


def _host(header: str) -> str:
    """The host of a Host header without its port; an IPv6 address keeps its brackets."""
    host, colon, port = header.lower().rpartition(":")
    return host if colon and port.isdigit() else header.lower()


def _static(name: str) -> Callable[[], bytes]:
    return (PACKAGE / "static" / name).read_bytes
