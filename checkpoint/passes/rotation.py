"""Changing keys: a new one that signs from now on, and the end of an older one.

Rotation changes no card. A card goes over to the newest key when its next one is drawn, with the
same generation, so that the one in somebody's hand is good until its key is retired.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update

from checkpoint.db import db, lock, writing
from checkpoint.errors import Conflict, Forbidden, NotFound
from checkpoint.passes.key_list import KeyLine, KeyState, key_lines
from checkpoint.passes.keys import make_key, newest_key
from checkpoint.passes.models import Pass, PassState, SigningKey
from checkpoint.people import (
    Actor,
    Compound,
    Permission,
    lock_compounds,
    record_audit,
    touch_households,
)


def may_change_keys(actor: Actor) -> bool:
    """Whether the actor is an admin of everything that the keys sign for."""
    return actor.may(Permission.MANAGE_STAFF) and all(map(actor.covers, _compounds()))


def require_keys(actor: Actor) -> None:
    """Raise Forbidden unless `may_change_keys`."""
    actor.require(Permission.MANAGE_STAFF)
    if not may_change_keys(actor):
        raise Forbidden("The keys sign for every compound. Ask an admin of all of them.")


def rotate_keys(actor: Actor, *, now: datetime) -> int:
    """Make a key that signs from now on, and return its id; the older ones go on verifying."""
    require_keys(actor)
    with writing():
        hold_keys()
        kid = make_key(now).kid
        record_audit(actor, now, "key.rotated", "signing_key", kid)
        tell_gates({})
    return kid


def retire_key(actor: Actor, kid: int, *, anyway: bool = False, now: datetime) -> KeyLine:
    """End the overlap: what that key signed is refused from now on. Returns how it stood before.

    Raises NotFound, Conflict for one that signs or has ended, and Conflict `key.in_use` while
    people hold cards under it, unless `anyway`.
    """
    require_keys(actor)
    with writing():
        hold_keys()
        line = key_line(kid, now)
        _require_older(line)
        if (line.cards or line.visitors) and not anyway:
            raise _in_use(line)
        db.session.get_one(SigningKey, kid).retired_at = now
        db.session.flush()
        under_it = update(Pass).where(Pass.kid == kid, Pass.state == PassState.ACTIVE)
        db.session.execute(under_it.values(kid=newest_key(now).kid))
        record_audit(actor, now, "key.retired", "signing_key", kid, cards=line.cards)
        tell_gates({})
    return line


def key_line(kid: int, now: datetime) -> KeyLine:
    """How that key stands. Raises NotFound."""
    lines = key_lines(now)
    for line in lines:
        if line.kid == kid:
            return line
    known = ", ".join(str(each.kid) for each in reversed(lines)) or "none yet"
    raise NotFound("There is no key %(kid)s. Known: %(known)s.", kid=kid, known=known)


def hold_keys() -> None:
    """Let nobody else change keys, or issue anything, until the transaction ends."""
    lock_compounds(each.id for each in _compounds())
    lock("signing_key")


def tell_gates(households: dict[int, list[int]]) -> None:
    """Let every gate ask for its roster at once; `households` that changed, by compound."""
    for compound in _compounds():
        touch_households(compound, households.get(compound.id, []))


def _compounds() -> Iterable[Compound]:
    return db.session.scalars(select(Compound).order_by(Compound.id)).all()


def _require_older(line: KeyLine) -> None:
    if line.state is KeyState.SIGNS:
        raise Conflict("Key %(kid)s signs. Make a new one first: rotate.", kid=line.kid)
    if line.ended:
        raise Conflict("Key %(kid)s was called in already.", kid=line.kid)


def _in_use(line: KeyLine) -> Conflict:
    return Conflict(
        "These would be refused: %(cards)s cards and %(visitors)s visitors' passes under key "
        "%(kid)s. Print the cards with 'checkpoint passes cards --only older_key', hand them out "
        "and mark them as printed; visitors' passes end by themselves.",
        code="key.in_use",
        kid=line.kid,
        cards=f"{line.cards:,}",
        visitors=line.visitors,
    )
