"""At which gate a crossing was decided, and by whom: not always those of the device now."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from checkpoint.db import Base
from checkpoint.gate.prepared import WANTED, ForMany
from checkpoint.gate.recording.reading import Read
from checkpoint.gate.recording.sent import Stand
from checkpoint.gate.schemas import CrossingShape
from checkpoint.people import Actor, GateState, Permission

_GATE, _STAFF, _COMPOUND, _INSTRUMENT = (
    Base.metadata.tables[name] for name in ("gate", "staff", "compound", "instrument")
)


class Posts:
    """The gates and guards that a batch names besides those of its own devices."""

    def __init__(self, all_read: Collection[Read]) -> None:
        """Asks for them, if there are any."""
        pairs = [(each.post.stand, each.said) for each in all_read if each.said]
        gates = {said.gate_id for stand, said in pairs if said.gate_id != stand.gate_id}
        staff = {said.staff_id for stand, said in pairs if said.staff_id != stand.staff_id}
        instruments = {each.instrument_id for _, said in pairs for each in said.readings}
        self.instruments = {row.id for row in _INSTRUMENTS.rows(instruments - {None})}
        self._gates = {row.id: row for row in _GATES.rows(gates)}
        self._guards = {row.id: row for row in _GUARDS.rows(staff - {None})}
        places = {stand.compound_id for stand, _ in pairs} if self._guards else set()
        self._communities = {row.id: row.community_id for row in _PLACES.rows(places)}

    def gate_of(self, stand: Stand, said: CrossingShape) -> tuple[int, GateState] | None:
        """The gate with its state; an override stands at whichever gate. None for a stranger's."""
        if said.gate_id == stand.gate_id:
            return stand.gate_id, stand.gate_state
        gate = self._gates.get(said.gate_id)
        if gate is not None and gate.compound_id == stand.compound_id:
            return gate.id, gate.state
        return (stand.gate_id, stand.gate_state) if said.override else None

    def staff_of(self, stand: Stand, said: CrossingShape) -> int | None:
        """The guard who was signed on then, if they may stand there; else the one who is now."""
        guard = self._guards.get(said.staff_id) if said.staff_id is not None else None
        return guard.id if guard and self._may_stand(guard, stand.compound_id) else stand.staff_id

    def _may_stand(self, guard: Any, compound_id: int) -> bool:
        actor = Actor(guard.id, "", guard.role, guard.community_id, guard.compound_id)
        return (
            actor.may(Permission.RECORD_CROSSING)
            and actor.compound_id in (None, compound_id)
            and actor.community_id in (None, self._communities[compound_id])
        )


_GATES = ForMany(
    select(_GATE.c.id, _GATE.c.compound_id, _GATE.c.state).where(_GATE.c.id.in_(WANTED))
)
_GUARDS = ForMany(
    select(_STAFF.c.id, _STAFF.c.role, _STAFF.c.community_id, _STAFF.c.compound_id).where(
        _STAFF.c.id.in_(WANTED)
    )
)
_INSTRUMENTS = ForMany(select(_INSTRUMENT.c.id).where(_INSTRUMENT.c.id.in_(WANTED)))
_PLACES = ForMany(
    select(_COMPOUND.c.id, _COMPOUND.c.community_id).where(_COMPOUND.c.id.in_(WANTED))
)
