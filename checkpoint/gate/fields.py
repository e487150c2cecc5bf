"""The fields that the shapes on the wire are made of, each with its bounds."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

BATCH = 100
READINGS = 4  # of one crossing
LOWEST_TENTHS, HIGHEST_TENTHS = 300, 430
MAX_TOKEN = 8192  # characters: a QR code holds 4,296, and whatever else is scanned gets an answer
MAX_PARTY = 20
TEN_YEARS_S = 315_360_000
MAX_INT = 2**31 - 1

# Nothing that moves the rest of a line about: no control character, no change of direction.
_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]*$"


def _within_reason(moment: datetime) -> datetime:
    if not 1970 <= moment.year <= 2100:
        raise ValueError("not a year that a clock shows")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_within_reason)]
Id = Annotated[int, Field(ge=1, le=MAX_INT)]
Version = Annotated[int, Field(ge=0, le=MAX_INT)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Number = Annotated[int, Field(ge=1, le=99_999_999, description="Without its check digit.")]
Tenths = Annotated[
    int, Field(ge=LOWEST_TENTHS, le=HIGHEST_TENTHS, description="Tenths of a degree Celsius.")
]
Token = Annotated[str, Field(max_length=MAX_TOKEN)]
Code = Annotated[str, Field(max_length=40, pattern=r"^[a-z]+\.[a-z_]+$")]
OverrideReason = Literal["emergency", "medical", "duty", "other"]
ExemptReason = Literal["medical", "duty", "essential_work"]
Purpose = Literal[
    "family", "care", "delivery", "repair", "medical", "official", "emergency_service", "other"
]
Confirmed = Literal["", "phone", "door", "desk"]
VehicleKindName = Literal["resident", "visitor", "delivery", "emergency", "unknown"]


Name = Annotated[str, Field(min_length=1, max_length=80, pattern=_LINE)]
Note = Annotated[str, Field(max_length=200, pattern=_LINE)]
Place = Annotated[str, Field(max_length=80, pattern=_LINE)]
Phone = Annotated[str, Field(max_length=40, pattern=_LINE)]
Plate = Annotated[str, Field(max_length=12, pattern=_LINE)]
Digest = Annotated[str, Field(pattern=r"^([0-9a-f]{16})?$")]
AppVersion = Annotated[str, Field(max_length=40, pattern=_LINE)]
PartySize = Annotated[int, Field(ge=1, le=MAX_PARTY)]
Children = Annotated[int, Field(ge=0, le=MAX_PARTY)]
OffsetTenths = Annotated[int, Field(ge=-20, le=20, description="The instrument's, in tenths.")]
Flag = Literal[0, 1]
Age = Annotated[int, Field(ge=0, le=TEN_YEARS_S, description="Seconds.")]
Offset = Annotated[
    int,
    Field(
        ge=-MAX_INT,
        le=MAX_INT,
        description="Milliseconds that the device's clock lagged behind the server's, as it knew.",
    ),
]
Percent = Annotated[int, Field(ge=0, le=100)]
HouseholdRow = Annotated[
    tuple[int, str, str, str, str, int, Literal["a", "g"], int]
    | tuple[int, str, str, str, str, int, Literal["a", "g"], int, dict[str, list[Any]]],
    Field(
        description="id, building, unit, room, masked name, members, a(ctive) or g(one), "
        "outside since (seconds since 1970) or 0; where there are any, restrictions "
        "(lists of kind, since, until or 0), notices (texts), and the exits that count as outings "
        "(lists of seconds since 1970 and the first 8 hex digits of the crossing's id)"
    ),
]
PassKindName = Literal["household", "caregiver", "visitor"]
PassRow = Annotated[
    tuple[int, PassKindName, int, Literal["a", "r"], int, int, str]
    | tuple[int, PassKindName, int, Literal["a", "r"], int, int, str, dict[str, Any]],
    Field(
        description="number, kind, generation, a(ctive) or r(evoked), household id, "
        "valid until (seconds since 1970) or 0, masked holder; of an extra pass that has them, "
        "limits (weekdays from Monday = 1 or null, hours from and to or null, counted, home here "
        "or elsewhere), and outside since (seconds since 1970) or 0 once its holder went through"
    ),
]
VisitRow = Annotated[
    tuple[
        UUID,
        Literal["e", "i", "l", "c", "r"],
        int,
        str,
        Purpose,
        int,
        int,
        int,
        Flag,
        Plate,
        int,
        Digest,
    ],
    Field(
        description="id, e(xpected), i(nside), l(eft), c(ancelled) or r(efused), household id or "
        "0, masked name, purpose, people, expected from or 0 and until (seconds since 1970), "
        "whether the host confirmed, plate, pass number or 0, hash of the phone"
    ),
]
DenialRow = Annotated[
    tuple[int, Literal["phone", "plate", "name"], Digest, int, Flag],
    Field(description="id, what it is matched by, its hash, until (seconds since 1970), in force"),
]
PhoneRow = Annotated[
    tuple[Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")], Flag],
    Field(
        description="first 16 hex digits of the SHA-256 of a resident's phone's public key, and "
        "whether it may show its pass; those that may are not listed"
    ),
]
VehicleRow = Annotated[
    tuple[Plate, VehicleKindName, int, Flag],
    Field(description="plate, kind, household id or 0, whether it is in the register"),
]


class Shape(BaseModel):
    """Root of what is sent and answered."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
