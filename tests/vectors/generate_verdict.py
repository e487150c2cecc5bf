"""Write verdict.json, which pytest and the TypeScript tests both read.

    python tests/vectors/generate_verdict.py

A case is a plain morning with one thing changed; what is expected is written down by hand and never
taken from the code under test.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
NOW = "2020-02-12T08:30:00Z"
BEFORE, AT, AFTER = "2020-02-12T08:29:59Z", NOW, "2020-02-12T08:30:01Z"
Case = dict[str, Any]


def facts(**changed: Any) -> dict[str, Any]:
    """A household at home leaves by its own open gate, card in hand; `pass__state` goes inside."""
    plain: dict[str, Any] = {
        "now": NOW,
        "direction": "exit",
        "gate": {
            "state": "open",
            "compound_id": 1,
            "time_zone": "Asia/Shanghai",
            "instruments": 2,
        },
        "rules": {
            "outings": None,
            "people": None,
            "children_count": False,
            "longest_minutes": 120,
            "closure": None,
            "fever_tenths": 373,
            "cold_tenths": 350,
            "rest_minutes": 5,
            "another_instrument": True,
            "exempt": ["medical", "duty", "essential_work"],
            "visitors": "registered",
            "vehicles": "open",
            "overstay_minutes": 30,
        },
        "token": {"reason": None},
        "claims": {
            "kind": "household",
            "number": 3184402,
            "generation": 2,
            "valid_from": "2020-02-10T00:00:00Z",
            "valid_until": None,
        },
        "method": "scan",
        "pass": {
            "compound_id": 1,
            "kind": "household",
            "state": "active",
            "generation": 2,
            "valid_until": None,
            "household_id": 7,
        },
        "household": {
            "id": 7,
            "state": "active",
            "outside": False,
            "outside_since": None,
            "restrictions": [],
            "exits": [],
        },
        "party": {"people": 1, "children": 0},
        "exempt": None,
        "readings": [],
        "visit": None,
        "vehicle": None,
    }
    for path, value in changed.items():
        *above, last = path.split("__")
        inside = plain
        for name in above:
            inside = inside[name]
        inside[last] = value
    return plain


OUT = {
    "direction": "entry",
    "household__outside": True,
    "household__outside_since": "2020-02-12T07:10:00Z",
}
LOOKED_UP = {"claims": None}


def case(
    id: str,
    claim: str,
    outcome: str,
    reasons: str | tuple[str, ...],
    *,
    until: str | None = None,
    may: str | None = None,
    **changed: Any,
) -> Case:
    """One case; `may` in one string, the usual for such an answer where it is left out."""
    listed = [reasons] if isinstance(reasons, str) else list(reasons)
    given = facts(**changed)
    if may is None:
        may = usual(outcome, listed, given["direction"])
    expect = {"outcome": outcome, "reasons": listed, "until": until, "may": may.split()}
    return {"id": id, "claim": claim, "input": given, "expect": expect}


def usual(outcome: str, reasons: list[str], direction: str) -> str:
    """What the guard may do where no outing rule is involved."""
    measured = {"reading.high", "reading.too_soon", "reading.same_instrument", "reading.too_cold"}
    again = "measure_again " if measured & set(reasons) else ""
    if outcome == "admit":
        return again
    if outcome == "ask":
        return again + (
            "override call_desk emergency" if direction == "exit" else "override call_desk"
        )
    unknown = reasons[0].startswith("token.") or reasons[0].endswith(".unknown")
    path = "visitor_path " if unknown and reasons[0] != "vehicle.unknown" else ""
    rest = "override call_desk emergency" if direction == "exit" else "call_desk"
    return again + path + rest


def reading(tenths: int, instrument: int | None = 1, at: str = NOW) -> dict[str, Any]:
    return {"tenths": tenths, "instrument": instrument, "at": at}


# Twice high, with another instrument and after the rest: a fever.
FEVER = {"readings": [reading(390, 1, "2020-02-12T08:25:00Z"), reading(390, 2)]}


def admitted() -> Iterator[Case]:
    yield case("exit/scan", "Who is in may go out.", "admit", "exit.admitted")
    yield case("entry/scan", "Who is out may come in.", "admit", "entry.admitted", **OUT)
    for method in ("number", "address"):
        found = {"method": method, **LOOKED_UP}
        yield case(f"exit/{method}", "No card is needed.", "admit", "exit.admitted", **found)
        yield case(
            f"entry/{method}", "No card is needed.", "admit", "entry.admitted", **found, **OUT
        )
    for kind in ("caregiver", "visitor"):
        kinds = {"claims__kind": kind, "pass__kind": kind}
        yield case(f"exit/{kind}", "Other kinds go out too.", "admit", "exit.admitted", **kinds)


def tokens() -> Iterator[Case]:
    claim = "A token that was refused is refused for its own reason."
    for name in ("empty", "foreign", "unsupported", "malformed", "unknown_key", "bad_signature"):
        reason = f"token.{name}"
        nothing = {"token__reason": reason, "claims": None, "pass": None, "household": None}
        yield case(f"token/{name}/exit", claim, "refuse", reason, **nothing)
        yield case(f"token/{name}/entry", claim, "refuse", reason, **nothing, direction="entry")
    known = {"token__reason": "token.bad_signature"}
    yield case(
        "token/known", "A known pass does not mend it.", "refuse", "token.bad_signature", **known
    )


def passes() -> Iterator[Case]:
    claim = "A pass that is not known is refused."
    nothing = {"pass": None, "household": None}
    yield case("unknown/scan", claim, "refuse", "pass.unknown", **nothing)
    yield case("unknown/entry", claim, "refuse", "pass.unknown", **nothing, direction="entry")
    for method in ("number", "address"):
        found = {"method": method, **LOOKED_UP, **nothing}
        yield case(f"unknown/{method}", claim, "refuse", "pass.unknown", **found)
    yield case(
        "unknown/household",
        "A household that is known does not stand in for its pass.",
        "refuse",
        "pass.unknown",
        **{"pass": None},
    )

    claim = "A pass opens the gates of its own compound alone."
    for id, more in (
        ("exit", {}),
        ("entry", OUT),
        ("number", {"method": "number", "claims": None}),
    ):
        found = {"pass__compound_id": 2, **more}
        yield case(f"other_compound/{id}", claim, "refuse", "pass.other_compound", **found)
    yield case(
        "other_compound/revoked",
        "Another compound's pass is not judged further.",
        "refuse",
        "pass.other_compound",
        pass__compound_id=2,
        pass__state="revoked",
    )

    claim = "A revoked pass is refused, also on the way home."
    for id, more in (("exit", {}), ("entry", OUT), ("address", {"method": "address", **LOOKED_UP})):
        yield case(
            f"revoked/{id}", claim, "refuse", "pass.revoked", **{"pass__state": "revoked", **more}
        )
    yield case(
        "revoked/unknown_state",
        "A state that nobody knows is no active one.",
        "refuse",
        "pass.revoked",
        pass__state="suspended",
    )
    yield case(
        "revoked/before_card",
        "Revoked is said before superseded.",
        "refuse",
        "pass.revoked",
        pass__state="revoked",
        claims__generation=1,
    )


def cards() -> Iterator[Case]:
    claim = "A card that was replaced is refused."
    yield case("generation/below", claim, "refuse", "pass.superseded", claims__generation=1)
    yield case(
        "generation/below/entry", claim, "refuse", "pass.superseded", claims__generation=1, **OUT
    )
    yield case(
        "generation/far_below",
        claim,
        "refuse",
        "pass.superseded",
        claims__generation=1,
        pass__generation=65535,
    )
    yield case("generation/equal", "The newest card is good.", "admit", "exit.admitted")
    yield case(
        "generation/above",
        "A card newer than the roster means that the roster is behind.",
        "admit",
        "exit.admitted",
        claims__generation=3,
    )
    yield case(
        "generation/looked_up",
        "Without a card there is none to be too old.",
        "admit",
        "exit.admitted",
        **LOOKED_UP,
        method="number",
        pass__generation=9,
    )


def times() -> Iterator[Case]:
    claim = "A card is good from ten minutes before its first minute."
    start = "2020-02-12T08:40:00Z"
    yield case(
        "from/early", claim, "refuse", "pass.not_yet_valid", now=BEFORE, claims__valid_from=start
    )
    yield case("from/grace", claim, "admit", "exit.admitted", now=AT, claims__valid_from=start)
    yield case("from/within", claim, "admit", "exit.admitted", now=AFTER, claims__valid_from=start)
    yield case(
        "from/days_early",
        claim,
        "refuse",
        "pass.not_yet_valid",
        claims__valid_from="2020-02-14T00:00:00Z",
    )
    yield case(
        "from/entry",
        claim,
        "refuse",
        "pass.not_yet_valid",
        claims__valid_from="2020-02-14T00:00:00Z",
        **OUT,
    )

    claim = "The end of a card is exclusive."
    yield case("until/before", claim, "admit", "exit.admitted", now=BEFORE, claims__valid_until=NOW)
    yield case("until/at", claim, "refuse", "pass.expired", now=AT, claims__valid_until=NOW)
    yield case("until/after", claim, "refuse", "pass.expired", now=AFTER, claims__valid_until=NOW)
    yield case(
        "until/entry", claim, "refuse", "pass.expired", now=AFTER, claims__valid_until=NOW, **OUT
    )

    claim = "The end of the pass counts as well."
    found = {**LOOKED_UP, "method": "number", "pass__valid_until": NOW}
    yield case("pass_until/before", claim, "admit", "exit.admitted", now=BEFORE, **found)
    yield case("pass_until/at", claim, "refuse", "pass.expired", now=AT, **found)
    yield case("pass_until/after", claim, "refuse", "pass.expired", now=AFTER, **found)

    claim = "Whichever end comes first."
    later = "2020-03-12T00:00:00Z"
    yield case(
        "until/card_first",
        claim,
        "refuse",
        "pass.expired",
        claims__valid_until=NOW,
        pass__valid_until=later,
    )
    yield case(
        "until/pass_first",
        claim,
        "refuse",
        "pass.expired",
        claims__valid_until=later,
        pass__valid_until=NOW,
    )
    yield case(
        "until/both_later",
        claim,
        "admit",
        "exit.admitted",
        claims__valid_until=later,
        pass__valid_until=later,
    )
    yield case(
        "until/other_zone",
        "A time with an offset is the same moment.",
        "refuse",
        "pass.expired",
        now="2020-02-12T16:30:00+08:00",
        claims__valid_until=NOW,
    )


def households() -> Iterator[Case]:
    claim = "A pass whose household is not known is refused."
    yield case("household/unknown", claim, "refuse", "household.unknown", household=None)
    yield case(
        "household/unknown/entry",
        claim,
        "refuse",
        "household.unknown",
        household=None,
        direction="entry",
    )

    claim = "A household that has moved out is refused."
    yield case("household/gone", claim, "refuse", "household.gone", household__state="gone")
    yield case(
        "household/gone/entry",
        claim,
        "refuse",
        "household.gone",
        **{"household__state": "gone"} | OUT,
    )
    yield case(
        "household/unknown_state",
        "A state that nobody knows is no active one.",
        "refuse",
        "household.gone",
        household__state="paused",
    )
    yield case(
        "household/gone/sealed",
        "Gone is said before sealed.",
        "refuse",
        "household.gone",
        household__state="gone",
        gate__state="sealed",
    )

    claim = "A sealed gate lets nobody through."
    yield case("sealed/exit", claim, "refuse", "gate.sealed", gate__state="sealed")
    yield case("sealed/entry", claim, "refuse", "gate.sealed", gate__state="sealed", **OUT)
    yield case(
        "sealed/address",
        claim,
        "refuse",
        "gate.sealed",
        gate__state="sealed",
        method="address",
        **LOOKED_UP,
    )
    yield case(
        "sealed/unknown_state",
        "A state that nobody knows is no open one.",
        "refuse",
        "gate.sealed",
        gate__state="ajar",
    )
    yield case(
        "sealed/fever",
        "Sealed is said before fever.",
        "refuse",
        ("gate.sealed", "reading.fever"),
        gate__state="sealed",
        **FEVER,
    )

    claim = "Who is out can't go out again."
    out = OUT | {"direction": "exit"}
    yield case("already_out/scan", claim, "refuse", "household.already_out", **out)
    yield case(
        "already_out/number",
        claim,
        "refuse",
        "household.already_out",
        **out,
        **LOOKED_UP,
        method="number",
    )
    yield case(
        "already_out/fever",
        "Being out is said before fever.",
        "refuse",
        ("household.already_out", "reading.fever"),
        **out,
        **FEVER,
    )
    claim = "Nobody is kept from coming home: the guard is asked."
    yield case("already_in/scan", claim, "ask", "household.already_in", direction="entry")
    yield case(
        "already_in/address",
        claim,
        "ask",
        "household.already_in",
        direction="entry",
        method="address",
        **LOOKED_UP,
    )
    yield case(
        "already_in/fever",
        "A fever is never hidden behind it.",
        "ask",
        ("reading.fever", "household.already_in"),
        direction="entry",
        **FEVER,
    )


def restricted(
    kind: str = "observation", since: str = "2020-02-01T00:00:00Z", until: str | None = None
) -> Case:
    return {"household__restrictions": [{"kind": kind, "since": since, "until": until}]}


def restrictions() -> Iterator[Case]:
    refused = ("refuse", "household.in_observation")
    claim = "Nobody goes out during home observation."
    yield case("observation/scan", claim, *refused, **restricted())
    yield case("observation/number", claim, *refused, **restricted(), **LOOKED_UP, method="number")
    yield case(
        "observation/address", claim, *refused, **restricted(), **LOOKED_UP, method="address"
    )
    claim = "It begins with its first moment and ends just before its last."
    yield case("observation/before", claim, "admit", "exit.admitted", **restricted(since=AFTER))
    yield case("observation/first", claim, *refused, **restricted(since=AT))
    yield case("observation/last", claim, *refused, until=AFTER, **restricted(until=AFTER))
    yield case("observation/end", claim, "admit", "exit.admitted", **restricted(until=AT))
    yield case("observation/over", claim, "admit", "exit.admitted", **restricted(until=BEFORE))
    claim = "Coming home is open to everybody."
    yield case("observation/entry", claim, "admit", "entry.admitted", **OUT, **restricted())
    claim = "It is said before 'out already', so that the guard knows."
    out = OUT | {"direction": "exit"}
    both = (refused[1], "household.already_out")
    yield case("observation/out", claim, "refuse", both, **out, **restricted())
    claim = "A fever changes nothing about it."
    feverish = (refused[1], "reading.fever")
    yield case("observation/fever", claim, "refuse", feverish, **restricted(), **FEVER)
    claim = "Sealed is said before it."
    sealed = {"gate__state": "sealed", **restricted()}
    both = ("gate.sealed", "household.in_observation")
    yield case("observation/sealed", claim, "refuse", both, **sealed)

    other = ("refuse", "household.restricted")
    claim = "Whatever else restricts a household keeps it in as well."
    yield case("restricted/other", claim, *other, **restricted("other"))
    yield case("restricted/unknown_kind", claim, *other, **restricted("mystery"))
    yield case(
        "restricted/over", claim, "admit", "exit.admitted", **restricted("other", until=BEFORE)
    )
    claim = "Of several, observation is the one that is said."
    both = [restricted("other"), restricted()]
    listed = [one for each in both for one in each["household__restrictions"]]
    yield case("restricted/both", claim, *refused, household__restrictions=listed)
    claim = "One that is over leaves the others as they are."
    both = [restricted(until=BEFORE), restricted("other")]
    listed = [one for each in both for one in each["household__restrictions"]]
    yield case("restricted/one_over", claim, *other, household__restrictions=listed)


def readings() -> Iterator[Case]:
    claim = "37.3 and above is high: the first time it is measured again after a rest."
    rested = "2020-02-12T08:35:00Z"
    for tenths, high in ((372, False), (373, True), (374, True), (430, True)):
        one = {"readings": [reading(tenths)]}
        for way, more in (("exit", {}), ("entry", OUT)):
            verdict = ("ask", "reading.high") if high else ("admit", f"{way}.admitted")
            end = rested if high else None
            yield case(f"high/{tenths}/{way}", claim, *verdict, until=end, **one, **more)
    claim = "High again after the rest, with another instrument, is a fever."
    yield case("fever/exit", claim, "refuse", "reading.fever", **FEVER)
    yield case("fever/entry", claim, "ask", "reading.fever", **FEVER, **OUT)
    claim = "Below 35.0 is measured again."
    for tenths, cold in ((349, True), (350, False), (351, False), (300, True)):
        one = {"readings": [reading(tenths)]}
        for way, more in (("exit", {}), ("entry", OUT)):
            verdict = ("ask", "reading.too_cold") if cold else ("admit", f"{way}.admitted")
            yield case(f"cold/{tenths}/{way}", claim, *verdict, **one, **more)


SECTIONS = (admitted, tokens, passes, cards, times, households, restrictions, readings)
DESCRIPTION = (
    "decide(facts): the verdict of the first rule that the facts hit. checkpoint/gate/verdict.py "
    "is the rule book. Times are ISO 8601, readings tenths of a degree Celsius."
)


def main() -> None:
    cases = [case for section in SECTIONS for case in section()]
    assert len({case["id"] for case in cases}) == len(cases)
    document = {"description": DESCRIPTION, "cases": cases}
    text = json.dumps(document, indent=1, ensure_ascii=False)
    (HERE / "verdict.json").write_text(text + "\n", "utf-8")
    print(f"{len(cases)} cases")


if __name__ == "__main__":
    main()
