"""What cases are made of: a plain morning, with one thing changed."""

from typing import Any

NOW = "2020-02-12T08:30:00Z"
BEFORE, AT, AFTER = "2020-02-12T08:29:59Z", NOW, "2020-02-12T08:30:01Z"
# Just before, at and just after it, as close as a device tells time.
TICKS = ("2020-02-12T08:29:59.999Z", NOW, "2020-02-12T08:30:00.001Z")
Case = dict[str, Any]


def facts(**changed: Any) -> dict[str, Any]:
    """A household at home leaves by its own open gate, card in hand; `pass__state` goes inside."""
    plain: dict[str, Any] = {
        "now": NOW,
        "direction": "exit",
        "gate": {
            "state": "open",
            "compound_id": 1,
            "time_zone": "Asia/Shanghai",
            "instruments": 2,
        },
        "rules": {
            "outings": None,
            "people": None,
            "children_count": False,
            "longest_minutes": 120,
            "closure": None,
            "fever_tenths": 373,
            "cold_tenths": 350,
            "rest_minutes": 5,
            "another_instrument": True,
            "exempt": ["medical", "duty", "essential_work"],
            "visitors": "registered",
            "vehicles": "open",
            "overstay_minutes": 30,
        },
        "token": {"reason": None},
        "claims": {
            "kind": "household",
            "number": 3184402,
            "generation": 2,
            "valid_from": "2020-02-10T00:00:00Z",
            "valid_until": None,
        },
        "method": "scan",
        "pass": {
            "compound_id": 1,
            "kind": "household",
            "state": "active",
            "generation": 2,
            "valid_until": None,
            "household_id": 7,
        },
        "household": {
            "id": 7,
            "state": "active",
            "outside": False,
            "outside_since": None,
            "restrictions": [],
            "exits": [],
        },
        "party": {"people": 1, "children": 0},
        "exempt": None,
        "readings": [],
        "visit": None,
        "vehicle": None,
    }
    for path, value in changed.items():
        *above, last = path.split("__")
        inside = plain
        for name in above:
            inside = inside[name]
        inside[last] = value
    return plain


OUT = {
    "direction": "entry",
    "household__outside": True,
    "household__outside_since": "2020-02-12T07:10:00Z",
}
LOOKED_UP = {"claims": None}
CAREGIVER = {"claims__kind": "caregiver", "pass__kind": "caregiver"}


def case(
    id: str,
    claim: str,
    outcome: str,
    reasons: str | tuple[str, ...],
    *,
    until: str | None = None,
    may: str | None = None,
    **changed: Any,
) -> Case:
    """One case; `may` in one string, the usual for such an answer where it is left out."""
    listed = [reasons] if isinstance(reasons, str) else list(reasons)
    given = facts(**changed)
    if may is None:
        may = usual(outcome, listed, given)
    expect = {"outcome": outcome, "reasons": listed, "until": until, "may": may.split()}
    return {"id": id, "claim": claim, "input": given, "expect": expect}


def usual(outcome: str, reasons: list[str], given: dict[str, Any]) -> str:
    """What a guard may do about such an answer."""
    may = ""
    lifts = {"closure.night", "quota.sealed", "quota.used", "pass.outside_hours"}
    leaving = given["direction"] == "exit"
    if lifts & set(reasons) and leaving and given["rules"]["exempt"] and not given["exempt"]:
        may += "exempt "
    measured = {"reading.high", "reading.too_soon", "reading.same_instrument", "reading.too_cold"}
    if measured & set(reasons):
        may += "measure_again "
    if reasons[0].startswith("token.") or reasons[0] in ("pass.unknown", "household.unknown"):
        may += "visitor_path "
    return (
        may
        + {
            "admit exit": "",
            "admit entry": "",
            "ask exit": "override call_desk emergency",
            "ask entry": "override call_desk",
            "refuse exit": "override call_desk emergency",
            "refuse entry": "call_desk",
        }[f"{outcome} {given['direction']}"]
    )


def shanghai(time: str, seconds: str = "00") -> str:
    """A moment of February 2020 by the clock of the compound: `12 22:30`."""
    day, clock = time.split()
    return f"2020-02-{day}T{clock}:{seconds}+08:00"


def reading(tenths: int, instrument: int | None = 1, at: str = NOW) -> dict[str, Any]:
    return {"tenths": tenths, "instrument": instrument, "at": at}


# Twice high, with another instrument and after the rest: a fever.
FEVER = {"readings": [reading(390, 1, "2020-02-12T08:25:00Z"), reading(390, 2)]}
