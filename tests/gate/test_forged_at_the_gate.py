"""What a forger makes, sent to the office by a gate: refused each time, and never an error."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from tests.gate.phone import KEY, Estate, Phone
from tests.passes.forging import Forger

# A pass of the estate, and one that was revoked, with the newest card of each.
KNOWN = {3184402: 2, 900: 0}
QUESTIONS, CROSSINGS = 250, 100


@pytest.fixture
def forger(estate: Estate) -> Forger:
    """One who knows the estate's cards; the phones of the forger were never linked there."""
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    return Forger(9, KEY, KNOWN, now)


def test_no_forgery_is_admitted_by_the_office(forger: Forger, phone: Phone) -> None:
    for _ in range(QUESTIONS):
        kind, text = forger.text()
        answer = phone.post("/judge", {"method": "scan", "token": text, "direction": "exit"})
        assert answer.status_code == 200, f"{kind}: {text!r} {answer.text}"
        assert answer.json is not None
        assert answer.json["verdict"]["outcome"] == "refuse", f"{kind}: {text!r}"


def test_no_forgery_in_a_crossing_is_an_error(forger: Forger, phone: Phone) -> None:
    made = [forger.text()[1] for _ in range(CROSSINGS)]
    sent = [
        phone.crossing(
            id=str(uuid4()),
            token=text,
            verdict={"outcome": "refuse", "reasons": ["token.bad_signature"]},
        )
        for text in made
    ]
    for result in phone.send(*sent):
        assert result["status"] in {"recorded", "set_aside"}, result
