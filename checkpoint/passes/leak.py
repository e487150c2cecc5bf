"""A key leaked: whoever has it can make cards for every gate. All that it signed ends at once, and
everybody who held something under it gets a new card."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, insert, literal, or_, select, update
from sqlalchemy.orm import contains_eager

from checkpoint.db import db, writing
from checkpoint.errors import Conflict
from checkpoint.passes.key_list import KeyState
from checkpoint.passes.keys import make_key, newest_key, put_aside
from checkpoint.passes.models import Pass, PassAction, PassEvent, PassState, SigningKey
from checkpoint.passes.printable import KID_IN_HAND
from checkpoint.passes.rotation import hold_keys, key_line, require_keys, tell_gates
from checkpoint.people import Actor, Compound, Household, HouseholdState, record_audit

REASON: Final = "key_leaked"


@dataclass(frozen=True, slots=True)
class Leak:
    """What came of calling a key in: the key that signs now, and how many got new cards."""

    kid: int
    signs: int
    households: int
    cards: int


def affected_by(kid: int, now: datetime) -> Sequence[Pass]:
    """The passes that stop with that key, or did when it leaked, by compound and address."""
    key = db.session.get(SigningKey, kid)
    if key and key.leaked_at:
        renewed = select(PassEvent.pass_id).where(
            PassEvent.reason == REASON, PassEvent.at == key.leaked_at
        )
        return _by_address(Pass.id.in_(renewed), key.leaked_at)
    return _by_address(_under(kid), now)


def households_of(passes: Sequence[Pass]) -> int:
    """How many households they belong to."""
    return len({each.household_id for each in passes})


def call_in_leaked(actor: Actor, kid: int, *, households: int | None = None, now: datetime) -> Leak:
    """Refuse all that the key signed, and give every active pass under it its next card.

    One transaction. `households` is how many the actor was told of; raises Conflict `key.moved_on`
    where it is another number by now, Conflict for a key that leaked before, NotFound.
    """
    require_keys(actor)
    with writing():
        hold_keys()
        line = key_line(kid, now)
        if line.state is KeyState.LEAKED:
            raise Conflict("Key %(kid)s was called in already.", kid=kid)
        affected = affected_by(kid, now)
        leak = Leak(kid, 0, households_of(affected), len(affected))
        if households not in (None, leak.households):
            raise _moved_on(leak)
        key = db.session.get_one(SigningKey, kid)
        key.leaked_at, key.retired_at = now, key.retired_at or now
        db.session.flush()
        signs = (make_key if line.state is KeyState.SIGNS else newest_key)(now).kid
        _renew(actor, kid, signs, now)
        counts = {"households": leak.households, "cards": leak.cards}
        record_audit(actor, now, "key.leaked", "signing_key", kid, **counts)
    put_aside(kid)
    return Leak(kid, signs, leak.households, leak.cards)


def _renew(actor: Actor, kid: int, signs: int, now: datetime) -> None:
    """The next card for each pass under the key; of a household that moved out as well, which may
    come back."""
    query = select(Pass.id, Pass.generation, Pass.household_id, Household.compound_id)
    rows = db.session.execute(query.join(Pass.household).where(_under(kid))).all()
    touched: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        touched[row.compound_id].append(row.household_id)
    happened = {"action": PassAction.REPLACED, "at": now, "reason": REASON}
    happened |= {"staff_id": actor.staff_id}
    events = [{**happened, "pass_id": row.id, "generation": row.generation + 1} for row in rows]
    if events:
        next_card = {"generation": Pass.generation + 1, "kid": signs}
        db.session.execute(
            update(Pass).where(_under(kid)).values(next_card),
            execution_options={"synchronize_session": False},
        )
        db.session.execute(insert(PassEvent), events)
    tell_gates(touched)


def _under(kid: int) -> ColumnElement[bool]:
    """Active, and signed with that key, in the books or in somebody's hand."""
    return and_(Pass.state == PassState.ACTIVE, literal(kid).in_([Pass.kid, KID_IN_HAND]))


def _by_address(which: ColumnElement[bool], at: datetime) -> Sequence[Pass]:
    query: Select[Pass] = (
        select(Pass)
        .join(Pass.household)
        .join(Household.compound)
        .options(contains_eager(Pass.household).contains_eager(Household.compound))
        .where(
            which,
            Household.state == HouseholdState.ACTIVE,
            or_(Pass.valid_until.is_(None), Pass.valid_until > at),
        )
        .order_by(Compound.name, Household.sort_key, Pass.kind.desc(), Pass.number)
    )
    return db.session.scalars(query).all()


def _moved_on(leak: Leak) -> Conflict:
    return Conflict(
        "That is not the number: the cards of %(households)s households would end. Nothing was "
        "done.",
        code="key.moved_on",
        field="households",
        households=leak.households,
    )
