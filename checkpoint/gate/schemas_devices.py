"""The shapes on the wire of a phone that joins a gate, and of the guards who sign on to it."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from checkpoint.gate.fields import BATCH, AppVersion, Id, Moment, Name, Shape
from checkpoint.gate.schemas_roster import GateView, Named


class JoinWish(Shape):
    """A phone that wants to be a gate's device, with the code that staff showed it."""

    code: Annotated[
        str,
        Field(
            min_length=1,
            max_length=40,
            description="`XXXXX-XXXXX`; case, spaces and hyphens make no difference.",
        ),
    ]
    device_name: Name
    app_version: AppVersion


class CommunityView(Shape):
    """Whom a guard calls."""

    name: str
    phone: str


class Enrolled(Shape):
    """The credential is shown this once; the office keeps its SHA-256 alone."""

    device: Named
    credential: str
    gate: GateView
    compound: Named
    community: CommunityView


class SignOnShape(Shape):
    """A guard's time at the device, from the PIN on; `ended_at` is null while it lasts."""

    id: UUID
    staff_id: Id
    at: Moment
    ended_at: Moment | None


class SignOns(Shape):
    """Sign-ons, up to a hundred. One may come again once it has ended."""

    sign_ons: Annotated[list[SignOnShape], Field(max_length=BATCH)]


class SignOnResult(Shape):
    """What became of one sign-on; `set_aside` is one of somebody who may not stand here."""

    id: UUID
    status: Literal["recorded", "repeat", "set_aside"]


class SignOnsReceipt(Shape):
    """One result for each sign-on, in the order in which they were sent."""

    results: list[SignOnResult]
