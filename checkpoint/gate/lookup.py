"""Whom a token, a pass number or an address is about, and the facts that follow for a verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select

from checkpoint.db import db
from checkpoint.gate.devices import EnrolledDevice
from checkpoint.gate.schemas import CrossingShape, Question
from checkpoint.gate.verdict import (
    ClaimsFacts,
    Direction,
    Facts,
    GateFacts,
    HouseholdFacts,
    Method,
    PassFacts,
    Rules,
)
from checkpoint.passes import (
    Claims,
    Pass,
    PassKind,
    PassState,
    SigningKey,
    TokenRefused,
    read_token,
)
from checkpoint.people import GateState, Household
from checkpoint.web import settings


@dataclass(frozen=True, slots=True)
class Keys:
    """Public keys by key id: those that are valid now, and all that ever were.

    A token of a retired key is refused, but it still tells who went through before the device
    had heard of it.
    """

    valid: Mapping[int, Ed25519PublicKey]
    ever: Mapping[int, Ed25519PublicKey]


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of whoever stands there. `household` is one of the device's compound, or None:
    nobody learns or changes anything of another compound's."""

    token_reason: str | None = None
    claims: Claims | None = None
    pass_: Pass | None = None
    household: Household | None = None
    pass_compound_id: int | None = None


def current_keys() -> Keys:
    """The keys of this installation as they are now."""
    rows = db.session.execute(
        select(SigningKey.kid, SigningKey.public, SigningKey.retired_at)
    ).all()
    ever = {row.kid: Ed25519PublicKey.from_public_bytes(row.public) for row in rows}
    return Keys({row.kid: ever[row.kid] for row in rows if row.retired_at is None}, ever)


def current_rules() -> Rules:
    """The community's figures."""
    own = settings()
    return Rules(own.fever_tenths, own.cold_tenths)


def find(device: EnrolledDevice, said: CrossingShape | Question, keys: Keys) -> Found:
    """What `said` leads to; a token that cannot be trusted leads to nobody."""
    if said.method is Method.SCAN and said.token is not None:
        return _by_token(device, said.token, keys)
    if said.method is Method.NUMBER and said.number is not None:
        return _by_number(device, said.number)
    if said.household_id is not None:
        return _by_address(device, said.household_id)
    return Found()


def lock(household: Household) -> None:
    """Let nobody else change the household until the transaction ends, and read it anew."""
    if db.engine.dialect.name != "sqlite":  # which has one writer anyway
        db.session.refresh(household, with_for_update={"of": Household})


def facts_of(
    found: Found,
    said: CrossingShape | Question,
    *,
    now: datetime,
    direction: Direction,
    gate_state: GateState,
    compound_id: int,
    outside_since: datetime | None,
) -> Facts:
    """The facts as this office knows them, for a verdict at `now`."""
    return Facts(
        now=now,
        direction=direction,
        gate=GateFacts(gate_state.value, compound_id),
        rules=current_rules(),
        token_reason=found.token_reason,
        claims=_claims_facts(found.claims) if found.claims else None,
        method=said.method,
        pass_=_pass_facts(found) if found.pass_ else None,
        household=_household_facts(found.household, outside_since) if found.household else None,
        reading_tenths=said.reading_tenths,
    )


def _by_token(device: EnrolledDevice, token: str, keys: Keys) -> Found:
    try:
        return _by_claims(device, read_token(token, keys.valid), None)
    except TokenRefused as refusal:
        reason = refusal.reason
    if reason == "token.unknown_key":
        try:
            return _by_claims(device, read_token(token, keys.ever), reason)
        except TokenRefused:
            pass
    return Found(token_reason=reason)


def _by_claims(device: EnrolledDevice, claims: Claims, reason: str | None) -> Found:
    found = _by_number(device, claims.number)
    return Found(reason, claims, found.pass_, found.household, found.pass_compound_id)


def _by_number(device: EnrolledDevice, number: int) -> Found:
    query = select(Pass, Household).join(Household, Household.id == Pass.household_id)
    row = db.session.execute(query.where(Pass.number == number)).one_or_none()
    if row is None:
        return Found()
    pass_, household = row
    own = household.compound_id == device.compound_id
    return Found(
        pass_=pass_,
        household=household if own else None,
        pass_compound_id=household.compound_id,
    )


def _by_address(device: EnrolledDevice, household_id: int) -> Found:
    household = db.session.get(Household, household_id)
    if household is None or household.compound_id != device.compound_id:
        return Found()
    return Found(
        pass_=pass_of(household.id), household=household, pass_compound_id=household.compound_id
    )


def pass_of(household_id: int) -> Pass | None:
    """The pass that speaks for a household whose card was forgotten: its household pass, else the
    active one with the lowest number, as the gate view has it too."""
    return db.session.scalar(
        select(Pass)
        .where(Pass.household_id == household_id, Pass.state == PassState.ACTIVE)
        .order_by(Pass.kind != PassKind.HOUSEHOLD, Pass.number)
        .limit(1)
    )


def _claims_facts(claims: Claims) -> ClaimsFacts:
    return ClaimsFacts(
        claims.kind.name.lower(),
        claims.number,
        claims.generation,
        claims.valid_from,
        claims.valid_until,
    )


def _pass_facts(found: Found) -> PassFacts:
    pass_ = found.pass_
    assert pass_ is not None  # noqa: S101 - the caller has looked
    return PassFacts(
        compound_id=found.pass_compound_id or 0,
        kind=pass_.kind.value,
        state=pass_.state.value,
        generation=pass_.generation,
        valid_until=pass_.valid_until,
        household_id=pass_.household_id,
    )


def _household_facts(household: Household, outside_since: datetime | None) -> HouseholdFacts:
    return HouseholdFacts(
        household.id, household.state.value, outside_since is not None, outside_since
    )
