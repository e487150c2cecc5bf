"""One crossing with all that it is judged by, and the rows that it becomes.

Plain rows, not objects: this is the hot path, and a crossing is never changed afterwards.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from checkpoint.gate.devices import clock_offset_ms
from checkpoint.gate.outside import Passage, decided_when
from checkpoint.gate.recording.lookup import Found
from checkpoint.gate.recording.sent import Post, Sent
from checkpoint.gate.rule_sets import Dated
from checkpoint.gate.schemas import CrossingShape, ReadingShape, Result
from checkpoint.gate.verdict import VehicleFacts, Verdict
from checkpoint.gate.visits.files import VisitFile
from checkpoint.passes import PassKind
from checkpoint.people import GateState


@dataclass(frozen=True, slots=True)
class Case:
    """A crossing that could be read, whom it is about, at which gate, who let them through,
    and the rules of that moment."""

    post: Post
    sent: Sent
    said: CrossingShape
    passage: Passage
    found: Found
    gate_id: int
    gate_state: GateState
    staff_id: int | None
    in_force: Dated
    vehicle: VehicleFacts | None = None
    visit: VisitFile | None = None

    @property
    def visit_id(self) -> UUID | None:
        """The visit that it opens or closes, if it is about one."""
        return self.visit.id if self.visit else None

    @property
    def household_id(self) -> int | None:
        """The household of the gate's own compound, if it is about one; of a visit the host."""
        return self.found.home.id if self.found.home else None

    @property
    def extra_id(self) -> int | None:
        """The extra pass whose holder goes through, if one does."""
        return self.found.extra.id if self.found.extra else None

    @property
    def leaves_home(self) -> bool:
        """Whether it goes the way that the rules on outings bind."""
        return self.found.leaves_home(self.said.direction)

    @property
    def counted(self) -> bool:
        """Whether it is an outing of the household: see `gate.outings`."""
        said = self.said
        return (
            self.leaves_home
            and self.passage.went_through
            and said.undoes is None
            and said.exempt is None
            and (said.override is None or said.override.reason != "emergency")
            and self._is_rationed
        )

    @property
    def _is_rationed(self) -> bool:
        if extra := self.found.extra:
            return extra.limits is not None and extra.limits.counted
        return self.found.pass_ is None or self.found.pass_.kind is PassKind.HOUSEHOLD


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
        "children": said.children,
        "exempt": said.exempt or "",
        "visit_id": case.visit_id,
        "counted": case.counted,
        "extra": case.extra_id is not None,
        "plate": said.vehicle.plate if said.vehicle else "",
        "vehicle_kind": case.vehicle.kind if case.vehicle else "",
        "disinfected": bool(said.vehicle and said.vehicle.disinfected),
        "rules_version": said.rules_version,
        "server_rules_version": case.in_force.version,
        "book_id": line.book_id if line else None,
        "book_line": line.number if line else None,
        "answer": result.model_dump(mode="json", include={"verdict", "household"}),
    }


def reading_row(case: Case, tenths: int, instruments: Collection[int]) -> dict[str, Any]:
    """The row in `reading`, with the instrument if that is one of the known `instruments`."""
    last = case.said.readings[-1] if case.said.readings else None
    return {
        "crossing_id": case.said.id,
        "compound_id": case.post.stand.compound_id,
        # A visitor's temperature says nothing of the household.
        "household_id": case.household_id if case.visit is None else None,
        "gate_id": case.gate_id,
        "staff_id": case.staff_id,
        "tenths": tenths,
        "taken_at": case.passage.move.at,
        **_instrument(last, instruments),
    }


def earlier_reading_rows(case: Case, instruments: Collection[int]) -> Iterator[dict[str, Any]]:
    """The rows in `earlier_reading`: what was measured again."""
    for position, each in enumerate(case.said.readings[:-1]):
        yield {
            "crossing_id": case.said.id,
            "position": position,
            "tenths": each.tenths,
            "taken_at": decided_when(each.taken_at, case.post.now),
            **_instrument(each, instruments),
        }


def _instrument(reading: ReadingShape | None, known: Collection[int]) -> dict[str, Any]:
    if reading is None:
        return {"instrument_id": None, "offset_tenths": 0}
    id = reading.instrument_id if reading.instrument_id in known else None
    return {"instrument_id": id, "offset_tenths": reading.offset_tenths}
