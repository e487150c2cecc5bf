"""What holds for an outing, with whichever pass."""

from datetime import datetime, timedelta

from checkpoint.gate.deciding.facts import Direction, Facts, HouseholdFacts, RestrictionFacts
from checkpoint.gate.deciding.finding import Finding, note, refuse


def is_exempt(facts: Facts) -> bool:
    """Whether a reason for going out was given that lifts the count of outings and the closure."""
    return facts.direction is not Direction.ENTRY and facts.exempt in facts.rules.exempt


def held_by(household: HouseholdFacts, now: datetime) -> list[RestrictionFacts]:
    """The restrictions that are in force."""
    return [
        each
        for each in household.restrictions
        if each.since <= now and (each.until is None or now < each.until)
    ]


def observations(household: HouseholdFacts, now: datetime) -> list[RestrictionFacts]:
    """Those of them that are home observations."""
    return [each for each in held_by(household, now) if each.kind == "observation"]


def end_of(held: list[RestrictionFacts]) -> datetime | None:
    """When the last of them ends, None where one does not end by itself."""
    ends = [each.until for each in held if each.until]
    return max(ends) if len(ends) == len(held) else None


def of_restrictions(facts: Facts, household: HouseholdFacts) -> Finding | None:
    """What keeps a household at home."""
    held = held_by(household, facts.now)
    if not held:
        return None
    observed = observations(household, facts.now)
    reason = "household.in_observation" if observed else "household.restricted"
    return refuse(reason, end_of(held))


def of_party(facts: Facts) -> Finding | None:
    """What there is to say about how many they are."""
    most, party = facts.rules.people, facts.party
    if most is None:
        return None
    people = party.people if facts.rules.children_count else party.people - party.children
    return refuse("party.too_many") if people > most else None


def of_length(facts: Facts, since: datetime | None) -> Finding | None:
    """What there is to say about how long they were out; None is not known."""
    longest = timedelta(minutes=facts.rules.longest_minutes)
    return note("outing.late") if since and facts.now - since > longest else None
