"""Knowing a phone again: each of its requests is signed with its key. Pure.

    Authorization: Phone <name>.<seconds since 1970>.<r and s, base64url>

over ``checkpoint.request.1`` NUL, then method, path, seconds and the SHA-256 of the body in
hexadecimal, a line each. There is no cookie and no secret that could be copied: whoever has the
page but not the key can ask for nothing.
"""

import binascii
import re
from base64 import urlsafe_b64decode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from checkpoint.passes.phone_token import holds, phone_key

CONTEXT: Final = b"checkpoint.request.1\0"
# A phone sets its clock by the office's answers; one that is this far off is told so.
WINDOW: Final = timedelta(seconds=120)
_HEADER: Final = re.compile(r"Phone ([0-9a-f]{16})\.([0-9]{1,12})\.([A-Za-z0-9_-]{86})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Signed:
    """What the header of a request says: which phone, when (aware), and its signature."""

    name: str
    seconds: int
    signature: bytes

    def is_near(self, now: datetime) -> bool:
        """Whether it was signed near enough to now."""
        return abs(now - datetime.fromtimestamp(self.seconds, UTC)) <= WINDOW


def read_header(text: str) -> Signed | None:
    """What the `Authorization` header says, or None where it is none of a phone."""
    match = _HEADER.fullmatch(text)
    if match is None:
        return None
    try:
        signature = urlsafe_b64decode(match[3] + "==")
        datetime.fromtimestamp(int(match[2]), UTC)
    except (binascii.Error, ValueError, OverflowError, OSError):
        return None
    return Signed(match[1], int(match[2]), signature)


def is_signed(signed: Signed, key: bytes, method: str, path: str, body: bytes) -> bool:
    """Whether the phone with that public key (33 bytes) signed just this request."""
    message = request_message(method, path, signed.seconds, body)
    return holds(phone_key(key), message, signed.signature)


def request_message(method: str, path: str, seconds: int, body: bytes) -> bytes:
    """The bytes that a phone signs."""
    lines = f"{method}\n{path}\n{seconds}\n{sha256(body).hexdigest()}"
    return CONTEXT + lines.encode()
