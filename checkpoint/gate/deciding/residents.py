"""The rules for those who live here, on the way out and on the way home."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from checkpoint.gate.deciding.closing import closure_end
from checkpoint.gate.deciding.facts import (
    Direction,
    Facts,
    HouseholdFacts,
    Outcome,
    RestrictionFacts,
)
from checkpoint.gate.deciding.finding import Finding, ask, note, refuse
from checkpoint.gate.deciding.quota import used_up
from checkpoint.gate.deciding.readings import of_readings
from checkpoint.gate.deciding.vehicles import of_vehicle


def of_resident(facts: Facts) -> Iterator[Finding | None]:
    """All that the rules find, in the order of the rule book."""
    household = facts.household
    if household is None:
        yield refuse("household.unknown")
        return
    if household.state != "active":
        yield refuse("household.gone")
        return
    if facts.gate.state != "open":
        yield refuse("gate.sealed")
    if facts.direction is Direction.ENTRY:
        yield from _coming_home(facts, household)
    else:
        yield from _going_out(facts, household)


def is_exempt(facts: Facts) -> bool:
    """Whether a reason was given that lifts the count of outings and the night closure."""
    return facts.exempt in facts.rules.exempt


def _going_out(facts: Facts, household: HouseholdFacts) -> Iterator[Finding | None]:
    yield _of_restrictions(household, facts.now)
    if household.outside:
        yield refuse("household.already_out")
    if not is_exempt(facts):
        yield from _of_rations(facts, household)
    yield _of_party(facts)
    yield of_readings(facts, Outcome.REFUSE)


def _coming_home(facts: Facts, household: HouseholdFacts) -> Iterator[Finding | None]:
    yield of_readings(facts, Outcome.ASK)
    if not household.outside:
        yield ask("household.already_in")
    elif household.outside_since is not None:
        longest = timedelta(minutes=facts.rules.longest_minutes)
        if facts.now - household.outside_since > longest:
            yield note("outing.late")
    yield of_vehicle(facts)


def held_by(household: HouseholdFacts, now: datetime) -> list[RestrictionFacts]:
    """The restrictions that are in force."""
    return [
        each
        for each in household.restrictions
        if each.since <= now and (each.until is None or now < each.until)
    ]


def end_of(held: list[RestrictionFacts]) -> datetime | None:
    """When the last of them ends, None where one does not end by itself."""
    ends = [each.until for each in held if each.until]
    return max(ends) if len(ends) == len(held) else None


def _of_restrictions(household: HouseholdFacts, now: datetime) -> Finding | None:
    held = held_by(household, now)
    if not held:
        return None
    observed = any(each.kind == "observation" for each in held)
    reason = "household.in_observation" if observed else "household.restricted"
    return refuse(reason, end_of(held))


def _of_rations(facts: Facts, household: HouseholdFacts) -> Iterator[Finding | None]:
    if end := closure_end(facts.rules.closure, facts.gate.time_zone, facts.now):
        yield refuse("closure.night", end)
    # Only the household's own pass is rationed: whoever comes to care for somebody goes home.
    if facts.pass_ and facts.pass_.kind == "household":
        yield used_up(facts, household)


def _of_party(facts: Facts) -> Finding | None:
    most, party = facts.rules.people, facts.party
    if most is None:
        return None
    people = party.people if facts.rules.children_count else party.people - party.children
    return refuse("party.too_many") if people > most else None
