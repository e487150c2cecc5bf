"""The shapes of what a guard asks about a visitor."""

from typing import Annotated

from pydantic import Field

from checkpoint.gate.fields import Id, Moment, Phone, Purpose, Shape


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
