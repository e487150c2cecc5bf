"""The visits that a batch of crossings is about: registered, opened and closed by them.

Nothing is asked where no crossing of the batch is about one. A crossing names its visit by the id,
or shows the pass that was made for it. A visit of which a crossing tells before its registration
has arrived is kept without a name until then.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from checkpoint.gate.recording.known import Known
from checkpoint.gate.recording.lookup import Directory, Found
from checkpoint.gate.recording.reading import Read, passage_told
from checkpoint.gate.recording.rows import Case
from checkpoint.gate.recording.shown import Shown
from checkpoint.gate.verdict import VisitFacts
from checkpoint.gate.visits.files import (
    VisitFile,
    files_by_pass,
    files_of,
    new_file,
    registered,
    write_new,
    write_standing,
)
from checkpoint.people import next_roster_version


class Visiting:
    """The visits of one batch."""

    def __init__(self, all_read: Iterable[Read], known: Known) -> None:
        """Looks up those that are named, and those of the crossings that are taken back."""
        said = [each.said for each in all_read if each.said and each.said.visit_id]
        self._known = known
        self._files = files_of(_ids(each.visit_id for each in said) | _undone_visits(known))
        self._by_pass: dict[int, VisitFile] = {}
        hosts = {each.visit.household_id for each in said if each.visit}
        self._hosts = hosts | {each.household_id for each in self._files.values()}

    def hosts(self) -> set[Shown]:
        """The households that a directory must know for them."""
        return {Shown(household_id=each) for each in self._hosts if each is not None}

    def know_passes(self, pass_ids: Collection[int]) -> None:
        """Look up the visits that these passes were made for."""
        for id, found in files_by_pass(pass_ids).items():
            file = self._files.setdefault(id, found)
            self._by_pass[file.row["pass_id"]] = file

    def case_of(self, case: Case, directory: Directory) -> Case | str:
        """The case with its visit, if it is about one; or why it can't be recorded."""
        file = self._file_of(case)
        if file is None:
            return case
        compound_id = case.post.stand.compound_id
        if file.compound_id != compound_id:
            return "visit.other_compound"
        host_id, pass_ = file.household_id, case.found.pass_
        if case.said.visit is not None and not file.row["name"]:
            host_id = case.said.visit.household_id
        host = directory.find(Shown(household_id=host_id), compound_id).home if host_id else None
        own = pass_ if pass_ is not None and pass_.id == file.row["pass_id"] else None
        found = Found(case.found.shown, own, compound_id, host)
        # Who visits a household does not go in and out for it.
        passage = replace(case.passage, went_through=False)
        return replace(case, found=found, passage=passage, visit=file)

    def register(self, case: Case) -> bool:
        """Take the registration that came with it; False where another is on record and stays."""
        file, said = case.visit, case.said.visit
        if file is None or said is None:
            return True
        if not file.row["name"]:
            file.row["household_id"] = case.household_id
            file.row.update(gate_id=case.gate_id, staff_id=case.staff_id)
        return file.register(registered(said))

    def facts(self, case: Case) -> VisitFacts | None:
        """What its verdict must know of the visit."""
        if case.visit is None:
            return None
        plate = case.said.vehicle.plate if case.said.vehicle else ""
        return case.visit.facts(case.passage.move, plate)

    def keep(self, case: Case) -> None:
        """One that is recorded."""
        if case.visit is None:
            return
        case.visit.add(passage_told(case.post, case.said))
        if case.said.id in self._known.undone:
            for each in self._known.crossings.values():
                if each.passage.undoes == case.said.id:
                    case.visit.add(each.passage)

    def write_new(self) -> None:
        """The visits that crossings of the batch refer to. Call within `writing()`."""
        write_new(self._touched())

    def write_standing(self) -> None:
        """Where the visits of the batch stand now. Call within `writing()`."""
        if touched := self._touched():
            compounds = {each.compound_id for each in touched}
            write_standing(touched, {each: next_roster_version(each) for each in sorted(compounds)})

    def _touched(self) -> list[VisitFile]:
        return [each for each in self._files.values() if each.touched]

    def _file_of(self, case: Case) -> VisitFile | None:
        said, pass_ = case.said, case.found.pass_
        if said.visit_id is not None:
            file = self._files.get(said.visit_id)
            return file or self._unheard_of(said.visit_id, case)
        if self._by_pass and pass_ is not None and pass_.id in self._by_pass:
            return self._by_pass[pass_.id]
        undone = self._known.crossings.get(said.undoes) if said.undoes else None
        return self._files.get(undone.visit_id) if undone and undone.visit_id else None

    def _unheard_of(self, id: UUID, case: Case) -> VisitFile:
        made = new_file(id, case.post.stand.compound_id, case.passage.move.at)
        self._files[id] = made
        return made


def _ids(ids: Iterable[UUID | None]) -> set[UUID]:
    return {each for each in ids if each is not None}


def _undone_visits(known: Known) -> set[UUID]:
    recorded = (known.crossings.get(each) for each in known.undone)
    return _ids(each.visit_id for each in recorded if each)
