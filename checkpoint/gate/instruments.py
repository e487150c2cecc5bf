"""The thermometers of a gate, and what is added to what each of them shows on a day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, select

from checkpoint.db import db, writing
from checkpoint.errors import BadInput, Conflict, NotFound
from checkpoint.gate.gates import gate_by_id
from checkpoint.gate.models_rules import Instrument, InstrumentOffset
from checkpoint.gate.zones import local_day
from checkpoint.people import Actor, Gate, Permission, record_audit, touch_households

LONGEST_NAME = 20
MOST_TENTHS = 20


@dataclass(frozen=True, slots=True)
class InstrumentLine:
    """A thermometer and its offset of the day in tenths of °C; None where nobody has set one."""

    id: int
    name: str
    offset_tenths: int | None


def instruments_of(gate_id: int, day: date) -> list[InstrumentLine]:
    """Those in use at the gate, by name, with what is to be added on that local day."""
    rows = db.session.execute(
        select(Instrument.id, Instrument.name, InstrumentOffset.tenths)
        .outerjoin(
            InstrumentOffset,
            and_(InstrumentOffset.instrument_id == Instrument.id, InstrumentOffset.day == day),
        )
        .where(Instrument.gate_id == gate_id, Instrument.active)
        .order_by(Instrument.name, Instrument.id)
    )
    return [InstrumentLine(id, name, tenths) for id, name, tenths in rows]


def instruments_block(gate_id: int, day: date) -> list[dict[str, Any]]:
    """The same as a device is told."""
    return [
        {"id": each.id, "name": each.name, "offset_tenths": each.offset_tenths or 0}
        for each in instruments_of(gate_id, day)
    ]


def today_at(gate: Gate, now: datetime) -> date:
    """The day that it is at the gate."""
    return local_day(now, gate.compound.community.time_zone)


def add_instrument(actor: Actor, gate_id: int, name: str, *, now: datetime) -> Instrument:
    """A thermometer for the gate; one that was retired there comes back by its name.

    Raises BadInput for no name, Conflict for a name in use, NotFound outside the scope.
    """
    actor.require(Permission.SET_RULES)
    name = _checked_name(name)
    with writing():
        gate = gate_by_id(actor, gate_id)
        found = _named(gate.id, name)
        if found is not None and found.active:
            raise Conflict("There is one of that name already.", field="name")
        made = found or Instrument(gate_id=gate.id, name=name)
        made.active = True
        db.session.add(made)
        db.session.flush()
        _tell(actor, made, "instrument.added", now)
    return made


def rename_instrument(actor: Actor, instrument_id: int, name: str, *, now: datetime) -> Instrument:
    """Another name, as it is written on it now. Raises BadInput, Conflict, NotFound."""
    name = _checked_name(name)

    def rename(instrument: Instrument) -> None:
        if instrument.name != name and _named(instrument.gate_id, name):
            raise Conflict("There is one of that name already.", field="name")
        instrument.name = name

    return _change(actor, instrument_id, "instrument.renamed", now, rename)


def retire_instrument(actor: Actor, instrument_id: int, *, now: datetime) -> Instrument:
    """It is not used any more; what was measured with it stays."""

    def retire(instrument: Instrument) -> None:
        instrument.active = False

    return _change(actor, instrument_id, "instrument.retired", now, retire)


def set_offset(actor: Actor, instrument_id: int, tenths: int, *, now: datetime) -> Instrument:
    """Add so many tenths of °C to what it shows today, by the gate's calendar. Raises BadInput."""
    if not -MOST_TENTHS <= tenths <= MOST_TENTHS:
        raise BadInput(
            "An offset lies between -2.0 and 2.0 °C. One that is further off is broken: retire it.",
            field="offset",
        )
    actor.require(Permission.SET_RULES)
    with writing():
        found = instrument_by_id(actor, instrument_id)
        day = today_at(found.gate, now)
        mine = select(InstrumentOffset).where(InstrumentOffset.instrument_id == found.id)
        offset = db.session.scalar(mine.where(InstrumentOffset.day == day))
        if offset is None:
            offset = InstrumentOffset(instrument_id=found.id, day=day)
            db.session.add(offset)
        offset.tenths, offset.staff_id, offset.at = tenths, actor.staff_id, now
        _tell(actor, found, "instrument.offset", now, tenths=tenths)
    return found


def instrument_by_id(actor: Actor, instrument_id: int) -> Instrument:
    """One thermometer. Raises NotFound outside the scope just as for none at all."""
    found = db.session.get(Instrument, instrument_id)
    if found is None or not actor.covers(found.gate.compound):
        raise NotFound("There is no such thermometer here.")
    return found


def _change(
    actor: Actor,
    instrument_id: int,
    action: str,
    now: datetime,
    change: Callable[[Instrument], None],
) -> Instrument:
    actor.require(Permission.SET_RULES)
    with writing():
        found = instrument_by_id(actor, instrument_id)
        change(found)
        if db.session.is_modified(found):
            _tell(actor, found, action, now)
    return found


def _tell(actor: Actor, found: Instrument, action: str, now: datetime, **detail: int) -> None:
    """Devices at the gate fetch it with the next roster, and it is on record."""
    gate = db.session.get_one(Gate, found.gate_id)
    touch_households(gate.compound, [])
    record_audit(actor, now, action, "instrument", found.id, **detail)


def _named(gate_id: int, name: str) -> Instrument | None:
    mine = select(Instrument).where(Instrument.gate_id == gate_id, Instrument.name == name)
    return db.session.scalar(mine)


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise BadInput(
            "Write what stands on the thermometer, at most %(most)s characters.",
            field="name",
            most=LONGEST_NAME,
        )
    return name
