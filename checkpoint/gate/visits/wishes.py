"""What somebody says of a visit, as staff type it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from checkpoint.errors import BadInput
from checkpoint.gate.phones import normalised_phone
from checkpoint.gate.plates import normalised_plate
from checkpoint.gate.visits.models import Purpose
from checkpoint.people import one_line, read_fields

LONGEST = timedelta(hours=24)
AHEAD = timedelta(days=30)
MOST_PEOPLE = 20
CONFIRMED = ("", "phone", "door", "desk")
# The host's own word, on its own page: nobody of staff can say it for them.
ON_PAGE = "page"


@dataclass(frozen=True, slots=True)
class Wish:
    """A visit as it was typed. `party_size` is text until it is read; the times are aware."""

    name: str
    purpose: str
    until: datetime | None
    since: datetime | None = None
    phone: str = ""
    from_place: str = ""
    household_id: int | None = None
    party_size: str = "1"
    plate: str = ""
    host_confirmed: str = ""
    note: str = ""


def read_wish(wish: Wish, now: datetime) -> dict[str, Any]:
    """The columns of the visit. Raises BadFields with every field that is wrong."""
    missing = BadInput("Write the visitor's name.", field="name")
    readers = {
        "name": lambda: one_line(wish.name, "name", 80, missing),
        "phone": lambda: normalised_phone(wish.phone) if wish.phone.strip() else "",
        "from_place": lambda: one_line(wish.from_place, "from_place", 80),
        "purpose": lambda: _purpose(wish.purpose),
        "party_size": lambda: _people(wish.party_size),
        "plate": lambda: normalised_plate(wish.plate) if wish.plate.strip() else "",
        "expected_from": lambda: _since(wish.since, now),
        "expected_until": lambda: _until(wish, now),
        "host_confirmed": lambda: _confirmed(wish.host_confirmed),
        "note": lambda: one_line(wish.note, "note", 200),
    }
    return {**read_fields(readers), "household_id": wish.household_id}


def checked_confirmation(how: str) -> str:
    """How the host agreed: `phone`, `door` or `desk`. Raises BadInput."""
    if how not in CONFIRMED[1:]:
        raise BadInput("Choose how the host agreed.", field="host_confirmed")
    return how


def _purpose(text: str) -> Purpose:
    if text not in set(Purpose):
        raise BadInput("Choose what they come for.", field="purpose")
    return Purpose(text)


def _people(text: str) -> int:
    plain = text.strip()
    if not (plain.isdecimal() and len(plain) <= 3 and 1 <= int(plain) <= MOST_PEOPLE):
        raise BadInput(
            "Between 1 and %(most)s people come on one visit.",
            field="party_size",
            most=MOST_PEOPLE,
        )
    return int(plain)


def _since(since: datetime | None, now: datetime) -> datetime:
    since = since or now
    if since > now + AHEAD:
        raise BadInput(
            "A visit begins within %(days)s days.", field="expected_from", days=AHEAD.days
        )
    return since


def _until(wish: Wish, now: datetime) -> datetime:
    since, until = wish.since or now, wish.until
    if until is None:
        raise BadInput("Say until when they stay.", field="expected_until")
    if until <= since:
        raise BadInput("The visit ends before it begins.", field="expected_until")
    if until <= now:
        raise BadInput("The end has passed already.", field="expected_until")
    if until - since > LONGEST:
        raise BadInput("A visit lasts 24 hours at most.", field="expected_until")
    return until


def _confirmed(how: str) -> str:
    return checked_confirmation(how) if how else ""
