"""The shared vectors of the verdict, and facts and verdicts as JSON, as they stand in them."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from checkpoint.gate.rules import Closure, Outings, Rules
from checkpoint.gate.verdict import (
    ClaimsFacts,
    Direction,
    Facts,
    GateFacts,
    HouseholdFacts,
    LimitsFacts,
    Method,
    Party,
    PassFacts,
    ReadingFacts,
    RestrictionFacts,
    VehicleFacts,
    Verdict,
    VisitFacts,
)

Json = dict[str, Any]
VECTORS: list[Json] = json.loads(
    (Path(__file__).parents[1] / "vectors" / "verdict.json").read_text("utf-8")
)["cases"]
TIMES = ("valid_from", "valid_until", "shown_at", "outside_since", "since", "until", "at")


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def expected(case: Json) -> Json:
    """What a vector expects, its end as a moment."""
    expect: Json = case["expect"]
    return expect | {"until": moment(expect["until"])}


def told(verdict: Verdict) -> Json:
    """A verdict in the same form."""
    return {
        "outcome": verdict.outcome,
        "reasons": list(verdict.reasons),
        "until": verdict.until,
        "may": list(verdict.may),
    }


def read_facts(source: Json) -> Facts:
    """The facts in JSON. The rules are taken as they are, whether they could be made or not."""
    return Facts(
        now=datetime.fromisoformat(source["now"]),
        direction=Direction(source["direction"]),
        gate=GateFacts(**source["gate"]),
        rules=_rules(source["rules"]),
        token_reason=source["token"]["reason"],
        claims=_read(ClaimsFacts, source["claims"]),
        method=Method(source["method"]),
        pass_=_pass(source["pass"]),
        household=_household(source["household"]),
        party=Party(**source["party"]),
        exempt=source["exempt"],
        readings=tuple(ReadingFacts(**_with_moments(each)) for each in source["readings"]),
        visit=_read(VisitFacts, source["visit"]),
        vehicle=_read(VehicleFacts, source["vehicle"]),
    )


def _with_moments(fields: Json) -> Json:
    return {name: moment(value) if name in TIMES else value for name, value in fields.items()}


def _read(made: Callable[..., Any], source: Json | None) -> Any:
    return made(**_with_moments(source)) if source else None


def _pass(source: Json | None) -> PassFacts | None:
    if source is None:
        return None
    more = {"limits": LimitsFacts.of(source.get("limits"))}
    return PassFacts(**_with_moments(source) | more)


def _rules(source: Json) -> Rules:
    outings, closure = source["outings"], source["closure"]
    more = {
        "outings": outings and Outings(**outings),
        "closure": closure and Closure(closure["from"], closure["to"]),
        "exempt": tuple(source["exempt"]),
    }
    return Rules(**source | more)


def _household(source: Json | None) -> HouseholdFacts | None:
    if source is None:
        return None
    more = {
        "restrictions": tuple(
            RestrictionFacts(**_with_moments(each)) for each in source["restrictions"]
        ),
        "exits": tuple(datetime.fromisoformat(each) for each in source["exits"]),
    }
    return HouseholdFacts(**_with_moments(source) | more)
