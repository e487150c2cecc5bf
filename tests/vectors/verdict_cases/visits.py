"""Visits, from the gate's side."""

from collections.abc import Iterator
from typing import Any

from verdict_cases.closures import NIGHT
from verdict_cases.homes import restricted
from verdict_cases.plain import AFTER, AT, BEFORE, FEVER, TICKS, Case, case, reading, shanghai
from verdict_cases.rations import outings

IN = ("admit", "entry.admitted")
GONE = ("admit", "exit.admitted")
NO_PASS = {"method": "visit", "claims": None, "pass": None}


def visiting(direction: str = "entry", **changed: Any) -> dict[str, Any]:
    """A visit that is expected today, without a pass; leaving, one that is inside."""
    visit = {
        "state": "expected" if direction == "entry" else "inside",
        "denied": "no",
        "confirmed": True,
        "purpose": "family",
        "since": "2020-02-12T06:00:00Z",
        "until": "2020-02-12T12:00:00Z",
    }
    return {**NO_PASS, "direction": direction, "visit": visit | changed}


def with_pass(kind: str = "visitor") -> dict[str, Any]:
    claims = {
        "kind": kind,
        "number": 55,
        "generation": 1,
        "valid_from": "2020-02-12T00:00:00Z",
        "valid_until": "2020-02-12T16:00:00Z",
    }
    known = {
        "compound_id": 1,
        "kind": kind,
        "state": "active",
        "generation": 1,
        "valid_until": "2020-02-12T16:00:00Z",
        "household_id": 7,
    }
    return {"method": "scan", "claims": claims, "pass": known}


def admitted() -> Iterator[Case]:
    yield case("visit/in", "Who is expected may come in.", *IN, **visiting())
    yield case("visit/out", "Who is inside may leave.", *GONE, **visiting("exit"))
    claim = "A pass of their own does as well, and so does a visit to nobody in particular."
    for way, verdict in (("entry", IN), ("exit", GONE)):
        yield case(f"visit/pass/{way}", claim, *verdict, **visiting(way) | with_pass())
        yield case(f"visit/nobody/{way}", claim, *verdict, household=None, **visiting(way))
    claim = "Whether somebody of the household is out makes no difference."
    out = {"household__outside": True, "household__outside_since": "2020-02-10T00:00:00Z"}
    for way, verdict in (("entry", IN), ("exit", GONE)):
        yield case(f"visit/host_out/{way}", claim, *verdict, **visiting(way), **out)
    claim = "The outings of the household are not theirs, nor is the number of people."
    strict = {**outings(0, 1), "rules__people": 1, "party__people": 4}
    for way, verdict in (("entry", IN), ("exit", GONE)):
        yield case(f"visit/no_ration/{way}", claim, *verdict, **visiting(way), **strict)


def passes() -> Iterator[Case]:
    claim = "The rules on passes hold for the pass of a visit."
    for way in ("entry", "exit"):
        for id, reason, change in (
            ("revoked", "pass.revoked", {"pass__state": "revoked"}),
            ("other", "pass.other_compound", {"pass__compound_id": 2}),
            ("old", "pass.superseded", {"claims__generation": 0}),
            ("expired", "pass.expired", {"pass__valid_until": AT}),
        ):
            given = visiting(way) | with_pass() | change
            yield case(f"visit/pass/{id}/{way}", claim, "refuse", reason, **given)
    claim = "A visit needs no pass only where it was found by itself."
    for method in ("scan", "number", "address"):
        given = visiting() | {"method": method}
        yield case(f"visit/no_pass/{method}", claim, "refuse", "pass.unknown", **given)
    claim = "Nor does the way by a visit stand in for one."
    alone = {**NO_PASS, "visit": None}
    yield case("visit/none", claim, "refuse", "pass.unknown", **alone)
    claim = "A token that was refused stays refused."
    forged = {"token__reason": "token.bad_signature"}
    yield case("visit/forged", claim, "refuse", "token.bad_signature", **visiting(), **forged)
    claim = "Not even for the emergency services does a bad pass open."
    given = visiting(purpose="emergency_service") | with_pass() | {"pass__state": "revoked"}
    yield case("visit/emergency/revoked", claim, "refuse", "pass.revoked", **given)


def emergencies() -> Iterator[Case]:
    claim = "The emergency services are never held up."
    for id, change, more in (
        ("plain", {}, {}),
        ("sealed", {}, {"gate__state": "sealed"}),
        ("denied", {"denied": "yes"}, {}),
        ("left", {"state": "left"}, {}),
        ("cancelled", {"state": "cancelled"}, {}),
        ("over", {"until": BEFORE}, {}),
        ("early", {"since": "2020-02-13T00:00:00Z"}, {}),
        ("gone", {}, {"household__state": "gone"}),
        ("night", {}, {"now": shanghai("12 23:00"), **NIGHT}),
        ("closed", {}, {"rules__visitors": "closed"}),
        ("fever", {}, FEVER),
        ("vehicle", {}, {"vehicle": {"kind": "unknown", "denied": True}}),
    ):
        for way, verdict in (("entry", IN), ("exit", GONE)):
            given = visiting(way, purpose="emergency_service", **change) | more
            yield case(f"visit/emergency/{id}/{way}", claim, *verdict, **given)


def denials() -> Iterator[Case]:
    claim = "Who is on the deny list does not come in; by name alone it is a question."
    yield case("visit/denied", claim, "refuse", "visitor.denied", **visiting(denied="yes"))
    yield case("visit/maybe", claim, "ask", "visitor.maybe_denied", **visiting(denied="maybe"))
    odd = "What nobody knows counts as denied."
    yield case("visit/denied/odd", odd, "refuse", "visitor.denied", **visiting(denied="perhaps"))
    given = visiting(denied="maybe") | with_pass()
    yield case("visit/maybe/pass", claim, "ask", "visitor.maybe_denied", **given)
    claim = "Not even for a medical visit."
    given = visiting(denied="yes", purpose="medical")
    yield case("visit/denied/medical", claim, "refuse", "visitor.denied", **given)
    claim = "It keeps nobody in."
    for denied in ("yes", "maybe"):
        yield case(f"visit/{denied}/exit", claim, *GONE, **visiting("exit", denied=denied))
    claim = "A question never opens what another rule closes."
    both = ("visitor.closed", "visitor.maybe_denied")
    given = visiting(denied="maybe") | {"rules__visitors": "closed"}
    yield case("visit/maybe/closed", claim, "refuse", both, **given)


def states() -> Iterator[Case]:
    claim = "A visit is good for once, and only if it was not called off."
    for state, verdict in (
        ("expected", IN),
        ("inside", ("ask", "visit.already_in")),
        ("left", ("refuse", "visit.used")),
        ("cancelled", ("refuse", "visit.cancelled")),
        ("refused", ("refuse", "visit.cancelled")),
        ("mystery", ("refuse", "visit.cancelled")),
    ):
        yield case(f"visit/state/{state}", claim, *verdict, **visiting(state=state))
    given = visiting(state="inside") | with_pass()
    yield case("visit/state/inside/pass", claim, "ask", "visit.already_in", **given)
    claim = "Who is not on record as inside leaves after a question."
    for state in ("expected", "left", "cancelled", "refused", "mystery"):
        given = visiting("exit", state=state)
        yield case(f"visit/state/{state}/exit", claim, "ask", "visit.not_inside", **given)
    claim = "A sealed gate lets no visitor through either."
    for way in ("entry", "exit"):
        given = visiting(way) | {"gate__state": "sealed"}
        yield case(f"visit/sealed/{way}", claim, "refuse", "gate.sealed", **given)
    both = ("gate.sealed", "visitor.denied")
    given = visiting(denied="yes") | {"gate__state": "sealed"}
    yield case("visit/sealed/denied", "Sealed is said first.", "refuse", both, **given)


def times() -> Iterator[Case]:
    claim = "From ten minutes before its first minute."
    start = "2020-02-12T08:40:00Z"
    for now, id in zip(TICKS, ("before", "at", "after"), strict=True):
        early = id == "before"
        verdict = ("refuse", "visit.too_early") if early else IN
        until = start if early else None
        given = visiting(since=start) | {"now": now}
        yield case(f"visit/since/{id}", claim, *verdict, until=until, **given)
    claim = "Its end is exclusive."
    for now, id in zip(TICKS, ("before", "at", "after"), strict=True):
        given = visiting(until=AT) | {"now": now}
        verdict = IN if id == "before" else ("refuse", "visit.over")
        yield case(f"visit/until/{id}", claim, *verdict, **given)
        verdict = GONE if id == "before" else ("admit", ("exit.admitted", "visit.overstayed"))
        given = visiting("exit", until=AT) | {"now": now}
        yield case(
            f"visit/until/{id}/exit", "Past it they leave, and it is said.", *verdict, **given
        )
    claim = "Without bounds it is good at any time."
    for way, verdict in (("entry", IN), ("exit", GONE)):
        given = visiting(way, since=None, until=None)
        yield case(f"visit/unbounded/{way}", claim, *verdict, **given)
    claim = "Nobody is kept from leaving for coming early."
    early = visiting("exit", since="2020-02-13T08:00:00Z")
    yield case("visit/since/exit", claim, *GONE, **early)
    claim = "All that hold are said."
    late = visiting("exit", state="left", until=AT)
    both = ("visit.not_inside", "visit.overstayed")
    yield case("visit/not_inside/overstayed", claim, "ask", both, **late)
    both = ("visit.used", "visit.over")
    yield case("visit/used/over", claim, "refuse", both, **visiting(state="left", until=AT))


def hosts() -> Iterator[Case]:
    claim = "Nobody visits a household that has moved out."
    for purpose in ("family", "medical"):
        given = visiting(purpose=purpose) | {"household__state": "gone"}
        yield case(f"visit/host/gone/{purpose}", claim, "refuse", "household.gone", **given)
    given = visiting() | {"household__state": "mystery"}
    yield case("visit/host/odd", claim, "refuse", "household.gone", **given)
    given = visiting("exit") | {"household__state": "gone"}
    yield case("visit/host/gone/exit", "But one may leave it.", *GONE, **given)
    given = visiting() | {"household__state": "gone"} | restricted()
    yield case("visit/host/gone/observed", claim, "refuse", "household.gone", **given)
    claim = "Nor one under observation, but for medical reasons."
    kept = ("refuse", "household.in_observation")
    for until in (None, AFTER):
        given = visiting() | restricted(until=until)
        yield case(f"visit/host/observed/{until}", claim, *kept, until=until, **given)
    for id, given in (
        ("over", restricted(until=AT)),
        ("later", restricted(since=AFTER)),
        ("other", restricted("other")),
    ):
        yield case(f"visit/host/observed/{id}", claim, *IN, **visiting(), **given)
    yield case("visit/host/medical", claim, *IN, **visiting(purpose="medical"), **restricted())
    yield case("visit/host/observed/exit", claim, *GONE, **visiting("exit"), **restricted())
    claim = "Only the observation counts for how long."
    listed = restricted(until="2020-02-13T00:00:00Z")["household__restrictions"]
    listed += restricted("other", until="2020-02-20T00:00:00Z")["household__restrictions"]
    given = visiting() | {"household__restrictions": listed}
    yield case("visit/host/both", claim, *kept, until="2020-02-13T00:00:00Z", **given)


def policies() -> Iterator[Case]:
    claim = "What each policy asks of a visit that the host wants, or did not confirm."
    closed, asked = ("refuse", "visitor.closed"), ("ask", "visitor.unconfirmed")
    for policy, confirmed, unconfirmed in (
        ("open", IN, IN),
        ("registered", IN, IN),
        ("confirmed", IN, asked),
        ("closed", closed, closed),
        ("mystery", closed, closed),
    ):
        rules = {"rules__visitors": policy}
        for known, verdict in ((True, confirmed), (False, unconfirmed)):
            given = visiting(confirmed=known) | rules
            yield case(f"visit/policy/{policy}/{known}", claim, *verdict, **given)
        yield case(
            f"visit/policy/{policy}/exit", "Leaving is free.", *GONE, **visiting("exit"), **rules
        )
    claim = "A medical visit is let in where others are not, but asked about."
    for policy, verdict in (("closed", IN), ("mystery", IN), ("confirmed", asked)):
        given = visiting(purpose="medical", confirmed=False) | {"rules__visitors": policy}
        yield case(f"visit/policy/{policy}/medical", claim, *verdict, **given)


def nights() -> Iterator[Case]:
    claim = "Nobody comes to visit in the night closure, but for medical reasons; leaving is free."
    long = {"since": None, "until": None}
    morning = shanghai("13 06:30")
    shut = ("refuse", "closure.night")
    for now, end in (
        (shanghai("12 22:29", "59.999"), None),
        (shanghai("12 22:30"), morning),
        (shanghai("13 06:29", "59.999"), morning),
        (shanghai("13 06:30"), None),
    ):
        night = {"now": now, **NIGHT}
        verdict = shut if end else IN
        told = "call_desk" if end else ""
        given = visiting(**long) | night
        yield case(f"visit/night/{now[8:23]}", claim, *verdict, until=end, may=told, **given)
        given = visiting(purpose="medical", **long) | night
        yield case(f"visit/night/{now[8:23]}/medical", claim, *IN, **given)
        yield case(
            f"visit/night/{now[8:23]}/exit", claim, *GONE, **visiting("exit", **long), **night
        )
    claim = "An exempt reason is for those who live here."
    given = visiting(**long) | {"now": shanghai("12 23:00"), **NIGHT, "exempt": "medical"}
    yield case("visit/night/exempt", claim, *shut, until=morning, **given)
    claim = "When the visit may begin is said as it was agreed, unless it is in the night."
    early = ("refuse", "visit.too_early")
    for purpose, since, end in (
        ("family", shanghai("12 22:29"), shanghai("12 22:29")),
        ("family", shanghai("12 23:00"), morning),
        ("medical", shanghai("12 23:00"), shanghai("12 23:00")),
    ):
        given = visiting(purpose=purpose, since=since, until=None)
        given |= {"now": shanghai("12 20:00"), **NIGHT}
        id = f"visit/night/early/{purpose}/{since[8:16]}"
        yield case(id, claim, *early, until=end, **given)
    given = visiting() | restricted(until=shanghai("12 23:00")) | NIGHT
    kept = ("refuse", "household.in_observation")
    yield case("visit/night/observed", claim, *kept, until=morning, **given)
    given |= {"exempt": "medical"}
    yield case("visit/night/observed/exempt", claim, *kept, until=morning, **given)
    claim = "The latest end is said, and none where one has none."
    given = visiting(since=shanghai("13 09:00"), until=None) | {
        "now": shanghai("12 23:00"),
        **NIGHT,
    }
    both = ("visit.too_early", "closure.night")
    yield case("visit/night/and_early", claim, "refuse", both, until=shanghai("13 09:00"), **given)
    given = given | {"rules__visitors": "closed"}
    three = (*both, "visitor.closed")
    yield case("visit/night/and_closed", claim, "refuse", three, **given)


def readings() -> Iterator[Case]:
    claim = "A fever keeps a visitor out; one high reading is a question. Leaving it is only said."
    yield case("visit/fever", claim, "refuse", "reading.fever", **visiting(), **FEVER)
    gone = ("admit", ("exit.admitted", "reading.fever"))
    yield case("visit/fever/exit", claim, *gone, may="", **visiting("exit"), **FEVER)
    rested = "2020-02-12T08:35:00Z"
    for reason, one, end in (
        ("reading.high", reading(373), rested),
        ("reading.too_cold", reading(349), None),
    ):
        given = {"readings": [one]}
        yield case(f"visit/{reason}", claim, "ask", reason, until=end, **visiting(), **given)
        gone = ("admit", ("exit.admitted", reason))
        again = "measure_again"
        yield case(f"visit/{reason}/exit", claim, *gone, may=again, **visiting("exit"), **given)
    claim = "The end of a hold is said, though another question has none."
    both = ("visitor.unconfirmed", "reading.high")
    given = visiting(confirmed=False) | {"rules__visitors": "confirmed", "readings": [reading(373)]}
    yield case("visit/unconfirmed/high", claim, "ask", both, until=rested, **given)
    both = ("reading.high", "visit.already_in")
    given = visiting(state="inside") | {"readings": [reading(373)]}
    yield case("visit/high/in", claim, "ask", both, until=rested, **given)
    three = ("exit.admitted", "visit.overstayed", "reading.high")
    given = visiting("exit", until=AT) | {"readings": [reading(373)]}
    yield case("visit/overstayed/high", "All notes are said.", "admit", three, **given)
    claim = "At most eight reasons are said; the strictest come first."
    given = visiting(
        state="left", denied="yes", since=None, until=AT, confirmed=False
    ) | restricted(until="2020-02-13T00:00:00Z")
    given |= {"gate__state": "sealed", "rules__visitors": "closed", **FEVER}
    given |= {"rules__closure": {"from": "16:00", "to": "17:00"}}
    eight = (
        "gate.sealed",
        "visitor.denied",
        "visit.used",
        "visit.over",
        "household.in_observation",
        "closure.night",
        "visitor.closed",
        "reading.fever",
    )
    yield case("visit/eight", claim, "refuse", eight, **given)
    car = {"vehicle": {"kind": "unknown", "denied": True}}
    yield case("visit/nine", claim, "refuse", eight, **given, **car)


SECTIONS = (
    admitted,
    passes,
    emergencies,
    denials,
    states,
    times,
    hosts,
    policies,
    nights,
    readings,
)
