"""The shapes of what a device is told of its gate: the roster and the parts of it."""

from typing import Annotated, Literal

from pydantic import Field

from checkpoint.gate.fields import (
    DenialRow,
    HouseholdRow,
    Moment,
    OffsetTenths,
    PassRow,
    PhoneRow,
    Shape,
    VehicleRow,
    VisitRow,
)


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


class OutingsView(Shape):
    """So many outings in so many days; 0 is none. Days of the calendar, or 24 hours each."""

    limit: int
    days: int
    counted: Literal["calendar", "rolling"]


class ClosureView(Shape):
    """The night closure in local time, `HH:MM`; the end is exclusive."""

    from_: Annotated[str, Field(alias="from")]
    to: str


class RuleSetView(Shape):
    """A set of rules and from when it holds (seconds since 1970): see docs/rules.md."""

    version: int
    from_: Annotated[int, Field(alias="from")]
    outings: OutingsView | None
    people: int | None
    children_count: bool
    longest_minutes: int
    closure: ClosureView | None
    fever_tenths: int
    cold_tenths: int
    rest_minutes: int
    another_instrument: bool
    exempt: list[Literal["medical", "duty", "essential_work"]]
    visitors: Literal["open", "registered", "confirmed", "closed"]
    vehicles: Literal["open", "known", "residents", "closed"]
    overstay_minutes: int


class InstrumentView(Named):
    """A thermometer of the gate, and its offset today."""

    offset_tenths: OffsetTenths


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
    rule_sets: list[RuleSetView]
    instruments: list[InstrumentView]
    deny_salt: str
    keys: list[KeyView]
    # Ids of keys that were called in, for better words than that a key is unknown.
    called_in: list[int]
    households: list[HouseholdRow]
    passes: list[PassRow]
    visits: list[VisitRow]
    denials: list[DenialRow]
    vehicles: list[VehicleRow]
    phones: list[PhoneRow]
