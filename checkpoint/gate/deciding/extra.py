"""The rules for extra passes. Their holders come and go on their own, not as the household does.

Leaving home is what limits bind: going out for whoever lives here, coming for whoever lives
elsewhere. Nobody is kept from going home by them.
"""

from collections.abc import Iterator

from checkpoint.gate.deciding.closing import closure_end, next_opening
from checkpoint.gate.deciding.facts import (
    Direction,
    Facts,
    HouseholdFacts,
    LimitsFacts,
    Outcome,
    PassFacts,
)
from checkpoint.gate.deciding.finding import Finding, ask, note, refuse
from checkpoint.gate.deciding.outing import (
    is_exempt,
    observations,
    of_length,
    of_party,
    of_restrictions,
)
from checkpoint.gate.deciding.quota import used_up
from checkpoint.gate.deciding.readings import of_readings
from checkpoint.gate.deciding.vehicles import of_vehicle

Found = Iterator[Finding | None]


def of_extra(facts: Facts, pass_: PassFacts, household: HouseholdFacts) -> Found:
    """All that the rules find, in the order of the rule book."""
    elsewhere = lives_elsewhere(pass_.limits)
    if leaves_home(facts.direction, pass_.limits):
        return (_coming if elsewhere else _going_out)(facts, pass_, household)
    return _going_home(facts, pass_, household) if elsewhere else _coming_home(facts, pass_)


def lives_elsewhere(limits: LimitsFacts | None) -> bool:
    """Whether the holder comes from outside of the compound."""
    return limits is not None and limits.home == "elsewhere"


def leaves_home(direction: Direction, limits: LimitsFacts | None) -> bool:
    """Whether that way is the one that the limits bind."""
    return (direction is Direction.ENTRY) == lives_elsewhere(limits)


def _going_out(facts: Facts, pass_: PassFacts, household: HouseholdFacts) -> Found:
    yield of_restrictions(facts, household)
    if pass_.outside:
        yield refuse("pass.already_out")
    if not is_exempt(facts):
        yield from _of_limits(facts, pass_.limits, household)
    yield of_party(facts)
    yield of_readings(facts, Outcome.REFUSE)


def _coming_home(facts: Facts, pass_: PassFacts) -> Found:
    yield of_readings(facts, Outcome.ASK)
    if pass_.outside:
        yield of_length(facts, pass_.outside_since)
    else:
        yield ask("pass.already_in")
    yield _after_hours(facts, pass_.limits)
    yield of_vehicle(facts)


def _coming(facts: Facts, pass_: PassFacts, household: HouseholdFacts) -> Found:
    yield from _of_limits(facts, pass_.limits, household)
    yield _of_observation(facts, household)
    yield of_readings(facts, Outcome.REFUSE)
    if not pass_.outside:
        yield ask("pass.already_in")
    yield of_vehicle(facts)


def _going_home(facts: Facts, pass_: PassFacts, household: HouseholdFacts) -> Found:
    yield of_party(facts)
    yield _of_observation(facts, household)
    yield of_readings(facts, Outcome.ASK)
    if pass_.outside:
        yield ask("pass.already_out")
    yield _after_hours(facts, pass_.limits)


def _of_limits(facts: Facts, limits: LimitsFacts | None, household: HouseholdFacts) -> Found:
    zone, now = facts.gate.time_zone, facts.now
    if opens := next_opening(limits, zone, now):
        yield refuse("pass.outside_hours", opens)
    # Hours of its own stand in place of the night closure.
    has_hours = limits is not None and limits.hours is not None
    if not has_hours and (end := closure_end(facts.rules.closure, zone, now)):
        yield refuse("closure.night", end)
    if limits and limits.counted:
        yield used_up(facts, household)


def _of_observation(facts: Facts, household: HouseholdFacts) -> Finding | None:
    """Who lives elsewhere is not kept in, nor out: the desk says what is to be done, and until then
    waiting changes nothing."""
    return ask("household.in_observation") if observations(household, facts.now) else None


def _after_hours(facts: Facts, limits: LimitsFacts | None) -> Finding | None:
    closed = next_opening(limits, facts.gate.time_zone, facts.now)
    return note("pass.after_hours") if closed else None
