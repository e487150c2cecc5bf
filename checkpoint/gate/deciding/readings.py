"""Temperatures: a high one counts only when it was confirmed after a rest."""

from datetime import timedelta

from checkpoint.gate.deciding.facts import Facts, Outcome, ReadingFacts
from checkpoint.gate.deciding.finding import Finding, ask


def of_readings(facts: Facts, fever: Outcome) -> Finding | None:
    """What the last reading says; `fever` is what a confirmed fever leads to."""
    if not facts.readings:
        return None
    *earlier, last = facts.readings
    if last.tenths < facts.rules.cold_tenths:
        return ask("reading.too_cold")
    if last.tenths < facts.rules.fever_tenths:
        return None
    high = [each for each in earlier if each.tenths >= facts.rules.fever_tenths]
    return _of_high(facts, last, high, fever)


def _of_high(
    facts: Facts, last: ReadingFacts, earlier: list[ReadingFacts], fever: Outcome
) -> Finding:
    rest = timedelta(minutes=facts.rules.rest_minutes)
    if not earlier:
        return ask("reading.high", last.at + rest)
    rested = [each for each in earlier if each.at + rest <= last.at]
    if not rested:
        return ask("reading.too_soon", min(each.at for each in earlier) + rest)
    if any(_confirms(facts, each, last) for each in rested):
        return Finding(fever, "reading.fever")
    return ask("reading.same_instrument")


def _confirms(facts: Facts, one: ReadingFacts, other: ReadingFacts) -> bool:
    """Whether the two are from instruments as far apart as the rules and the gate allow."""
    if not facts.rules.another_instrument or facts.gate.instruments < 2:
        return True
    return one.instrument != other.instrument
