"""Tokens, passes, cards and their times."""

from collections.abc import Iterator

from verdict_cases.plain import AFTER, AT, BEFORE, LOOKED_UP, NOW, OUT, TICKS, Case, case, facts


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


def phones() -> Iterator[Case]:
    claim = "A phone's code is good for a minute before and after the moment that it names."
    card = facts()["claims"]
    for at, good in (
        ("2020-02-12T08:28:59.999Z", False),
        ("2020-02-12T08:29:00Z", True),
        ("2020-02-12T08:29:00.001Z", True),
        (NOW, True),
        ("2020-02-12T08:30:59.999Z", True),
        ("2020-02-12T08:31:00Z", True),
        ("2020-02-12T08:31:00.001Z", False),
    ):
        shown = {"claims": card | {"shown_at": at, "unlinked": False}}
        for way, more in (("exit", {}), ("entry", OUT)):
            verdict = ("admit", f"{way}.admitted") if good else ("refuse", "pass.stale_code")
            yield case(f"phone/{at[14:23]}/{way}", claim, *verdict, **shown, **more)
    claim = "A phone that was unlinked shows the pass no more; it says nothing of a card."
    for id, at, verdict in (
        ("phone", NOW, ("refuse", "pass.unlinked")),
        ("stale", "2020-02-12T08:00:00Z", ("refuse", "pass.stale_code")),
        ("card", None, ("admit", "exit.admitted")),
    ):
        shown = {"claims": card | {"shown_at": at, "unlinked": True}}
        yield case(f"phone/unlinked/{id}", claim, *verdict, **shown)
    yield case(
        "phone/unlinked/entry",
        claim,
        "refuse",
        "pass.unlinked",
        **{"claims": card | {"shown_at": NOW, "unlinked": True}},
        **OUT,
    )
    yield case(
        "phone/unknown",
        "An old code is said before an unknown pass.",
        "refuse",
        "pass.stale_code",
        **{"claims": card | {"shown_at": "2020-02-12T08:00:00Z"}, "pass": None},
    )


def moments() -> Iterator[Case]:
    claim = "Bounds are exact to the millisecond."
    good = ("admit", "exit.admitted")
    for now, id in zip(TICKS, ("before", "at", "after"), strict=True):
        early = ("refuse", "pass.not_yet_valid") if id == "before" else good
        start = {"claims__valid_from": "2020-02-12T08:40:00Z"}
        yield case(f"moment/from/{id}", claim, *early, now=now, **start)
        over = good if id == "before" else ("refuse", "pass.expired")
        yield case(f"moment/until/{id}", claim, *over, now=now, claims__valid_until=NOW)
        yield case(f"moment/pass_until/{id}", claim, *over, now=now, pass__valid_until=NOW)


SECTIONS = (admitted, tokens, passes, cards, times, phones, moments)
