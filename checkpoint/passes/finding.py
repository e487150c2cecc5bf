"""What a finder of a card is told: that it is one of ours, and whom to bring it to. Nothing else.

Not whose it is, not which compound, not whether it still stands: a card that was replaced is to
come back as well. Nothing of what was typed is kept or logged.
"""

from dataclasses import dataclass

from sqlalchemy import select

from checkpoint.db import db
from checkpoint.errors import BadInput
from checkpoint.passes.keys import public_keys
from checkpoint.passes.models import Pass
from checkpoint.passes.number import NumberRefused, read_number
from checkpoint.passes.phone_token import PhoneCode, read_code
from checkpoint.passes.token import WHITE_SPACE, Claims, TokenRefused
from checkpoint.people import Community
from checkpoint.web import limit_rate

# Of one address; with it, to find one number of 3,427 among 100 million takes about two days.
RATE = "10/minute"
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether it is one of ours, and the office's name and phone."""

    ours: bool
    office: str
    phone: str


def whose_card(text: str, address: str) -> Answer:
    """What to tell of a code or of a printed number. Raises BadInput for nothing at all, and
    TooManyAttempts."""
    limit_rate(RATE, "verify", address)
    text = text.strip(WHITE_SPACE)
    if not text:
        raise BadInput("Type the number on the card, or the text in its code.", field="code")
    number = _number_in(text[:LONGEST])
    pass_ = number and db.session.scalar(select(Pass).where(Pass.number == number))
    office = pass_.household.compound.community if pass_ else _first_office()
    return Answer(bool(pass_), office.name if office else "", office.phone if office else "")


def _number_in(text: str) -> int | None:
    try:
        said = read_code(text, public_keys())
    except TokenRefused:
        return _number_typed(text)
    claims: Claims = said.claims if isinstance(said, PhoneCode) else said
    return claims.number


def _number_typed(text: str) -> int | None:
    try:
        return read_number(text)
    except NumberRefused:
        return None


def _first_office() -> Community | None:
    return db.session.scalar(select(Community).order_by(Community.id).limit(1))
