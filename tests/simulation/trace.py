"""What happened in one run, line by line, and a fingerprint of it."""

import json
from hashlib import sha256
from typing import Any


class Trace:
    """Lines of what happened. With `loud` they are printed as well."""

    def __init__(self, *, loud: bool = False) -> None:
        self.lines = 0
        self._hash = sha256()
        self._loud = loud

    def add(self, at: int, what: str, **told: Any) -> None:
        """Something happened `at` so many ms since 1970."""
        text = f"{at} {what} {json.dumps(told, sort_keys=True, ensure_ascii=False, default=str)}"
        self._hash.update(text.encode())
        self.lines += 1
        if self._loud:
            print(_short(text))

    @property
    def fingerprint(self) -> str:
        """32 hex digits: two runs that did the same have the same."""
        return self._hash.hexdigest()[:32]


def _short(text: str, longest: int = 400) -> str:
    return text if len(text) <= longest else f"{text[:longest]} … ({len(text)})"
