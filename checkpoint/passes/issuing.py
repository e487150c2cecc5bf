"""Issuing, replacing and revoking passes.

The number is the pass, the generation is its card: a replacement keeps the number and kills every
older card. That a household has one active household pass is the database's business.
"""

import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from sqlalchemy import exists, insert, select
from sqlalchemy.exc import IntegrityError

from checkpoint.db import db, writing
from checkpoint.errors import BadInput, Conflict, NotFound
from checkpoint.passes.keys import SigningPair, newest_key, signing_key
from checkpoint.passes.models import Pass, PassAction, PassEvent, PassKind, PassState
from checkpoint.passes.token import MAX_GENERATION, MAX_NUMBER, Claims, Kind, sign_token
from checkpoint.people import (
    Actor,
    Compound,
    Household,
    HouseholdState,
    Permission,
    lock_compounds,
    record_audit,
    touch_households,
)

KINDS = {
    PassKind.HOUSEHOLD: Kind.HOUSEHOLD,
    PassKind.CAREGIVER: Kind.CAREGIVER,
    PassKind.VISITOR: Kind.VISITOR,
}
STEP = 500
Progress = Callable[[int, int], None]


def issue_pass(actor: Actor, household: Household, *, now: datetime) -> Pass:
    """Issue the household pass. Raises Conflict `pass.already_active` for a second one."""
    actor.require(Permission.ISSUE_PASSES, household.compound)
    household_id = household.id
    try:
        with writing():
            household = db.session.get_one(Household, household_id)
            _one_at_a_time(household.compound)
            require_living_here(household)
            [number] = new_numbers(1)
            pass_ = Pass(**_row(household.id, number, newest_key(now), now))
            db.session.add(pass_)
            db.session.flush()
            remember(actor, pass_, PassAction.ISSUED, now)
            touch_households(household.compound, [household.id])
    except IntegrityError as error:
        if not _is_second_pass(error):
            raise
        raise Conflict(
            "This household has an active pass already. Replace its card, or revoke it first.",
            code="pass.already_active",
        ) from error
    return pass_


def issue_household_passes(
    actor: Actor, compound: Compound, *, now: datetime, progress: Progress | None = None
) -> int:
    """Issue a pass to every household of the compound that has none; returns how many.

    All of them in one transaction. `progress` is told how many of how many are done, at each step.
    """
    actor.require(Permission.ISSUE_PASSES, compound)
    compound_id = compound.id
    with writing():
        compound = db.session.get_one(Compound, compound_id)
        _one_at_a_time(compound)
        households = households_without_pass(compound)
        if not households:
            return 0
        key = newest_key(now)
        numbers = new_numbers(len(households))
        rows = [_row(*pair, key, now) for pair in zip(households, numbers, strict=True)]
        for start in range(0, len(rows), STEP):
            _issue_many(actor, rows[start : start + STEP], now)
            if progress:
                progress(min(start + STEP, len(rows)), len(rows))
        touch_households(compound, households)
        record_audit(actor, now, "passes.issued", "compound", compound.id, count=len(rows))
    return len(rows)


def households_without_pass(compound: Compound) -> list[int]:
    """The ids of the households that live here and have no active household pass, by address."""
    has_pass = exists().where(
        Pass.household_id == Household.id,
        Pass.kind == PassKind.HOUSEHOLD,
        Pass.state == PassState.ACTIVE,
    )
    query = (
        select(Household.id)
        .where(
            Household.compound_id == compound.id,
            Household.state == HouseholdState.ACTIVE,
            ~has_pass,
        )
        .order_by(Household.sort_key)
    )
    return list(db.session.scalars(query))


def replace_pass(actor: Actor, pass_: Pass, reason: str, *, proof: str = "", now: datetime) -> Pass:
    """A new card for a lost or worn one: the same number, the next generation.

    `proof` is how whoever asked for it was known: a code of `reasons.PROOFS`.
    """
    actor.require(Permission.ISSUE_PASSES, pass_.household.compound)
    pass_id, compound_id, reason = pass_.id, pass_.household.compound_id, _checked(reason)
    with writing():
        lock_compounds([compound_id])
        pass_ = active_pass(pass_id)
        make_new_card(actor, pass_, reason, now, proof)
    return pass_


def revoke_pass(actor: Actor, pass_: Pass, reason: str, *, now: datetime) -> Pass:
    """End a pass for good; a later one gets a new number."""
    actor.require(Permission.ISSUE_PASSES, pass_.household.compound)
    pass_id, compound_id, reason = pass_.id, pass_.household.compound_id, _checked(reason)
    with writing():
        lock_compounds([compound_id])
        pass_ = active_pass(pass_id)
        pass_.state = PassState.REVOKED
        remember(actor, pass_, PassAction.REVOKED, now, reason)
        touch_households(pass_.household.compound, [pass_.household_id])
    return pass_


def pass_by_id(actor: Actor, pass_id: int) -> Pass:
    """One pass. Raises NotFound outside the scope just as for none at all."""
    found = db.session.get(Pass, pass_id)
    if found is None or not actor.covers(found.household.compound):
        raise NotFound("There is no such pass here. Look it up again.")
    return found


def token_of(pass_: Pass) -> str:
    """The token of the pass's present card. Ed25519 signs alike each time, so none is stored."""
    return tokens_of([pass_])[0]


def tokens_of(passes: Iterable[Pass], kid: int | None = None) -> list[str]:
    """The tokens of the present cards of many passes, under that key or each under its own; each
    key is read once."""
    keys: dict[int, SigningPair] = {}
    tokens = []
    for pass_ in passes:
        under = kid or pass_.kid
        if under not in keys:
            keys[under] = signing_key(under)
        claims = claims_of(pass_, kid=under, valid_until=pass_.valid_until)
        tokens.append(sign_token(claims, keys[under].private))
    return tokens


def claims_of(pass_: Pass, *, kid: int, valid_until: datetime | None) -> Claims:
    """What a token of the pass's present card claims, under that key and until then."""
    return Claims(
        kind=KINDS[pass_.kind],
        kid=kid,
        number=pass_.number,
        generation=pass_.generation,
        valid_from=pass_.valid_from,
        valid_until=valid_until,
    )


def _row(household_id: int, number: int, key: SigningPair, now: datetime) -> dict[str, object]:
    return {
        "number": number,
        "kind": PassKind.HOUSEHOLD,
        "household_id": household_id,
        "state": PassState.ACTIVE,
        "generation": 1,
        "kid": key.kid,
        # A token counts whole minutes.
        "valid_from": now.astimezone(UTC).replace(second=0, microsecond=0),
        "issued_at": now,
    }


def _issue_many(actor: Actor, rows: list[dict[str, object]], now: datetime) -> None:
    db.session.execute(insert(Pass), rows)
    numbers = [row["number"] for row in rows]
    ids = db.session.scalars(select(Pass.id).where(Pass.number.in_(numbers)))
    events = [
        {
            "pass_id": pass_id,
            "action": PassAction.ISSUED,
            "generation": 1,
            "at": now,
            "staff_id": actor.staff_id,
        }
        for pass_id in ids
    ]
    db.session.execute(insert(PassEvent), events)


def new_numbers(count: int) -> list[int]:
    """Numbers that no pass has, drawn so that a neighbour's can't be guessed from one's own."""
    taken = set(db.session.scalars(select(Pass.number)))
    numbers: list[int] = []
    while len(numbers) < count:
        number = secrets.randbelow(MAX_NUMBER) + 1
        if number not in taken:
            taken.add(number)
            numbers.append(number)
    return numbers


def remember(
    actor: Actor,
    pass_: Pass,
    action: PassAction,
    now: datetime,
    reason: str = "",
    proof: str = "",
) -> None:
    """Keep what happened to a pass, and who did it. Call within `writing()`."""
    db.session.add(
        PassEvent(
            pass_id=pass_.id,
            action=action,
            generation=pass_.generation,
            at=now,
            staff_id=actor.staff_id,
            reason=reason,
            proof=proof,
        )
    )
    record_audit(actor, now, f"pass.{action}", "pass", pass_.id)


def make_new_card(actor: Actor, pass_: Pass, reason: str, now: datetime, proof: str = "") -> None:
    """The next generation, by the newest key; every older card ends. Call within `writing()`."""
    if pass_.generation >= MAX_GENERATION:
        raise Conflict("This pass had too many cards. Revoke it and issue a new one.")
    pass_.generation += 1
    pass_.kid = newest_key(now).kid
    remember(actor, pass_, PassAction.REPLACED, now, reason, proof)
    touch_households(pass_.household.compound, [pass_.household_id])


def active_pass(pass_id: int) -> Pass:
    """The pass, held until the transaction ends. Raises Conflict `pass.revoked`."""
    # Two who replace at once must not both believe that theirs is the newest card.
    pass_ = db.session.get_one(Pass, pass_id, with_for_update=True)
    if pass_.state is not PassState.ACTIVE:
        raise Conflict("This pass was revoked already. Issue a new one.", code="pass.revoked")
    return pass_


def _checked(reason: str) -> str:
    reason = " ".join(reason.split())
    if not 1 <= len(reason) <= 200 or not reason.isprintable():
        raise BadInput("Write the reason in a few words, up to 200 characters.", field="reason")
    return reason


def _one_at_a_time(compound: Compound) -> None:
    """Hold the compound, so that issuing for all of it does not meet issuing for one of it."""
    lock_compounds([compound.id])


def _is_second_pass(error: IntegrityError) -> bool:
    # PostgreSQL names the index, SQLite the column.
    return any(
        name in str(error.orig) for name in ("uq_pass_active_household", "pass.household_id")
    )


def require_living_here(household: Household) -> None:
    """Raise Conflict `household.gone` for one that has moved out."""
    if household.state is not HouseholdState.ACTIVE:
        raise Conflict("This household has moved out. Bring it back first.", code="household.gone")
