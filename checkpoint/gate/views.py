"""The gate view itself: the files that the build put into `pwa/dist`, served at /gate/.

Names with a hash in them are kept by browsers for good; the page, the service worker and the
manifest are asked for again each time.
"""

import gzip
import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Response, abort, request

from checkpoint.errors import Unavailable

DIST = Path(__file__).parent / "pwa" / "dist"

gate_view = Blueprint("gate_view", __name__)

# Spelled out: machines differ in what their own table says of .wasm and .webmanifest.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
PACKED = {".css", ".html", ".js", ".json", ".map", ".svg", ".txt", ".wasm", ".webmanifest"}
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", re.ASCII)
_HASHED = re.compile(r".*-(?:[0-9a-f]{8,}|[0-9A-Z]{8})\.[a-z0-9]+", re.ASCII)
FOR_GOOD = "public, max-age=31536000, immutable"


@gate_view.get("/gate/")
def page() -> Response:
    """The gate view. Raises Unavailable where it was never built."""
    if not (DIST / "index.html").is_file():
        raise Unavailable(
            "The gate page is missing in this installation. Run 'make run' in the folder of the "
            "project, which builds it, or install the package again.",
            code="gate_view.missing",
        )
    return built_file(DIST / "index.html")


@gate_view.get("/gate/<name>")
def file(name: str) -> Response:
    """One file of the gate view; there are no folders in it."""
    return built_part(DIST, name)


def built_page(folder: Path) -> Response:
    """The page that the build put into `folder`. Raises Unavailable where it was never built."""
    if not (folder / "index.html").is_file():
        raise Unavailable("This page is missing in this installation. Install the package again.")
    return built_file(folder / "index.html")


def built_part(folder: Path, name: str) -> Response:
    """One of the files that lie in `folder` itself; 404 for any other name."""
    if not _NAME.fullmatch(name) or Path(name).suffix not in TYPES:
        abort(404)
    if not (folder / name).is_file():
        abort(404)
    return built_file(folder / name)


def built_file(path: Path) -> Response:
    """A file that the build made, packed where the browser takes that."""
    packed = path.suffix in PACKED and bool(request.accept_encodings["gzip"])
    octets, tag = _octets(path, packed, path.stat().st_mtime_ns)
    response = Response(octets, content_type=TYPES[path.suffix])
    if packed:
        response.content_encoding = "gzip"
    if path.suffix in PACKED:
        response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = FOR_GOOD if _HASHED.fullmatch(path.name) else "no-cache"
    response.set_etag(tag)
    response.make_conditional(request)
    return response


@lru_cache(maxsize=64)
def _octets(path: Path, packed: bool, _changed_ns: int) -> tuple[bytes, str]:
    """The file and its tag; `_changed_ns` makes a rebuilt file another one."""
    octets = path.read_bytes()
    if packed:
        octets = gzip.compress(octets, 9, mtime=0)
    return octets, sha256(octets).hexdigest()[:24]
