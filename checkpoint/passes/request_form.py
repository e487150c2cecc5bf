"""Reading what was typed of an extra pass: all that is wrong with it at once."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from checkpoint.errors import BadInput
from checkpoint.passes.limits import (
    USUAL,
    TypedLimits,
    read_home,
    read_time,
    read_until,
    read_weekdays,
)
from checkpoint.passes.models_requests import RequestReason
from checkpoint.people import Compound, Household, household_at, one_line, read_fields

USUAL_DAYS: Final = 30
LONGEST_DAYS: Final = 90
LONGEST_NAME: Final = 80
LONGEST_WORDS: Final = 200
# A card says until when it is good; the last minute of a day reads as that day.
LAST_MINUTE: Final = time(23, 59)


@dataclass(frozen=True, slots=True)
class Wish:
    """A request as it was typed: days are dates of the compound, `door` such as 12-2-501."""

    door: str
    holder: str
    reason: str
    words: str
    since: str
    until: str
    # Without them it gets those that are usual for its reason.
    limits: TypedLimits | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """Who carried a card to whom, on which day, as it was typed."""

    by: str
    to: str
    on: str


def read_wish(wish: Wish, compound: Compound, now: datetime) -> dict[str, Any]:
    """The columns of a request. Raises BadFields with every field that is wrong."""
    zone = ZoneInfo(compound.community.time_zone)
    today = now.astimezone(zone).date()
    no_door = BadInput("Write the household's door, such as 12-2-501.", field="door")
    read = read_fields(
        {
            "door": lambda: household_at(compound, wish.door, no_door).id,
            "holder": lambda: _name(wish.holder, "holder"),
            "reason": lambda: _reason(wish.reason),
            "words": lambda: _words(wish),
            "since": lambda: _first_day(wish.since, today),
            "until": lambda: _last_day(wish, today),
            **_limits_fields(wish.limits),
        }
    )
    return {
        "household_id": read["door"],
        "holder": read["holder"],
        "reason": read["reason"],
        "words": read["words"],
        "valid_from": datetime.combine(read["since"], time(), zone).astimezone(UTC),
        "valid_until": datetime.combine(read["until"], LAST_MINUTE, zone).astimezone(UTC),
        "limits": _limits(wish, read),
    }


def read_delivery(typed: Delivery, compound: Compound, now: datetime) -> dict[str, Any]:
    """The columns of a delivery. Raises BadFields with every field that is wrong."""
    today = now.astimezone(ZoneInfo(compound.community.time_zone)).date()
    return read_fields(
        {
            "delivered_by": lambda: _name(typed.by, "delivered_by"),
            "delivered_to": lambda: _name(typed.to, "delivered_to"),
            "delivered_on": lambda: _day_so_far(typed.on, today),
        }
    )


def first_wish(
    compound: Compound, now: datetime, household: Household | None, reason: str
) -> dict[str, str]:
    """The form before anything is typed: from today, for thirty days, with the limits that are
    usual for a reason."""
    today = now.astimezone(ZoneInfo(compound.community.time_zone)).date()
    parts = (household.building, household.unit, household.room) if household else ()
    return {
        "door": "-".join(part for part in parts if part),
        "since": today.isoformat(),
        "until": (today + timedelta(days=USUAL_DAYS)).isoformat(),
        **_first_limits(reason),
    }


def read_note(text: str) -> str:
    """Why a request is declined. Raises BadInput for none."""
    missing = BadInput("Say why: whoever asked for it must know.", field="note")
    return one_line(text, "note", LONGEST_WORDS, missing)


def _first_limits(reason: str) -> dict[str, str]:
    usual = USUAL.get(reason)
    if usual is None:
        return {}
    hours = usual["hours"] or {"from": "", "to": ""}
    return {
        "reason": reason,
        "home": usual["home"],
        "hours_from": hours["from"],
        "hours_to": hours["to"],
        "counted": "yes" if usual["counted"] else "",
    }


def _limits_fields(typed: TypedLimits | None) -> dict[str, Callable[[], Any]]:
    if typed is None:
        return {}
    return {
        "home": lambda: read_home(typed),
        "weekdays": lambda: read_weekdays(typed),
        "hours_from": lambda: read_time(typed.since, "hours_from"),
        "hours_to": lambda: read_until(typed),
    }


def _limits(wish: Wish, read: Mapping[str, Any]) -> dict[str, Any]:
    if wish.limits is None:
        return dict(USUAL[read["reason"]])
    hours = {"from": read["hours_from"], "to": read["hours_to"]}
    return {
        "weekdays": read["weekdays"],
        "hours": hours if hours["from"] else None,
        "counted": wish.limits.counted,
        "home": read["home"],
    }


def _name(text: str, field: str) -> str:
    missing = BadInput("Write the name.", field=field)
    return one_line(text, field, LONGEST_NAME, missing)


def _reason(text: str) -> RequestReason:
    if text not in set(RequestReason):
        raise BadInput("Choose a reason.", field="reason")
    return RequestReason(text)


def _words(wish: Wish) -> str:
    if wish.reason != RequestReason.OTHER:
        return one_line(wish.words, "words", LONGEST_WORDS)
    missing = BadInput("Write the reason in a few words, up to 200 characters.", field="words")
    return one_line(wish.words, "words", LONGEST_WORDS, missing)


def _first_day(text: str, today: date) -> date:
    day = _day(text, "since")
    if not today <= day <= today + timedelta(days=LONGEST_DAYS):
        raise BadInput(
            "Choose today or a day of the next %(most)s.", field="since", most=LONGEST_DAYS
        )
    return day


def _last_day(wish: Wish, today: date) -> date:
    """Measured from the first day, or from today where that can't be read."""
    day, since = _day(wish.until, "until"), today
    with suppress(BadInput):
        since = _first_day(wish.since, today)
    if not since <= day <= since + timedelta(days=LONGEST_DAYS):
        raise BadInput(
            "The last day comes after the first, %(most)s days later at most.",
            field="until",
            most=LONGEST_DAYS,
        )
    return day


def _day_so_far(text: str, today: date) -> date:
    day = _day(text, "delivered_on")
    if day > today:
        raise BadInput("This day is still to come.", field="delivered_on")
    return day


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput("Choose a day.", field=field) from error
