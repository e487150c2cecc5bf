"""The rules for those who come to visit, to deliver, to repair, to help."""

from collections.abc import Iterator

from checkpoint.gate.deciding.closing import closure_end
from checkpoint.gate.deciding.facts import Direction, Facts, Outcome, VisitFacts
from checkpoint.gate.deciding.finding import Finding, ask, note, refuse
from checkpoint.gate.deciding.outing import end_of, observations
from checkpoint.gate.deciding.passes import EARLY
from checkpoint.gate.deciding.readings import of_readings
from checkpoint.gate.deciding.vehicles import of_vehicle


def of_visit(facts: Facts, visit: VisitFacts) -> Iterator[Finding | None]:
    """All that the rules find, in the order of the rule book."""
    if visit.purpose == "emergency_service":
        return
    if facts.gate.state != "open":
        yield refuse("gate.sealed")
    if facts.direction is Direction.ENTRY:
        yield from _coming(facts, visit)
    else:
        yield from _leaving(facts, visit)


def _coming(facts: Facts, visit: VisitFacts) -> Iterator[Finding | None]:
    if visit.denied != "no":
        maybe = visit.denied == "maybe"
        yield ask("visitor.maybe_denied") if maybe else refuse("visitor.denied")
    yield _of_state(visit)
    yield _of_time(facts, visit)
    yield from _of_host(facts, visit)
    yield from _of_policy(facts, visit)
    yield of_readings(facts, Outcome.REFUSE)
    if visit.state == "inside":
        yield ask("visit.already_in")
    yield of_vehicle(facts)


def _leaving(facts: Facts, visit: VisitFacts) -> Iterator[Finding | None]:
    if visit.state != "inside":
        yield ask("visit.not_inside")
    if visit.until and facts.now >= visit.until:
        yield note("visit.overstayed")
    if found := of_readings(facts, Outcome.REFUSE):
        yield note(found.reason)


def _of_state(visit: VisitFacts) -> Finding | None:
    if visit.state in ("expected", "inside"):
        return None
    return refuse("visit.used" if visit.state == "left" else "visit.cancelled")


def _of_time(facts: Facts, visit: VisitFacts) -> Finding | None:
    if visit.since and facts.now < visit.since - EARLY:
        return refuse("visit.too_early", visit.since)
    if visit.until and facts.now >= visit.until:
        return refuse("visit.over")
    return None


def _of_host(facts: Facts, visit: VisitFacts) -> Iterator[Finding | None]:
    host = facts.household
    if host is None:
        return
    if host.state != "active":
        yield refuse("household.gone")
    elif visit.purpose != "medical" and (observed := observations(host, facts.now)):
        yield refuse("household.in_observation", end_of(observed))


def _of_policy(facts: Facts, visit: VisitFacts) -> Iterator[Finding | None]:
    policy, medical = facts.rules.visitors, visit.purpose == "medical"
    if not medical:
        if end := closure_end(facts.rules.closure, facts.gate.time_zone, facts.now):
            yield refuse("closure.night", end)
        if policy not in ("open", "registered", "confirmed"):
            yield refuse("visitor.closed")
    if policy == "confirmed" and not visit.confirmed:
        yield ask("visitor.unconfirmed")
