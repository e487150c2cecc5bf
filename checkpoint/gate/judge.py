"""The office's verdict on whoever stands at a gate now, from what it knows now."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from checkpoint.db import db
from checkpoint.gate.devices import EnrolledDevice
from checkpoint.gate.guesses import check_guesses, count_guess
from checkpoint.gate.recording.asking import asked_visit
from checkpoint.gate.recording.facts import facts_of
from checkpoint.gate.recording.lookup import (
    INSIDE,
    Directory,
    Found,
    place_now,
    recall_exits,
)
from checkpoint.gate.recording.shown import current_keys, read_shown
from checkpoint.gate.rule_sets import rules_at
from checkpoint.gate.schemas import HouseholdView, Judgement, PassView, Question, VerdictShape
from checkpoint.gate.vehicles.judged import judged_vehicles
from checkpoint.gate.verdict import Direction, VehicleFacts, decide, proposed_direction
from checkpoint.people import Household, Resident, masked_name


def judge(device: EnrolledDevice, question: Question, now: datetime) -> Judgement:
    """The verdict, and whom it is about; the direction is proposed where none was asked for.

    Raises TooManyAttempts for a typed number after too many that led nowhere.
    """
    check_guesses(device, question)
    shown = read_shown(question, current_keys())
    found = Directory([shown]).find(shown, device.compound_id)
    found, visit = asked_visit(question, found, device, now)
    place = place_now(found.who) if found.who else INSIDE
    out = visit.state != "inside" if visit else place.outside
    direction = question.direction or proposed_direction(out)
    rules = rules_at(device.compound_id, now)[1]
    if found.home and found.leaves_home(direction) and rules.outings:
        recall_exits([found.home])
    verdict = decide(
        facts_of(
            found,
            question,
            device,
            now=now,
            rules=rules,
            direction=direction,
            gate_state=device.gate_state,
            place=place,
            vehicle=_vehicle_facts(device, question, now),
            visit=visit,
        )
    )
    count_guess(device, question, verdict)
    shape = VerdictShape(outcome=verdict.outcome, reasons=verdict.reasons, until=verdict.until)
    return _judgement(shape, direction, found, now)


def _vehicle_facts(
    device: EnrolledDevice, question: Question, now: datetime
) -> VehicleFacts | None:
    if question.vehicle is None:
        return None
    place = (device.compound_id, question.vehicle.plate)
    return judged_vehicles([(device.compound_id, question.vehicle)], now)[place]


def _judgement(
    verdict: VerdictShape, direction: Direction, found: Found, now: datetime
) -> Judgement:
    own = found.home is not None
    return Judgement.model_validate(
        {
            "verdict": verdict,
            "direction": direction,
            "household": _household_view(found.home.id) if found.home else None,
            "pass": _pass_view(found.pass_) if found.pass_ and own else None,
            "server_time": now,
        }
    )


def _household_view(household_id: int) -> HouseholdView:
    household = db.session.get_one(Household, household_id)
    head, members = _head_and_members(household_id)
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


def _pass_view(pass_: Row[Any]) -> PassView:
    return PassView(
        number=pass_.number,
        kind=pass_.kind.value,
        generation=pass_.generation,
        holder=masked_name(pass_.holder),
    )
