"""A gate's two pure functions with nothing around them: read a text, then decide."""

from datetime import datetime
from functools import cache

from checkpoint.gate.rules import Rules
from checkpoint.gate.verdict import (
    ClaimsFacts,
    Direction,
    Facts,
    GateFacts,
    HouseholdFacts,
    Method,
    PassFacts,
    Verdict,
    decide,
)
from checkpoint.passes.phone_token import PhoneCode, read_code
from checkpoint.passes.token import Claims, TokenRefused
from tests.passes.forging import ISSUER, KID, KNOWN, NOW

KEYS = {KID: ISSUER.public_key()}
GATE, RULES = GateFacts("open", 1), Rules()


def verdict_on(text: str, *, unlinked: str = "", now: datetime = NOW) -> Verdict:
    """The verdict on whoever shows that text and wants out; `unlinked` names a phone."""
    try:
        said = read_code(text, KEYS)
    except TokenRefused as refusal:
        return decide(_facts(now, refusal.reason, None, None))
    claims = said.claims if isinstance(said, PhoneCode) else said
    return decide(_facts(now, None, _claims_facts(said, unlinked), claims.number))


@cache
def _known(number: int) -> PassFacts | None:
    generation = KNOWN.get(number)
    if generation is None:
        return None
    state = "active" if generation else "revoked"
    return PassFacts(1, "household", state, generation, None, number)


def _claims_facts(said: Claims | PhoneCode, unlinked: str) -> ClaimsFacts:
    claims, shown_at, gone = said, None, False
    if isinstance(said, PhoneCode):
        claims, shown_at, gone = said.claims, said.shown_at, said.phone == unlinked
    assert isinstance(claims, Claims)
    return ClaimsFacts(
        claims.kind.name.lower(),
        claims.number,
        claims.generation,
        claims.valid_from,
        claims.valid_until,
        shown_at,
        gone,
    )


def _facts(
    now: datetime, reason: str | None, claims: ClaimsFacts | None, number: int | None
) -> Facts:
    pass_ = _known(number) if number else None
    home = HouseholdFacts(number, "active", False, None) if pass_ and number else None
    return Facts(now, Direction.EXIT, GATE, RULES, reason, claims, Method.SCAN, pass_, home)
