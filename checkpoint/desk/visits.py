"""Visits as the pages show them: what is masked, how long, and what somebody typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from checkpoint.db import db
from checkpoint.desk.times import minutes_between
from checkpoint.errors import BadInput
from checkpoint.gate.visits import Visit, VisitState, Wish, read_wish
from checkpoint.people import BadFields, Compound, household_at

WHEN = "%Y-%m-%dT%H:%M"
# What the form says of a visit beside its times and its host.
_TEXTS = ("name", "purpose", "phone", "from_place", "party_size", "plate", "host_confirmed", "note")


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit in a list. `minutes` is how long they have been or were inside, None for not at all;
    `over` how many minutes past the stated time, 0 while the rules let it pass."""

    visit: Visit
    minutes: int | None
    over: int


def visit_lines(visits: Iterable[Visit], now: datetime, grace: timedelta) -> list[VisitLine]:
    """The lines of a list, those past their time before the others."""
    lines = [_line(each, now, grace) for each in visits]
    return sorted(lines, key=lambda line: -line.over)


def _line(visit: Visit, now: datetime, grace: timedelta) -> VisitLine:
    arrived, inside = visit.arrived_at, visit.state is VisitState.INSIDE
    ended = now if inside else visit.left_at
    minutes = minutes_between(arrived, ended) if arrived and ended else None
    overdue = inside and now >= visit.expected_until + grace
    over = minutes_between(visit.expected_until, now) if overdue else 0
    return VisitLine(visit, minutes, over)


def typed_wish(
    form: Mapping[str, str], compound: Compound, now: datetime, *, of: Visit | None = None
) -> tuple[Wish, dict[str, BadInput]]:
    """The visit that a form describes, and all that is wrong with it, by field. The host of a visit
    that is there already stays."""
    errors: dict[str, BadInput] = {}
    times: dict[str, datetime | None] = {"expected_from": None, "expected_until": None}
    for name in times:
        try:
            times[name] = _moment(form.get(name, ""), name, compound)
        except BadInput as error:
            errors[name] = error
    household_id = of.household_id if of else None
    if of is None:
        try:
            household_id = _host(form.get("host", ""), compound)
        except BadInput as error:
            errors["host"] = error
    wish = Wish(
        **{name: form.get(name, "") for name in _TEXTS},
        since=times["expected_from"],
        until=times["expected_until"],
        household_id=household_id,
    )
    return wish, {**_problems_of(wish, now), **errors}


def _host(door: str, compound: Compound) -> int | None:
    """The household they come to; None where none is named: then they come to the office."""
    if not door.strip():
        return None
    missing = BadInput("Write the door they come to, such as 12-2-501.", field="host")
    return household_at(compound, door, missing).id


def _problems_of(wish: Wish, now: datetime) -> Mapping[str, BadInput]:
    try:
        read_wish(wish, now)
    except BadFields as found:
        return found.errors
    return {}


def form_of(visit: Visit) -> dict[str, str]:
    """The form as it would be typed for a visit that is there."""
    zone = ZoneInfo(_compound_of(visit).community.time_zone)
    since = visit.expected_from or visit.made_at
    return {
        **{name: str(getattr(visit, name)) for name in _TEXTS},
        "purpose": visit.purpose.value,
        "expected_from": since.astimezone(zone).strftime(WHEN),
        "expected_until": visit.expected_until.astimezone(zone).strftime(WHEN),
    }


def first_form(compound: Compound, now: datetime, host: str = "") -> dict[str, str]:
    """An empty form: from the next full quarter of an hour, for two hours."""
    zone = ZoneInfo(compound.community.time_zone)
    local = now.astimezone(zone).replace(second=0, microsecond=0)
    since = local + timedelta(minutes=-local.minute % 15)
    return {
        "host": host,
        "party_size": "1",
        "expected_from": since.strftime(WHEN),
        "expected_until": (since + timedelta(hours=2)).strftime(WHEN),
    }


def _moment(text: str, field: str, compound: Compound) -> datetime | None:
    if not text.strip():
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput("Choose day and time.", field=field) from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(compound.community.time_zone))
    return moment


def _compound_of(visit: Visit) -> Compound:
    return db.session.get_one(Compound, visit.compound_id)
