"""Recording crossings: the hot path.

Each crossing is a transaction of its own with an answer of its own. A repeat is known by its id and
gets the first answer before any rule is looked at. What was decided at a gate has happened: the
office judges again from its own facts and keeps both verdicts, but it takes nothing back. What it
can't take as a crossing it keeps aside, whole, for staff to look at.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from checkpoint.db import Base, db, writing
from checkpoint.gate.aside import answered_aside, aside, keep_scan, set_aside
from checkpoint.gate.devices import EnrolledDevice, clock_offset_ms, has_news, hear
from checkpoint.gate.lookup import Found, current_keys, facts_of, find, lock
from checkpoint.gate.models import Crossing
from checkpoint.gate.outside import Move, before, decided_when, follow
from checkpoint.gate.schemas import CrossingShape, Letter, OutsideView, Result, VerdictShape
from checkpoint.gate.sent import Post, Sent
from checkpoint.gate.verdict import Outcome, Verdict, decide
from checkpoint.people import Gate, GateState, Household, next_roster_version

# On PostgreSQL two transactions may meet: the same crossing twice at once, or a deadlock.
TRIES = 4

_CROSSING, _READING = (Base.metadata.tables[name] for name in ("crossing", "reading"))


@dataclass(frozen=True, slots=True)
class Case:
    """One crossing with all that it is judged and recorded by."""

    post: Post
    sent: Sent
    said: CrossingShape
    found: Found
    gate_id: int
    gate_state: GateState

    @property
    def went_through(self) -> bool:
        """Whether somebody passed: not refused by the device, or let through all the same."""
        return self.said.verdict.outcome is not Outcome.REFUSE or self.said.override is not None

    @property
    def move(self) -> Move:
        """What it does to who is out, if somebody passed."""
        at = decided_when(self.said.decided_at, self.post.now)
        return Move(at, self.said.id, self.said.direction, self.said.party_size)


def record_crossings(device: EnrolledDevice, letter: Letter, now: datetime) -> list[Result]:
    """Record what a device sent and say of each crossing what became of it, in the same order.

    Raises BadInput before anything is recorded, for a letter with something in it that has no id.
    """
    all_sent = [Sent.of(body, f"crossings.{i}") for i, body in enumerate(letter.crossings)]
    post = Post(device, letter, current_keys(), now)
    news = has_news(device, letter, now)
    if not all_sent and news:
        with writing():
            hear(device, now, letter)
    return [_record(post, sent, news=news and i == 0) for i, sent in enumerate(all_sent)]


def _record(post: Post, sent: Sent, *, news: bool) -> Result:
    for tries_left in reversed(range(TRIES)):
        try:
            with writing():
                if news:
                    hear(post.device, post.now, post.letter)
                return _first_answer(post, sent) or _take(post, sent)
        except (IntegrityError, OperationalError) as error:
            if not tries_left or not _may_work_again(error):
                raise
    raise AssertionError("a last try raises or returns")


def _may_work_again(error: DBAPIError) -> bool:
    deadlock = getattr(error.orig, "sqlstate", None) in {"40P01", "40001"}
    return isinstance(error, IntegrityError) or deadlock


def _first_answer(post: Post, sent: Sent) -> Result | None:
    """What was answered before, or a conflict; None for what was never seen."""
    query = select(Crossing.body_sha256, Crossing.answer).where(Crossing.id == sent.id)
    recorded = db.session.execute(query).one_or_none()
    if recorded is None:
        return answered_aside(sent)
    if recorded.body_sha256 != sent.sha256:
        return set_aside(post, sent, "crossing.conflict", "conflict")
    answer = {"id": sent.id, "status": "repeat", **recorded.answer}
    return Result.model_validate(answer, strict=False)


def _take(post: Post, sent: Sent) -> Result:
    try:
        said = CrossingShape.model_validate_json(sent.canonical)
    except ValidationError as error:
        return set_aside(post, sent, _problem_of(error))
    gate = _gate_of(post.device, said)
    if gate is None:
        return set_aside(post, sent, "gate.other_compound")
    case = Case(post, sent, said, find(post.device, said, post.keys), *gate)
    if case.found.household is None and said.override is None:
        return _nobody(case)
    return _keep(case)


def _keep(case: Case) -> Result:
    household, move = case.found.household, case.move
    if household is not None:
        lock(household)
    verdict = _judge(case, before(household, move) if household else None)
    if household is not None and case.went_through and follow(household, move):
        with db.session.no_autoflush:  # one update of the row, not two
            household.roster_version = next_roster_version(household.compound_id)
    result = Result(
        id=case.said.id,
        status="recorded",
        verdict=_verdict_shape(verdict),
        household=_outside_view(household),
    )
    # Plain inserts: this is the hot path, and a crossing is never changed afterwards.
    db.session.execute(insert(_CROSSING), _crossing(case, verdict, result))
    if case.said.reading_tenths is not None:
        db.session.execute(insert(_READING), _reading(case, case.said.reading_tenths))
    return result


def _nobody(case: Case) -> Result:
    """A crossing of nobody that is known here. A scan is kept as the refused scan that it is; where
    the device let somebody through, or there was no scan, the crossing is kept aside as well."""
    said, verdict = case.said, _judge(case, None)
    shown = said.token if said.token is not None else said.number
    if shown is not None:
        keep_scan(case.post, said, verdict.reason, str(shown))
    if shown is None or case.went_through:
        hide = case.found.token_reason is not None
        set_aside(case.post, case.sent, verdict.reason, hide_token=hide)
    return aside(case.sent, verdict.reason, verdict=_verdict_shape(verdict))


def _judge(case: Case, outside_since: datetime | None) -> Verdict:
    return decide(
        facts_of(
            case.found,
            case.said,
            now=case.move.at,
            direction=case.said.direction,
            gate_state=case.gate_state,
            compound_id=case.post.device.compound_id,
            outside_since=outside_since,
        )
    )


def _problem_of(error: ValidationError) -> str:
    about_reading = any("reading_tenths" in problem["loc"] for problem in error.errors())
    return "reading.out_of_range" if about_reading else "crossing.malformed"


def _gate_of(device: EnrolledDevice, said: CrossingShape) -> tuple[int, GateState] | None:
    """The gate at which it was decided, with its state; an override stands at whichever gate."""
    if said.gate_id == device.gate_id:
        return device.gate_id, device.gate_state
    gate = db.session.get(Gate, said.gate_id)
    if gate is not None and gate.compound_id == device.compound_id:
        return gate.id, gate.state
    return (device.gate_id, device.gate_state) if said.override else None


def _crossing(case: Case, verdict: Verdict, result: Result) -> dict[str, Any]:
    post, said, found = case.post, case.said, case.found
    return {
        "id": said.id,
        "body_sha256": case.sent.sha256,
        "compound_id": post.device.compound_id,
        "gate_id": case.gate_id,
        "device_id": post.device.id,
        "staff_id": post.device.staff_id,
        "household_id": found.household.id if found.household else None,
        "pass_id": found.pass_.id if found.pass_ and found.household else None,
        "generation": found.claims.generation if found.claims else None,
        "direction": said.direction,
        "method": said.method,
        "party_size": said.party_size,
        "decided_at": said.decided_at,
        "device_at": said.decided_at,
        "received_at": post.now,
        "clock_offset_ms": clock_offset_ms(post.letter.device_time, post.now),
        "device_outcome": said.verdict.outcome.value,
        "device_reason": said.verdict.reasons[0],
        "knowledge_age_s": said.knowledge_age_s,
        "roster_version": said.roster_version,
        "server_outcome": verdict.outcome.value,
        "server_reason": verdict.reason,
        "override_reason": said.override.reason if said.override else "",
        "override_note": said.override.note if said.override else "",
        "answer": result.model_dump(mode="json", include={"verdict", "household"}),
    }


def _reading(case: Case, tenths: int) -> dict[str, Any]:
    household = case.found.household
    return {
        "crossing_id": case.said.id,
        "compound_id": case.post.device.compound_id,
        "household_id": household.id if household else None,
        "gate_id": case.gate_id,
        "staff_id": case.post.device.staff_id,
        "tenths": tenths,
        "taken_at": case.said.decided_at,
    }


def _verdict_shape(verdict: Verdict) -> VerdictShape:
    return VerdictShape(outcome=verdict.outcome, reasons=verdict.reasons)


def _outside_view(household: Household | None) -> OutsideView | None:
    if household is None:
        return None
    return OutsideView(id=household.id, outside_since=household.outside_since)
