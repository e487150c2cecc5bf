"""The fields that the shapes on the wire are made of, each with its bounds."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

BATCH = 100
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


Name = Annotated[str, Field(min_length=1, max_length=80, pattern=_LINE)]
Note = Annotated[str, Field(max_length=200, pattern=_LINE)]
AppVersion = Annotated[str, Field(max_length=40, pattern=_LINE)]
PartySize = Annotated[int, Field(ge=1, le=MAX_PARTY)]
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
        "(lists of kind, since, until or 0) and notices (texts)"
    ),
]
PassRow = Annotated[
    tuple[int, Literal["household", "caregiver", "visitor"], int, Literal["a", "r"], int, int, str],
    Field(
        description="number, kind, generation, a(ctive) or r(evoked), household id, "
        "valid until (seconds since 1970) or 0, masked holder"
    ),
]


class Shape(BaseModel):
    """Root of what is sent and answered."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)
