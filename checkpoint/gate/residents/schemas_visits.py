"""The shapes of a household's visits, and of the invitation that a visitor opens."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from checkpoint.gate.fields import Moment, Name, PartySize, Phone, Plate, Purpose, Shape

InvitationState = Literal["ready", "early", "inside", "over", "cancelled"]


class PlanWish(Shape):
    """Whom a household expects, and when."""

    name: Name
    phone: Phone = ""
    people: PartySize = 1
    plate: Plate = ""
    purpose: Literal["family", "care", "delivery", "repair", "medical", "other"]
    since: Moment
    until: Moment


class CancelWish(Shape):
    """A visit that is not to be."""

    visit: UUID


class Answer(Shape):
    """Whether the household expects somebody."""

    visit: UUID
    expected: bool


class VisitView(Shape):
    """A visit to the household. `own`: planned by it; only then the name is whole.

    `asked`: the household's word is waited for, at the gate of that name where there is one.
    """

    id: UUID
    state: Literal["expected", "inside", "left", "refused", "cancelled", "missed"]
    name: str
    purpose: Purpose
    people: PartySize
    plate: str
    since: Moment
    until: Moment
    own: bool
    asked: bool
    gate: str
    invitation: Annotated[
        str, Field(description="What stands in the fragment of the visitor's link, or nothing.")
    ]


class InvitationWish(Shape):
    """What stood in the fragment of a visitor's link."""

    invitation: Annotated[str, Field(min_length=1, max_length=200)]


class Invitation(Shape):
    """All that a visitor's page shows. `token`: the code for the gate, while it is good."""

    state: InvitationState
    token: str
    number: int | None
    server_time: Moment
    time_zone: str
    compound: str
    building_zh: str
    building_en: str
    host: Annotated[str, Field(description="The household's head, masked.")]
    gates: list[str]
    since: Moment
    until: Moment
    people: PartySize
    community: str
    community_phone: str
