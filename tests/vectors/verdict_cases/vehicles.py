"""Vehicles on the way in."""

from collections.abc import Iterator
from typing import Any

from verdict_cases.plain import FEVER, OUT, Case, case, reading
from verdict_cases.visits import visiting

IN = ("admit", "entry.admitted")
HAND_OVER = ("admit", ("entry.admitted", "vehicle.hand_over"))
CLOSED = ("refuse", "vehicle.closed")
RESIDENTS = ("refuse", "vehicle.residents_only")
UNKNOWN = ("ask", "vehicle.unknown")
# What each policy says of each kind.
TABLE = {
    "open": {"resident": IN, "visitor": IN, "delivery": IN, "unknown": IN, "tractor": IN},
    "known": {
        "resident": IN,
        "visitor": IN,
        "delivery": HAND_OVER,
        "unknown": UNKNOWN,
        "tractor": UNKNOWN,
    },
    "residents": {
        "resident": IN,
        "visitor": RESIDENTS,
        "delivery": HAND_OVER,
        "unknown": RESIDENTS,
        "tractor": RESIDENTS,
    },
    "closed": dict.fromkeys(("resident", "visitor", "delivery", "unknown", "tractor"), CLOSED),
    "mystery": dict.fromkeys(("resident", "visitor", "delivery", "unknown", "tractor"), CLOSED),
}


def vehicle(kind: str, *, denied: bool = False) -> dict[str, Any]:
    return {"vehicle": {"kind": kind, "denied": denied}}


def by_policy() -> Iterator[Case]:
    for policy, kinds in TABLE.items():
        rules = {"rules__vehicles": policy}
        for kind, verdict in kinds.items():
            claim = "Each policy lets in its own kinds of vehicles."
            yield case(f"vehicle/{policy}/{kind}", claim, *verdict, **vehicle(kind), **rules, **OUT)
        claim = "A plate on the deny list comes in under no policy."
        denied = vehicle("resident", denied=True)
        refused = ("refuse", "vehicle.denied")
        yield case(f"vehicle/{policy}/denied", claim, *refused, **denied, **rules, **OUT)
        claim = "The emergency services are never held up."
        for listed in (False, True):
            ambulance = vehicle("emergency", denied=listed)
            id = f"vehicle/{policy}/emergency/{listed}"
            yield case(id, claim, *IN, **ambulance, **rules, **OUT)


def other_ways() -> Iterator[Case]:
    claim = "On the way out no vehicle is asked about."
    for policy in ("closed", "residents", "known"):
        given = {"rules__vehicles": policy, **vehicle("unknown", denied=True)}
        yield case(f"vehicle/exit/{policy}", claim, "admit", "exit.admitted", **given)
        gone = visiting("exit") | given
        yield case(f"vehicle/visit/exit/{policy}", claim, "admit", "exit.admitted", **gone)
    claim = "The vehicle of a visit is asked about in the same way."
    for policy, kind, verdict in (
        ("known", "visitor", IN),
        ("known", "unknown", UNKNOWN),
        ("known", "delivery", HAND_OVER),
        ("residents", "visitor", RESIDENTS),
        ("closed", "visitor", CLOSED),
    ):
        given = visiting() | vehicle(kind) | {"rules__vehicles": policy}
        yield case(f"vehicle/visit/{policy}/{kind}", claim, *verdict, **given)
    denied = visiting() | vehicle("visitor", denied=True)
    yield case("vehicle/visit/denied", claim, "refuse", "vehicle.denied", **denied)


def beside() -> Iterator[Case]:
    claim = "A vehicle that may not in comes before a question, and a question after a reading."
    both = ("vehicle.denied", "reading.fever")
    given = {**vehicle("unknown", denied=True), **FEVER, **OUT}
    yield case("vehicle/denied/fever", claim, "refuse", both, **given)
    both = ("reading.high", "vehicle.unknown")
    given = {**vehicle("unknown"), "rules__vehicles": "known", "readings": [reading(373)], **OUT}
    yield case("vehicle/unknown/high", claim, "ask", both, until="2020-02-12T08:35:00Z", **given)
    both = ("household.already_in", "vehicle.unknown")
    given = {**vehicle("unknown"), "rules__vehicles": "known", "direction": "entry"}
    yield case("vehicle/unknown/in", claim, "ask", both, **given)
    both = ("visit.already_in", "vehicle.unknown")
    given = visiting(state="inside") | vehicle("unknown") | {"rules__vehicles": "known"}
    yield case("vehicle/unknown/visit_in", claim, "ask", both, **given)
    claim = "A question comes before a note."
    late = OUT | {"household__outside_since": "2020-02-12T00:00:00Z"}
    both = ("vehicle.unknown", "outing.late")
    given = {**vehicle("unknown"), "rules__vehicles": "known", **late}
    yield case("vehicle/unknown/late", claim, "ask", both, **given)
    claim = "Notes are said in their order."
    late = OUT | {"household__outside_since": "2020-02-12T00:00:00Z"}
    three = ("entry.admitted", "outing.late", "vehicle.hand_over")
    given = {**vehicle("delivery"), "rules__vehicles": "known", **late}
    yield case("vehicle/late", claim, "admit", three, **given)


SECTIONS = (by_policy, other_ways, beside)
