"""How often a household may go out."""

from datetime import datetime, timedelta

from checkpoint.gate.deciding.facts import Facts, HouseholdFacts
from checkpoint.gate.deciding.finding import Finding, refuse
from checkpoint.gate.rules import Outings
from checkpoint.gate.zones import local_day, start_of


def used_up(facts: Facts, household: HouseholdFacts) -> Finding | None:
    """What the exits of a household say against one more.

    Of the exits that count no other matters than the last but so many that the limit is reached:
    while that one counts, all after it do.
    """
    outings, now = facts.rules.outings, facts.now
    if outings is None:
        return None
    if outings.limit <= 0:
        return refuse("quota.sealed")
    past = sorted(each for each in household.exits if each <= now)
    if len(past) < outings.limit:
        return None
    free = free_at(past[-outings.limit], outings, facts.gate.time_zone)
    return refuse("quota.used", free) if now < free else None


def free_at(exit_at: datetime, outings: Outings, time_zone: str) -> datetime:
    """The moment from which on an exit counts no more."""
    if outings.counted == "rolling":
        return exit_at + timedelta(days=outings.days)
    return start_of(local_day(exit_at, time_zone) + timedelta(days=outings.days), time_zone)
