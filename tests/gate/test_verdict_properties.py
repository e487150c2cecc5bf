"""What holds of every verdict by the rules of a compound, whatever the facts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from checkpoint.gate.rules import EXEMPT_REASONS
from checkpoint.gate.verdict import (
    Direction,
    Facts,
    Outcome,
    ReadingFacts,
    Verdict,
    decide,
    lives_elsewhere,
)
from tests.gate.made_up_facts import MadeUp
from tests.gate.verdicts import read_facts

LIFTED = {"closure.night", "quota.sealed", "quota.used", "pass.outside_hours"}
RATIONS = {*LIFTED, "party.too_many"}
TICK = timedelta(milliseconds=1)

often = settings(max_examples=300, deadline=None)


def facts_with(condition: Callable[[Facts], object]) -> st.SearchStrategy[Facts]:
    """Made-up facts of which the condition holds."""

    def first(seed: int) -> Facts:
        made_up = map(read_facts, MadeUp(seed).some(10_000))
        return next(some for some in made_up if condition(some))

    return st.integers(0, 2**48).map(first)


facts = facts_with(lambda _: True)
residents = facts_with(
    lambda some: not (some.pass_ and lives_elsewhere(some.pass_.limits)),
).map(lambda some: replace(some, visit=None))
guests = facts_with(lambda some: some.pass_ and lives_elsewhere(some.pass_.limits)).map(
    lambda some: replace(some, visit=None)
)
going_out = residents.map(lambda some: replace(some, direction=Direction.EXIT))


def of(strategy: st.SearchStrategy[Facts]) -> Callable[[Callable[[Facts], None]], object]:
    return lambda test: often(given(strategy)(test))


@of(residents)
def test_home_is_open_to_residents(some: Facts) -> None:
    """Nobody is kept from coming home for an outing rule, however high their temperature."""
    verdict = decide(replace(some, direction=Direction.ENTRY))
    assert not RATIONS & set(verdict.reasons)
    refused = verdict.outcome is Outcome.REFUSE
    assert not (refused and verdict.reason.startswith(("reading.", "outing.")))


@of(guests)
def test_home_is_open_to_who_lives_elsewhere(some: Facts) -> None:
    """Whoever has an extra pass and lives elsewhere leaves, whatever the hour, the count and the
    household: only a gate that is sealed, a pass that is no good and company keep them."""
    verdict = decide(replace(some, direction=Direction.EXIT))
    assert not LIFTED & set(verdict.reasons)
    if verdict.outcome is Outcome.REFUSE:
        assert verdict.reason.startswith(("token.", "pass.", "gate.", "party.")) or (
            verdict.reason in ("household.unknown", "household.gone")
        )


@of(facts_with(lambda some: some.pass_ and some.pass_.kind == "caregiver"))
def test_where_the_household_is_says_nothing_of_an_extra_pass(some: Facts) -> None:
    """The verdict on an extra pass is the same whether the household is out or in."""
    if some.household and not some.visit:
        moved = replace(some.household, outside=not some.household.outside, outside_since=None)
        assert decide(replace(some, household=moved)) == decide(some)


@of(facts_with(lambda some: some.visit))
def test_no_visitor_is_kept_in(some: Facts) -> None:
    """A visitor leaves unless the gate is sealed or the pass is no good."""
    verdict = decide(replace(some, direction=Direction.EXIT))
    if verdict.outcome is Outcome.REFUSE:
        assert verdict.reason.startswith(("token.", "pass.", "gate."))


@of(going_out)
def test_an_exempt_reason_lifts_count_and_closure_alone(some: Facts) -> None:
    """With one that is allowed these reasons are gone, and all the others stay."""
    without = decide(replace(some, exempt=None))
    rules = replace(some.rules, exempt=EXEMPT_REASONS)
    verdict = decide(replace(some, exempt="medical", rules=rules))
    left = [reason for reason in without.reasons if reason not in LIFTED]
    assert [each for each in verdict.reasons if each != "exit.admitted"] == [
        each for each in left if each != "exit.admitted"
    ]


@of(going_out)
def test_an_exempt_reason_that_is_not_allowed_lifts_nothing(some: Facts) -> None:
    """The verdict is the same but for what the guard may do."""
    some = replace(some, rules=replace(some.rules, exempt=()))
    assert decide(replace(some, exempt="medical")) == decide(replace(some, exempt=None))


@of(facts_with(lambda some: some.household and some.household.exits))
def test_fewer_exits_never_make_it_stricter(some: Facts) -> None:
    """Whoever may go out may also with one exit less; and their order means nothing."""
    household, verdict = some.household, decide(some)
    assert household is not None
    turned = replace(household, exits=household.exits[::-1])
    assert decide(replace(some, household=turned)) == verdict
    for dropped in range(len(household.exits)):
        exits = household.exits[:dropped] + household.exits[dropped + 1 :]
        fewer = decide(replace(some, household=replace(household, exits=exits)))
        assert set(fewer.reasons) - {"exit.admitted"} <= set(verdict.reasons)


def ends(some: Facts) -> bool:
    """Whether it is refused until a moment; a visit that is too early opens before the moment that
    was agreed on, which is what is said."""
    verdict = decide(unchanging(some))
    refused = verdict.outcome is Outcome.REFUSE and verdict.until is not None
    return refused and "visit.too_early" not in verdict.reasons


@of(facts_with(ends))
def test_a_refusal_ends_when_it_says(some: Facts) -> None:
    """At `until` none of the reasons holds any more; a millisecond before it is still refused."""
    some = unchanging(some)
    verdict = decide(some)
    assert verdict.until is not None
    assert verdict.until > some.now
    assert decide(replace(some, now=verdict.until - TICK)).outcome is Outcome.REFUSE
    assert not refusing(some, verdict) & refusing(some, decide(replace(some, now=verdict.until)))


def refusing(some: Facts, verdict: Verdict) -> set[str]:
    """The reasons of a verdict that have to do with time; who lives elsewhere is only asked about
    an observation."""
    timed = {*LIFTED, "household.in_observation", "household.restricted"}
    if some.pass_ and lives_elsewhere(some.pass_.limits):
        timed.remove("household.in_observation")
    return {*verdict.reasons} & timed


def unchanging(some: Facts) -> Facts:
    """The same, of which nothing begins or ends later but what a verdict tells the end of."""
    household, visit = some.household, some.visit
    if household:
        begun = tuple(each for each in household.restrictions if each.since <= some.now)
        past = tuple(each for each in household.exits if each <= some.now)
        household = replace(household, restrictions=begun, exits=past)
    if visit:
        visit = replace(visit, until=None)
    pass_ = some.pass_ and replace(some.pass_, valid_until=None)
    return replace(some, claims=None, pass_=pass_, household=household, visit=visit)


def is_held(some: Facts) -> bool:
    """Whether somebody is asked to wait for another reading, which no visitor is who leaves."""
    found = {"reading.high", "reading.too_soon"} & set(decide(some).reasons)
    in_order = list(some.readings) == sorted(some.readings, key=lambda each: each.at)
    leaves = some.visit is not None and some.direction is Direction.EXIT
    return bool(found) and in_order and not leaves and decide(some).outcome is Outcome.ASK


@of(facts_with(is_held))
def test_a_hold_ends_when_it_says(some: Facts) -> None:
    """From `until` on another instrument makes it a fever; before that it is too soon."""
    until = decide(some).until
    assert until is not None
    for at, reason in ((until, "reading.fever"), (until - TICK, "reading.too_soon")):
        again = ReadingFacts(some.rules.fever_tenths, 99, at)
        assert reason in decide(replace(some, readings=(*some.readings, again))).reasons


@of(facts)
def test_life_comes_first(some: Facts) -> None:
    """Whoever is not let out may still leave in an emergency, and the desk can be called."""
    verdict = decide(some)
    admitted = verdict.outcome is Outcome.ADMIT
    assert ("call_desk" in verdict.may) is not admitted
    leaving = some.direction is Direction.EXIT
    assert ("emergency" in verdict.may) is (leaving and not admitted)


@of(facts)
def test_the_strictest_reason_decides(some: Facts) -> None:
    """Without readings and a vehicle it is never stricter than with them."""
    verdict = decide(some)
    calm = decide(replace(some, readings=(), vehicle=None))
    order = [Outcome.ADMIT, Outcome.ASK, Outcome.REFUSE]
    assert order.index(calm.outcome) <= order.index(verdict.outcome)
