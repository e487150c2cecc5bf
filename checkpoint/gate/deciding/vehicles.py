"""Vehicles, which are asked about on the way in only."""

from typing import Final

from checkpoint.gate.deciding.facts import Facts
from checkpoint.gate.deciding.finding import Finding, ask, note, refuse

# Which kinds each policy lets in; whatever is in neither list comes in nowhere but where all do.
_RESIDENTS: Final = ("resident", "delivery")
_KNOWN: Final = ("resident", "delivery", "visitor")


def of_vehicle(facts: Facts) -> Finding | None:
    """What there is to say about the vehicle. One of the emergency services is never held up."""
    vehicle, policy = facts.vehicle, facts.rules.vehicles
    if vehicle is None or vehicle.kind == "emergency":
        return None
    if vehicle.denied:
        return refuse("vehicle.denied")
    if policy == "open":
        return None
    if policy not in ("known", "residents"):
        return refuse("vehicle.closed")
    if policy == "residents" and vehicle.kind not in _RESIDENTS:
        return refuse("vehicle.residents_only")
    if vehicle.kind not in _KNOWN:
        return ask("vehicle.unknown")
    return note("vehicle.hand_over") if vehicle.kind == "delivery" else None
