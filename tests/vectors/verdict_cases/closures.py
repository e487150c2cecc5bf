"""The night closure."""

from collections.abc import Iterator

from verdict_cases.homes import restricted
from verdict_cases.plain import CAREGIVER, LOOKED_UP, OUT, Case, case, reading, shanghai

MAY = "exempt override call_desk emergency"
NIGHT = {"rules__closure": {"from": "22:30", "to": "06:30"}}
OPEN = ("admit", "exit.admitted")
SHUT = ("refuse", "closure.night")


def closures() -> Iterator[Case]:
    claim = "From its first moment to its end, which is exclusive, nobody goes out."
    this, next_ = shanghai("12 06:30"), shanghai("13 06:30")
    for now, end in (
        (shanghai("12 22:29", "59.999"), None),
        (shanghai("12 22:30"), next_),
        (shanghai("12 22:30", "00.001"), next_),
        (shanghai("12 23:59", "59.999"), next_),
        (shanghai("12 00:00"), this),
        (shanghai("12 03:00"), this),
        (shanghai("12 06:29", "59.999"), this),
        (shanghai("12 06:30"), None),
        (shanghai("12 06:30", "00.001"), None),
        (shanghai("12 12:00"), None),
    ):
        verdict = SHUT if end else OPEN
        told = MAY if end else ""
        id = f"closure/night/{now[8:23]}"
        yield case(id, claim, *verdict, until=end, may=told, now=now, **NIGHT)
        coming = {**OUT, "household__outside_since": now}
        yield case(
            f"{id}/entry", "Home is open.", "admit", "entry.admitted", now=now, **NIGHT, **coming
        )
    claim = "It may lie within a day."
    noon = {"rules__closure": {"from": "12:00", "to": "14:00"}}
    for now, shut in (
        (shanghai("12 11:59", "59.999"), False),
        (shanghai("12 12:00"), True),
        (shanghai("12 13:59", "59.999"), True),
        (shanghai("12 14:00"), False),
        (shanghai("12 23:00"), False),
        (shanghai("12 00:00"), False),
    ):
        end = shanghai("12 14:00") if shut else None
        verdict = SHUT if shut else OPEN
        yield case(f"closure/noon/{now[8:23]}", claim, *verdict, until=end, now=now, **noon)
    claim = "Midnight may be either of its bounds."
    for bounds, now, end in (
        (("00:00", "06:00"), shanghai("11 23:59", "59.999"), None),
        (("00:00", "06:00"), shanghai("12 00:00"), shanghai("12 06:00")),
        (("00:00", "06:00"), shanghai("12 06:00"), None),
        (("18:00", "00:00"), shanghai("12 17:59", "59.999"), None),
        (("18:00", "00:00"), shanghai("12 18:00"), shanghai("13 00:00")),
        (("18:00", "00:00"), shanghai("12 23:59", "59.999"), shanghai("13 00:00")),
        (("18:00", "00:00"), shanghai("13 00:00"), None),
    ):
        verdict = SHUT if end else OPEN
        rule = {"rules__closure": {"from": bounds[0], "to": bounds[1]}}
        id = f"closure/midnight/{bounds[0]}/{now[8:23]}"
        yield case(id, claim, *verdict, until=end, now=now, **rule)
    claim = "It may last one minute."
    least = {"rules__closure": {"from": "12:00", "to": "12:01"}}
    for now, end in (
        (shanghai("12 11:59", "59.999"), None),
        (shanghai("12 12:00"), shanghai("12 12:01")),
        (shanghai("12 12:01"), None),
    ):
        verdict = SHUT if end else OPEN
        yield case(f"closure/short/{now[8:23]}", claim, *verdict, until=end, now=now, **least)
    claim = "It may leave one minute of the day."
    most = {"rules__closure": {"from": "06:31", "to": "06:30"}}
    for now, end in (
        (shanghai("12 06:29", "59.999"), shanghai("12 06:30")),
        (shanghai("12 06:30"), None),
        (shanghai("12 06:30", "59.999"), None),
        (shanghai("12 06:31"), shanghai("13 06:30")),
    ):
        verdict = SHUT if end else OPEN
        yield case(f"closure/minute/{now[8:23]}", claim, *verdict, until=end, now=now, **most)


def closures_beside() -> Iterator[Case]:
    night, morning = {"now": shanghai("12 23:00"), **NIGHT}, shanghai("13 06:30")
    claim = "It holds for every pass, however it was found."
    for id, more in (
        ("caregiver", CAREGIVER),
        ("number", {"method": "number", **LOOKED_UP}),
        ("address", {"method": "address", **LOOKED_UP}),
    ):
        yield case(f"closure/{id}", claim, *SHUT, until=morning, **night, **more)
    claim = "All that hold are said; it ends when the last of them does."
    kept = ("household.in_observation", "closure.night")
    for until, end in (
        (shanghai("12 23:30"), morning),
        (shanghai("13 12:00"), shanghai("13 12:00")),
        (None, None),
    ):
        id = f"closure/observed/{until and until[8:16]}"
        yield case(id, claim, "refuse", kept, until=end, **night, **restricted(until=until))
    claim = "An end that falls into the night is the next morning."
    for until, end in (
        (shanghai("12 22:29", "59.999"), shanghai("12 22:29", "59.999")),
        (shanghai("12 22:30"), morning),
        (shanghai("13 06:29", "59.999"), morning),
        (morning, morning),
        (shanghai("13 07:00"), shanghai("13 07:00")),
    ):
        id = f"closure/ends_in_it/{until[8:23]}"
        held = restricted("other", until=until)
        yield case(id, claim, "refuse", "household.restricted", until=end, **NIGHT, **held)
    held = restricted("other", until=shanghai("12 23:00"))
    yield case(
        "closure/ends_in_it/exempt",
        "But for whom an exempt reason lifts it.",
        "refuse",
        "household.restricted",
        until=shanghai("12 23:00"),
        **NIGHT,
        **held,
        exempt="medical",
    )
    claim = "What does not end by itself makes the whole not end."
    out = OUT | {"direction": "exit"}
    both = ("household.already_out", "closure.night")
    yield case("closure/out", claim, "refuse", both, **night, **out)
    sealed = ("gate.sealed", "closure.night")
    yield case("closure/sealed", claim, "refuse", sealed, gate__state="sealed", **night)
    claim = "A question beside it does not say how long."
    both = ("closure.night", "reading.too_cold")
    cold = {"readings": [reading(340)]}
    yield case("closure/cold", claim, "refuse", both, until=morning, **night, **cold)


SECTIONS = (closures, closures_beside)
