"""A question about a visitor who stands at a gate now."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from checkpoint.gate.devices import EnrolledDevice
from checkpoint.gate.outside import Move
from checkpoint.gate.recording.lookup import Directory, Found
from checkpoint.gate.recording.shown import Shown
from checkpoint.gate.schemas import Question
from checkpoint.gate.verdict import Direction, VisitFacts
from checkpoint.gate.visits.files import (
    VisitFile,
    files_by_pass,
    files_of,
    new_file,
    registered,
)
from checkpoint.passes import PassKind

# Of two that were decided at the same moment this one is the later.
_LAST = UUID(int=2**128 - 1)


def asked_visit(
    question: Question, found: Found, device: EnrolledDevice, now: datetime
) -> tuple[Found, VisitFacts | None]:
    """Whom the question is about, and their visit, if it is about one."""
    file = _file(question, found, device, now)
    if file is None:
        return found, None
    host_id = file.household_id
    if question.visit is not None and file.is_new:
        file.register(registered(question.visit))
        host_id = question.visit.household_id
    host = Shown(household_id=host_id)
    home = Directory([host]).find(host, device.compound_id).home if host_id else None
    of_visit = found.pass_ is not None and found.pass_.id == file.row["pass_id"]
    pass_ = found.pass_ if of_visit else None
    plate = question.vehicle.plate if question.vehicle else ""
    facts = file.facts(Move(now, _LAST, Direction.ENTRY, 1), plate)
    return replace(found, pass_=pass_, pass_compound_id=device.compound_id, home=home), facts


def _file(
    question: Question, found: Found, device: EnrolledDevice, now: datetime
) -> VisitFile | None:
    if question.visit_id is not None:
        file = files_of({question.visit_id}).get(question.visit_id)
        if file is not None and file.compound_id == device.compound_id:
            return file
    elif found.home and found.pass_ is not None and found.pass_.kind is PassKind.VISITOR:
        return next(iter(files_by_pass({found.pass_.id}).values()), None)
    if question.visit is None:
        return None
    return new_file(question.visit_id or uuid4(), device.compound_id, now)
