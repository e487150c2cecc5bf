"""Extra passes: where their holders are, their days and hours, and whether they are counted."""

from collections.abc import Iterator
from typing import Any

from verdict_cases.closures import NIGHT
from verdict_cases.homes import restricted
from verdict_cases.plain import CAREGIVER, FEVER, Case, case, reading, shanghai
from verdict_cases.rations import outings

GO, COME = ("admit", "exit.admitted"), ("admit", "entry.admitted")
SHUT = ("refuse", "pass.outside_hours")
EVENING = {"from": "08:00", "to": "20:00"}
HIGH = {"readings": [reading(380)]}


def extra(home: str | None, *, outside: bool, **limits: Any) -> dict[str, Any]:
    """A caregiver's pass; with a home it has limits."""
    plain = {"weekdays": None, "hours": None, "counted": False, "home": home}
    since = "2020-02-12T07:10:00Z" if outside else None
    own = {"pass__outside": outside, "pass__outside_since": since}
    return {**CAREGIVER, **own, "pass__limits": {**plain, **limits} if home else None}


def going_out(**limits: Any) -> dict[str, Any]:
    """Who lives here, on the way out."""
    return extra("here", outside=False, **limits)


def coming_home(**limits: Any) -> dict[str, Any]:
    """Who lives here, on the way back."""
    return {"direction": "entry", **extra("here", outside=True, **limits)}


def coming(**limits: Any) -> dict[str, Any]:
    """Who lives elsewhere, on the way in."""
    return {"direction": "entry", **extra("elsewhere", outside=True, **limits)}


def going_home(**limits: Any) -> dict[str, Any]:
    """Who lives elsewhere, on the way back."""
    return extra("elsewhere", outside=False, **limits)


def places() -> Iterator[Case]:
    claim = "Where the holder is decides, not where the household is."
    for id, away in (("in", False), ("out", True)):
        home = {"household__outside": away}
        yield case(f"extra/out/{id}", claim, *GO, **going_out(), **home)
        yield case(f"extra/back/{id}", claim, *COME, **coming_home(), **home)
        yield case(f"extra/come/{id}", claim, *COME, **coming(), **home)
        yield case(f"extra/leave/{id}", claim, *GO, **going_home(), **home)
        older = extra(None, outside=False)
        yield case(f"extra/older/{id}", claim, *GO, **older, **home)
    yield case("extra/told_nothing", "Nor what nobody says.", *GO, **CAREGIVER)
    claim = "Who is out does not go out."
    out, back = {"pass__outside": True}, {"pass__outside": False}
    yield case("extra/out/twice", claim, "refuse", "pass.already_out", **{**going_out(), **out})
    claim = "Who is where they go already is looked at twice, but goes."
    yield case("extra/back/twice", claim, "ask", "pass.already_in", **{**coming_home(), **back})
    yield case("extra/come/twice", claim, "ask", "pass.already_in", **{**coming(), **back})
    yield case("extra/leave/twice", claim, "ask", "pass.already_out", **{**going_home(), **out})
    claim = "Who lives here may be late; since when nobody knows, nobody is."
    late = {"pass__outside_since": "2020-02-12T06:29:59.999Z"}
    just = {"pass__outside_since": "2020-02-12T06:30:00Z"}
    said = ("admit", ("entry.admitted", "outing.late"))
    yield case("extra/late", claim, *said, **{**coming_home(), **late})
    yield case("extra/not_late", claim, *COME, **{**coming_home(), **just})
    yield case("extra/since_when", claim, *COME, **{**coming_home(), "pass__outside_since": None})
    yield case("extra/late/elsewhere", claim, *COME, **{**coming(), **late})
    nobody = {"pass__kind": "caregiver", "household": None}
    yield case("extra/no_household", "It needs one.", "refuse", "household.unknown", **nobody)


def hours() -> Iterator[Case]:
    claim = (
        "The hours begin when they say, and end before they say; nobody is kept from going home."
    )
    for second, open_ in (
        ("12 07:59:59.999", False),
        ("12 08:00:00", True),
        ("12 08:00:00.001", True),
        ("12 19:59:59.999", True),
        ("12 20:00:00", False),
        ("12 20:00:00.001", False),
    ):
        day, clock = second.split()
        now = {"now": f"2020-02-{day}T{clock}+08:00"}
        until = None if open_ else shanghai("12 08:00" if clock < "12" else "13 08:00")
        of_day = {"hours": EVENING}
        id = f"extra/hours/{clock}"
        yield case(
            f"{id}/out", claim, *(GO if open_ else SHUT), until=until, **now, **going_out(**of_day)
        )
        yield case(
            f"{id}/come", claim, *(COME if open_ else SHUT), until=until, **now, **coming(**of_day)
        )
        since = {"pass__outside_since": now["now"]}
        for way, reason, facts in (
            ("back", "entry.admitted", {**coming_home(**of_day), **since}),
            ("leave", "exit.admitted", going_home(**of_day)),
        ):
            said = (reason,) if open_ else (reason, "pass.after_hours")
            yield case(f"{id}/{way}", claim, "admit", said, **now, **facts)


def weekdays() -> Iterator[Case]:
    claim = "The twelfth was a Wednesday, the third day of the week; a day begins at midnight."
    for id, now, days, opens in (
        ("on", "12 16:30", [3], None),
        ("first", "12 00:00", [3], None),
        ("before", "11 23:59", [3], "12 00:00"),
        ("after", "13 00:00", [3], "19 00:00"),
        ("next", "12 16:30", [4], "13 00:00"),
        ("sunday", "16 12:00", [7], None),
        ("monday", "16 12:00", [1], "17 00:00"),
        ("several", "14 12:00", [1, 3], "17 00:00"),
        ("yesterday", "12 16:30", [2], "18 00:00"),
        ("every", "12 16:30", None, None),
    ):
        at = {"now": shanghai(now)}
        until = shanghai(opens) if opens else None
        verdict = SHUT if opens else COME
        yield case(f"extra/day/{id}", claim, *verdict, until=until, **at, **coming(weekdays=days))
    claim = "Days and hours hold together; the hours of a day are over until the same of next week."
    both = {"weekdays": [3], "hours": EVENING}
    for id, now, opens in (
        ("within", "12 16:30", None),
        ("early", "12 07:00", "12 08:00"),
        ("late", "12 20:00", "19 08:00"),
        ("other", "13 16:30", "19 08:00"),
    ):
        at = {"now": shanghai(now)}
        until = shanghai(opens) if opens else None
        yield case(
            f"extra/both/{id}",
            claim,
            *(SHUT if opens else GO),
            until=until,
            **at,
            **going_out(**both),
        )


def nights() -> Iterator[Case]:
    claim = "Hours past midnight belong to the day on which they begin."
    night = {"weekdays": [3], "hours": {"from": "22:00", "to": "06:00"}}
    for id, now, opens in (
        ("eve", "12 21:59", "12 22:00"),
        ("begin", "12 22:00", None),
        ("midnight", "13 00:00", None),
        ("last", "13 05:59", None),
        ("end", "13 06:00", "19 22:00"),
        ("of_tuesday", "12 05:00", "12 22:00"),
    ):
        at = {"now": shanghai(now)}
        until = shanghai(opens) if opens else None
        yield case(
            f"extra/night/{id}",
            claim,
            *(SHUT if opens else COME),
            until=until,
            **at,
            **coming(**night),
        )
    claim = "Where they end a minute later they are over then."
    short = {"hours": {"from": "08:00", "to": "08:01"}}
    at, again = {"now": shanghai("12 08:01")}, shanghai("13 08:00")
    yield case("extra/night/short", claim, *SHUT, until=again, **at, **coming(**short))
    claim = "Where they end when they begin it is a whole day."
    whole = {"weekdays": [3], "hours": {"from": "08:00", "to": "08:00"}}
    yield case("extra/night/whole", claim, *COME, now=shanghai("13 07:59"), **coming(**whole))


def clocks() -> Iterator[Case]:
    claim = "A time that the clock skips is as much later; of one shown twice the first is meant."
    spring = {"gate__time_zone": "Europe/Berlin", **coming(hours={"from": "02:30", "to": "05:00"})}
    fall = {"gate__time_zone": "Europe/Berlin", **coming(hours={"from": "00:30", "to": "02:30"})}
    for id, now, opens, where in (
        ("skipped/before", "2020-03-29T01:29:59.999Z", "2020-03-29T01:30:00Z", spring),
        ("skipped/at", "2020-03-29T01:30:00Z", None, spring),
        ("twice/before", "2020-10-25T00:29:59.999Z", None, fall),
        ("twice/at", "2020-10-25T00:30:00Z", "2020-10-25T23:30:00Z", fall),
        ("twice/second", "2020-10-25T01:00:00Z", "2020-10-25T23:30:00Z", fall),
    ):
        verdict = SHUT if opens else COME
        yield case(f"extra/clock/{id}", claim, *verdict, until=opens, now=now, **where)


def beside_the_closure() -> Iterator[Case]:
    late = {"now": shanghai("12 23:00"), **NIGHT}
    morning = shanghai("13 06:30")
    claim = "Hours of its own stand in place of the night closure."
    own = {"hours": {"from": "20:00", "to": "02:00"}}
    yield case("extra/closure/own/out", claim, *GO, **late, **going_out(**own))
    yield case("extra/closure/own/come", claim, *COME, **late, **coming(**own))
    claim = "Without them it binds whoever leaves home, and nobody who goes home."
    shut = ("refuse", "closure.night")
    yield case("extra/closure/out", claim, *shut, until=morning, **late, **going_out())
    yield case("extra/closure/come", claim, *shut, until=morning, **late, **coming())
    since = {"pass__outside_since": late["now"]}
    yield case("extra/closure/back", claim, *COME, **late, **{**coming_home(), **since})
    yield case("extra/closure/leave", claim, *GO, **late, **going_home())
    claim = "Days alone leave it in force: both end."
    both = ("pass.outside_hours", "closure.night")
    thursday = {"weekdays": [4]}
    yield case(
        "extra/closure/days", claim, "refuse", both, until=morning, **late, **coming(**thursday)
    )
    claim = "An exempt reason lifts the hours of whoever goes out, not of who comes from elsewhere."
    ill, day = {"exempt": "medical"}, {"hours": EVENING, "counted": True}
    at = {"now": shanghai("12 21:00"), **outings(0, 1)}
    opens = shanghai("13 08:00")
    yield case("extra/exempt/out", claim, *GO, **at, **ill, **going_out(**day))
    several = ("pass.outside_hours", "quota.sealed")
    yield case("extra/exempt/come", claim, "refuse", several, **at, **ill, **coming(**day))
    yield case("extra/exempt/none", claim, "refuse", several, **at, **going_out(**day))
    alone = {"now": at["now"]}
    yield case(
        "extra/exempt/until", claim, *SHUT, until=opens, **alone, **ill, **coming(hours=EVENING)
    )


def counts() -> Iterator[Case]:
    one, early = outings(1, 1), {"household__exits": [shanghai("12 09:00")]}
    used, midnight = ("refuse", "quota.used"), shanghai("13 00:00")
    claim = (
        "A pass that is counted uses up the outings of the household when its holder leaves home."
    )
    yield case(
        "extra/count/out", claim, *used, until=midnight, **one, **early, **going_out(counted=True)
    )
    yield case(
        "extra/count/come", claim, *used, until=midnight, **one, **early, **coming(counted=True)
    )
    yield case("extra/count/back", claim, *COME, **one, **early, **coming_home(counted=True))
    yield case("extra/count/leave", claim, *GO, **one, **early, **going_home(counted=True))
    yield case("extra/count/left", claim, *GO, **one, **going_out(counted=True))
    claim = "One that is not counted uses up none."
    yield case("extra/count/no", claim, *GO, **one, **early, **going_out())
    yield case("extra/count/no/come", claim, *COME, **one, **early, **coming())
    claim = "It is open again when its own hours begin, or its day and no closure."
    day = {"counted": True, "hours": EVENING}
    yield case(
        "extra/again/hours",
        claim,
        *used,
        until=shanghai("13 08:00"),
        **one,
        **early,
        **going_out(**day),
    )
    yield case(
        "extra/again/exempt",
        "No exempt reason lets anybody in before.",
        *used,
        until=shanghai("13 08:00"),
        exempt="medical",
        **one,
        **early,
        **coming(**day),
    )
    at_night = {"counted": True, "hours": {"from": "20:00", "to": "02:00"}}
    at = {"now": shanghai("12 21:00"), **NIGHT}
    yield case(
        "extra/again/own",
        claim,
        *used,
        until=midnight,
        **at,
        **one,
        **early,
        **going_out(**at_night),
    )
    for id, days, opens in (("today", [3, 4], "13 06:30"), ("later", [3, 5], "14 06:30")):
        limits = {"counted": True, "weekdays": days}
        yield case(
            f"extra/again/{id}",
            claim,
            *used,
            until=shanghai(opens),
            **one,
            **early,
            **NIGHT,
            **going_out(**limits),
        )
    claim = "A closure that lasts into a day on which it is not good is as long as that."
    rolling, ran = outings(1, 1, "rolling"), {"household__exits": [shanghai("11 23:00")]}
    wednesday = {"counted": True, "weekdays": [3]}
    for id, to, opens in (("night", "06:30", "19 06:30"), ("midnight", "00:00", "19 00:00")):
        closure = {"rules__closure": {"from": "22:30", "to": to}}
        yield case(
            f"extra/again/{id}",
            claim,
            *used,
            until=shanghai(opens),
            **rolling,
            **ran,
            **closure,
            **going_out(**wednesday),
        )


def others() -> Iterator[Case]:
    claim = "Who lives here stays in with the household."
    end = "2020-02-20T00:00:00Z"
    observed, other = restricted("observation", until=end), restricted("other", until=end)
    for id, reason, kept in (
        ("observed", "household.in_observation", observed),
        ("restricted", "household.restricted", other),
    ):
        yield case(f"extra/{id}/out", claim, "refuse", reason, until=end, **kept, **going_out())
        yield case(f"extra/{id}/back", claim, *COME, **kept, **coming_home())
    claim = "Who lives elsewhere and comes to a household under observation is a case for the desk."
    asked = ("ask", "household.in_observation")
    yield case("extra/observed/come", claim, *asked, **observed, **coming())
    yield case("extra/observed/leave", claim, *asked, **observed, **going_home())
    yield case("extra/restricted/come", claim, *COME, **other, **coming())
    yield case("extra/restricted/leave", claim, *GO, **other, **going_home())
    claim = "A fever keeps whoever leaves home, and nobody who goes home."
    yield case("extra/fever/out", claim, "refuse", "reading.fever", **FEVER, **going_out())
    yield case("extra/fever/come", claim, "refuse", "reading.fever", **FEVER, **coming())
    yield case("extra/fever/back", claim, "ask", "reading.fever", **FEVER, **coming_home())
    yield case("extra/fever/leave", claim, "ask", "reading.fever", **FEVER, **going_home())
    claim = "Nobody takes others out with it."
    two = {"rules__people": 1, "party__people": 2}
    yield case("extra/party/out", claim, "refuse", "party.too_many", **two, **going_out())
    yield case("extra/party/leave", claim, "refuse", "party.too_many", **two, **going_home())
    yield case("extra/party/come", claim, *COME, **two, **coming())
    yield case("extra/party/back", claim, *COME, **two, **coming_home())
    claim = "It opens no sealed gate, and nothing for who moved out."
    for id, facts in (("out", going_out()), ("come", coming()), ("leave", going_home())):
        sealed, gone = {"gate__state": "sealed"}, {"household__state": "gone"}
        yield case(f"extra/sealed/{id}", claim, "refuse", "gate.sealed", **sealed, **facts)
        yield case(f"extra/gone/{id}", claim, "refuse", "household.gone", **gone, **facts)


def together() -> Iterator[Case]:
    claim = "All that hold are said, in the order of the rule book."
    kept = restricted("observation")
    shut = {**NIGHT, "now": shanghai("12 23:00"), **outings(0, 1)}
    strict = {"weekdays": [5], "counted": True}
    crowd = {"rules__people": 1, "party__people": 2, **FEVER}
    yield case(
        "extra/together/out",
        claim,
        "refuse",
        (
            "household.in_observation",
            "pass.already_out",
            "pass.outside_hours",
            "closure.night",
            "quota.sealed",
            "party.too_many",
            "reading.fever",
        ),
        **{**going_out(**strict), "pass__outside": True},
        **kept,
        **shut,
        **crowd,
    )
    late = {"pass__outside_since": "2020-02-12T00:00:00Z"}
    van = {"rules__vehicles": "known", "vehicle": {"kind": "unknown", "denied": False}}
    goods = {"rules__vehicles": "known", "vehicle": {"kind": "delivery", "denied": False}}
    yield case(
        "extra/together/back",
        claim,
        "ask",
        ("reading.fever", "pass.already_in", "vehicle.unknown", "pass.after_hours"),
        **{**coming_home(weekdays=[5]), "pass__outside": False},
        **FEVER,
        **van,
    )
    yield case(
        "extra/together/back/noted",
        claim,
        "admit",
        ("entry.admitted", "outing.late", "pass.after_hours", "vehicle.hand_over"),
        **{**coming_home(weekdays=[5]), **late},
        **goods,
    )
    yield case(
        "extra/together/come",
        claim,
        "refuse",
        (
            "pass.outside_hours",
            "closure.night",
            "quota.sealed",
            "reading.fever",
            "household.in_observation",
            "pass.already_in",
            "vehicle.unknown",
        ),
        **{**coming(**strict), "pass__outside": False},
        **kept,
        **shut,
        **crowd,
        **van,
    )
    yield case(
        "extra/together/come/asked",
        claim,
        "ask",
        ("household.in_observation", "reading.high", "pass.already_in", "vehicle.unknown"),
        until="2020-02-12T08:35:00Z",
        **{**coming(), "pass__outside": False},
        **kept,
        **HIGH,
        **van,
    )
    yield case(
        "extra/together/leave",
        claim,
        "refuse",
        (
            "party.too_many",
            "household.in_observation",
            "reading.fever",
            "pass.already_out",
            "pass.after_hours",
        ),
        **{**going_home(weekdays=[5]), "pass__outside": True},
        **kept,
        **crowd,
    )


SECTIONS = (
    places,
    hours,
    weekdays,
    nights,
    clocks,
    beside_the_closure,
    counts,
    others,
    together,
)
