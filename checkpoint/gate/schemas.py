"""The shapes on the wire between a gate device and the office: version 1 of the device API.

Strict: no unknown field, no text where a number belongs. Times are ISO 8601 with an offset,
temperatures tenths of °C, versions and ages whole numbers.
"""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, model_validator

from checkpoint.gate.fields import (
    BATCH,
    READINGS,
    Age,
    AppVersion,
    Children,
    Code,
    Confirmed,
    Count,
    ExemptReason,
    Id,
    Moment,
    Name,
    Note,
    Number,
    Offset,
    OffsetTenths,
    OverrideReason,
    PartySize,
    Percent,
    Phone,
    Place,
    Plate,
    Purpose,
    Shape,
    Tenths,
    Token,
    VehicleKindName,
    Version,
)
from checkpoint.gate.verdict import Direction, Method, Outcome


class VerdictShape(Shape):
    """A verdict; the first reason is the one that was shown."""

    outcome: Outcome
    reasons: Annotated[tuple[Code, ...], Field(min_length=1, max_length=8)]
    until: Annotated[
        Moment | None,
        Field(
            description="When the answer changes by itself, where that is known.",
            exclude_if=lambda until: until is None,
        ),
    ] = None


class Override(Shape):
    """A guard's decision against the verdict."""

    reason: OverrideReason
    note: Note = ""


class ReadingShape(Shape):
    """A temperature as it counts: what the instrument showed, plus its offset of that day."""

    tenths: Tenths
    offset_tenths: OffsetTenths = 0
    instrument_id: Id | None = None
    taken_at: Moment


class VisitShape(Shape):
    """A visit as it was registered at a gate."""

    name: Name
    phone: Phone = ""
    from_place: Place = ""
    purpose: Purpose
    household_id: Id | None = None
    party_size: PartySize = 1
    plate: Plate = ""
    expected_until: Moment
    host_confirmed: Confirmed = ""
    note: Note = ""


class VehicleShape(Shape):
    """A vehicle that passed; whether it was disinfected."""

    plate: Plate
    kind: VehicleKindName = "unknown"
    disinfected: bool = False


class CrossingShape(Shape):
    """One entry or exit as it was decided at a gate; `id` is made by the device."""

    id: UUID
    direction: Direction
    method: Method
    token: Token | None
    number: Number | None
    household_id: Id | None
    gate_id: Id
    decided_at: Moment
    reading_tenths: Tenths | None
    party_size: PartySize = 1
    override: Override | None
    verdict: VerdictShape
    roster_version: Version
    knowledge_age_s: Age
    clock_offset_ms: Offset = 0
    staff_id: Id | None = None
    undoes: UUID | None = None
    children: Children = 0
    exempt: ExemptReason | None = None
    readings: Annotated[
        tuple[ReadingShape, ...],
        Field(max_length=READINGS, description="All of them; the last is `reading_tenths`."),
    ] = ()
    rules_version: Version = 0
    visit_id: UUID | None = None
    visit: VisitShape | None = None
    vehicle: VehicleShape | None = None

    @model_validator(mode="after")
    def _says_who(self) -> "CrossingShape":
        if self.override is None:
            _require_found(self)
        return self

    @model_validator(mode="after")
    def _is_of_one_mind(self) -> "CrossingShape":
        if self.readings and self.readings[-1].tenths != self.reading_tenths:
            raise ValueError("reading_tenths is not the last of the readings")
        if self.visit is not None and self.visit_id is None:
            raise ValueError("a visit without its id")
        if self.children > self.party_size:
            raise ValueError("more children than people")
        return self


class Letter(Shape):
    """What every device says of itself when it sends crossings.

    Each crossing is looked at by itself, so that one that cannot be taken holds up no other.
    """

    device_time: Moment
    roster_version: Version
    unsent: Count
    app_version: AppVersion
    battery: Percent | None = None
    knowledge_age_s: Age | None = None
    crossings: Annotated[list[dict[str, Any]], Field(max_length=BATCH)]


class Batch(Letter):
    """The same with its crossings spelled out, for the documentation."""

    crossings: Annotated[list[CrossingShape], Field(max_length=BATCH)]  # type: ignore[assignment]


class ErrorBody(Shape):
    """What went wrong: a stable code, and words in the language of `Accept-Language`."""

    code: str
    message: str
    field: str | None = None


class Error(Shape):
    """The answer to whatever is refused."""

    error: ErrorBody


class Problem(Shape):
    """Why one crossing could not be recorded."""

    code: str
    message: str


class OutsideView(Shape):
    """Since when somebody of a household is out; null when all are in."""

    id: int
    outside_since: Moment | None


class Result(Shape):
    """What became of one crossing. A repeat gets the first answer again."""

    id: UUID
    status: Literal["recorded", "repeat", "conflict", "set_aside"]
    verdict: VerdictShape | None = None
    household: OutsideView | None = None
    error: Problem | None = None


class Receipt(Shape):
    """One result for each crossing, in the order in which they were sent."""

    server_time: Moment
    results: list[Result]


class Question(Shape):
    """A verdict is wanted: the token, the number or the household, as `method` says."""

    id: UUID | None = None
    method: Method
    token: Token | None = None
    number: Number | None = None
    household_id: Id | None = None
    direction: Direction | None = None
    reading_tenths: Tenths | None = None
    party_size: PartySize = 1
    children: Children = 0
    exempt: ExemptReason | None = None
    readings: Annotated[tuple[ReadingShape, ...], Field(max_length=READINGS)] = ()
    visit_id: UUID | None = None
    visit: VisitShape | None = None
    vehicle: VehicleShape | None = None

    @model_validator(mode="after")
    def _says_who(self) -> "Question":
        _require_found(self)
        return self


class HouseholdView(Shape):
    """A household as a guard sees it."""

    id: int
    building: str
    unit: str
    room: str
    masked_name: str
    members: int
    outside_since: Moment | None


class PassView(Shape):
    """A pass as a guard sees it."""

    number: int
    kind: Literal["household", "caregiver", "visitor"]
    generation: int
    holder: str


class Judgement(Shape):
    """The office's verdict, and whom it is about."""

    verdict: VerdictShape
    direction: Direction
    household: HouseholdView | None
    pass_: Annotated[PassView | None, Field(alias="pass")]
    server_time: Moment


class Scan(Shape):
    """A scan that was no pass of ours: nothing of its text but the length and a fingerprint."""

    id: UUID
    at: Moment
    reason: Code
    length: Annotated[int, Field(ge=0, le=10_000_000)]
    sample: Annotated[
        str, Field(pattern=r"^[0-9a-f]{8}$", description="First 8 hex digits of its SHA-256.")
    ]


class Scans(Shape):
    """Refused scans, up to a hundred."""

    scans: Annotated[list[Scan], Field(max_length=BATCH)]


class ScanResult(Shape):
    """What became of one refused scan."""

    id: UUID
    status: Literal["recorded", "repeat"]


class ScansReceipt(Shape):
    """One result for each scan."""

    results: list[ScanResult]


class Clock(Shape):
    """The server's clock."""

    server_time: Moment


def _require_found(said: CrossingShape | Question) -> None:
    found = {
        Method.SCAN: said.token,
        Method.NUMBER: said.number,
        Method.ADDRESS: said.household_id,
        Method.VISIT: said.visit_id,
    }
    if found[said.method] is None:
        raise ValueError(f"method {said.method} without what it found")
