"""What was sent: one crossing in its canonical form, and what holds for its whole letter."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from checkpoint.errors import BadInput, TooLarge
from checkpoint.gate.devices import EnrolledDevice
from checkpoint.gate.schemas import Letter
from checkpoint.people import GateState

MAX_BODY = 40_000  # octets of one crossing as JSON

# Made once: `json.dumps` makes an encoder each time.
_canonical = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode


class Stand(Protocol):
    """Where crossings come from: an enrolled device, or, with no id, a book that is copied."""

    @property
    def id(self) -> int | None:
        """The device's id."""

    @property
    def staff_id(self) -> int | None:
        """The guard who stands there as far as the office knows."""

    @property
    def gate_id(self) -> int:
        """The gate that it belongs to now."""

    @property
    def gate_state(self) -> GateState:
        """The state of that gate."""

    @property
    def compound_id(self) -> int:
        """The compound of that gate."""

    @property
    def time_zone(self) -> str:
        """The time zone of its clock."""

    @property
    def instruments(self) -> int:
        """How many thermometers that gate has."""


class Line(NamedTuple):
    """The line of a printed book that a crossing was copied from."""

    book_id: int
    number: int


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
            text = _canonical(body)
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

    stand: Stand
    letter: Letter
    now: datetime
    lines: Mapping[UUID, Line] = field(default_factory=dict)

    @property
    def device(self) -> EnrolledDevice | None:
        """The device that sends; None for a book."""
        return self.stand if isinstance(self.stand, EnrolledDevice) else None

    @property
    def revoked(self) -> bool:
        """Whether it hands over what it decided before, or after, it was revoked."""
        device = self.device
        return device is not None and device.revoked_at is not None
