"""The count of outings, exempt reasons, the party, the longest outing."""

from collections.abc import Iterator
from typing import Any

from verdict_cases.closures import MAY, NIGHT, OPEN, SHUT
from verdict_cases.homes import restricted
from verdict_cases.plain import (
    AFTER,
    AT,
    CAREGIVER,
    FEVER,
    LOOKED_UP,
    OUT,
    TICKS,
    Case,
    case,
    shanghai,
)

USED = ("refuse", "quota.used")


def outings(limit: int, days: int, counted: str = "calendar") -> dict[str, Any]:
    return {"rules__outings": {"limit": limit, "days": days, "counted": counted}}


def calendar() -> Iterator[Case]:
    """Noon of February 12th in Shanghai."""
    noon = {"now": shanghai("12 12:00")}
    claim = "An exit counts on its own local day and on the days after it that the rules name."
    for days, first in ((1, 12), (2, 11), (5, 8)):
        inside, outside = shanghai(f"{first:02} 00:00"), shanghai(f"{first - 1:02} 23:59", "59.999")
        rule = outings(1, days)
        yield case(
            f"calendar/{days}/first_moment",
            claim,
            *USED,
            until=shanghai("13 00:00"),
            may=MAY,
            **noon,
            **rule,
            household__exits=[inside],
        )
        yield case(
            f"calendar/{days}/day_before", claim, *OPEN, **noon, **rule, household__exits=[outside]
        )
        yield case(
            f"calendar/{days}/last_moment_of_first",
            claim,
            *USED,
            until=shanghai("13 00:00"),
            **noon,
            **rule,
            household__exits=[shanghai(f"{first:02} 23:59", "59.999")]
            if days > 1
            else [shanghai("12 11:59", "59.999")],
        )
        yield case(
            f"calendar/{days}/today",
            claim,
            *USED,
            until=shanghai(f"{12 + days} 00:00"),
            **noon,
            **rule,
            household__exits=[shanghai("12 08:00")],
        )
        yield case(f"calendar/{days}/none", "None yet.", *OPEN, **noon, **rule)
    claim = "An exit at this very moment counts, one that is yet to come does not."
    for at, used, id in zip(TICKS, (True, True, False), ("before", "at", "after"), strict=True):
        end = shanghai("13 00:00") if used else None
        verdict = USED if used else OPEN
        yield case(
            f"calendar/{id}", claim, *verdict, until=end, **outings(1, 1), household__exits=[at]
        )
    yield from _calendar_of_two(noon)
    claim = "The day changes at local midnight."
    for now, exit_at, end in (
        (shanghai("12 23:59", "59.999"), shanghai("12 00:00"), shanghai("13 00:00")),
        (shanghai("13 00:00"), shanghai("12 23:59", "59.999"), None),
        (shanghai("12 00:00"), shanghai("12 00:00"), shanghai("13 00:00")),
        (shanghai("12 07:59", "59.999"), shanghai("12 00:30"), shanghai("13 00:00")),
        (shanghai("12 08:00"), shanghai("12 07:30"), shanghai("13 00:00")),
    ):
        verdict = USED if end else OPEN
        id = f"calendar/midnight/{now[8:23]}"
        exits = {"household__exits": [exit_at]}
        yield case(id, claim, *verdict, until=end, now=now, **outings(1, 1), **exits)
    claim = "Months and years are no bounds; the leap day is a day."
    for now, exit_at, end in (
        ("2020-02-29T04:00:00Z", "2020-02-28T04:00:00Z", "2020-02-29T16:00:00Z"),
        ("2020-03-01T04:00:00Z", "2020-02-28T04:00:00Z", None),
        ("2020-12-31T04:00:00Z", "2020-12-31T03:00:00Z", "2021-01-01T16:00:00Z"),
    ):
        verdict = USED if end else OPEN
        id = f"calendar/turn/{now[5:10]}"
        good = {"household__exits": [exit_at], **outings(1, 2)}
        yield case(id, claim, *verdict, until=end, now=now, **good)


def _calendar_of_two(noon: dict[str, Any]) -> Iterator[Case]:
    claim = "With a limit of two the last but one decides; the order of the list does not."
    tenth, eleventh, twelfth = (shanghai(f"{day} 09:00") for day in (10, 11, 12))
    for days, exits, end in (
        (1, [twelfth], None),
        (1, [twelfth, shanghai("12 10:00")], "13 00:00"),
        (1, [eleventh, twelfth], None),
        (2, [eleventh, twelfth], "13 00:00"),
        (2, [twelfth, eleventh], "13 00:00"),
        (2, [tenth, twelfth], None),
        (2, [twelfth, shanghai("12 10:00")], "14 00:00"),
        (2, [eleventh, twelfth, shanghai("12 10:00")], "14 00:00"),
        (2, [twelfth, shanghai("12 10:00"), eleventh], "14 00:00"),
        (5, [shanghai("08 00:00"), twelfth], "13 00:00"),
        (5, [shanghai("07 23:59", "59.999"), twelfth], None),
        (5, [tenth, eleventh], "15 00:00"),
        (5, [tenth, eleventh, twelfth], "16 00:00"),
        (5, [tenth, shanghai("12 12:01")], None),
    ):
        verdict = USED if end else OPEN
        id = f"calendar/two/{days}/{'+'.join(each[8:16] for each in exits)}"
        until = shanghai(end) if end else None
        rule = {**outings(2, days), "household__exits": exits}
        yield case(id, claim, *verdict, until=until, **noon, **rule)


def rolling() -> Iterator[Case]:
    claim = "Rolling, an exit counts for so many times 24 hours, the last moment exclusive."
    for days, day in ((1, 11), (2, 10), (5, 7)):
        moments = (f"2020-02-{day:02}T08:29:59.999Z", f"2020-02-{day:02}T08:30:00Z")
        for exit_at in moments:
            id = f"rolling/{days}/{exit_at[8:23]}"
            rule = {**outings(1, days, "rolling"), "household__exits": [exit_at]}
            yield case(id, claim, *OPEN, **rule)
        late = f"2020-02-{day:02}T08:30:00.001Z"
        rule = {**outings(1, days, "rolling"), "household__exits": [late]}
        until = TICKS[2]
        yield case(f"rolling/{days}/{late[8:23]}", claim, *USED, until=until, may=MAY, **rule)
        rule = {**outings(1, days, "rolling"), "household__exits": [TICKS[1]]}
        until = f"2020-02-{12 + days}T08:30:00Z"
        yield case(f"rolling/{days}/now", claim, *USED, until=until, **rule)
        rule = {**outings(1, days, "rolling"), "household__exits": [TICKS[2]]}
        yield case(f"rolling/{days}/later", claim, *OPEN, **rule)
    claim = "With a limit of two the last but one decides."
    first, second, third = (f"2020-02-{day}T20:00:00Z" for day in (10, 11, "12"))
    for days, exits, end in (
        (1, [second], None),
        (1, [first, second], None),
        (2, [first, second], "2020-02-12T20:00:00Z"),
        (2, [second, first], "2020-02-12T20:00:00Z"),
        (2, [first, second, third], "2020-02-12T20:00:00Z"),
        (5, [first, second, "2020-02-12T06:00:00Z"], "2020-02-16T20:00:00Z"),
    ):
        verdict = USED if end else OPEN
        id = f"rolling/two/{days}/{'+'.join(each[8:13] for each in exits)}"
        rule = {**outings(2, days, "rolling"), "household__exits": exits}
        yield case(id, claim, *verdict, until=end, **rule)


def quota_beside() -> Iterator[Case]:
    gone = {"household__exits": [shanghai("12 09:00")]}
    noon = {"now": shanghai("12 12:00")}
    midnight = shanghai("13 00:00")
    claim = "A limit of none keeps everybody in, whether somebody was out or not."
    for id, exits in (("never", {}), ("once", gone)):
        sealed = {**outings(0, 1), **exits}
        yield case(f"sealed_in/{id}", claim, "refuse", "quota.sealed", may=MAY, **sealed)
    yield case(
        "sealed_in/entry", "Home is open.", "admit", "entry.admitted", **outings(0, 1), **OUT
    )
    claim = "No limit is no limit."
    yield case("quota/none", claim, *OPEN, **gone, **noon)
    claim = "It keeps nobody from coming home."
    coming = {**OUT, "household__outside_since": shanghai("12 11:00")}
    one = {**outings(1, 1), **gone, **noon}
    yield case("quota/entry", claim, "admit", "entry.admitted", **one, **coming)
    claim = "However the household pass was found, it is rationed."
    for method in ("number", "address"):
        found = {"method": method, **LOOKED_UP}
        yield case(f"quota/{method}", claim, *USED, until=midnight, **one, **found)
    claim = "Passes of another kind are not."
    for kind in ("caregiver", "visitor", "mystery"):
        kinds = {"claims__kind": kind, "pass__kind": kind}
        yield case(f"quota/{kind}", claim, *OPEN, **one, **kinds)
        yield case(f"sealed_in/{kind}", claim, *OPEN, **outings(0, 1), **kinds)
    found = {"claims": None, "method": "number", "pass__kind": "caregiver"}
    yield case("quota/caregiver/number", claim, *OPEN, **one, **found)
    claim = "The first moment at which one may go is never in the night closure."
    strict = {**outings(1, 2), **gone, **noon, **NIGHT}
    yield case("quota/closure/midnight", claim, *USED, until=shanghai("14 06:30"), **strict)
    for time, seconds, end in (
        ("11 22:29", "59.999", shanghai("12 22:29", "59.999")),
        ("11 22:30", "00", shanghai("13 06:30")),
        ("11 23:00", "00", shanghai("13 06:30")),
        ("12 06:29", "59.999", shanghai("13 06:30")),
        ("12 06:30", "00", shanghai("13 06:30")),
        ("12 06:30", "00.001", shanghai("13 06:30", "00.001")),
        ("12 07:00", "00", shanghai("13 07:00")),
    ):
        at = shanghai(time, seconds)
        rule = {**outings(1, 1, "rolling"), "household__exits": [at], **noon, **NIGHT}
        yield case(f"quota/closure/{at[8:23]}", claim, *USED, until=end, **rule)
    claim = "Both are said, and both have to end."
    both, late = ("closure.night", "quota.used"), {"now": shanghai("12 23:00"), **NIGHT}
    for days, end in ((1, "13 06:30"), (2, "14 06:30")):
        rule = {**outings(1, days), **gone, **late}
        yield case(f"quota/and_closure/{days}", claim, "refuse", both, until=shanghai(end), **rule)
    both = ("closure.night", "quota.sealed")
    yield case("sealed_in/and_closure", claim, "refuse", both, **outings(0, 1), **late)
    out = OUT | {"direction": "exit", "household__outside_since": shanghai("12 09:00")}
    both = ("household.already_out", "quota.used")
    yield case("quota/out", claim, "refuse", both, **one, **out)
    both = ("household.in_observation", "quota.used")
    held = restricted(until=shanghai("12 18:00"))
    yield case("quota/observed", claim, "refuse", both, until=midnight, **one, **held)
    both = ("quota.used", "reading.fever")
    yield case("quota/fever", claim, "refuse", both, **one, **FEVER)


def exempt() -> Iterator[Case]:
    used = {
        **outings(1, 1),
        "household__exits": [shanghai("12 09:00")],
        "now": shanghai("12 12:00"),
    }
    night = {"now": shanghai("12 23:00"), **NIGHT}
    morning, midnight = shanghai("13 06:30"), shanghai("13 00:00")
    asked = "override call_desk emergency"
    claim = "An exempt reason that the rules allow lifts closure and count."
    for reason in ("medical", "duty", "essential_work"):
        yield case(f"exempt/used/{reason}", claim, *OPEN, **used, exempt=reason)
        yield case(f"exempt/night/{reason}", claim, *OPEN, **night, exempt=reason)
        yield case(f"exempt/sealed/{reason}", claim, *OPEN, **outings(0, 1), exempt=reason)
    claim = "One that they don't allow lifts nothing."
    for reason, allowed in (("duty", ["medical"]), ("medical", []), ("mystery", ["medical"])):
        rules = {"rules__exempt": allowed, "exempt": reason}
        id = f"exempt/not_allowed/{reason}"
        yield case(f"{id}/used", claim, *USED, until=midnight, may=asked, **used, **rules)
        yield case(f"{id}/night", claim, *SHUT, until=morning, may=asked, **night, **rules)
        sealed = ("refuse", "quota.sealed")
        yield case(f"{id}/sealed", claim, *sealed, may=asked, **outings(0, 1), **rules)
    claim = "The guard is told of exempt reasons only where the rules have any."
    for id, allowed in (("some", ["medical"]), ("none", [])):
        told = MAY if allowed else asked
        rules = {"rules__exempt": allowed}
        yield case(f"exempt/may/{id}/used", claim, *USED, until=midnight, may=told, **used, **rules)
        yield case(
            f"exempt/may/{id}/night", claim, *SHUT, until=morning, may=told, **night, **rules
        )
    claim = "It lifts nothing else."
    yield case(
        "exempt/observed",
        claim,
        "refuse",
        "household.in_observation",
        **used,
        **restricted(),
        exempt="medical",
    )
    yield case(
        "exempt/party",
        claim,
        "refuse",
        "party.too_many",
        **used,
        rules__people=1,
        party__people=2,
        exempt="medical",
    )
    yield case(
        "exempt/sealed_gate", claim, "refuse", "gate.sealed", gate__state="sealed", exempt="duty"
    )
    yield case("exempt/fever", claim, "refuse", "reading.fever", **used, **FEVER, exempt="medical")
    yield case("exempt/needless", "One that is not needed does no harm.", *OPEN, exempt="medical")


def parties() -> Iterator[Case]:
    claim = "Children are not counted unless the rules say so."
    many = ("refuse", "party.too_many")
    for most, people, children, counted, verdict in (
        (1, 1, 0, False, OPEN),
        (1, 2, 0, False, many),
        (1, 2, 1, False, OPEN),
        (1, 2, 1, True, many),
        (1, 3, 1, False, many),
        (1, 3, 2, False, OPEN),
        (1, 1, 1, True, OPEN),
        (2, 2, 0, False, OPEN),
        (2, 3, 0, False, many),
        (2, 2, 2, True, OPEN),
        (2, 3, 1, True, many),
        (20, 20, 0, False, OPEN),
        (20, 21, 0, False, many),
        (None, 21, 0, False, OPEN),
        (None, 21, 5, True, OPEN),
    ):
        yield case(
            f"party/{most}/{people}-{children}/{'all' if counted else 'adults'}",
            claim,
            *verdict,
            rules__people=most,
            rules__children_count=counted,
            party__people=people,
            party__children=children,
        )
    claim = "However many come home."
    yield case(
        "party/entry", claim, "admit", "entry.admitted", rules__people=1, party__people=5, **OUT
    )
    claim = "A caregiver goes alone as well."
    two = {"rules__people": 1, "party__people": 2}
    yield case("party/caregiver", claim, *many, **two, **CAREGIVER)
    claim = "It is said after the count, and does not end by itself."
    used = {**outings(1, 1), "household__exits": [AT]}
    yield case("party/used", claim, "refuse", ("quota.used", "party.too_many"), **used, **two)
    claim = "It is said before a fever."
    yield case("party/fever", claim, "refuse", ("party.too_many", "reading.fever"), **two, **FEVER)


def late() -> Iterator[Case]:
    claim = "Out for more than the longest outing: home is open, and it is said."
    home, told = ("admit", "entry.admitted"), ("admit", ("entry.admitted", "outing.late"))
    for minutes, since in (
        (120, ("2020-02-12T06:30:00.001Z", "2020-02-12T06:30:00Z", "2020-02-12T06:29:59.999Z")),
        (15, ("2020-02-12T08:15:00.001Z", "2020-02-12T08:15:00Z", "2020-02-12T08:14:59.999Z")),
        (1440, ("2020-02-11T08:30:00.001Z", "2020-02-11T08:30:00Z", "2020-02-11T08:29:59.999Z")),
    ):
        for at, verdict in zip(since, (home, home, told), strict=True):
            away = {**OUT, "household__outside_since": at, "rules__longest_minutes": minutes}
            yield case(f"late/{minutes}/{at[8:23]}", claim, *verdict, **away)
    claim = "Nobody knows how long somebody was out of whom no exit is known."
    unknown = {**OUT, "household__outside_since": None}
    yield case("late/unknown", claim, *home, **unknown)
    claim = "It is said of nobody who is in, or goes out."
    since = {"household__outside_since": "2020-02-11T08:30:00Z"}
    yield case("late/in", claim, "ask", "household.already_in", direction="entry", **since)
    out = {**OUT, **since, "direction": "exit"}
    yield case("late/exit", claim, "refuse", "household.already_out", **out)
    claim = "It is said beside a refusal too."
    sealed = {**OUT, **since, "gate__state": "sealed"}
    yield case("late/sealed", claim, "refuse", ("gate.sealed", "outing.late"), **sealed)


def restrictions_end() -> Iterator[Case]:
    claim = "Until the last of those in force ends."
    first, last = "2020-02-13T00:00:00Z", "2020-02-15T00:00:00Z"
    for id, one, other, end in (
        ("first_longer", last, first, last),
        ("second_longer", first, last, last),
        ("first_open", None, last, None),
        ("second_open", last, None, None),
    ):
        listed = restricted(until=one)["household__restrictions"]
        listed += restricted("other", until=other)["household__restrictions"]
        yield case(
            f"restricted/until/{id}",
            claim,
            "refuse",
            "household.in_observation",
            until=end,
            household__restrictions=listed,
        )
    claim = "One that has not begun does not count."
    listed = restricted(until=first)["household__restrictions"]
    listed += restricted("other", since=AFTER, until=last)["household__restrictions"]
    yield case(
        "restricted/until/later",
        claim,
        "refuse",
        "household.in_observation",
        until=first,
        household__restrictions=listed,
    )


SECTIONS = (
    calendar,
    rolling,
    quota_beside,
    exempt,
    parties,
    late,
    restrictions_end,
)
