"""What a forger makes: nothing of it is admitted and nothing of it makes the service stumble.

Ten million of them: `python -m bench.forged`.
"""

from collections import Counter

import pytest

from checkpoint.gate.verdict import Outcome
from checkpoint.passes.phone_token import phone_name
from tests.passes.forging import Forger
from tests.passes.gatekeeper import verdict_on

COUNT = 5_000  # a second of one core


@pytest.fixture(scope="module")
def forger() -> Forger:
    return Forger(seed=5)


def test_what_the_forger_copies_is_admitted(forger: Forger) -> None:
    for text in (*forger.cards, *forger.codes):
        assert verdict_on(text).outcome is Outcome.ADMIT


def test_no_forgery_is_admitted(forger: Forger) -> None:
    gone = phone_name(forger.unlinked.public)
    reasons: Counter[str] = Counter()
    for _ in range(COUNT):
        kind, text = forger.text()
        verdict = verdict_on(text, unlinked=gone)
        assert verdict.outcome is Outcome.REFUSE, f"{kind}: {text!r}"
        reasons[verdict.reason] += 1
    # Near misses, not noise: every stage had its share, the signatures the largest.
    assert reasons.most_common(1)[0][0] == "token.bad_signature"
    assert {
        "token.malformed",
        "token.unsupported",
        "token.foreign",
        "token.unknown_key",
        "pass.revoked",
        "pass.superseded",
        "pass.expired",
        "pass.stale_code",
        "pass.unlinked",
    } <= set(reasons)
