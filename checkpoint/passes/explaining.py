"""Saying in words what a token claims and what is known of its pass."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from checkpoint.db import db
from checkpoint.passes.keys import public_keys
from checkpoint.passes.limits import limits_in_words
from checkpoint.passes.models import Pass, PassState
from checkpoint.passes.number import format_number
from checkpoint.passes.phone_token import PhoneCode, read_code
from checkpoint.passes.phones import phone_standing
from checkpoint.passes.token import WHITE_SPACE, Claims, TokenRefused
from checkpoint.people import Actor

SENTENCES: Final = {
    "token.empty": "There is no text here.",
    "token.foreign": "This is not one of our codes: it does not begin with P1: or P2:",
    "token.unsupported": "This code is of a newer format than this version reads.",
    "token.malformed": "This code is damaged or incomplete.",
    "token.called_in": "This code is signed with a key that was called in: its card has ended.",
    "token.unknown_key": "This code is signed with a key that is not valid here.",
    "token.bad_signature": "This code was altered, or somebody else made it: "
    "the signature does not hold.",
}


@dataclass(frozen=True, slots=True)
class Account:
    """What can be said of one token; `reason` is why it was refused, None when it holds.

    `standing` says how its pass stands here, in words; `phone` is the code of one, where it is.
    """

    reason: str | None = None
    claims: Claims | None = None
    standing: list[str] = field(default_factory=list)
    phone: PhoneCode | None = None
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))

    def lines(self) -> list[str]:
        """The account as text, a fact a line."""
        if self.claims is None:
            return [f"Refused ({self.reason}): {SENTENCES.get(self.reason or '', '')}"]
        claims = self.claims
        until = f"{self._local(claims.valid_until)}, exclusive" if claims.valid_until else "no end"
        return [
            "The signature holds.",
            f"  kind         {claims.kind.name.lower()}",
            f"  number       {format_number(claims.number)}",
            f"  card         {claims.generation}",
            f"  valid from   {self._local(claims.valid_from)}",
            f"  valid until  {until}",
            f"  signed with  key {claims.kid}",
            *self._of_phone(),
            *self.standing,
        ]

    def as_json(self) -> dict[str, Any]:
        """The account as one JSON object; times are ISO 8601 in UTC."""
        if self.claims is None:
            return {"reason": self.reason, "claims": None, "standing": []}
        claims = self.claims
        return {
            "reason": None,
            "claims": {
                "kind": claims.kind.name.lower(),
                "kid": claims.kid,
                "number": format_number(claims.number),
                "generation": claims.generation,
                "valid_from": claims.valid_from.isoformat(),
                "valid_until": claims.valid_until.isoformat() if claims.valid_until else None,
            },
            "standing": self.standing,
            "phone": self.phone
            and {"name": self.phone.phone, "shown_at": self.phone.shown_at.isoformat()},
        }

    def _of_phone(self) -> list[str]:
        if self.phone is None:
            return []
        at = self.phone.shown_at.astimezone(self.zone)
        return [
            f"  shown by     phone {self.phone.phone}",
            f"  made at      {at:%Y-%m-%d %H:%M:%S} ({self.zone.key}); gates take it for 60 s",
        ]

    def _local(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.zone):%Y-%m-%d %H:%M} ({self.zone.key})"


def explain_token(actor: Actor, text: str, *, now: datetime) -> Account:
    """What the token in `text` claims, under this installation's keys, and how its pass stands."""
    try:
        said = read_code(text.strip(WHITE_SPACE), public_keys())
    except TokenRefused as refusal:
        return Account(reason=refusal.reason)
    phone = said if isinstance(said, PhoneCode) else None
    claims: Claims = said.claims if isinstance(said, PhoneCode) else said
    pass_ = db.session.scalar(select(Pass).where(Pass.number == claims.number))
    if pass_ is None or not actor.covers(pass_.household.compound):
        return Account(claims=claims, standing=["No such pass is on record here."], phone=phone)
    zone = ZoneInfo(pass_.household.compound.community.time_zone)
    standing = _standing(pass_, claims, now) + ([phone_standing(phone.phone)] if phone else [])
    return Account(claims=claims, standing=standing, phone=phone, zone=zone)


def _standing(pass_: Pass, claims: Claims, now: datetime) -> list[str]:
    household = pass_.household
    lines = [f"It belongs to {household.compound.name}, {household.label()}."]
    if pass_.limits:
        lines.append(f"It is good {limits_in_words(pass_.limits, 'en')}.")
    if pass_.state is PassState.REVOKED:
        lines.append("The pass was revoked.")
    elif claims.generation < pass_.generation:
        lines.append(
            f"A newer card replaced this one: number {pass_.generation} is the present one."
        )
    elif claims.valid_until is not None and now >= claims.valid_until:
        lines.append("It has expired.")
    elif now < claims.valid_from:
        lines.append("It is not valid yet.")
    else:
        lines.append("It stands.")
    return lines
