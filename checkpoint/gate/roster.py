"""The roster of a device: all that it needs in order to decide alone, or what changed since.

Rows are short lists and names are masked, because this crosses a phone's network and rests on it.
3,427 households take about 80 kB on the wire, a change of one a few hundred octets.
"""

import json
from base64 import urlsafe_b64encode
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, select

from checkpoint.db import db
from checkpoint.gate.devices import EnrolledDevice
from checkpoint.gate.instruments import instruments_block
from checkpoint.gate.outings import exits_in
from checkpoint.gate.phone_rows import phone_rows
from checkpoint.gate.restrictions import notices_in, restrictions_in
from checkpoint.gate.rule_sets import rule_sets_block
from checkpoint.gate.vehicles.roster_rows import vehicle_rows
from checkpoint.gate.visits.matching import deny_salt
from checkpoint.gate.visits.roster_rows import denial_rows, visit_rows
from checkpoint.gate.zones import local_day
from checkpoint.passes import Pass, SigningKey
from checkpoint.people import (
    PIN_ITERATIONS,
    Compound,
    Household,
    Resident,
    guards_of,
    masked_name,
)
from checkpoint.web import settings


@dataclass(frozen=True, slots=True)
class Roster:
    """What a device is told besides rows: small, and in every answer. `tag` names this state."""

    version: int
    block: dict[str, Any]
    tag: str


def roster_state(device: EnrolledDevice, now: datetime) -> Roster:
    """The version of the device's roster, with gate, rules and keys as they are now."""
    # Read before any row: what changes in between is then sent twice rather than never.
    version = db.session.scalars(
        select(Compound.roster_version).where(Compound.id == device.compound_id)
    ).one()
    block = _block(device, now)
    return Roster(version, block, _tag(version, block))


def roster_page(device: EnrolledDevice, roster: Roster, since: int, now: datetime) -> bytes:
    """The page as JSON; everything when `since` is 0 or of another life of this installation."""
    full = not 0 < since <= roster.version
    changed = [Household.compound_id == device.compound_id]
    if not full:
        changed.append(Household.roster_version > since)
    page = {
        "version": roster.version,
        "full": full,
        "server_time": now.isoformat(),
        **roster.block,
        "households": list(_household_rows(changed, now)),
        "passes": list(_pass_rows(changed)),
        "visits": list(visit_rows(device.compound_id, 0 if full else since, now)),
        "denials": list(denial_rows(device.compound_id, 0 if full else since, now)),
        "vehicles": list(vehicle_rows(device.compound_id, 0 if full else since)),
        "phones": list(phone_rows(device.compound_id, 0 if full else since, now)),
    }
    return json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode()


def _block(device: EnrolledDevice, now: datetime) -> dict[str, Any]:
    own = settings()
    return {
        "gate": {
            "id": device.gate_id,
            "name": device.gate_name,
            "state": device.gate_state.value,
        },
        "compound": {
            "id": device.compound_id,
            "name": device.compound_name,
            "time_zone": device.time_zone,
        },
        "staff": {"id": device.staff_id, "name": device.staff_name} if device.staff_id else None,
        "guards": [
            {
                "id": guard.id,
                "name": guard.name,
                "salt": _base64url(guard.salt),
                "verifier": _base64url(guard.verifier),
            }
            for guard in guards_of(device.compound_id)
        ],
        "rules": {
            "fever_tenths": own.fever_tenths,
            "cold_tenths": own.cold_tenths,
            "longest_outing_minutes": own.longest_outing_minutes,
            "aging_minutes": own.knowledge_aging_hours * 60,
            "old_minutes": own.knowledge_old_hours * 60,
            "lease_days": own.roster_lease_days,
            "pin_iterations": PIN_ITERATIONS,
        },
        "rule_sets": rule_sets_block(device.compound_id, now),
        "instruments": instruments_block(device.gate_id, local_day(now, device.time_zone)),
        "deny_salt": deny_salt(),
        **_keys(),
    }


def _keys() -> dict[str, Any]:
    keys = db.session.scalars(select(SigningKey).order_by(SigningKey.kid)).all()
    return {
        "keys": [
            {"kid": key.kid, "public": _base64url(key.public)}
            for key in keys
            if key.retired_at is None
        ],
        "called_in": [key.kid for key in keys if key.retired_at],
    }


def _tag(version: int, block: dict[str, Any]) -> str:
    text = json.dumps([version, block], sort_keys=True)
    return sha256(text.encode()).hexdigest()[:24]


def _household_rows(changed: list[ColumnElement[bool]], now: datetime) -> Iterator[list[Any]]:
    members, orders = _members(changed), _orders(changed, now)
    query = select(
        Household.id,
        Household.building,
        Household.unit,
        Household.room,
        Household.state,
        Household.outside_since,
    )
    for id, building, unit, room, state, since in db.session.execute(
        query.where(*changed).order_by(Household.sort_key, Household.id)
    ):
        head, count = members.get(id, ("", 0))
        row = [id, building, unit, room, masked_name(head), count, state.value[0], _seconds(since)]
        yield [*row, orders[id]] if id in orders else row


def _orders(changed: list[ColumnElement[bool]], now: datetime) -> dict[int, dict[str, list[Any]]]:
    """What few households have: restrictions that hold or will, notices, and exits that count as
    outings, by household id."""
    orders: dict[int, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for each in restrictions_in(changed, now):
        times = [_seconds(each.since), _seconds(each.until)]
        orders[each.household_id]["restrictions"].append([each.kind.value, *times])
    for notice in notices_in(changed):
        orders[notice.household_id]["notices"].append(notice.text)
    for household_id, exits in exits_in(changed, now).items():
        orders[household_id]["exits"] = exits
    return orders


def _members(changed: list[ColumnElement[bool]]) -> dict[int, tuple[str, int]]:
    """The head's name and the number of people, by household id."""
    members: dict[int, tuple[str, int]] = {}
    query = select(Resident.household_id, Resident.name).join(
        Household, Household.id == Resident.household_id
    )
    for household_id, name in db.session.execute(
        query.where(*changed).order_by(Resident.household_id, Resident.position, Resident.id)
    ):
        head, count = members.get(household_id, (name, 0))
        members[household_id] = (head, count + 1)
    return members


def _pass_rows(changed: list[ColumnElement[bool]]) -> Iterator[list[Any]]:
    query = select(
        Pass.number,
        Pass.kind,
        Pass.generation,
        Pass.state,
        Pass.household_id,
        Pass.valid_until,
        Pass.holder,
        Pass.limits,
        Pass.outside_since,
        Pass.last_crossing_at,
    ).join(Household, Household.id == Pass.household_id)
    for number, kind, generation, state, household_id, until, holder, *more in db.session.execute(
        query.where(*changed).order_by(Pass.number)
    ):
        row = [
            number,
            kind.value,
            generation,
            state.value[0],
            household_id,
            _seconds(until),
            masked_name(holder),
        ]
        extra = _extra(*more)
        yield [*row, extra] if extra else row


def _extra(
    limits: dict[str, Any] | None, since: datetime | None, last: datetime | None
) -> dict[str, Any]:
    """What an extra pass has besides: its limits, and where its holder is once that is known."""
    extra: dict[str, Any] = {"limits": limits} if limits else {}
    if last is not None:
        extra["outside"] = _seconds(since)
    return extra


def _seconds(moment: datetime | None) -> int:
    return int(moment.timestamp()) if moment else 0


def _base64url(octets: bytes) -> str:
    return urlsafe_b64encode(octets).decode().rstrip("=")
