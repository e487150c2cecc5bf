"""What staff typed from one line of a book, read as people write it. No database here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from checkpoint.errors import BadInput
from checkpoint.gate.fields import HIGHEST_TENTHS, LOWEST_TENTHS, MAX_PARTY
from checkpoint.gate.verdict import Direction
from checkpoint.passes import NumberRefused, read_number

_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)} | {
    ord("："): ":",
    ord("．"): ".",
    ord("。"): ".",
    ord("，"): ".",
    ord(","): ".",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """One line of a book. `who` is as it was written: a pass number or an address."""

    line: int
    at: datetime
    who: str
    direction: Direction
    people: int
    tenths: int | None


def read_line(form: Mapping[str, str], zone: ZoneInfo) -> Typed:
    """The fields `line`, `day`, `time`, `who`, `direction`, `people`, `tenths` of a form.

    Raises BadInput on the first field that can't be meant so.
    """
    return Typed(
        line=_whole(form, "line", 1, 2**31 - 1, "Write the number that stands before the line."),
        at=_moment(form, zone),
        who=_who(form),
        direction=_direction(form),
        people=_whole(form, "people", 1, MAX_PARTY, "1 to 20 people go on one line."),
        tenths=_tenths(_plain(form, "tenths")),
    )


def number_in(text: str) -> int | None:
    """The pass number that `text` is, None for an address. Raises BadInput for a wrong digit."""
    try:
        return read_number(text)
    except NumberRefused as refusal:
        if refusal.reason == "number.check_digit":
            raise BadInput(refusal.message, code=refusal.reason, field="who") from refusal
        return None


def _plain(form: Mapping[str, str], name: str) -> str:
    return form.get(name, "").translate(_FULL_WIDTH).strip()


def _whole(form: Mapping[str, str], name: str, least: int, most: int, why: str) -> int:
    text = _plain(form, name)
    if not text.isascii() or not text.isdecimal() or not least <= int(text[:12]) <= most:
        raise BadInput(why, field=name)
    return int(text)


def _moment(form: Mapping[str, str], zone: ZoneInfo) -> datetime:
    try:
        day = date.fromisoformat(_plain(form, "day"))
    except ValueError as error:
        raise BadInput("Write a day like 2020-02-14.", field="day") from error
    return datetime.combine(day, _time(_plain(form, "time")), zone)


def _time(text: str) -> time:
    """`8:05`, `08.05`, `805` and `0805` alike."""
    digits = text.replace(":", "").replace(".", "")
    parts = text.replace(".", ":").split(":")
    hours, minutes = parts if len(parts) == 2 else (digits[:-2], digits[-2:])
    if not (digits.isascii() and digits.isdecimal() and 3 <= len(digits) <= 4):
        raise BadInput("Write a time like 8:05 or 0805.", field="time")
    if not (hours and int(hours) < 24 and len(minutes) == 2 and int(minutes) < 60):
        raise BadInput("Write a time like 8:05 or 0805.", field="time")
    return time(int(hours), int(minutes))


def _who(form: Mapping[str, str]) -> str:
    text = " ".join(form.get("who", "").split())
    if not 1 <= len(text) <= 80:
        raise BadInput("Write the pass number or the address.", field="who")
    return text


def _direction(form: Mapping[str, str]) -> Direction:
    text = form.get("direction", "")
    if text not in list(Direction):
        raise BadInput("Out or in?", field="direction")
    return Direction(text)


def _tenths(text: str) -> int | None:
    """`36.5`, `365` and `36` alike; nothing where none was written."""
    if not text:
        return None
    whole, _, part = text.partition(".")
    digits = whole + part if part or len(whole) > 2 else whole + "0"
    right = digits.isascii() and digits.isdecimal() and len(digits) == 3
    if not right or not LOWEST_TENTHS <= int(digits) <= HIGHEST_TENTHS:
        raise BadInput("A temperature lies between 30.0 and 43.0 °C.", field="tenths")
    return int(digits)
