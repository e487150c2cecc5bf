"""The facts of a verdict, as this office knows them."""

from datetime import datetime, timedelta

from checkpoint.gate.outside import Place
from checkpoint.gate.recording.lookup import Found, Home, place_now
from checkpoint.gate.recording.sent import Stand
from checkpoint.gate.rules import Rules
from checkpoint.gate.schemas import CrossingShape, Question
from checkpoint.gate.verdict import (
    ClaimsFacts,
    Direction,
    Facts,
    GateFacts,
    HouseholdFacts,
    Party,
    PassFacts,
    ReadingFacts,
    VehicleFacts,
    VisitFacts,
)
from checkpoint.passes import Claims
from checkpoint.people import GateState

# From the scan to the record, at the most.
HELD = timedelta(minutes=30)


def facts_of(
    found: Found,
    said: CrossingShape | Question,
    stand: Stand,
    *,
    now: datetime,
    rules: Rules,
    direction: Direction,
    gate_state: GateState,
    place: Place,
    vehicle: VehicleFacts | None = None,
    visit: VisitFacts | None = None,
) -> Facts:
    """All that a verdict at `now` rests on; `rules` are those in force there then, and `place` is
    where they are who go through."""
    claims, extra = found.shown.claims, found.extra
    return Facts(
        now=now,
        direction=direction,
        gate=GateFacts(gate_state.value, stand.compound_id, stand.time_zone, stand.instruments),
        rules=rules,
        token_reason=found.shown.token_reason,
        claims=_claims_facts(claims, found, said, now) if claims else None,
        method=said.method,
        pass_=_pass_facts(found, place) if found.pass_ else None,
        household=_household_facts(found.home, place_now(found.home) if extra else place)
        if found.home
        else None,
        party=Party(said.party_size, said.children),
        exempt=said.exempt,
        readings=_readings(said, now),
        visit=visit,
        vehicle=vehicle,
    )


def _readings(said: CrossingShape | Question, now: datetime) -> tuple[ReadingFacts, ...]:
    if said.readings:
        return tuple(
            ReadingFacts(each.tenths, each.instrument_id, each.taken_at) for each in said.readings
        )
    tenths = said.reading_tenths
    return () if tenths is None else (ReadingFacts(tenths, None, now),)


def _claims_facts(
    claims: Claims, found: Found, said: CrossingShape | Question, now: datetime
) -> ClaimsFacts:
    return ClaimsFacts(
        claims.kind.name.lower(),
        claims.number,
        claims.generation,
        claims.valid_from,
        claims.valid_until,
        _shown_at(found.shown.shown_at, said, now),
        found.unlinked,
    )


def _shown_at(
    shown_at: datetime | None, said: CrossingShape | Question, now: datetime
) -> datetime | None:
    """When a phone made its code. A crossing is decided once it was measured, maybe after a rest
    and with another instrument: a code that the device found fresh at the scan holds so long.
    """
    if shown_at is None or isinstance(said, Question):
        return shown_at
    return now if timedelta(0) <= now - shown_at <= HELD else shown_at


def _pass_facts(found: Found, place: Place) -> PassFacts:
    pass_, extra = found.pass_, found.extra
    return PassFacts(
        found.pass_compound_id,
        pass_.kind.value,
        pass_.state.value,
        pass_.generation,
        pass_.valid_until,
        pass_.household_id,
        *((extra.limits, *place) if extra else ()),
    )


def _household_facts(home: Home, place: Place) -> HouseholdFacts:
    exits = tuple(home.exits.values())
    return HouseholdFacts(home.id, home.state.value, *place, home.restrictions, exits)
