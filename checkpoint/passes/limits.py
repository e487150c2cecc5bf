"""The limits of an extra pass: its days, its hours, whether it is counted, where its holder lives.

Pure. They lie as JSON on the pass and on its request, and go to the devices like that: `weekdays` a
list (Monday is 1) or None for every day, `hours` with `from` and `to` as `HH:MM` or None for those
of the compound, `counted`, and `home`, `here` or `elsewhere`. What they mean at a gate is in the
rule book (`gate/verdict.py`).
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Any, Final

from checkpoint.errors import BadInput

Limits = Mapping[str, Any]

HOMES: Final = ("elsewhere", "here")
_WEEK: Final = range(1, 8)
_TIME: Final = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_WHOLE_DAY: Final = {"from": "00:00", "to": "00:00"}
# What is usual for each reason, by its code: the form begins with it.
USUAL: Final[Mapping[str, dict[str, Any]]] = MappingProxyType(
    {
        "nursing": {
            "weekdays": None,
            "hours": {"from": "07:00", "to": "21:00"},
            "counted": False,
            "home": "elsewhere",
        },
        "medical": {
            "weekdays": None,
            "hours": _WHOLE_DAY,
            "counted": False,
            "home": "elsewhere",
        },
        "essential_work": {"weekdays": None, "hours": None, "counted": False, "home": "here"},
        "other": {"weekdays": None, "hours": None, "counted": True, "home": "here"},
    }
)


@dataclass(frozen=True, slots=True)
class TypedLimits:
    """Limits as they were typed."""

    weekdays: tuple[str, ...]
    since: str
    until: str
    counted: bool
    home: str


def read_home(typed: TypedLimits) -> str:
    """Raises BadInput."""
    if typed.home not in HOMES:
        raise BadInput("Say where they live.", field="home")
    return typed.home


def read_weekdays(typed: TypedLimits) -> list[int] | None:
    """None for every day. Raises BadInput for none at all."""
    days = sorted(day for day in _WEEK if str(day) in typed.weekdays)
    if not days:
        raise BadInput("Choose at least one day.", field="weekdays")
    return None if len(days) == len(_WEEK) else days


def read_time(text: str, field: str) -> str:
    """A time of day, or nothing. Raises BadInput."""
    text = text.strip()
    if text and not _TIME.fullmatch(text):
        raise BadInput("Write a time of day, such as 08:30.", field=field)
    return text


def read_until(typed: TypedLimits) -> str:
    """The end of the hours. Raises BadInput where there is one without the other."""
    if bool(typed.since.strip()) != bool(typed.until.strip()):
        raise BadInput("Write both times, or neither.", field="hours_to")
    return read_time(typed.until, "hours_to")


def days_in_words(limits: Limits, language: str) -> str:
    """On which days: `Mon–Fri`, `周一至五`."""
    days: Collection[int] = limits["weekdays"] or _WEEK
    if language == "zh":
        return (
            "每天" if len(days) == len(_WEEK) else "周" + _runs(days, "一二三四五六日", "至", "、")
        )
    if len(days) == len(_WEEK):
        return "every day"
    return _runs(days, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), "–", ", ")


def hours_in_words(limits: Limits, language: str) -> str:
    """From when to when; nothing where the hours are those of the compound."""
    hours = limits["hours"]
    if not hours:
        return ""
    if hours["from"] == hours["to"]:
        return "全天" if language == "zh" else "at all hours"
    return f"{hours['from']}–{hours['to']}"


def limits_in_words(limits: Limits, language: str) -> str:
    """Days and hours: `Mon–Fri 08:00–20:00`."""
    return f"{days_in_words(limits, language)} {hours_in_words(limits, language)}".strip()


def _runs(days: Iterable[int], names: str | tuple[str, ...], to: str, also: str) -> str:
    """Three and more days that follow each other are said by the first and the last of them."""
    said = []
    for _, numbered in groupby(enumerate(sorted(days)), key=lambda each: each[1] - each[0]):
        run = [names[day - 1] for _, day in numbered]
        said += [f"{run[0]}{to}{run[-1]}"] if len(run) > 2 else run
    return also.join(said)
