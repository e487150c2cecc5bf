"""Gates: adding, renaming, opening and sealing them. Devices hear of it with their next roster."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from checkpoint.db import db, writing
from checkpoint.errors import BadInput, Conflict, NotFound
from checkpoint.people import (
    Actor,
    Compound,
    Gate,
    GateState,
    Permission,
    record_audit,
    touch_households,
)

LONGEST_NAME = 80


def add_gate(
    actor: Actor,
    compound: Compound,
    name: str,
    *,
    now: datetime,
    state: GateState = GateState.OPEN,
) -> Gate:
    """A new gate of the compound. Raises BadInput for no name, Conflict for a name in use."""
    actor.require(Permission.MANAGE_GATES, compound)
    compound_id, name = compound.id, _checked_name(name)
    with writing():
        _refuse_taken(compound_id, name)
        gate = Gate(compound_id=compound_id, name=name, state=state)
        db.session.add(gate)
        db.session.flush()
        record_audit(actor, now, "gate.added", "gate", gate.id, state=state.value)
    return gate


def rename_gate(actor: Actor, gate_id: int, name: str, *, now: datetime) -> Gate:
    """Another name for a gate. Raises BadInput, Conflict, NotFound."""
    name = _checked_name(name)

    def rename(gate: Gate) -> None:
        if gate.name != name:
            _refuse_taken(gate.compound_id, name)
            gate.name = name

    return _change(actor, gate_id, "gate.renamed", now, rename)


def seal_gate(actor: Actor, gate_id: int, *, now: datetime) -> Gate:
    """Nobody goes through here any more, except by an override."""
    return _change(actor, gate_id, "gate.sealed", now, _to(GateState.SEALED))


def open_gate(actor: Actor, gate_id: int, *, now: datetime) -> Gate:
    """The gate is a way in and out again."""
    return _change(actor, gate_id, "gate.opened", now, _to(GateState.OPEN))


def gate_by_id(actor: Actor, gate_id: int) -> Gate:
    """One gate. Raises NotFound outside the scope just as for none at all."""
    gate = db.session.get(Gate, gate_id)
    if gate is None or not actor.covers(gate.compound):
        raise NotFound("There is no such gate here.")
    return gate


def gate_named(actor: Actor, compound: Compound, name: str) -> Gate:
    """The compound's gate of that name. Raises NotFound, listing the known ones."""
    actor.require(Permission.MANAGE_GATES, compound)
    for gate in compound.gates:
        if gate.name == name:
            return gate
    raise NotFound(
        "There is no gate named %(name)s here. Known: %(known)s.",
        name=name,
        known=", ".join(each.name for each in compound.gates) or "none yet",
    )


def _change(
    actor: Actor, gate_id: int, action: str, now: datetime, change: Callable[[Gate], None]
) -> Gate:
    """Change a gate, tell devices and put it on record; a change to what it is already is none."""
    actor.require(Permission.MANAGE_GATES)
    with writing():
        gate = gate_by_id(actor, gate_id)
        change(gate)
        if db.session.is_modified(gate):
            touch_households(gate.compound, [])
            record_audit(actor, now, action, "gate", gate.id)
    return gate


def _to(state: GateState) -> Callable[[Gate], None]:
    def set_state(gate: Gate) -> None:
        gate.state = state

    return set_state


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise BadInput("Write a name of up to 80 characters.", field="name")
    return name


def _refuse_taken(compound_id: int, name: str) -> None:
    taken = select(Gate.id).where(Gate.compound_id == compound_id, Gate.name == name)
    if db.session.scalar(taken) is not None:
        raise Conflict("There is one of that name already.", field="name")
