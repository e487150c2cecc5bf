"""What is on record already of crossings that were sent: asked for all of them at once."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from checkpoint.gate.models import Crossing, SetAside
from checkpoint.gate.outside import PASSAGE, Passage, passage_of
from checkpoint.gate.prepared import WANTED, ForMany
from checkpoint.gate.recording.aside import Status, aside
from checkpoint.gate.recording.reading import Read
from checkpoint.gate.recording.rows import Case
from checkpoint.gate.schemas import Result


@dataclass(frozen=True, slots=True)
class Recorded:
    """A crossing that is on record, with the answer that its sender got."""

    passage: Passage
    household_id: int | None
    body_sha256: bytes
    answer: dict[str, Any]
    visit_id: UUID | None = None
    extra_id: int | None = None


class Known:
    """Crossings by id and bodies kept aside by hash; those of the batch are added as they come."""

    def __init__(self, all_read: Collection[Read]) -> None:
        """Asks for all that a crossing of the batch may repeat, undo, or be undone by."""
        undone = {each.said.undoes for each in all_read if each.said and each.said.undoes}
        rows = _CROSSINGS.rows({each.sent.id for each in all_read} | undone)
        self.crossings = {row.id: _recorded(row) for row in rows}
        self.undone = undone | {row.undoes for row in rows if row.undoes}
        asides = _ASIDES.rows([each.sent.sha256 for each in all_read])
        self.asides = {row.body_sha256: (row.status, row.reason) for row in asides}

    def first_answer(self, read: Read) -> Result | None:
        """What was answered before; None for what is new, and for another body under a known id."""
        sent = read.sent
        recorded = self.crossings.get(sent.id)
        if recorded is not None and recorded.body_sha256 == sent.sha256:
            answer = {"id": sent.id, "status": "repeat", **recorded.answer}
            return Result.model_validate(answer, strict=False)
        if sent.sha256 in self.asides:
            status, reason = self.asides[sent.sha256]
            return aside(sent, reason, _status(status))
        return None

    def add(self, case: Case, answer: dict[str, Any]) -> None:
        """One that is recorded now."""
        self.crossings[case.sent.id] = Recorded(
            case.passage,
            case.household_id,
            case.sent.sha256,
            answer,
            case.visit_id,
            case.extra_id,
        )

    def is_taken(self, id: UUID) -> bool:
        """Whether a crossing has that id."""
        return id in self.crossings


def _recorded(row: Any) -> Recorded:
    passage = passage_of(row)
    extra_id = row.pass_id if row.extra else None
    return Recorded(passage, row.household_id, row.body_sha256, row.answer, row.visit_id, extra_id)


def _status(status: str) -> Status:
    return "conflict" if status == "conflict" else "set_aside"


_CROSSINGS = ForMany(
    select(*PASSAGE, Crossing.body_sha256, Crossing.answer).where(
        or_(Crossing.id.in_(WANTED), Crossing.undoes.in_(WANTED))
    )
)
_ASIDES = ForMany(
    select(SetAside.body_sha256, SetAside.status, SetAside.reason).where(
        SetAside.body_sha256.in_(WANTED)
    )
)
