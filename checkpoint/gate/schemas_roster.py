"""The shapes of what a device is told of its gate: the roster and the parts of it."""

from typing import Annotated, Literal

from pydantic import Field

from checkpoint.gate.fields import HouseholdRow, Moment, PassRow, Shape


class GateView(Shape):
    """A gate as a device sees it."""

    id: int
    name: str
    state: Literal["open", "sealed"]


class Named(Shape):
    """Something with an id and a name."""

    id: int
    name: str


class CompoundView(Named):
    """A compound and the time zone of its clock."""

    time_zone: str


class RulesView(Shape):
    """The community's figures; without a word from the office for the lease, the device forgets."""

    fever_tenths: int
    cold_tenths: int
    longest_outing_minutes: int
    aging_minutes: int
    old_minutes: int
    lease_days: int
    pin_iterations: int


class GuardView(Named):
    """Who may sign on here: a salt, and PBKDF2-HMAC-SHA256 of the PIN with it, both base64url."""

    salt: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{22}$")]
    verifier: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]


class KeyView(Shape):
    """The public half of a signing key: 32 bytes as base64url."""

    kid: Annotated[int, Field(ge=1, le=255)]
    public: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]


class RosterPage(Shape):
    """All that a device needs in order to decide alone, or what changed since a version."""

    version: int
    full: bool
    server_time: Moment
    gate: GateView
    compound: CompoundView
    staff: Named | None
    guards: list[GuardView]
    rules: RulesView
    keys: list[KeyView]
    households: list[HouseholdRow]
    passes: list[PassRow]
