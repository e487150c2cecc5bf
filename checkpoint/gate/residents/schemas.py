"""The shapes on the wire between a resident's phone and the office. Times are ISO 8601."""

from typing import Annotated, Literal

from pydantic import Field

from checkpoint.gate.fields import Id, Moment, Number, Shape
from checkpoint.gate.residents.models import LONGEST_WORDS, CorrectionState, Topic
from checkpoint.gate.residents.schemas_visits import VisitView

Part = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_-]{148}$",
        description="What the office signed for this phone, 111 bytes: docs/pass-format.md, 11.",
    ),
]


class LinkWish(Shape):
    """A phone that wants to show a pass, with the code that staff handed over."""

    code: Annotated[str, Field(min_length=1, max_length=40)]
    public: Annotated[
        str, Field(pattern=r"^[A-Za-z0-9_-]{44}$", description="33 bytes: a compressed point.")
    ]
    label: Annotated[str, Field(max_length=40)] = ""


class UnlinkWish(Shape):
    """A phone of the same pass that is to show it no more; it may be the one that asks."""

    phone: Id


class PhoneView(Shape):
    """A phone that shows the pass. `own`: the one that asks."""

    id: Id
    label: str
    linked_at: Moment
    own: bool


class CrossingView(Shape):
    """Somebody of the household went through."""

    at: Moment
    direction: Literal["exit", "entry"]
    gate: str


class LookView(Shape):
    """Somebody of the office opened the household's file."""

    at: Moment
    who: str


class OutingsLeft(Shape):
    """How often the household may still go out, of how many in how many days."""

    left: int
    limit: int
    days: int


class LeaveView(Shape):
    """What a gate would say to whoever left home now; `until` is when that changes by itself.

    `comes`: the holder lives elsewhere, so that it is about coming in.
    """

    comes: bool
    allowed: bool
    reason: str
    until: Moment | None
    outings: OutingsLeft | None


class CorrectionWish(Shape):
    """What is wrong in the household's file."""

    topic: Topic
    words: Annotated[str, Field(max_length=LONGEST_WORDS)]


class CorrectionView(Shape):
    """What a household asked to have put right, and what the office said."""

    topic: Topic
    words: str
    made_at: Moment
    state: CorrectionState
    note: str


class HomeView(Shape):
    """The household as the gate knows it, the name masked."""

    label_zh: str
    label_en: str
    name: str
    compound: str
    outside_since: Moment | None


class PassView(Shape):
    """The pass that the phone shows."""

    number: Number
    kind: Literal["household", "caregiver", "visitor"]
    valid_until: Moment | None


class Standing(Shape):
    """All that a resident's page shows, and what the office signed for the phone."""

    server_time: Moment
    part: Part
    good_until: Annotated[Moment, Field(description="When the part runs out.")]
    time_zone: str
    community: str
    community_phone: str
    home: HomeView
    pass_: Annotated[PassView, Field(alias="pass")]
    leave: LeaveView
    notices: list[str]
    crossings: list[CrossingView]
    looks: list[LookView]
    phones: list[PhoneView]
    own: Annotated[
        bool,
        Field(description="The household's own pass: visits and corrections are for it alone."),
    ]
    visits: list[VisitView]
    corrections: list[CorrectionView]
