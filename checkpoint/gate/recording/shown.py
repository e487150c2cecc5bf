"""Reading what is shown at a gate: all that can be told of it without asking who has it."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select

from checkpoint.db import Base, db
from checkpoint.gate.remembered import EachDatabase, Remembered
from checkpoint.gate.schemas import CrossingShape, Question
from checkpoint.gate.verdict import Method
from checkpoint.passes import Claims, PhoneCode, TokenRefused, read_code

# So many tokens that held are not verified again while the keys are the same.
TOKENS = 8192

_KEY = Base.metadata.tables["signing_key"]


class Keys:
    """Public keys by key id: as they are now, and as they were before any was called in.

    A token of a key that was called in is refused, but it still tells who went through before the
    device had heard of it.
    """

    def __init__(self, rows: tuple[tuple[int, bytes, bool], ...]) -> None:
        """From the id of each, its 32 bytes, and whether it was retired."""
        self.rows = rows
        self.ever = {kid: Ed25519PublicKey.from_public_bytes(octets) for kid, octets, _ in rows}
        self.now = {kid: None if retired else self.ever[kid] for kid, _, retired in rows}
        # Only what holds is kept: what is refused raises.
        self._verified = lru_cache(TOKENS)(self._verify)

    def said_by(self, token: str) -> tuple[Claims | PhoneCode | None, str | None]:
        """What the token says, if a key ever vouched for it, and why it is refused, if it is."""
        try:
            return self._verified(token), None
        except TokenRefused as refusal:
            reason = refusal.reason
        if reason == "token.called_in":
            try:
                return read_code(token, self.ever), reason
            except TokenRefused:
                pass
        return None, reason

    def _verify(self, token: str) -> Claims | PhoneCode:
        return read_code(token, self.now)


class Shown(NamedTuple):
    """What was shown: a token that claims a number or was refused, a number, or an address. A
    phone that showed it is named, and when it made the code."""

    token_reason: str | None = None
    claims: Claims | None = None
    number: int | None = None
    household_id: int | None = None
    phone: str | None = None
    shown_at: datetime | None = None


def read_shown(said: CrossingShape | Question, keys: Keys) -> Shown:
    """Read it by its method; a token that cannot be trusted leads to nobody."""
    if said.method is Method.SCAN and said.token is not None:
        code, reason = keys.said_by(said.token)
        if isinstance(code, PhoneCode):
            claims = code.claims
            return Shown(reason, claims, claims.number, phone=code.phone, shown_at=code.shown_at)
        return Shown(reason, code, code.number if code else None)
    if said.method is Method.NUMBER and said.number is not None:
        return Shown(number=said.number)
    return Shown(household_id=said.household_id)


def current_keys() -> Keys:
    """The keys of this installation as they are now."""
    return _remembered().recall(None, _ask_for_keys) or Keys(())


def _ask_for_keys() -> Keys:
    """The same keys are the same object, with the tokens that they have vouched for."""
    query = select(_KEY.c.kid, _KEY.c.public, _KEY.c.retired_at).order_by(_KEY.c.kid)
    rows = db.session.connection().execute(query)
    now = tuple((kid, public, retired_at is not None) for kid, public, retired_at in rows)
    last = _last()
    if not last or last[0].rows != now:
        last[:] = [Keys(now)]
    return last[0]


_remembered: EachDatabase[Remembered[None, Keys]] = EachDatabase(Remembered)
_last: EachDatabase[list[Keys]] = EachDatabase(list)
