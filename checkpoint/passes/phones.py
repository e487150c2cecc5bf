"""A resident's phone: linked to a pass with a code that staff hands over, renewed, unlinked.

A code is eight letters of Crockford's base 32, 40 random bits, written `7K3Q-X9MB`; the office
keeps its SHA-256 alone, it is good once and for an hour. With twenty guesses a minute and a hundred
codes open at once, an hour of guessing finds one with a chance of one in nine million.

The phone keeps its key to itself. What the office signs for it is good for thirty days and renewed
whenever the phone is heard from, so that a phone nobody uses falls silent by itself.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, update

from checkpoint.db import db, writing
from checkpoint.errors import BadInput, Conflict, NotFound, NotSignedIn
from checkpoint.passes.issuing import claims_of, pass_by_id, require_living_here
from checkpoint.passes.keys import SigningPair, settled_key
from checkpoint.passes.models import Pass, PassState
from checkpoint.passes.models_phones import LinkCode, LinkedPhone
from checkpoint.passes.phone_requests import is_signed, read_header
from checkpoint.passes.phone_token import phone_key, phone_name, sign_part
from checkpoint.people import (
    Actor,
    Permission,
    Staff,
    code_expired,
    hash_of_code,
    new_code,
    next_roster_version,
    record_audit,
    spend_code,
    still_good,
)
from checkpoint.web import forget_attempts, limit_rate

CODE_LIFETIME = timedelta(hours=1)
PART_LIFETIME = timedelta(days=30)
# A phone that is heard from this long after the last time gets a later end.
RENEW_AFTER = timedelta(hours=12)
# A family has that many phones; more would be a pass that is handed about.
MOST_PHONES = 6
RATE = "20/minute"
LENGTH = 8
LONGEST_LABEL = 40
# Header, method, path and body, as `phone_requests` reads them.
SignedRequest = tuple[str, str, str, bytes]


def open_link(actor: Actor, pass_id: int, now: datetime) -> str:
    """A new code for one phone to show that pass; an earlier one of the same pass ends.

    Raises Forbidden, NotFound out of scope, Conflict for a pass that is revoked.
    """
    actor.require(Permission.ISSUE_PASSES)
    code = new_code(LENGTH)
    with writing():
        pass_ = pass_by_id(actor, pass_id)
        _require_active(pass_)
        open_ones = still_good(LinkCode, now)
        db.session.execute(
            update(LinkCode).where(LinkCode.pass_id == pass_.id, *open_ones).values(expires_at=now)
        )
        made = {"staff_id": actor.staff_id, "made_at": now, "expires_at": now + CODE_LIFETIME}
        db.session.add(LinkCode(pass_id=pass_.id, code_hash=hash_of_code(code), **made))
        record_audit(actor, now, "phone.code_made", "pass", pass_.id)
    return code


def link_phone(
    code: str, key: bytes, label: str, now: datetime, address: str, request: SignedRequest
) -> tuple[LinkedPhone, bytes]:
    """Link the phone with that public key, and what the office signs for it (111 bytes).

    The request is signed with the key, so that nobody links a key that is another's. Raises
    NotSignedIn with `code.unknown`, `code.used` or `code.expired`, BadInput for what is no key,
    Conflict where the pass has phones enough, and TooManyAttempts.
    """
    limit_rate(RATE, "link", address)
    _require_key(key)
    _require_signature(request, key, now)
    with writing():
        spent = spend_code(LinkCode, code, now)
        by = _opener(spent)
        _require_active(spent.pass_)
        _require_room(spent.pass_)
        issuer = settled_key(now)
        phone = LinkedPhone(
            pass_id=spent.pass_id,
            name=phone_name(key),
            public=key,
            kid=issuer.kid,
            label=_label(label),
            linked_at=now,
            linked_by_id=spent.staff_id,
            renewed_at=now,
            valid_until=_end(spent.pass_, now),
        )
        db.session.add(phone)
        db.session.flush()
        spent.phone_id = phone.id
        record_audit(by, now, "phone.linked", "pass", spent.pass_id, phone=phone.id)
        part = _part(phone, issuer)
    forget_attempts(RATE, "link", address)
    return phone, part


def renew_phone(phone: LinkedPhone, now: datetime) -> bytes:
    """What the phone is given now; a later end where some time has passed.

    The pass's newest card is in it and the key that signs for phones, so that a replaced card or
    a new key reaches phones by itself. Raises Conflict for a pass that was revoked.
    """
    with writing(routine=True):
        phone = db.session.get_one(LinkedPhone, phone.id)
        _require_active(phone.pass_)
        if now - phone.renewed_at >= RENEW_AFTER:
            phone.renewed_at, phone.valid_until = now, _end(phone.pass_, now)
        issuer = settled_key(now)
        phone.kid = issuer.kid
        return _part(phone, issuer)


def unlink_phone(actor: Actor, phone_id: int, now: datetime) -> LinkedPhone:
    """Staff take a pass off a phone, at once. Raises Forbidden, and NotFound out of scope."""
    actor.require(Permission.ISSUE_PASSES)
    with writing():
        phone = phone_by_id(actor, phone_id)
        if phone.unlinked_at is None:
            phone.unlinked_by_id = actor.staff_id
            _end_now(phone, now)
            record_audit(actor, now, "phone.unlinked", "pass", phone.pass_id, phone=phone.id)
    return phone


def unlink_from(phone: LinkedPhone, other_id: int, now: datetime) -> LinkedPhone:
    """A resident takes the pass off this phone, or off another of the same pass that is lost.

    Raises NotFound for a phone of another pass just as for none at all.
    """
    with writing():
        other = db.session.get(LinkedPhone, other_id)
        if other is None or other.pass_id != phone.pass_id:
            raise NotFound("There is no such phone of this pass.")
        if other.unlinked_at is None:
            other.unlinked_from_id = phone.id
            _end_now(other, now)
            by = Actor.at_the_machine()  # nobody of staff: the entry says which phone it was
            detail = {"phone": other.id, "from_phone": phone.id}
            record_audit(by, now, "phone.unlinked_by_resident", "pass", other.pass_id, **detail)
    return other


def phone_by_id(actor: Actor, phone_id: int) -> LinkedPhone:
    """One phone. Raises NotFound outside the scope just as for none at all."""
    phone = db.session.get(LinkedPhone, phone_id)
    if phone is None or not actor.covers(phone.pass_.household.compound):
        raise NotFound("There is no such phone here. Look the pass up again.")
    return phone


def linked_phones(pass_: Pass) -> Sequence[LinkedPhone]:
    """The phones that show the pass now, in the order in which they were linked."""
    query = select(LinkedPhone).where(
        LinkedPhone.pass_id == pass_.id, LinkedPhone.unlinked_at.is_(None)
    )
    return db.session.scalars(query.order_by(LinkedPhone.id)).all()


def known_phone(header: str, method: str, path: str, body: bytes, now: datetime) -> LinkedPhone:
    """The phone that signed a request.

    Raises NotSignedIn: `phone.unknown`, `phone.clock` for one whose clock is too far off, or
    `phone.unlinked`.
    """
    signed = read_header(header)
    phone = signed and db.session.scalar(select(LinkedPhone).where(LinkedPhone.name == signed.name))
    if not phone:
        raise _unknown()
    _require_signature((header, method, path, body), phone.public, now)
    if phone.unlinked_at is not None:
        raise NotSignedIn("This phone was unlinked. Ask the office.", code="phone.unlinked")
    return phone


def phone_standing(name: str) -> str:
    """Whether the phone of that name shows its pass, in a sentence."""
    phone = db.session.scalar(select(LinkedPhone).where(LinkedPhone.name == name))
    if phone is None:
        return "The phone is not on record here."
    return "The phone was unlinked." if phone.unlinked_at else "The phone is linked to it."


def _require_signature(request: SignedRequest, key: bytes, now: datetime) -> None:
    header, method, path, body = request
    signed = read_header(header)
    if signed is None or signed.name != phone_name(key):
        raise _unknown()
    if not is_signed(signed, key, method, path, body):
        raise _unknown()
    if not signed.is_near(now):
        raise NotSignedIn("The clock of this phone is wrong. Set it right.", code="phone.clock")


def _unknown() -> NotSignedIn:
    return NotSignedIn("This phone is not linked. Ask the office for a code.", code="phone.unknown")


def _end_now(phone: LinkedPhone, now: datetime) -> None:
    phone.unlinked_at = now
    phone.roster_version = next_roster_version(phone.pass_.household.compound_id)


def _part(phone: LinkedPhone, issuer: SigningPair) -> bytes:
    claims = claims_of(phone.pass_, kid=issuer.kid, valid_until=phone.valid_until)
    return sign_part(claims, phone.public, issuer.private)


def _end(pass_: Pass, now: datetime) -> datetime:
    """In thirty days, or with the pass. A token counts whole minutes."""
    end = (now + PART_LIFETIME).astimezone(UTC).replace(second=0, microsecond=0)
    return min(end, pass_.valid_until) if pass_.valid_until else end


def _opener(code: LinkCode) -> Actor:
    """Whoever made the code. Raises NotSignedIn if they may not hand out passes any more."""
    if code.staff_id is None:
        return Actor.at_the_machine()
    staff = db.session.get_one(Staff, code.staff_id)
    actor = Actor.of(staff)
    compound = code.pass_.household.compound
    if not staff.active or not actor.may(Permission.ISSUE_PASSES, compound):
        raise code_expired()
    return actor


def _require_active(pass_: Pass) -> None:
    if pass_.state is not PassState.ACTIVE:
        raise Conflict("This pass was revoked. Ask the office.", code="pass.revoked")
    require_living_here(pass_.household)


def _require_room(pass_: Pass) -> None:
    linked = (LinkedPhone.pass_id == pass_.id, LinkedPhone.unlinked_at.is_(None))
    if (db.session.scalar(select(func.count()).where(*linked)) or 0) >= MOST_PHONES:
        raise Conflict(
            "This pass is on %(most)s phones already. Unlink one of them first.",
            code="phone.too_many",
            most=MOST_PHONES,
        )


def _require_key(key: bytes) -> None:
    try:
        phone_key(key)
    except ValueError:
        raise BadInput("This is not the key of a phone.", field="public") from None
    if db.session.scalar(select(LinkedPhone.id).where(LinkedPhone.name == phone_name(key))):
        raise Conflict("This phone was linked before. Open the page again.", code="phone.known")


def _label(text: str) -> str:
    text = " ".join(text.split())
    if len(text) > LONGEST_LABEL or not (text.isprintable() or not text):
        raise BadInput("A phone's name has up to 40 characters.", field="label")
    return text
