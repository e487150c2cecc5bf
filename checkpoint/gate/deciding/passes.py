"""The rules on tokens and passes: each is final, and says nothing of the others."""

from datetime import datetime, timedelta
from typing import Final

from checkpoint.gate.deciding.facts import ClaimsFacts, Facts, Method, PassFacts

# A device's clock and the first minute of a card, or of a visit, may differ by this much.
EARLY: Final = timedelta(minutes=10)
# A phone's code is renewed every 15 seconds: this is four of them, or two clocks a minute apart.
FRESH: Final = timedelta(seconds=60)


def against_pass(facts: Facts) -> str | None:
    """Why the pass opens nothing, or None. A visit may come without a pass."""
    if facts.token_reason:
        return facts.token_reason
    if facts.claims and (reason := _against_phone(facts.now, facts.claims)):
        return reason
    if facts.pass_ is not None:
        return _against_known(facts, facts.pass_)
    return None if facts.visit and facts.method is Method.VISIT else "pass.unknown"


def _against_phone(now: datetime, claims: ClaimsFacts) -> str | None:
    if claims.shown_at is None:
        return None
    if abs(now - claims.shown_at) > FRESH:
        return "pass.stale_code"
    return "pass.unlinked" if claims.unlinked else None


def _against_known(facts: Facts, pass_: PassFacts) -> str | None:
    claims = facts.claims
    if pass_.compound_id != facts.gate.compound_id:
        return "pass.other_compound"
    if pass_.state != "active":
        return "pass.revoked"
    if claims and claims.generation < pass_.generation:
        return "pass.superseded"
    return _against_time(facts.now, claims, pass_)


def _against_time(now: datetime, claims: ClaimsFacts | None, pass_: PassFacts) -> str | None:
    if claims and now < claims.valid_from - EARLY:
        return "pass.not_yet_valid"
    ends = (claims.valid_until if claims else None, pass_.valid_until)
    return "pass.expired" if any(end and now >= end for end in ends) else None
