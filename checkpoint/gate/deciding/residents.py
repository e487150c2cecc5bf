"""The rules for those who live here, on the way out and on the way home."""

from collections.abc import Iterator

from checkpoint.gate.deciding.closing import closure_end
from checkpoint.gate.deciding.extra import of_extra
from checkpoint.gate.deciding.facts import Direction, Facts, HouseholdFacts, Outcome
from checkpoint.gate.deciding.finding import Finding, ask, refuse
from checkpoint.gate.deciding.outing import is_exempt, of_length, of_party, of_restrictions
from checkpoint.gate.deciding.quota import used_up
from checkpoint.gate.deciding.readings import of_readings
from checkpoint.gate.deciding.vehicles import of_vehicle


def of_resident(facts: Facts) -> Iterator[Finding | None]:
    """All that the rules find, in the order of the rule book."""
    household, pass_ = facts.household, facts.pass_
    if household is None:
        yield refuse("household.unknown")
        return
    if household.state != "active":
        yield refuse("household.gone")
        return
    if facts.gate.state != "open":
        yield refuse("gate.sealed")
    if pass_ and pass_.kind == "caregiver":
        yield from of_extra(facts, pass_, household)
    elif facts.direction is Direction.ENTRY:
        yield from _coming_home(facts, household)
    else:
        yield from _going_out(facts, household)


def _going_out(facts: Facts, household: HouseholdFacts) -> Iterator[Finding | None]:
    yield of_restrictions(facts, household)
    if household.outside:
        yield refuse("household.already_out")
    if not is_exempt(facts):
        yield from _of_rations(facts, household)
    yield of_party(facts)
    yield of_readings(facts, Outcome.REFUSE)


def _coming_home(facts: Facts, household: HouseholdFacts) -> Iterator[Finding | None]:
    yield of_readings(facts, Outcome.ASK)
    if household.outside:
        yield of_length(facts, household.outside_since)
    else:
        yield ask("household.already_in")
    yield of_vehicle(facts)


def _of_rations(facts: Facts, household: HouseholdFacts) -> Iterator[Finding | None]:
    if end := closure_end(facts.rules.closure, facts.gate.time_zone, facts.now):
        yield refuse("closure.night", end)
    # A visitor's pass without a visit has no outings of the household to use up.
    if facts.pass_ and facts.pass_.kind == "household":
        yield used_up(facts, household)
