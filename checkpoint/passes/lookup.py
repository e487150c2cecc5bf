"""Finding a pass by what is in one's hand: the number that is read out, or the code of a card."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from checkpoint.db import db
from checkpoint.errors import BadInput, NotFound
from checkpoint.passes.keys import public_keys
from checkpoint.passes.models import Pass
from checkpoint.passes.number import read_number
from checkpoint.passes.token import PREFIX, WHITE_SPACE, Claims, TokenRefused, read_token
from checkpoint.people import Actor

LONGEST: Final = 200  # characters; a token has 120
_SENTENCES: Final = {
    "token.malformed": "The code was not read whole. Scan the card again, or type its number.",
    "token.called_in": "This card was called in. Look the household up and hand out a new card.",
    "token.unknown_key": "This card was not made here: no key here is its own.",
    "token.bad_signature": "This code was altered, or it is not ours. Keep the card and look the "
    "household up.",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A pass. `card` is the generation of the card that was scanned, None for a typed number."""

    pass_: Pass
    card: int | None = None

    @property
    def replaced(self) -> bool:
        """Whether the scanned card is not the pass's newest."""
        return self.card is not None and self.card < self.pass_.generation


def look_up(actor: Actor, text: str) -> Found:
    """The pass that a typed number or a scanned token is about.

    Raises BadInput that says what is wrong with the text, NotFound for none within the scope;
    both name the field `number`.
    """
    text = text[:LONGEST].strip(WHITE_SPACE)
    if text.startswith(PREFIX):
        claims = _claims_of(text)
        return Found(_pass_numbered(actor, claims.number), claims.generation)
    return Found(_pass_numbered(actor, read_number(text)))


def _claims_of(text: str) -> Claims:
    try:
        return read_token(text, public_keys())
    except TokenRefused as refusal:
        raise BadInput(_SENTENCES[refusal.reason], code=refusal.reason, field="number") from refusal


def _pass_numbered(actor: Actor, number: int) -> Pass:
    found = db.session.scalar(select(Pass).where(Pass.number == number))
    if found is None or not actor.covers(found.household.compound):
        raise NotFound(
            "The number is well-formed, but no pass here has it. Compare it with the card again.",
            field="number",
        )
    return found
