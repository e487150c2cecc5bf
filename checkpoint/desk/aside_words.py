"""What was set aside, in words. Its body is as a device sent it: nothing of it is relied on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext, ngettext

from checkpoint.db import db
from checkpoint.desk.crossing_words import SECOND, Cell, Line, degrees, override_word, said
from checkpoint.desk.files import masked_phone
from checkpoint.desk.words import direction_word, method_word
from checkpoint.gate import Crossing, Direction, Method, SetAside
from checkpoint.gate.visits import Visit
from checkpoint.passes import format_number
from checkpoint.people import Compound, Household, masked_name
from checkpoint.web import language, local_time

Body = Mapping[str, Any]
_MASKS = {"name": masked_name, "phone": masked_phone}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was set aside: its lines, and what is on record under the same id."""

    aside: SetAside
    lines: list[Line]
    recorded: Crossing | None

    @property
    def sent(self) -> Body:
        """The body as it was sent, a visitor's name and phone masked."""
        return _masked(self.aside.body)


def tell(aside: SetAside, recorded: Crossing | None, compound: Compound) -> Told:
    """The lines of what was sent, beside those of what is on record where that differs."""
    sent = _of_body(aside.body, compound)
    columns = [_of_crossing(recorded), sent] if recorded else [sent]
    lines = [
        Line(label, [Cell(column.get(label, "")) for column in columns])
        for label in sent
        if any(column.get(label) for column in columns)
    ]
    return Told(aside, lines, recorded)


def _of_body(body: Body, compound: Compound) -> dict[str, str]:
    return {
        gettext("When"): _moment(body.get("decided_at")),
        gettext("Gate"): _gate(body.get("gate_id"), compound),
        gettext("Direction"): _direction(body.get("direction")),
        gettext("People"): _people(body.get("party_size", 1)),
        gettext("Shown"): _shown(body, compound),
        gettext("Visitor"): _visitor(body.get("visit")),
        gettext("Temperature"): _degrees(body.get("reading_tenths")),
        gettext("It said"): _verdict(body.get("verdict")),
        gettext("Exception"): _override(body.get("override")),
    }


def _of_crossing(crossing: Crossing) -> dict[str, str]:
    reading = crossing.reading
    return {
        gettext("When"): local_time(crossing.decided_at, SECOND),
        gettext("Gate"): crossing.gate.name,
        gettext("Direction"): direction_word(crossing.direction),
        gettext("People"): _people(crossing.party_size),
        gettext("Shown"): _recorded_shown(crossing),
        gettext("Visitor"): _recorded_visitor(crossing),
        gettext("Temperature"): degrees(reading.tenths if reading else None),
        gettext("It said"): said(crossing.device_outcome, crossing.device_reason),
        gettext("Exception"): override_word(crossing.override_reason),
    }


def _moment(text: Any) -> str:
    try:
        return local_time(datetime.fromisoformat(text), SECOND)
    except (TypeError, ValueError, OverflowError):
        return _as_it_came(text)


def _gate(gate_id: Any, compound: Compound) -> str:
    names = {each.id: each.name for each in compound.gates}
    return names.get(gate_id, "") if isinstance(gate_id, int) else _as_it_came(gate_id)


def _direction(text: Any) -> str:
    return direction_word(Direction(text)) if text in list(Direction) else _as_it_came(text)


def _people(count: Any) -> str:
    if not isinstance(count, int):
        return _as_it_came(count)
    return ngettext("%(num)s person", "%(num)s people", count) if count != 1 else ""


def _shown(body: Body, compound: Compound) -> str:
    method, number, household_id = (body.get(name) for name in ("method", "number", "household_id"))
    if method not in list(Method):
        return _as_it_came(method)
    parts = [method_word(Method(method))]
    if isinstance(number, int) and 0 < number < 10**8:
        parts.append(format_number(number))
    if home := _household(household_id, compound):
        parts.append(home.short_label(language()))
    return " · ".join(parts)


def _household(id: Any, compound: Compound) -> Household | None:
    home = db.session.get(Household, id) if type(id) is int and 0 < id < 2**31 else None
    return home if home and home.compound_id == compound.id else None


def _recorded_shown(crossing: Crossing) -> str:
    parts = [method_word(crossing.method)]
    if crossing.pass_ and crossing.method is Method.NUMBER:
        parts.append(format_number(crossing.pass_.number))
    if crossing.household and crossing.method is Method.ADDRESS:
        parts.append(crossing.household.short_label(language()))
    return " · ".join(parts)


def _visitor(visit: Any) -> str:
    """Whom it registered: the masked name, and how many they are."""
    if not isinstance(visit, Mapping):
        return _as_it_came(visit)
    name, people = visit.get("name"), visit.get("party_size", 1)
    masked = masked_name(name) if isinstance(name, str) else ""
    return " · ".join(filter(None, [masked, _people(people)]))


def _recorded_visitor(crossing: Crossing) -> str:
    visit = db.session.get(Visit, crossing.visit_id) if crossing.visit_id else None
    return _visitor({"name": visit.name, "party_size": visit.party_size}) if visit else ""


def _masked(body: Body) -> Body:
    visit = body.get("visit") if isinstance(body, Mapping) else None
    if not isinstance(visit, Mapping):
        return body
    shown = {
        name: masks(value) if (masks := _MASKS.get(name)) and isinstance(value, str) else value
        for name, value in visit.items()
    }
    return {**body, "visit": shown}


def _degrees(tenths: Any) -> str:
    return degrees(tenths) if isinstance(tenths, int) else _as_it_came(tenths)


def _verdict(verdict: Any) -> str:
    match verdict:
        case {"outcome": str(outcome), "reasons": [str(reason), *_]}:
            return said(outcome, reason)
        case _:
            return _as_it_came(verdict)


def _override(override: Any) -> str:
    match override:
        case {"reason": str(reason)}:
            return override_word(reason)
        case _:
            return _as_it_came(override)


def _as_it_came(value: Any) -> str:
    """What can't be read, short: all of it stands below in the words of the device."""
    return "" if value is None else str(value)[:60]
