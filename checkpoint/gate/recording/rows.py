"""One crossing with all that it is judged by, and the rows that it becomes.

Plain rows, not objects: this is the hot path, and a crossing is never changed afterwards.
"""

from dataclasses import dataclass
from typing import Any

from checkpoint.gate.devices import clock_offset_ms
from checkpoint.gate.outside import Passage
from checkpoint.gate.recording.lookup import Found
from checkpoint.gate.recording.sent import Post, Sent
from checkpoint.gate.schemas import CrossingShape, Result
from checkpoint.gate.verdict import Verdict
from checkpoint.people import GateState


@dataclass(frozen=True, slots=True)
class Case:
    """A crossing that could be read, whom it is about, at which gate, and who let them through."""

    post: Post
    sent: Sent
    said: CrossingShape
    passage: Passage
    found: Found
    gate_id: int
    gate_state: GateState
    staff_id: int | None

    @property
    def household_id(self) -> int | None:
        """The household of the gate's own compound, if it is about one."""
        return self.found.home.id if self.found.home else None


def crossing_row(case: Case, verdict: Verdict, result: Result) -> dict[str, Any]:
    """The row in `crossing`, with the answer that every repeat gets."""
    post, said, found = case.post, case.said, case.found
    line = post.lines.get(said.id)
    return {
        "id": said.id,
        "body_sha256": case.sent.sha256,
        "compound_id": post.stand.compound_id,
        "gate_id": case.gate_id,
        "device_id": post.stand.id,
        "staff_id": case.staff_id,
        "household_id": case.household_id,
        "pass_id": found.pass_.id if found.pass_ and found.home else None,
        "generation": found.shown.claims.generation if found.shown.claims else None,
        "direction": said.direction,
        "method": said.method,
        "party_size": said.party_size,
        "decided_at": case.passage.move.at,
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
        "undoes": said.undoes,
        "book_id": line.book_id if line else None,
        "book_line": line.number if line else None,
        "answer": result.model_dump(mode="json", include={"verdict", "household"}),
    }


def reading_row(case: Case, tenths: int) -> dict[str, Any]:
    """The row in `reading`."""
    return {
        "crossing_id": case.said.id,
        "compound_id": case.post.stand.compound_id,
        "household_id": case.household_id,
        "gate_id": case.gate_id,
        "staff_id": case.staff_id,
        "tenths": tenths,
        "taken_at": case.passage.move.at,
    }
