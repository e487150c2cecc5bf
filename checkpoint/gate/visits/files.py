"""Visits while their crossings are taken in: what is known of them, kept up to date in memory."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, or_, select, update

from checkpoint.db import Base, db
from checkpoint.errors import BadInput
from checkpoint.gate.models import Crossing
from checkpoint.gate.outside import PASSAGE, Move, Passage
from checkpoint.gate.phones import normalised_name, normalised_phone
from checkpoint.gate.plates import normalised_plate
from checkpoint.gate.schemas import VisitShape
from checkpoint.gate.verdict import VisitFacts
from checkpoint.gate.visits.lives import Standing, standing_of
from checkpoint.gate.visits.matching import Traits, denied
from checkpoint.gate.visits.models import Purpose, VisitState

_VISIT = Base.metadata.tables["visit"]
# What makes two registrations the same; the end, the host's word and the note may move on.
_SAME = ("name", "phone", "from_place", "purpose", "party_size", "plate")


@dataclass(slots=True)
class VisitFile:
    """A visit with its crossings. `row` is as in the table, with no name before its registration
    has arrived; `is_new` until it is written."""

    row: dict[str, Any]
    passages: list[Passage] = field(default_factory=list)
    is_new: bool = False
    touched: bool = False

    @property
    def id(self) -> UUID:
        """The visit's id."""
        id: UUID = self.row["id"]
        return id

    @property
    def compound_id(self) -> int:
        """The compound that it is in."""
        return int(self.row["compound_id"])

    @property
    def household_id(self) -> int | None:
        """Whom it is to."""
        id: int | None = self.row["household_id"]
        return id

    def add(self, passage: Passage) -> None:
        """One more crossing of it, perhaps of long ago."""
        self.passages.append(passage)
        self.touched = True

    def register(self, columns: Mapping[str, Any]) -> bool:
        """Take what was registered; False where something else is on record, which stays."""
        if self.row["name"]:
            if not self.row["host_confirmed"] and columns["host_confirmed"]:
                self.row["host_confirmed"], self.touched = columns["host_confirmed"], True
            return all(self.row[name] == columns[name] for name in _SAME)
        self.row.update(columns)
        self.touched = True
        return True

    def facts(self, at: Move, plate: str = "") -> VisitFacts:
        """What the verdict of a crossing must know, as it was just before it."""
        row = self.row
        before = [each for each in self.passages if each.undoes is not None or each.move < at]
        standing = self._standing(before)
        return VisitFacts(
            state=standing.state.value,
            denied=denied(self.compound_id, _traits(row, plate), at.at),
            confirmed=bool(row["host_confirmed"]),
            purpose=row["purpose"].value,
            since=row["expected_from"],
            until=row["expected_until"],
        )

    def standing(self) -> Standing:
        """Where it stands now."""
        return self._standing(self.passages)

    def _standing(self, passages: Iterable[Passage]) -> Standing:
        cancelled = self.row["cancelled_at"] is not None
        return standing_of(passages, cancelled=cancelled, invited=self.row["gate_id"] is None)


def files_of(ids: Collection[UUID]) -> dict[UUID, VisitFile]:
    """The visits of these ids that are known, with their crossings."""
    return _files(_VISIT.c.id.in_(ids)) if ids else {}


def files_by_pass(pass_ids: Collection[int]) -> dict[UUID, VisitFile]:
    """The visits that these passes were made for."""
    return _files(_VISIT.c.pass_id.in_(pass_ids)) if pass_ids else {}


def new_file(id: UUID, compound_id: int, at: datetime, **columns: Any) -> VisitFile:
    """A visit of which nothing is known but that there is one."""
    row = {
        "id": id,
        "compound_id": compound_id,
        "household_id": None,
        "state": VisitState.EXPECTED,
        "name": "",
        "phone": "",
        "from_place": "",
        "purpose": Purpose.OTHER,
        "party_size": 1,
        "plate": "",
        "expected_from": None,
        "expected_until": at,
        "host_confirmed": "",
        "note": "",
        "pass_id": None,
        "made_at": at,
        "staff_id": None,
        "gate_id": None,
        "arrived_at": None,
        "left_at": None,
        "cancelled_at": None,
        "roster_version": 1,
        **columns,
    }
    return VisitFile(row, is_new=True)


def registered(said: VisitShape) -> dict[str, Any]:
    """The columns of what was registered at a gate; a phone or plate in no known form stays as it
    was typed."""
    return {
        "name": said.name,
        "phone": _in_form(normalised_phone, said.phone),
        "from_place": said.from_place,
        "purpose": Purpose(said.purpose),
        "party_size": said.party_size,
        "plate": _in_form(normalised_plate, said.plate),
        "expected_until": said.expected_until,
        "host_confirmed": said.host_confirmed,
        "note": said.note,
    }


def write_new(files: Iterable[VisitFile]) -> None:
    """The rows of those that are new, before the crossings that refer to them."""
    new = [each for each in files if each.is_new]
    if new:
        db.session.execute(insert(_VISIT), [each.row for each in new])
    for each in new:
        each.is_new = False


def write_standing(files: Iterable[VisitFile], versions: Mapping[int, int]) -> None:
    """Where those stand now to whom something happened; `versions` by compound."""
    for each in files:
        standing = each.standing()
        each.row.update(
            state=standing.state,
            arrived_at=standing.arrived_at,
            left_at=standing.left_at,
            roster_version=versions[each.compound_id],
        )
        db.session.execute(update(_VISIT).where(_VISIT.c.id == each.id).values(each.row))


def _files(which: Any) -> dict[UUID, VisitFile]:
    rows = db.session.execute(select(_VISIT).where(which)).mappings()
    files = {row["id"]: VisitFile(dict(row)) for row in rows}
    if not files:
        return files
    own = Crossing.visit_id.in_(files)
    undone = select(Crossing.id).where(own)
    query = select(*PASSAGE).where(or_(own, Crossing.undoes.in_(undone)))
    for row in db.session.execute(query).all():
        file = files.get(row.visit_id)
        for each in [file] if file else files.values():
            each.passages.append(visitors_passage(row))
    return files


def visitors_passage(row: Any) -> Passage:
    """A row of `PASSAGE` columns, as what the visitor did."""
    move = Move(row.decided_at, row.id, row.direction, row.party_size)
    through = row.device_outcome != "refuse" or row.override_reason != ""
    return Passage(move, through, row.device_id, row.device_at, row.undoes)


def _traits(row: Mapping[str, Any], plate: str) -> Traits:
    return Traits(row["phone"], row["plate"] or plate, _in_form(normalised_name, row["name"]))


def _in_form(normalised: Any, text: str) -> str:
    plain = text.strip()
    try:
        return str(normalised(plain)) if plain else ""
    except BadInput:
        return plain
