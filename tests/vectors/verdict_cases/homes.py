"""Households, gates and restrictions."""

from collections.abc import Iterator

from verdict_cases.plain import AFTER, AT, BEFORE, FEVER, LOOKED_UP, OUT, TICKS, Case, case


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


def moments() -> Iterator[Case]:
    claim = "Bounds are exact to the millisecond."
    kept, free = ("refuse", "household.restricted"), ("admit", "exit.admitted")
    for at, id in zip(TICKS, ("before", "at", "after"), strict=True):
        verdict = free if id == "after" else kept
        yield case(f"restricted/since/{id}", claim, *verdict, **restricted("other", since=at))
        verdict, end = (kept, at) if id == "after" else (free, None)
        held = restricted("other", until=at)
        yield case(f"restricted/until/{id}", claim, *verdict, until=end, **held)


SECTIONS = (households, restrictions, moments)
