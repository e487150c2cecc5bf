"""Finding households by whatever somebody says: a room in any notation, a name, a phone, a pass."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select

from checkpoint.db import db
from checkpoint.passes import NumberRefused, Pass, PassState, read_number
from checkpoint.people import Actor, Household, Resident, compounds_of, read_address

MOST = 50
LONGEST = 200
SHORTEST_PHONE = 4
_NO_DIGIT = re.compile(r"[^0-9]")
_LIKE_A_PHONE = re.compile(r"^[0-9+() \-]+$")


@dataclass(frozen=True, slots=True)
class Found:
    """At most `MOST` households; `more` says that there were others. `pass_`: the active pass whose
    number it was."""

    households: Sequence[Household]
    more: bool = False
    pass_: Pass | None = None


def search(actor: Actor, text: str) -> Found:
    """The households within scope that `text` is about, by address.

    A pass number or a full address stands for itself; otherwise whatever matches by name, phone,
    building or room is listed.
    """
    text = _plain(text)
    scope = Household.compound_id.in_([each.id for each in compounds_of(actor)])
    if not text:
        return Found([])
    for condition in (_by_number(text), _by_address(text), _by_words(text)):
        if condition is not None and (found := _households(and_(scope, condition))):
            return Found(found[:MOST], len(found) > MOST, _pass_numbered(text))
    return Found([])


def _plain(text: str) -> str:
    """What was meant: full-width forms and what can't be seen make no difference."""
    normal = unicodedata.normalize("NFKC", text[:LONGEST])
    return "".join(each for each in normal if each.isprintable()).strip()


def _households(condition: ColumnElement[bool]) -> list[Household]:
    query = select(Household).where(condition).order_by(Household.sort_key).limit(MOST + 1)
    return list(db.session.scalars(query))


def _by_number(text: str) -> ColumnElement[bool] | None:
    if (number := _number_in(text)) is None:
        return None
    return Household.id.in_(select(Pass.household_id).where(Pass.number == number))


def _pass_numbered(text: str) -> Pass | None:
    if (number := _number_in(text)) is None:
        return None
    return db.session.scalar(
        select(Pass).where(Pass.number == number, Pass.state == PassState.ACTIVE)
    )


def _number_in(text: str) -> int | None:
    try:
        return read_number(text)
    except NumberRefused:
        return None


def _by_address(text: str) -> ColumnElement[bool] | None:
    """Building and room must be there; a unit that was not said may be any."""
    address = read_address(text)
    if address is None or not address.building:
        return None
    condition = and_(Household.building == address.building, Household.room == address.room)
    return and_(condition, Household.unit == address.unit) if address.unit else condition


def _by_words(text: str) -> ColumnElement[bool]:
    """By part of a name, by four digits or more of a phone, by building or by room."""
    someone: list[ColumnElement[bool]] = [Resident.name.contains(text, autoescape=True)]
    digits = _NO_DIGIT.sub("", text)
    if len(digits) >= SHORTEST_PHONE and _LIKE_A_PHONE.match(text):
        phone = func.replace(func.replace(Resident.phone, " ", ""), "-", "")
        someone.append(phone.contains(digits, autoescape=True))
    room = text.upper()
    building = room.removesuffix("号楼").removesuffix("栋").removesuffix("楼")
    return or_(
        Household.id.in_(select(Resident.household_id).where(or_(*someone))),
        Household.building.in_([room, building]),
        Household.room == room,
    )
