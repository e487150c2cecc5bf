"""Where the clock jumps, and in other zones."""

from collections.abc import Iterator
from typing import Any

from verdict_cases.closures import OPEN, SHUT
from verdict_cases.plain import Case, case
from verdict_cases.rations import USED, outings

BERLIN, NEW_YORK = {"gate__time_zone": "Europe/Berlin"}, {"gate__time_zone": "America/New_York"}


def closed(since: str, until: str) -> dict[str, Any]:
    return {"rules__closure": {"from": since, "to": until}}


def shut(
    id: str, claim: str, zone: dict[str, Any], bounds: dict[str, Any], *rows: Any
) -> Iterator[Case]:
    """Cases of a closure: each row is a moment and the end, None where it is open."""
    for now, end in rows:
        verdict = SHUT if end else OPEN
        # A card of some year before all of them.
        more = {"claims__valid_from": "2020-01-01T00:00:00Z", **zone, **bounds}
        yield case(f"{id}/{now[5:]}", claim, *verdict, until=end, now=now, **more)


def nights() -> Iterator[Case]:
    night = closed("22:30", "06:30")
    yield from shut(
        "clock/berlin/spring",
        "The night in which the clock jumps ahead is an hour shorter.",
        BERLIN,
        night,
        ("2020-03-28T21:29:59.999Z", None),
        ("2020-03-28T21:30:00Z", "2020-03-29T04:30:00Z"),
        ("2020-03-29T04:29:59.999Z", "2020-03-29T04:30:00Z"),
        ("2020-03-29T04:30:00Z", None),
        ("2020-03-29T20:30:00Z", "2020-03-30T04:30:00Z"),
    )
    yield from shut(
        "clock/berlin/autumn",
        "The night in which it goes back is an hour longer.",
        BERLIN,
        night,
        ("2020-10-24T20:29:59.999Z", None),
        ("2020-10-24T20:30:00Z", "2020-10-25T05:30:00Z"),
        ("2020-10-25T05:29:59.999Z", "2020-10-25T05:30:00Z"),
        ("2020-10-25T05:30:00Z", None),
    )
    yield from shut(
        "clock/new_york/spring",
        "The night in which the clock jumps ahead is an hour shorter.",
        NEW_YORK,
        night,
        ("2020-03-08T03:29:59.999Z", None),
        ("2020-03-08T03:30:00Z", "2020-03-08T10:30:00Z"),
        ("2020-03-08T10:29:59.999Z", "2020-03-08T10:30:00Z"),
        ("2020-03-08T10:30:00Z", None),
    )
    yield from shut(
        "clock/new_york/autumn",
        "The night in which it goes back is an hour longer.",
        NEW_YORK,
        night,
        ("2020-11-01T02:29:59.999Z", None),
        ("2020-11-01T02:30:00Z", "2020-11-01T11:30:00Z"),
        ("2020-11-01T11:29:59.999Z", "2020-11-01T11:30:00Z"),
        ("2020-11-01T11:30:00Z", None),
    )


def gaps() -> Iterator[Case]:
    claim = "A bound that the clock skips is as much later as it jumps."
    for id, zone, eve, end in (
        ("berlin", BERLIN, "2020-03-29T00:", "2020-03-29T01:"),
        ("new_york", NEW_YORK, "2020-03-08T06:", "2020-03-08T07:"),
    ):
        yield from shut(
            f"clock/{id}/gap/to",
            claim,
            zone,
            closed("22:00", "02:30"),
            (f"{eve}59:59.999Z", f"{end}30:00Z"),
            (f"{end}00:00Z", f"{end}30:00Z"),
            (f"{end}29:59.999Z", f"{end}30:00Z"),
            (f"{end}30:00Z", None),
        )
        noon = {"berlin": "2020-03-29T10:00:00Z", "new_york": "2020-03-08T16:00:00Z"}[id]
        yield from shut(
            f"clock/{id}/gap/from",
            claim,
            zone,
            closed("02:30", "12:00"),
            (f"{eve}59:59.999Z", None),
            (f"{end}29:59.999Z", None),
            (f"{end}30:00Z", noon),
        )


def folds() -> Iterator[Case]:
    claim = "Of a bound that the clock shows twice the first is meant."
    yield from shut(
        "clock/berlin/fold/to",
        claim,
        BERLIN,
        closed("22:00", "02:30"),
        ("2020-10-25T00:29:59.999Z", "2020-10-25T00:30:00Z"),
        ("2020-10-25T00:30:00Z", None),
        ("2020-10-25T01:15:00Z", None),
        ("2020-10-25T01:30:00Z", None),
    )
    yield from shut(
        "clock/berlin/fold/from",
        claim,
        BERLIN,
        closed("02:30", "12:00"),
        ("2020-10-25T00:29:59.999Z", None),
        ("2020-10-25T00:30:00Z", "2020-10-25T11:00:00Z"),
        ("2020-10-25T01:15:00Z", "2020-10-25T11:00:00Z"),
    )
    yield from shut(
        "clock/new_york/fold/to",
        claim,
        NEW_YORK,
        closed("22:00", "01:30"),
        ("2020-11-01T05:29:59.999Z", "2020-11-01T05:30:00Z"),
        ("2020-11-01T05:30:00Z", None),
        ("2020-11-01T06:15:00Z", None),
    )
    yield from shut(
        "clock/new_york/fold/from",
        claim,
        NEW_YORK,
        closed("01:30", "12:00"),
        ("2020-11-01T05:29:59.999Z", None),
        ("2020-11-01T05:30:00Z", "2020-11-01T17:00:00Z"),
    )
    yield from shut(
        "clock/berlin/beside",
        "Bounds just outside the hour that is skipped or comes twice are as usual.",
        BERLIN,
        closed("01:59", "03:00"),
        ("2020-03-29T00:58:59.999Z", None),
        ("2020-03-29T00:59:00Z", "2020-03-29T01:00:00Z"),
        ("2020-03-29T01:00:00Z", None),
        ("2020-10-24T23:59:00Z", "2020-10-25T02:00:00Z"),
        ("2020-10-25T01:59:59.999Z", "2020-10-25T02:00:00Z"),
        ("2020-10-25T02:00:00Z", None),
    )


def days() -> Iterator[Case]:
    claim = "Days are those of the calendar, however long; rolling ones have 24 hours."
    for id, zone, exit_at, day, roll in (
        ("spring", BERLIN, "2020-03-28T12:00:00Z", "2020-03-29T22:00:00Z", "2020-03-30T12:00:00Z"),
        ("autumn", BERLIN, "2020-10-24T12:00:00Z", "2020-10-25T23:00:00Z", "2020-10-26T12:00:00Z"),
        (
            "spring",
            NEW_YORK,
            "2020-03-07T12:00:00Z",
            "2020-03-09T04:00:00Z",
            "2020-03-09T12:00:00Z",
        ),
        (
            "autumn",
            NEW_YORK,
            "2020-10-31T12:00:00Z",
            "2020-11-02T05:00:00Z",
            "2020-11-02T12:00:00Z",
        ),
    ):
        for counted, end in (("calendar", day), ("rolling", roll)):
            last = end[:10] + "T" + f"{int(end[11:13]) - 1:02}:59:59.999Z"
            rule = {**outings(1, 2, counted), **zone, "household__exits": [exit_at]}
            name = f"clock/{zone['gate__time_zone'][-5:].lower()}/{id}/{counted}"
            more = {"claims__valid_from": "2020-01-01T00:00:00Z", **rule}
            yield case(f"{name}/used", claim, *USED, until=end, now=last, **more)
            yield case(f"{name}/free", claim, *OPEN, now=end, **more)
    claim = "Where the clock skips midnight the day begins when it jumps."
    exits = {"household__exits": ["2020-09-05T20:00:00Z"], **outings(1, 1)}
    santiago = {"gate__time_zone": "America/Santiago", **exits}
    start = "2020-09-06T04:00:00Z"
    for now, verdict, end in (
        ("2020-09-06T03:59:59.999Z", USED, start),
        ("2020-09-06T03:00:00Z", USED, start),
        (start, OPEN, None),
    ):
        yield case(f"clock/santiago/{now[11:]}", claim, *verdict, until=end, now=now, **santiago)
    claim = "The same moment is another day elsewhere."
    for zone, exit_at, end in (
        ("Asia/Shanghai", "2020-02-11T16:00:00Z", "2020-02-12T16:00:00Z"),
        ("Asia/Shanghai", "2020-02-11T15:59:59.999Z", None),
        ("UTC", "2020-02-12T00:00:00Z", "2020-02-13T00:00:00Z"),
        ("UTC", "2020-02-11T23:59:59.999Z", None),
        ("Asia/Kolkata", "2020-02-11T18:30:00Z", "2020-02-12T18:30:00Z"),
        ("Asia/Kolkata", "2020-02-11T18:29:59.999Z", None),
        ("Asia/Kathmandu", "2020-02-11T18:15:00Z", "2020-02-12T18:15:00Z"),
        ("Asia/Kathmandu", "2020-02-11T18:14:59.999Z", None),
        ("America/New_York", "2020-02-12T05:00:00Z", "2020-02-13T05:00:00Z"),
        ("America/New_York", "2020-02-12T04:59:59.999Z", None),
        ("Pacific/Kiritimati", "2020-02-12T04:00:00Z", "2020-02-12T10:00:00Z"),
        ("Pacific/Pago_Pago", "2020-02-12T01:00:00Z", "2020-02-12T11:00:00Z"),
    ):
        verdict = USED if end else OPEN
        rule = {**outings(1, 1), "gate__time_zone": zone, "household__exits": [exit_at]}
        yield case(f"clock/zone/{zone}/{exit_at[8:23]}", claim, *verdict, until=end, **rule)


SECTIONS = (nights, gaps, folds, days)
