"""The shapes of what a guard asks about a visitor."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from checkpoint.gate.fields import Count, Id, Moment, Phone, Purpose, Shape
from checkpoint.gate.schemas import VisitShape


class EarlierQuestion(Shape):
    """Was somebody with this phone here before? It stands in the body, never in the address."""

    phone: Annotated[Phone, Field(min_length=1)]


class EarlierVisit(Shape):
    """The last visit of whoever has the phone, masked."""

    masked_name: str
    purpose: Purpose
    household_id: Id | None
    at: Moment
    inside: bool


class EarlierAnswer(Shape):
    """How often they were here, how often refused, and whether the phone is on the deny list."""

    times: int
    refused: int
    last: EarlierVisit | None
    denied: bool


class HostQuestion(Shape):
    """Does the household expect them? `visit` for one that the office has not heard of yet."""

    visit_id: UUID
    visit: VisitShape | None = None


class HostAsked(Shape):
    """On how many phones of the household the question stands; on none it has to be called."""

    phones: Count
