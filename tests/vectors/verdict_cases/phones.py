"""Codes that a phone shows: how old they may be, and phones that show their pass no more."""

from collections.abc import Iterator

from verdict_cases.plain import NOW, OUT, Case, case


def codes() -> Iterator[Case]:
    old = "A phone's code is good for sixty seconds."
    ahead = "A phone's clock may be ahead by sixty seconds."
    for id, claim, shown_at, good in (
        ("now", old, NOW, True),
        ("old_59", old, "2020-02-12T08:29:01Z", True),
        ("old_60", old, "2020-02-12T08:29:00Z", True),
        ("old_60_and_more", old, "2020-02-12T08:28:59.999Z", False),
        ("old_61", old, "2020-02-12T08:28:59Z", False),
        ("old_90", "A screenshot of ninety seconds is refused.", "2020-02-12T08:28:30Z", False),
        ("ahead_59", ahead, "2020-02-12T08:30:59Z", True),
        ("ahead_60", ahead, "2020-02-12T08:31:00Z", True),
        ("ahead_60_and_more", ahead, "2020-02-12T08:31:00.001Z", False),
        ("ahead_61", ahead, "2020-02-12T08:31:01Z", False),
    ):
        outcome, reason = ("admit", "exit.admitted") if good else ("refuse", "pass.stale_code")
        yield case(f"code/{id}", claim, outcome, reason, claims__shown_at=shown_at)
    stale = {"claims__shown_at": "2020-02-12T08:28:30Z"}
    yield case(
        "code/entry",
        "It is refused on the way home too.",
        "refuse",
        "pass.stale_code",
        **stale,
        **OUT,
    )
    yield case(
        "code/unknown",
        "An old code is said before an unknown pass.",
        "refuse",
        "pass.stale_code",
        **stale,
        **{"pass": None, "household": None},
    )
    yield case(
        "code/card",
        "A card has no moment to be too old.",
        "admit",
        "exit.admitted",
        claims__shown_at=None,
    )


def unlinked() -> Iterator[Case]:
    fresh = {"claims__shown_at": NOW, "claims__unlinked": True}
    claim = "A phone that was unlinked is refused, however fresh its code."
    yield case("unlinked/exit", claim, "refuse", "pass.unlinked", **fresh)
    yield case("unlinked/entry", claim, "refuse", "pass.unlinked", **fresh, **OUT)
    yield case(
        "unlinked/linked",
        "A phone that is linked is as good as a card.",
        "admit",
        "exit.admitted",
        **{**fresh, "claims__unlinked": False},
    )
    yield case(
        "unlinked/stale",
        "An old code is said first.",
        "refuse",
        "pass.stale_code",
        **{**fresh, "claims__shown_at": "2020-02-12T08:28:30Z"},
    )
    yield case(
        "unlinked/revoked",
        "An unlinked phone is said before a revoked pass.",
        "refuse",
        "pass.unlinked",
        **fresh,
        pass__state="revoked",
    )


SECTIONS = (codes, unlinked)
