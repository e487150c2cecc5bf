"""The office's verdict on whoever stands at a gate now, from what it knows now."""

from datetime import datetime

from sqlalchemy import func, select

from checkpoint.db import db
from checkpoint.gate.devices import EnrolledDevice
from checkpoint.gate.lookup import Found, current_keys, facts_of, find
from checkpoint.gate.schemas import HouseholdView, Judgement, PassView, Question, VerdictShape
from checkpoint.gate.verdict import Direction, decide, proposed_direction
from checkpoint.passes import Pass
from checkpoint.people import Household, Resident, masked_name


def judge(device: EnrolledDevice, question: Question, now: datetime) -> Judgement:
    """The verdict, and whom it is about; the direction is proposed where none was asked for."""
    found = find(device, question, current_keys())
    outside_since = found.household.outside_since if found.household else None
    direction = question.direction or proposed_direction(outside_since is not None)
    verdict = decide(
        facts_of(
            found,
            question,
            now=now,
            direction=direction,
            gate_state=device.gate_state,
            compound_id=device.compound_id,
            outside_since=outside_since,
        )
    )
    shape = VerdictShape(outcome=verdict.outcome, reasons=verdict.reasons)
    return _judgement(shape, direction, found, now)


def _judgement(
    verdict: VerdictShape, direction: Direction, found: Found, now: datetime
) -> Judgement:
    own = found.household is not None
    return Judgement.model_validate(
        {
            "verdict": verdict,
            "direction": direction,
            "household": _household_view(found.household) if found.household else None,
            "pass": _pass_view(found.pass_) if found.pass_ and own else None,
            "server_time": now,
        }
    )


def _household_view(household: Household) -> HouseholdView:
    head, members = _head_and_members(household.id)
    return HouseholdView(
        id=household.id,
        building=household.building,
        unit=household.unit,
        room=household.room,
        masked_name=masked_name(head),
        members=members,
        outside_since=household.outside_since,
    )


def _head_and_members(household_id: int) -> tuple[str, int]:
    mine = Resident.household_id == household_id
    head = db.session.scalar(
        select(Resident.name).where(mine).order_by(Resident.position, Resident.id).limit(1)
    )
    return head or "", db.session.scalar(select(func.count()).where(mine)) or 0


def _pass_view(pass_: Pass) -> PassView:
    return PassView(number=pass_.number, kind=pass_.kind.value, holder=masked_name(pass_.holder))
