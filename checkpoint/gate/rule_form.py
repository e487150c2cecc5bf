"""The form of a rule set: from rules to what stands in its fields, and from those to a body.

Its fields are named as in the body; temperatures are in °C there, and `outings` and `closure` say
whether there is such a rule at all. What can't be read goes into the body as it was typed, and is
refused there with its field.
"""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from werkzeug.datastructures import MultiDict

from checkpoint.errors import BadInput
from checkpoint.gate.rules import NIGHT, Outings, Rules
from checkpoint.gate.zones import moment_of

Form = MultiDict[str, str]
# What the fields hold while there is no such rule.
_USUAL_OUTINGS = Outings(1, 2)
_FIGURES = ("longest_minutes", "rest_minutes", "overstay_minutes")
_TENTHS = ("fever_tenths", "cold_tenths")
_YES_OR_NO = ("children_count", "another_instrument")
_CHOICES = ("visitors", "vehicles")


def typed_of(rules: Rules) -> Form:
    """What stands in the fields for these rules."""
    outings, closure = rules.outings or _USUAL_OUTINGS, rules.closure or NIGHT
    typed: Form = MultiDict(
        {
            "outings": "limited" if rules.outings else "none",
            "outings.limit": str(outings.limit),
            "outings.days": str(outings.days),
            "outings.counted": outings.counted,
            "people": "" if rules.people is None else str(rules.people),
            "closure": "yes" if rules.closure else "",
            "closure.from": closure.since,
            "closure.to": closure.until,
            **{name: str(getattr(rules, name)) for name in (*_FIGURES, *_CHOICES)},
            **{name: f"{getattr(rules, name) / 10:.1f}" for name in _TENTHS},
            **{name: "yes" for name in _YES_OR_NO if getattr(rules, name)},
        }
    )
    typed.setlist("exempt", list(rules.exempt))
    return typed


def body_of_form(typed: Form) -> dict[str, Any]:
    """The body that was typed, right or wrong."""
    return {
        "outings": _outings(typed),
        "people": _number(typed.get("people", "")) if typed.get("people") else None,
        "closure": _closure(typed),
        "exempt": typed.getlist("exempt"),
        **{name: typed.get(name) == "yes" for name in _YES_OR_NO},
        **{name: typed.get(name, "") for name in _CHOICES},
        **{name: _number(typed.get(name, "")) for name in _FIGURES},
        **{name: _tenths(typed.get(name, "")) for name in _TENTHS},
    }


def start_of_form(typed: Form, time_zone: str) -> datetime | None:
    """When it begins, by the clock of the compound; None is now. Raises BadInput."""
    if typed.get("start") != "later":
        return None
    try:
        naive = datetime.fromisoformat(typed.get("effective_from", ""))
    except ValueError as error:
        raise BadInput("Choose a day and a time.", field="effective_from") from error
    if naive.tzinfo is not None:
        raise BadInput("Choose a day and a time.", field="effective_from")
    return moment_of(naive.date(), naive.time(), time_zone)


def _outings(typed: Form) -> dict[str, Any] | None:
    if typed.get("outings") == "none":
        return None
    return {
        "limit": _number(typed.get("outings.limit", "")),
        "days": _number(typed.get("outings.days", "")),
        "counted": typed.get("outings.counted", ""),
    }


def _closure(typed: Form) -> dict[str, str] | None:
    if typed.get("closure") != "yes":
        return None
    return {part: typed.get(f"closure.{part}", "") for part in ("from", "to")}


def _number(text: str) -> int | str:
    try:
        return int(text)
    except ValueError:
        return text


def _tenths(text: str) -> int | str:
    try:
        tenths = Decimal(text.strip().replace(",", ".")) * 10
    except InvalidOperation:
        return text
    whole = tenths.is_finite() and tenths == tenths.to_integral_value() and abs(tenths) < 1000
    return int(tenths) if whole else text
