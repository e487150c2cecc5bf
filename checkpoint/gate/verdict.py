"""The verdict: admit, refuse or ask, why, until when, and what the guard may do about it.

Pure: no Flask, no database, no clock; `now` and the facts are arguments. Its TypeScript twin is
`pwa/src/core/verdict.ts`, and `tests/vectors/verdict.json` holds both to the same answers. The
parts are in `checkpoint/gate/deciding/`; this is what they do.

The rules on the pass, each final: no other is looked at.

 1. a token that was refused              refuse  its own ``token.*`` reason
    a phone's code of more than 60 s
      before or after now                 refuse  ``pass.stale_code``
    a phone that was unlinked             refuse  ``pass.unlinked``
 2. no such pass                          refuse  ``pass.unknown``
    A visit that was found or registered without a pass needs none.
 3. a pass of another compound            refuse  ``pass.other_compound``
 4. the pass is not active                refuse  ``pass.revoked``
 5. the card is older than the newest     refuse  ``pass.superseded``
    A card that is *newer* than the pass as it is known goes on: the knowledge is behind, not the
    card.
 6. before the card's first minute        refuse  ``pass.not_yet_valid``, with ten minutes' grace
    at or past the end of card or pass    refuse  ``pass.expired``, whichever end comes first

Where there is no visit, for those who live here. The first two are final as well.

 7. no such household                     refuse  ``household.unknown``
 8. the household is not active           refuse  ``household.gone``
 9. the gate is not open                  refuse  ``gate.sealed``

Going out, all that hold:

10. under observation                     refuse  ``household.in_observation``
    under another restriction             refuse  ``household.restricted``
    From its first moment to its end, which is exclusive. Until the last that is in force ends.
11. somebody is out already               refuse  ``household.already_out``
12. in the night closure                  refuse  ``closure.night``, until its end
    Its end is exclusive. It begins and ends where the clock of the compound shows its bounds.
13. no outings at all (limit 0)           refuse  ``quota.sealed``
    as many exits as the limit count      refuse  ``quota.used``, until the first moment at which
    one would be allowed. By the calendar an exit counts on its own local day and on the days - 1
    after it; rolling, for days times 24 hours, the last moment exclusive. Exits after now do not
    count. Only the household pass is rationed; of extra passes those whose limits say so.
    An exempt reason that the rules allow lifts 12 and 13; one that they don't allow lifts nothing.
14. more people than the rules allow      refuse  ``party.too_many``; children only if they count
15. the last reading below the cold bound ask     ``reading.too_cold``
    at the fever bound or above, and
      confirmed by an earlier high one    refuse  ``reading.fever``
      no earlier one was high             ask     ``reading.high``, until it has rested
      an earlier one was, but too young   ask     ``reading.too_soon``, until the first has rested
      one has rested: same instrument     ask     ``reading.same_instrument``
    It is confirmed by one that is older by the rest or more and from another instrument; the same
    one is enough where the rules do not ask for another, or the gate has fewer than two.

Coming home, all that hold. Nobody is kept out for an outing rule or a fever:

16. readings as in 15, but a fever        ask     ``reading.fever``
17. who is in                             ask     ``household.already_in``
    It comes after the reading, so that a fever is never hidden behind it.
18. out for more than the longest outing  note    ``outing.late``
19. a vehicle: of the emergency services  nothing
    its plate is on the deny list         refuse  ``vehicle.denied``
    policy ``closed``                     refuse  ``vehicle.closed``
    policy ``residents``, and it is
      neither a resident's nor a delivery refuse  ``vehicle.residents_only``
    policy ``known``, and nobody knows it ask     ``vehicle.unknown``
    a delivery under either               note    ``vehicle.hand_over``

Extra passes (kind ``caregiver``). Their holders are out or in whatever the household is. 7 to 9
hold. What follows says which of the others do; who has no limits lives here. Leaving home (going
out for who lives here, coming for who lives ``elsewhere``), all that hold:

E1. lives here: 10                        as there; 11 does not hold
    lives here, and is out already        refuse  ``pass.already_out``
E2. outside of the days or hours          refuse  ``pass.outside_hours``, until they begin again
    Hours begin on the days, their end is exclusive and past midnight where it is not later than
    the beginning. Without hours a day is good as a whole, and 12 holds: hours of its own stand in
    place of the night closure.
    if it is counted: 13                  as there
    An exempt reason that the rules allow lifts E2, but only for who goes out.
E3. going out: 14; 15                     as there
E4. lives elsewhere: the household is
      under observation                   ask     ``household.in_observation``
    is in already                         ask     ``pass.already_in``
    a vehicle, as in 19

Going home, all that hold. No hour, no count and no fever keeps anybody from it:

E5. lives here: 16, 18, 19                as there
    is in already                         ask     ``pass.already_in``
E6. lives elsewhere: 14; the household
      is under observation                ask     ``household.in_observation``
    readings as in 16
    is out already                        ask     ``pass.already_out``
E7. outside of the days or hours          note    ``pass.after_hours``

Visits. The emergency services are admitted, both ways, once the pass (if there is one) is good. Of
the others, whichever way they go, 9 holds. Coming, all that hold:

20. on the deny list                      refuse  ``visitor.denied``
    by name alone                         ask     ``visitor.maybe_denied``
21. the visit is over: they left          refuse  ``visit.used``
    cancelled, refused                    refuse  ``visit.cancelled``
22. before its first minute               refuse  ``visit.too_early``, with ten minutes' grace;
                                                  until its first minute
    at or past its end                    refuse  ``visit.over``
23. the host has moved out                refuse  ``household.gone``
    the host is under observation         refuse  ``household.in_observation``; not for medical
24. in the night closure                  refuse  ``closure.night``, until its end; not for medical
25. policy ``closed``                     refuse  ``visitor.closed``; not for medical
    policy ``confirmed``, and it is not   ask     ``visitor.unconfirmed``
26. readings as in 15, a fever refuses
27. who is in                             ask     ``visit.already_in``
28. a vehicle, as in 19

Leaving, all that hold; no count, no closure, no fever keeps a visitor in:

29. who is not in                         ask     ``visit.not_inside``
30. at or past the end of the visit       note    ``visit.overstayed``
31. readings as in 15                     note    their own reason

The outcome is that of the strictest rule that was hit. Its reasons come first, in this order, then
those that ask, then the notes; at most eight. Where none refuses and none asks the outcome is admit
and its first reason ``exit.admitted`` or ``entry.admitted``.

`until` of a refusal is the latest of the ends of all that refuse, None when one has none. If it
falls in the night closure it is moved to the end of that, but for those whom it does not bind (an
exempt reason, a medical visit, a pass with hours of its own); where it falls outside of the days or
hours of a pass, to where they begin. Of a question it is the latest end that one has.

`may`, in this order: ``exempt`` (an exit was refused by 12, 13 or E2, no exempt reason was given,
the rules allow one), ``measure_again`` (any of the readings but a fever), ``visitor_path`` (no pass
or no household was found), ``override`` (a refused exit, or a question), ``call_desk`` (whatever is
not admitted), ``emergency`` (an exit that is not admitted).

A state, a policy or a kind that this code does not know counts as the closed one: whatever is not
plainly active or open refuses. Times are aware, readings tenths of °C. Days and times of day are
those of the compound's zone (`checkpoint.gate.zones`).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from checkpoint.gate.deciding.closing import open_from
from checkpoint.gate.deciding.extra import leaves_home, lives_elsewhere
from checkpoint.gate.deciding.facts import (
    ClaimsFacts,
    Direction,
    Facts,
    GateFacts,
    HouseholdFacts,
    LimitsFacts,
    Method,
    Outcome,
    Party,
    PassFacts,
    ReadingFacts,
    RestrictionFacts,
    VehicleFacts,
    Verdict,
    VisitFacts,
)
from checkpoint.gate.deciding.finding import Finding, refuse
from checkpoint.gate.deciding.outing import is_exempt
from checkpoint.gate.deciding.passes import against_pass
from checkpoint.gate.deciding.residents import of_resident
from checkpoint.gate.deciding.visits import of_visit

__all__ = [
    "ClaimsFacts",
    "Direction",
    "Facts",
    "GateFacts",
    "HouseholdFacts",
    "LimitsFacts",
    "Method",
    "Outcome",
    "Party",
    "PassFacts",
    "ReadingFacts",
    "RestrictionFacts",
    "VehicleFacts",
    "Verdict",
    "VisitFacts",
    "decide",
    "leaves_home",
    "lives_elsewhere",
    "proposed_direction",
]

# As many as travel with a crossing.
MOST_REASONS: Final = 8
_LIFTED: Final = frozenset({"closure.night", "quota.sealed", "quota.used", "pass.outside_hours"})
_MEASURED: Final = frozenset(
    {"reading.high", "reading.too_soon", "reading.same_instrument", "reading.too_cold"}
)
_UNKNOWN: Final = frozenset({"pass.unknown", "household.unknown"})
# Refusals come before questions: a question must never open what another rule closes.
_STRICTEST: Final = (Outcome.REFUSE, Outcome.ASK, Outcome.ADMIT)


def decide(facts: Facts) -> Verdict:
    """The verdict of the rule book on the facts."""
    if reason := against_pass(facts):
        return _verdict(facts, [refuse(reason)])
    rules = of_visit(facts, facts.visit) if facts.visit else of_resident(facts)
    return _verdict(facts, [each for each in rules if each])


def proposed_direction(outside: bool) -> Direction:
    """Return the way a household, or the holder of an extra pass, most likely goes: whoever is out
    comes in."""
    return Direction.ENTRY if outside else Direction.EXIT


def _verdict(facts: Facts, found: list[Finding]) -> Verdict:
    found.sort(key=_weight)
    outcome = found[0].outcome if found else Outcome.ADMIT
    reasons = [each.reason for each in found]
    if outcome is Outcome.ADMIT:
        reasons.insert(0, f"{facts.direction}.admitted")
    may = tuple(_may(facts, outcome, set(reasons)))
    return Verdict(outcome, tuple(reasons[:MOST_REASONS]), _until(facts, outcome, found), may)


def _weight(found: Finding) -> int:
    return _STRICTEST.index(found.outcome)


def _until(facts: Facts, outcome: Outcome, found: list[Finding]) -> datetime | None:
    ends = [each.until for each in found if each.outcome is outcome]
    known = [each for each in ends if each]
    if not known:
        return None
    latest = max(known)
    if outcome is Outcome.ASK:
        return latest
    return _reopened(facts, latest) if len(known) == len(ends) else None


def _reopened(facts: Facts, moment: datetime) -> datetime:
    """The moment, or the end of what it falls in and binds them: the night closure, the time
    between the hours of a pass."""
    if facts.visit.purpose == "medical" if facts.visit else is_exempt(facts):
        return moment
    limits = facts.pass_.limits if facts.pass_ else None
    return open_from(facts.rules.closure, limits, facts.gate.time_zone, moment)


def _may(facts: Facts, outcome: Outcome, reasons: set[str]) -> Iterator[str]:
    leaving = facts.direction is not Direction.ENTRY
    if reasons & _LIFTED and facts.rules.exempt and leaving and not facts.exempt:
        yield "exempt"
    if reasons & _MEASURED:
        yield "measure_again"
    if facts.token_reason or reasons & _UNKNOWN:
        yield "visitor_path"
    if outcome is Outcome.ASK or (outcome is Outcome.REFUSE and leaving):
        yield "override"
    if outcome is not Outcome.ADMIT:
        yield "call_desk"
        if leaving:
            yield "emergency"
