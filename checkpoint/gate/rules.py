"""The rules of a compound, as data, and the presets that they are made from.

Pure: no Flask, no database, no clock. What a body looks like is in `docs/rules.md`; the same JSON
lies in the database, goes to the devices and stands in the shared vectors.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from types import MappingProxyType
from typing import Any, Final

COUNTED = ("calendar", "rolling")
EXEMPT_REASONS = ("medical", "duty", "essential_work")
VISITOR_POLICIES = ("open", "registered", "confirmed", "closed")
VEHICLE_POLICIES = ("open", "known", "residents", "closed")

_TIME_OF_DAY = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True, slots=True)
class Outings:
    """How often a household may go out: `limit` times in `days`; 0 is not at all.

    `counted` says what days are: those of the calendar, or 24 hours each from an exit on.
    """

    limit: int
    days: int
    counted: str = "calendar"


@dataclass(frozen=True, slots=True)
class Closure:
    """The night closure in local time, `HH:MM`; the end is exclusive and may lie past midnight."""

    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Rules:
    """One set of rules. None is no limit; durations in minutes, readings in tenths of °C."""

    outings: Outings | None = None
    people: int | None = None
    children_count: bool = False
    longest_minutes: int = 120
    closure: Closure | None = None
    fever_tenths: int = 373
    cold_tenths: int = 350
    rest_minutes: int = 5
    another_instrument: bool = True
    exempt: tuple[str, ...] = EXEMPT_REASONS
    visitors: str = "registered"
    vehicles: str = "open"
    overstay_minutes: int = 30


NIGHT: Final = Closure("22:30", "06:30")
OPEN: Final = Rules()
# Figures from notices of February and March 2020 as reprinted in the press, but for those marked *,
# which are this project's own choice: docs/rules.md has the source of each.
PRESETS: Final[Mapping[str, Rules]] = MappingProxyType(
    {
        "open": OPEN,
        # one person a day
        "lenient": replace(
            OPEN, outings=Outings(1, 1), people=1, closure=NIGHT, visitors="confirmed"
        ),
        # one person every two days
        "managed": replace(
            OPEN,
            outings=Outings(1, 2),
            people=1,
            closure=NIGHT,
            visitors="confirmed",
            vehicles="known",
        ),
        # one person every five days
        "strict": replace(
            OPEN,
            outings=Outings(1, 5),
            people=1,
            closure=NIGHT,
            visitors="closed",
            vehicles="residents",
        ),
        # nobody, but for an exempt reason
        "sealed": replace(
            OPEN,
            outings=Outings(0, 1),
            people=1,
            closure=NIGHT,
            visitors="closed",
            vehicles="closed",
        ),
    }
)
# From the loosest to the strictest.
ORDER: Final = ("open", "lenient", "managed", "strict", "sealed")

# The least and the most of each figure.
BOUNDS: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {
        "outings.limit": (0, 50),
        # Together with one for the calendar it is what crossings are kept for at the most.
        "outings.days": (1, 27),
        "people": (1, 20),
        "longest_minutes": (15, 1440),
        "fever_tenths": (365, 400),
        "cold_tenths": (320, 360),
        "rest_minutes": (0, 60),
        "overstay_minutes": (0, 1440),
    }
)
# Where None says that there is no limit.
MAY_BE_NONE: Final = ("outings", "people")


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """What is wrong with a body: `field` as in the body (`closure.from`), `why` a stable code."""

    field: str
    why: str


class BadRules(ValueError):
    """A body that can't be used, with all that is wrong with it."""

    def __init__(self, problems: list[RuleProblem]) -> None:
        super().__init__("; ".join(f"{each.field}: {each.why}" for each in problems))
        self.problems = problems


def body_of(rules: Rules) -> dict[str, Any]:
    """The rules as JSON."""
    body = asdict(rules)
    body["exempt"] = list(rules.exempt)
    if rules.closure:
        body["closure"] = {"from": rules.closure.since, "to": rules.closure.until}
    return body


def rules_of(body: Mapping[str, Any]) -> Rules:
    """The rules in a body. Raises BadRules with everything that is wrong with it."""
    if problems := list(problems_of(body)):
        raise BadRules(problems)
    outings, closure = body["outings"], body["closure"]
    return Rules(
        **{
            **body,
            "outings": outings and Outings(**outings),
            "closure": closure and Closure(closure["from"], closure["to"]),
            "exempt": tuple(each for each in EXEMPT_REASONS if each in body["exempt"]),
        }
    )


def problems_of(body: Mapping[str, Any]) -> Iterator[RuleProblem]:
    """All that is wrong with a body: codes `missing`, `unknown`, `not_a_number`, `out_of_range`,
    `not_a_choice`, `not_a_time`, `contradiction`. Whatever JSON may hold is taken as a body."""
    if not isinstance(body, Mapping):
        yield RuleProblem("", "unknown")
        return
    names = {each.name for each in fields(Rules)}
    yield from (RuleProblem(name, "missing") for name in sorted(names - body.keys()))
    yield from (RuleProblem(name, "unknown") for name in sorted(map(str, body.keys() - names)))
    if names != body.keys():
        return
    yield from _problems_of_figures(body)
    yield from _problems_of_choices(body)
    yield from _problems_of_closure(body["closure"])


def _problems_of_figures(body: Mapping[str, Any]) -> Iterator[RuleProblem]:
    for field in BOUNDS:
        name, _, part = field.partition(".")
        value = body[name]
        if value is None and name in MAY_BE_NONE:
            continue
        if part:
            value = value.get(part) if isinstance(value, Mapping) else None
        if problem := _problem_of_figure(field, value):
            yield problem


def _problem_of_figure(field: str, value: object) -> RuleProblem | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return RuleProblem(field, "not_a_number")
    least, most = BOUNDS[field]
    return None if least <= value <= most else RuleProblem(field, "out_of_range")


def _problems_of_choices(body: Mapping[str, Any]) -> Iterator[RuleProblem]:
    outings = body["outings"]
    if isinstance(outings, Mapping):
        if outings.keys() != {"limit", "days", "counted"}:
            yield RuleProblem("outings", "unknown")
        if outings.get("counted") not in COUNTED:
            yield RuleProblem("outings.counted", "not_a_choice")
    if body["visitors"] not in VISITOR_POLICIES:
        yield RuleProblem("visitors", "not_a_choice")
    if body["vehicles"] not in VEHICLE_POLICIES:
        yield RuleProblem("vehicles", "not_a_choice")
    exempt = body["exempt"]
    if not isinstance(exempt, list) or any(each not in EXEMPT_REASONS for each in exempt):
        yield RuleProblem("exempt", "not_a_choice")
    for name in ("children_count", "another_instrument"):
        if not isinstance(body[name], bool):
            yield RuleProblem(name, "not_a_choice")


def doubts_of(rules: Rules) -> list[str]:
    """What is allowed and may still be a mistake: `no_exempt_reason` where nobody at all may go
    out, `outing_longer_than_day` where nobody could be out as long as the rules let them."""
    doubts = []
    if rules.outings and rules.outings.limit == 0 and not rules.exempt:
        doubts.append("no_exempt_reason")
    if rules.closure and rules.longest_minutes > 1440 - closed_minutes(rules.closure):
        doubts.append("outing_longer_than_day")
    return doubts


def closed_minutes(closure: Closure) -> int:
    """How long a closure is, past midnight too: 1 to 1,439 minutes."""
    return (_minutes(closure.until) - _minutes(closure.since)) % 1440


def _minutes(time_of_day: str) -> int:
    hours, _, minutes = time_of_day.partition(":")
    return int(hours) * 60 + int(minutes)


def _problems_of_closure(closure: object) -> Iterator[RuleProblem]:
    if closure is None:
        return
    if not isinstance(closure, Mapping) or closure.keys() != {"from", "to"}:
        yield RuleProblem("closure", "unknown")
        return
    for part in ("from", "to"):
        if not isinstance(closure[part], str) or not _TIME_OF_DAY.fullmatch(closure[part]):
            yield RuleProblem(f"closure.{part}", "not_a_time")
    if closure["from"] == closure["to"]:
        # It would be closed for the whole day: that is what sealing is for.
        yield RuleProblem("closure.to", "contradiction")
