"""The extra passes of a compound, each explained: what waits, what is valid, what is over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import joinedload

from checkpoint.db import db
from checkpoint.passes.models import Pass, PassKind, PassState
from checkpoint.passes.models_requests import PassRequest, RequestState
from checkpoint.people import Actor, Compound, Household, HouseholdState, Permission

SOON: Final = timedelta(days=7)
PAST_SHOWN: Final = 50
LIVING = Household.state == HouseholdState.ACTIVE
WAITS = PassRequest.state == RequestState.REQUESTED


class Standing(StrEnum):
    """How a request and the pass that came of it stand at a moment."""

    WAITING = "waiting"
    VALID = "valid"
    ENDING = "ending"
    RENEWED = "renewed"
    EXPIRED = "expired"
    REVOKED = "revoked"
    GONE = "gone"
    LAPSED = "lapsed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


VALID: Final = (Standing.VALID, Standing.ENDING)
OPEN: Final = (Standing.WAITING, *VALID)


@dataclass(frozen=True, slots=True)
class ExtraPass:
    """One request with its pass, where it has one. `renewing`: a longer one waits already."""

    request: PassRequest
    pass_: Pass | None
    standing: Standing
    renewing: bool


@dataclass(frozen=True, slots=True)
class ExtraPasses:
    """What waits for a second person, what is valid (the first to end first), what is over."""

    waiting: Sequence[ExtraPass]
    valid: Sequence[ExtraPass]
    past: Sequence[ExtraPass]


def extra_passes(actor: Actor, compound: Compound, now: datetime) -> ExtraPasses:
    """Every extra pass of a compound; of what is over the last fifty."""
    actor.require(Permission.ISSUE_PASSES, compound)
    lines = _lines(_requests().where(Household.compound_id == compound.id), now)
    valid = [each for each in lines if each.standing in VALID]
    over = [each for each in lines if each.standing not in OPEN]
    return ExtraPasses(
        [each for each in lines if each.standing is Standing.WAITING],
        sorted(valid, key=lambda each: each.request.valid_until),
        over[:PAST_SHOWN],
    )


def extra_passes_of(household: Household, now: datetime) -> list[ExtraPass]:
    """What one household has and waits for, the newest first."""
    lines = _lines(_requests().where(Household.id == household.id), now)
    return [each for each in lines if each.standing in OPEN]


def requests_waiting(compound: Compound, now: datetime) -> int:
    """How many requests wait for a second person and may still be approved."""
    query = _count().where(WAITS, PassRequest.valid_until > now, LIVING)
    return db.session.scalar(query.where(Household.compound_id == compound.id)) or 0


def extra_passes_ending(compound: Compound, now: datetime) -> int:
    """How many extra passes end within a week, with nobody having asked for more."""
    query = select(func.count(Pass.id)).join(Pass.household).where(_ending(now))
    return db.session.scalar(query.where(Household.compound_id == compound.id)) or 0


def _ending(now: datetime) -> ColumnElement[bool]:
    renewal = select(PassRequest.id).where(WAITS, PassRequest.renews_id == Pass.id)
    return and_(
        Pass.kind == PassKind.CAREGIVER,
        Pass.state == PassState.ACTIVE,
        Pass.valid_until > now,
        Pass.valid_until <= now + SOON,
        LIVING,
        ~renewal.exists(),
    )


def _count() -> Select[int]:
    return select(func.count(PassRequest.id)).join(PassRequest.household)


def _requests() -> Select[PassRequest]:
    return (
        select(PassRequest)
        .join(PassRequest.household)
        .options(
            joinedload(PassRequest.household),
            joinedload(PassRequest.requested_by),
            joinedload(PassRequest.decided_by),
            joinedload(PassRequest.pass_),
        )
        .order_by(PassRequest.id.desc())
    )


def _lines(query: Select[PassRequest], now: datetime) -> list[ExtraPass]:
    requests = list(db.session.scalars(query))
    renewing = {each.renews_id for each in requests if each.state is RequestState.REQUESTED}
    newest = _newest(requests)
    return [
        ExtraPass(each, each.pass_, _standing(each, newest, now), each.pass_id in renewing)
        for each in requests
    ]


def _newest(requests: Iterable[PassRequest]) -> set[int]:
    """The ids of the requests that say how their passes stand: each pass's last one."""
    last: dict[int, int] = {}
    for each in requests:
        if each.pass_id is not None:
            last[each.pass_id] = max(each.id, last.get(each.pass_id, 0))
    return set(last.values())


def _standing(request: PassRequest, newest: set[int], now: datetime) -> Standing:
    standing = _by_itself(request, newest, now)
    # That a household moved out changes none of these rows: it may come back.
    gone = request.household.state is HouseholdState.GONE
    return Standing.GONE if gone and standing in OPEN else standing


def _by_itself(request: PassRequest, newest: set[int], now: datetime) -> Standing:
    if request.state is RequestState.REQUESTED:
        return Standing.WAITING if now < request.valid_until else Standing.LAPSED
    if request.state is not RequestState.APPROVED or request.pass_ is None:
        return Standing(request.state.value)
    return _of_pass(request.pass_, now) if request.id in newest else Standing.RENEWED


def _of_pass(pass_: Pass, now: datetime) -> Standing:
    if pass_.state is PassState.REVOKED:
        return Standing.REVOKED
    until = pass_.valid_until
    if until is not None and until <= now:
        return Standing.EXPIRED
    return Standing.ENDING if until is not None and until <= now + SOON else Standing.VALID
