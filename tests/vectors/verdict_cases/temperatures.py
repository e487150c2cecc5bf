"""Readings: one high one is a question, a second one after a rest and elsewhere is a fever."""

from collections.abc import Iterator
from typing import Any

from verdict_cases.plain import FEVER, NOW, OUT, TICKS, Case, case, reading

RESTED = "2020-02-12T08:25:00Z"
EARLIER = ("2020-02-12T08:24:59.999Z", RESTED, "2020-02-12T08:25:00.001Z")


def high(instrument: int | None = 1, at: str = NOW, tenths: int = 380) -> dict[str, Any]:
    return reading(tenths, instrument, at)


def one_reading() -> Iterator[Case]:
    claim = "37.3 and above is high: the first time it is measured again after a rest."
    for tenths, is_high in ((372, False), (373, True), (374, True), (430, True)):
        one = {"readings": [reading(tenths)]}
        for way, more in (("exit", {}), ("entry", OUT)):
            verdict = ("ask", "reading.high") if is_high else ("admit", f"{way}.admitted")
            end = "2020-02-12T08:35:00Z" if is_high else None
            yield case(f"high/{tenths}/{way}", claim, *verdict, until=end, **one, **more)
    claim = "Below 35.0 is measured again."
    for tenths, cold in ((349, True), (350, False), (351, False), (300, True)):
        one = {"readings": [reading(tenths)]}
        for way, more in (("exit", {}), ("entry", OUT)):
            verdict = ("ask", "reading.too_cold") if cold else ("admit", f"{way}.admitted")
            yield case(f"cold/{tenths}/{way}", claim, *verdict, **one, **more)
    claim = "The bounds are those of the rules."
    own = {"rules__fever_tenths": 380, "rules__cold_tenths": 340}
    for tenths, outcome, reason in (
        (379, "admit", "exit.admitted"),
        (380, "ask", "reading.high"),
        (340, "admit", "exit.admitted"),
        (339, "ask", "reading.too_cold"),
    ):
        end = "2020-02-12T08:35:00Z" if reason == "reading.high" else None
        one = {"readings": [reading(tenths)]}
        yield case(f"bounds/own/{tenths}", claim, outcome, reason, until=end, **one, **own)
    claim = "The rest is that of the rules, counted from the reading."
    for minutes, end in ((0, "08:10"), (1, "08:11"), (60, "09:10")):
        yield case(
            f"high/rest/{minutes}",
            claim,
            "ask",
            "reading.high",
            until=f"2020-02-12T{end}:00Z",
            readings=[high(at="2020-02-12T08:10:00Z")],
            rules__rest_minutes=minutes,
        )


def two_readings() -> Iterator[Case]:
    claim = "High again after the rest, with another instrument, is a fever; no later than that."
    ends = (None, None, "2020-02-12T08:30:00.001Z")
    for at, end, id in zip(EARLIER, ends, ("longer", "just", "less"), strict=True):
        two = {"readings": [high(1, at), high(2)]}
        for way, more, outcome in (("exit", {}, "refuse"), ("entry", OUT, "ask")):
            verdict = ("ask", "reading.too_soon") if end else (outcome, "reading.fever")
            yield case(f"fever/rest/{id}/{way}", claim, *verdict, until=end, **two, **more)
    claim = "It is the moment of the readings that counts, not that of the verdict."
    long_ago = [high(1, "2020-02-12T08:00:00Z"), high(2, "2020-02-12T08:04:00Z")]
    yield case(
        "fever/rest/then",
        claim,
        "ask",
        "reading.too_soon",
        until="2020-02-12T08:05:00Z",
        readings=long_ago,
    )
    claim = "Where the rules want no rest, the next reading may confirm it at once."
    for at, id in zip(TICKS[:2], ("before", "same"), strict=True):
        two = {"readings": [high(1, at), high(2)], "rules__rest_minutes": 0}
        yield case(f"fever/no_rest/{id}", claim, "refuse", "reading.fever", **two)
    claim = "The rest may be an hour."
    for at, end, id in (
        ("2020-02-12T07:30:00Z", None, "just"),
        ("2020-02-12T07:30:00.001Z", "2020-02-12T08:30:00.001Z", "less"),
    ):
        two = {"readings": [high(1, at), high(2)], "rules__rest_minutes": 60}
        verdict = ("ask", "reading.too_soon") if end else ("refuse", "reading.fever")
        yield case(f"fever/hour/{id}", claim, *verdict, until=end, **two)
    claim = "Only a high one confirms another."
    for tenths, is_high in ((372, False), (373, True), (349, False)):
        two = {"readings": [high(1, RESTED, tenths), high(2, tenths=373)]}
        verdict = ("refuse", "reading.fever") if is_high else ("ask", "reading.high")
        end = None if is_high else "2020-02-12T08:35:00Z"
        yield case(f"fever/after/{tenths}", claim, *verdict, until=end, **two)
    claim = "The last one is what counts."
    for tenths, outcome, reason in (
        (372, "admit", "exit.admitted"),
        (365, "admit", "exit.admitted"),
        (349, "ask", "reading.too_cold"),
    ):
        two = {"readings": [high(1, RESTED), high(2, tenths=tenths)]}
        yield case(f"fever/then/{tenths}", claim, outcome, reason, **two)


def instruments() -> Iterator[Case]:
    claim = "The same instrument confirms nothing, where there is another."
    asked, fever = ("ask", "reading.same_instrument"), ("refuse", "reading.fever")
    for first, second, verdict in (
        (1, 1, asked),
        (1, 2, fever),
        (2, 1, fever),
        (None, 1, fever),
        (1, None, fever),
        (None, None, asked),
    ):
        two = {"readings": [high(first, RESTED), high(second)]}
        yield case(f"instrument/{first}/{second}", claim, *verdict, **two)
    same = {"readings": [high(1, RESTED), high(1)]}
    yield case("instrument/entry", claim, *asked, **same, **OUT)
    claim = "It does where the gate has no other, or the rules do not ask for one."
    for count, verdict in ((0, fever), (1, fever), (2, asked), (3, asked)):
        yield case(f"instrument/of/{count}", claim, *verdict, **same, gate__instruments=count)
    for count in (1, 2):
        free = {"rules__another_instrument": False, "gate__instruments": count}
        yield case(f"instrument/any/{count}", claim, *fever, **same, **free)
    claim = "The rest holds all the same."
    soon = {"readings": [high(1, EARLIER[2]), high(1)], "gate__instruments": 1}
    end = "2020-02-12T08:30:00.001Z"
    yield case("instrument/soon", claim, "ask", "reading.too_soon", until=end, **soon)


def many_readings() -> Iterator[Case]:
    fever = ("refuse", "reading.fever")
    claim = "Of many, any that has rested and is from elsewhere confirms."
    early, late = "2020-02-12T08:20:00Z", "2020-02-12T08:29:00Z"
    for id, first, second in (
        ("first", high(2, early), high(1, RESTED)),
        ("second", high(1, early), high(2, RESTED)),
        ("young_between", high(2, early), high(1, late)),
        ("usual_between", high(2, early), high(1, late, 365)),
        ("cold_between", high(2, early), high(1, late, 330)),
    ):
        yield case(f"many/{id}", claim, *fever, readings=[first, second, high(1)])
    claim = "One that has rested and one from elsewhere are not the same."
    split = [high(1, early), high(2, late), high(1)]
    yield case("many/split", claim, "ask", "reading.same_instrument", readings=split)
    claim = "While none has rested it is the first that the guard waits for."
    for id, (one, other) in (
        ("order", ("2020-02-12T08:26:00Z", "2020-02-12T08:28:00Z")),
        ("disorder", ("2020-02-12T08:28:00Z", "2020-02-12T08:26:00Z")),
    ):
        yield case(
            f"many/{id}",
            claim,
            "ask",
            "reading.too_soon",
            until="2020-02-12T08:31:00Z",
            readings=[high(1, one), high(2, other), high(1)],
        )


def beside_others() -> Iterator[Case]:
    home = {"direction": "entry"}
    claim = "A question by the reading comes before the one whether they were out."
    one = {"readings": [high()]}
    end = "2020-02-12T08:35:00Z"
    both = ("reading.high", "household.already_in")
    yield case("beside/in", claim, "ask", both, until=end, **home, **one)
    cold = {"readings": [reading(330)]}
    both = ("reading.too_cold", "household.already_in")
    yield case("beside/in/cold", claim, "ask", both, **home, **cold)
    claim = "A refusal comes before a question, and until when it holds is what is said."
    both = ("household.already_out", "reading.high")
    out = OUT | {"direction": "exit"}
    yield case("beside/out", claim, "refuse", both, **out, **one)
    claim = "Late is said beside a fever."
    long_out = OUT | {"household__outside_since": "2020-02-12T06:29:59Z"}
    yield case("beside/late", claim, "ask", ("reading.fever", "outing.late"), **long_out, **FEVER)


SECTIONS = (one_reading, two_readings, instruments, many_readings, beside_others)
