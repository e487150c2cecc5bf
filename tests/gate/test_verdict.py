"""The verdict: the shared vectors, and what must hold whatever the facts."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkpoint.gate.reasons import SENTENCES
from checkpoint.gate.rules import Rules
from checkpoint.gate.verdict import (
    ClaimsFacts,
    Direction,
    Facts,
    GateFacts,
    HouseholdFacts,
    Method,
    Outcome,
    PassFacts,
    ReadingFacts,
    RestrictionFacts,
    decide,
    proposed_direction,
)
from tests.gate.verdicts import VECTORS, Json, expected, read_facts, told


@pytest.mark.parametrize("case", VECTORS, ids=[case["id"] for case in VECTORS])
def test_vector(case: Json) -> None:
    """Each shared vector gives the verdict that was written down for it."""
    assert told(decide(read_facts(case["input"]))) == expected(case)


def test_vectors_are_enough() -> None:
    """Every reason stands in at least two vectors, and every one but the notes decides in two."""
    reasons = Counter(reason for case in VECTORS for reason in case["expect"]["reasons"])
    deciding = Counter(case["expect"]["reasons"][0] for case in VECTORS)
    assert len(VECTORS) >= 600
    assert len(reasons) == 53
    assert min(reasons.values()) >= 2
    assert reasons.keys() - deciding.keys() == {
        "outing.late",
        "pass.after_hours",
        "visit.overstayed",
        "vehicle.hand_over",
    }
    assert min(deciding.values()) >= 2


def test_every_reason_has_a_sentence() -> None:
    """What a verdict may say can be told at the desk as well."""
    reasons = {reason for case in VECTORS for reason in case["expect"]["reasons"]}
    assert not reasons - SENTENCES.keys()


T0 = datetime(2020, 2, 12, tzinfo=UTC)
moments = st.integers(-100_000, 100_000).map(lambda seconds: T0 + timedelta(seconds=seconds))
facts = st.builds(
    Facts,
    now=moments,
    direction=st.sampled_from(Direction),
    gate=st.builds(
        GateFacts, state=st.sampled_from(["open", "sealed", "?"]), compound_id=st.integers(1, 2)
    ),
    rules=st.just(Rules()),
    token_reason=st.none() | st.sampled_from(["token.malformed", "token.bad_signature"]),
    claims=st.none()
    | st.builds(
        ClaimsFacts,
        kind=st.just("household"),
        number=st.just(1),
        generation=st.integers(1, 3),
        valid_from=moments,
        valid_until=st.none() | moments,
    ),
    method=st.sampled_from(Method),
    pass_=st.none()
    | st.builds(
        PassFacts,
        compound_id=st.integers(1, 2),
        kind=st.just("household"),
        state=st.sampled_from(["active", "revoked", "?"]),
        generation=st.integers(1, 3),
        valid_until=st.none() | moments,
        household_id=st.just(7),
    ),
    household=st.none()
    | st.builds(
        HouseholdFacts,
        id=st.just(7),
        state=st.sampled_from(["active", "gone", "?"]),
        outside=st.booleans(),
        outside_since=st.none() | moments,
        restrictions=st.just(())
        | st.tuples(
            st.builds(
                RestrictionFacts,
                kind=st.sampled_from(["observation", "other", "?"]),
                since=moments,
                until=st.none() | moments,
            )
        ),
    ),
    readings=st.just(())
    | st.builds(ReadingFacts, tenths=st.integers(300, 430), instrument=st.none(), at=moments).map(
        lambda one: (one,)
    ),
)
good = facts.map(
    lambda some: replace(
        some,
        token_reason=None,
        claims=None,
        gate=GateFacts("open", 1),
        pass_=PassFacts(1, "household", "active", 1, None, 7),
        household=HouseholdFacts(7, "active", some.now.second % 2 == 0, None),
    )
)


@given(facts)
def test_some_reasons(some: Facts) -> None:
    """Every set of facts gets an outcome and one to eight reasons, none of them twice."""
    verdict = decide(some)
    assert verdict.outcome in Outcome
    assert 1 <= len(set(verdict.reasons)) == len(verdict.reasons) <= 8


@given(facts)
def test_admitted_is_beyond_doubt(some: Facts) -> None:
    """Whoever is admitted has a good token, an active pass of this compound, and an open gate."""
    if decide(some).outcome is not Outcome.ADMIT:
        return
    assert some.token_reason is None
    assert some.pass_ is not None
    assert some.household is not None
    assert some.pass_.state == some.household.state == "active"
    assert (some.gate.state, some.gate.compound_id) == ("open", some.pass_.compound_id)
    assert some.household.outside is (some.direction is Direction.ENTRY)
    assert some.claims is None or some.claims.generation >= some.pass_.generation


@given(facts, st.sampled_from(["token.foreign", "token.unknown_key"]))
def test_refused_token_stays_refused(some: Facts, reason: str) -> None:
    """No other fact mends a refused token."""
    verdict = decide(replace(some, token_reason=reason))
    assert (verdict.outcome, verdict.reason) == (Outcome.REFUSE, reason)


@given(facts, st.sampled_from(["sealed", "", "OPEN", "opened"]))
def test_sealed_never_admits(some: Facts, state: str) -> None:
    """A gate that is not plainly open refuses whatever comes."""
    assert decide(replace(some, gate=GateFacts(state, 1))).outcome is Outcome.REFUSE


@given(facts, st.integers(300, 430))
def test_reading_never_refuses_entry(some: Facts, tenths: int) -> None:
    """A resident with a fever is never kept out for the fever: a reading leads to a question."""
    twice = tuple(
        ReadingFacts(tenths, number, some.now + timedelta(minutes=5 * number)) for number in (0, 1)
    )
    verdict = decide(replace(some, direction=Direction.ENTRY, readings=twice))
    if verdict.outcome is Outcome.REFUSE:
        assert (
            decide(replace(some, direction=Direction.ENTRY, readings=())).reason == verdict.reason
        )


@given(good)
def test_home_is_open(some: Facts) -> None:
    """With a good pass at an open gate, coming home is never refused."""
    verdict = decide(replace(some, direction=Direction.ENTRY))
    assert verdict.outcome is not Outcome.REFUSE


@given(good, st.sampled_from(["observation", "other", "?"]))
def test_restricted_stays_in(some: Facts, kind: str) -> None:
    """A restriction in force refuses every exit and no entry."""
    restriction = RestrictionFacts(kind, some.now, None)
    assert some.household is not None
    some = replace(some, household=replace(some.household, restrictions=(restriction,)))
    verdict = decide(some)
    assert (verdict.outcome is Outcome.REFUSE) is (some.direction is Direction.EXIT)


@given(good, st.integers(300, 430))
def test_bounds(some: Facts, tenths: int) -> None:
    """On exit one reading asks from the fever bound on, and below the cold one."""
    reading = ReadingFacts(tenths, 1, some.now)
    verdict = decide(replace(some, direction=proposed_direction(False), readings=(reading,)))
    assert some.household is not None
    if some.household.outside:
        assert verdict.reason == "household.already_out"
    else:
        usual = 350 <= tenths < 373
        assert verdict.outcome is (Outcome.ADMIT if usual else Outcome.ASK)


def test_proposed_direction() -> None:
    """Who is out comes in, who is in goes out."""
    assert proposed_direction(True) is Direction.ENTRY
    assert proposed_direction(False) is Direction.EXIT
