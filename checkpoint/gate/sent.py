"""What a device sent: one crossing in its canonical form, and what holds for its whole letter."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from checkpoint.errors import BadInput, TooLarge
from checkpoint.gate.devices import EnrolledDevice
from checkpoint.gate.lookup import Keys
from checkpoint.gate.schemas import Letter

MAX_BODY = 40_000  # octets of one crossing as JSON


@dataclass(frozen=True, slots=True)
class Sent:
    """One crossing as it came, in its canonical form: the same words make the same hash."""

    id: UUID
    canonical: bytes
    sha256: bytes
    body: dict[str, Any]

    @classmethod
    def of(cls, body: dict[str, Any], field: str) -> "Sent":
        """Raises BadInput for what has no id of a crossing, TooLarge past 40,000 octets."""
        try:
            text = json.dumps(
                body, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
            )
            id = UUID(body["id"])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadInput(
                "This crossing has no id of its own. Give it a UUID.", field=f"{field}.id"
            ) from error
        canonical = text.encode()
        if len(canonical) > MAX_BODY:
            raise TooLarge("This crossing is too large to be one.", field=field)
        return cls(id, canonical, sha256(canonical).digest(), body)


@dataclass(frozen=True, slots=True)
class Post:
    """Who sends, when, and what holds for all that is in the letter."""

    device: EnrolledDevice
    letter: Letter
    keys: Keys
    now: datetime
