"""What a resident is told of their household: the same that a gate would go by."""

from base64 import urlsafe_b64encode
from datetime import datetime

from sqlalchemy import and_, select

from checkpoint.db import db
from checkpoint.gate.deciding.quota import free_at
from checkpoint.gate.models import Crossing
from checkpoint.gate.outings import exits_of
from checkpoint.gate.outside import somebody_passed, went_through
from checkpoint.gate.residents.corrections import corrections_of
from checkpoint.gate.residents.hosting import visits_shown
from checkpoint.gate.residents.households import speaks_for_household
from checkpoint.gate.residents.schemas import (
    CorrectionView,
    CrossingView,
    HomeView,
    LeaveView,
    LookView,
    OutingsLeft,
    PassView,
    PhoneView,
    Standing,
)
from checkpoint.gate.restrictions import notices_of, restriction_facts
from checkpoint.gate.rule_sets import rules_at
from checkpoint.gate.rules import Rules
from checkpoint.gate.verdict import (
    Direction,
    Facts,
    GateFacts,
    HouseholdFacts,
    LimitsFacts,
    Method,
    Outcome,
    PassFacts,
    decide,
    lives_elsewhere,
)
from checkpoint.passes import LinkedPhone, Pass, PassKind, linked_phones
from checkpoint.people import AuditEntry, Household, Staff, masked_name

CROSSINGS, LOOKS = 12, 8


def standing_of(phone: LinkedPhone, part: bytes, now: datetime) -> Standing:
    """What the page of that phone shows; `part` is what was signed for it.

    Nothing of before the pass was issued: others may have lived behind the door. To the holder of
    an extra pass, nothing of what the household and the office have between them.
    """
    pass_ = phone.pass_
    home = pass_.household
    community, own = home.compound.community, speaks_for_household(phone)
    return Standing.model_validate(
        {
            "server_time": now,
            "part": urlsafe_b64encode(part).decode().rstrip("="),
            "good_until": phone.valid_until,
            "time_zone": community.time_zone,
            "community": community.name,
            "community_phone": community.phone,
            "home": _home(home),
            "pass": PassView(
                number=pass_.number, kind=pass_.kind.value, valid_until=pass_.valid_until
            ),
            "leave": _leave(pass_, home, now),
            "notices": [notice.text for notice in notices_of(home.id)],
            "crossings": _crossings(pass_),
            "looks": _looks(pass_) if own else [],
            "phones": [
                PhoneView(
                    id=each.id, label=each.label, linked_at=each.linked_at, own=each.id == phone.id
                )
                for each in linked_phones(pass_)
            ],
            "own": own,
            "visits": visits_shown(pass_, now) if own else [],
            "corrections": _corrections(pass_) if own else [],
        }
    )


def _home(home: Household) -> HomeView:
    head = home.residents[0].name if home.residents else ""
    return HomeView(
        label_zh=home.label("zh"),
        label_en=home.label("en"),
        name=masked_name(head),
        compound=home.compound.name,
        outside_since=home.outside_since,
    )


def _leave(pass_: Pass, home: Household, now: datetime) -> LeaveView:
    """The verdict on whoever left home now, as if everybody were there and the gate open: on an
    exit, or on the entry of who lives elsewhere and comes to help."""
    limits = LimitsFacts.of(pass_.limits)
    comes = lives_elsewhere(limits)
    rules = rules_at(home.compound_id, now)[1]
    zone = home.compound.community.time_zone
    exits = tuple(exits_of([home.id]).get(home.id, {}).values())
    restrictions = restriction_facts([home.id]).get(home.id, ())
    verdict = decide(
        Facts(
            now=now,
            direction=Direction.ENTRY if comes else Direction.EXIT,
            gate=GateFacts("open", home.compound_id, zone),
            rules=rules,
            token_reason=None,
            claims=None,
            method=Method.NUMBER,
            pass_=PassFacts(
                home.compound_id,
                pass_.kind.value,
                pass_.state.value,
                pass_.generation,
                pass_.valid_until,
                home.id,
                limits,
                comes,
            ),
            household=HouseholdFacts(
                home.id, home.state.value, False, None, tuple(restrictions), exits
            ),
        )
    )
    rationed = pass_.kind.value == "household" or (limits is not None and limits.counted)
    return LeaveView(
        comes=comes,
        allowed=verdict.outcome is Outcome.ADMIT,
        reason=verdict.reason,
        until=verdict.until,
        outings=_left(rules, exits, zone, now) if rationed else None,
    )


def _left(
    rules: Rules, exits: tuple[datetime, ...], zone: str, now: datetime
) -> OutingsLeft | None:
    if rules.outings is None:
        return None
    counted = [at for at in exits if at <= now < free_at(at, rules.outings, zone)]
    left = max(0, rules.outings.limit - len(counted))
    return OutingsLeft(left=left, limit=rules.outings.limit, days=rules.outings.days)


def _corrections(pass_: Pass) -> list[CorrectionView]:
    return [
        CorrectionView(
            topic=each.topic,
            words=each.words,
            made_at=each.made_at,
            state=each.state,
            note=each.note,
        )
        for each in corrections_of(pass_.household, pass_.issued_at)
    ]


def _crossings(pass_: Pass) -> list[CrossingView]:
    """Those of the household since it has this pass, of an extra pass its own; the newest first.
    Those of visitors are theirs."""
    if pass_.kind is PassKind.HOUSEHOLD:
        own = and_(went_through(), Crossing.household_id == pass_.household_id)
    else:
        own = and_(somebody_passed(), Crossing.pass_id == pass_.id)
    query = select(Crossing).where(own, Crossing.decided_at >= pass_.issued_at)
    newest = query.order_by(Crossing.decided_at.desc(), Crossing.id).limit(CROSSINGS)
    return [
        CrossingView(at=each.decided_at, direction=each.direction.value, gate=each.gate.name)
        for each in db.session.scalars(newest)
    ]


def _looks(pass_: Pass) -> list[LookView]:
    query = (
        select(AuditEntry.at, Staff.name)
        .outerjoin(Staff, Staff.id == AuditEntry.staff_id)
        .where(
            AuditEntry.action == "household.opened",
            AuditEntry.object_kind == "household",
            AuditEntry.object_id == pass_.household_id,
            AuditEntry.at >= pass_.issued_at,
        )
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(LOOKS)
    )
    return [LookView(at=at, who=name or "") for at, name in db.session.execute(query)]
