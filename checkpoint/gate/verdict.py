"""The verdict: admit, refuse or ask, and why.

Pure: no Flask, no database, no clock; `now` and the facts are arguments. Its TypeScript twin is
`pwa/src/core/verdict.ts`, and `tests/vectors/verdict.json` holds both to the same answers.

The rule book, in the order in which the facts are judged. The first rule that is hit decides.

 1. a token that was refused              refuse  its own ``token.*`` reason
 2. no such pass                          refuse  ``pass.unknown``
 3. a pass of another compound            refuse  ``pass.other_compound``
 4. the pass is not active                refuse  ``pass.revoked``
 5. the card is older than the newest     refuse  ``pass.superseded``
    A card that is *newer* than the pass as it is known goes on: the knowledge is behind, not the
    card.
 6. before the card's first minute        refuse  ``pass.not_yet_valid``, with ten minutes' grace
    at or past the end of card or pass    refuse  ``pass.expired``, whichever end comes first
 7. no such household                     refuse  ``household.unknown``
    the household is not active           refuse  ``household.gone``
 8. the gate is not open                  refuse  ``gate.sealed``
 9. exit under observation                refuse  ``household.in_observation``
    exit under another restriction        refuse  ``household.restricted``
    From its first moment to its end, which is exclusive.
10. exit of who is out                    refuse  ``household.already_out``
11. a reading at the fever bound or above refuse  ``reading.fever`` on exit, ask on entry
    a reading below the cold bound        ask     ``reading.too_cold``: measure again
12. entry of who is in                    ask     ``household.already_in``
    Nobody is kept from coming home: the guard looks, and may record it. It comes after the
    reading, so that a fever is never hidden behind it.
13. otherwise                             admit   ``exit.admitted``, ``entry.admitted``

A state that this code does not know counts as the closed one: whatever is not plainly active or
open refuses. Times are aware, readings tenths of °C.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

# A device's clock and the first minute of a card may differ by this much.
EARLY: Final = timedelta(minutes=10)


class Direction(StrEnum):
    """Which way a crossing goes, seen from the compound."""

    EXIT = "exit"
    ENTRY = "entry"


class Method(StrEnum):
    """How the guard found the pass or the household; `address` is a forgotten card."""

    SCAN = "scan"
    NUMBER = "number"
    ADDRESS = "address"


class Outcome(StrEnum):
    """What the gate does; `ask` leaves it to the guard, who has a reason to look twice."""

    ADMIT = "admit"
    REFUSE = "refuse"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class GateFacts:
    """The gate that decides. `state` is `open` or `sealed`."""

    state: str
    compound_id: int


@dataclass(frozen=True, slots=True)
class Rules:
    """The community's figures, in tenths of °C: fever from, too cold below."""

    fever_tenths: int
    cold_tenths: int


@dataclass(frozen=True, slots=True)
class ClaimsFacts:
    """What the card says; `valid_until` is exclusive, None is no end."""

    kind: str
    number: int
    generation: int
    valid_from: datetime
    valid_until: datetime | None


@dataclass(frozen=True, slots=True)
class PassFacts:
    """The pass as it is known now. `state` is `active` or `revoked`."""

    compound_id: int
    kind: str
    state: str
    generation: int
    valid_until: datetime | None
    household_id: int | None


@dataclass(frozen=True, slots=True)
class RestrictionFacts:
    """What keeps a household from going out. `until` is exclusive, None is until it is lifted."""

    kind: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class HouseholdFacts:
    """The household as it is known now. `state` is `active` or `gone`."""

    id: int
    state: str
    outside: bool
    outside_since: datetime | None
    restrictions: tuple[RestrictionFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a verdict rests on. `claims` is None where no card was read (number, address)."""

    now: datetime
    direction: Direction
    gate: GateFacts
    rules: Rules
    token_reason: str | None
    claims: ClaimsFacts | None
    method: Method
    pass_: PassFacts | None
    household: HouseholdFacts | None
    reading_tenths: int | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do and why; the first reason is the one that is shown."""

    outcome: Outcome
    reasons: tuple[str, ...]

    @property
    def reason(self) -> str:
        """The reason that is shown."""
        return self.reasons[0]


def decide(facts: Facts) -> Verdict:
    """Return the verdict of the first rule that the facts hit."""
    return (
        _of_token(facts)
        or _of_pass(facts)
        or _of_household(facts)
        or _of_reading(facts)
        or _of_return(facts)
        or _verdict(Outcome.ADMIT, f"{facts.direction}.admitted")
    )


def proposed_direction(outside: bool) -> Direction:
    """Return the way a household most likely goes: whoever is out comes in."""
    return Direction.ENTRY if outside else Direction.EXIT


def _of_token(facts: Facts) -> Verdict | None:
    return _refuse(facts.token_reason) if facts.token_reason else None


def _of_pass(facts: Facts) -> Verdict | None:
    pass_, claims = facts.pass_, facts.claims
    if pass_ is None:
        return _refuse("pass.unknown")
    if pass_.compound_id != facts.gate.compound_id:
        return _refuse("pass.other_compound")
    if pass_.state != "active":
        return _refuse("pass.revoked")
    if claims and claims.generation < pass_.generation:
        return _refuse("pass.superseded")
    return _of_time(facts.now, claims, pass_)


def _of_time(now: datetime, claims: ClaimsFacts | None, pass_: PassFacts) -> Verdict | None:
    if claims and now < claims.valid_from - EARLY:
        return _refuse("pass.not_yet_valid")
    ends = (claims.valid_until if claims else None, pass_.valid_until)
    return _refuse("pass.expired") if any(end and now >= end for end in ends) else None


def _of_household(facts: Facts) -> Verdict | None:
    household, leaving = facts.household, facts.direction is not Direction.ENTRY
    if household is None:
        return _refuse("household.unknown")
    if household.state != "active":
        return _refuse("household.gone")
    if facts.gate.state != "open":
        return _refuse("gate.sealed")
    if leaving and (reason := _restricted(household, facts.now)):
        return _refuse(reason)
    if leaving and household.outside:
        return _refuse("household.already_out")
    return None


def _restricted(household: HouseholdFacts, now: datetime) -> str | None:
    kinds = {
        each.kind
        for each in household.restrictions
        if each.since <= now and (each.until is None or now < each.until)
    }
    if "observation" in kinds:
        return "household.in_observation"
    return "household.restricted" if kinds else None


def _of_reading(facts: Facts) -> Verdict | None:
    reading, leaving = facts.reading_tenths, facts.direction is not Direction.ENTRY
    if reading is None:
        return None
    if reading >= facts.rules.fever_tenths:
        return _verdict(Outcome.REFUSE if leaving else Outcome.ASK, "reading.fever")
    return _verdict(Outcome.ASK, "reading.too_cold") if reading < facts.rules.cold_tenths else None


def _of_return(facts: Facts) -> Verdict | None:
    if facts.direction is Direction.ENTRY and facts.household and not facts.household.outside:
        return _verdict(Outcome.ASK, "household.already_in")
    return None


def _refuse(reason: str) -> Verdict:
    return _verdict(Outcome.REFUSE, reason)


def _verdict(outcome: Outcome, reason: str) -> Verdict:
    return Verdict(outcome, (reason,))
