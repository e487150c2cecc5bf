"""Taking in crossings, many in one transaction: what must be known is asked once for all of them,
each is judged in its turn as if it came alone, and all that comes of it is written together.

A repeat is known by its id and gets the first answer before any rule is looked at. What was decided
at a gate has happened: the office judges again from its own facts and keeps both verdicts, but it
takes nothing back. What it can't take as a crossing it keeps aside, whole, for staff to look at.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from checkpoint.gate.ages import oldest
from checkpoint.gate.conflicts import examine
from checkpoint.gate.models import RefusedScan
from checkpoint.gate.outside import Move, Place
from checkpoint.gate.prepared import WANTED, ForMany
from checkpoint.gate.recording.aside import Status, aside
from checkpoint.gate.recording.facts import facts_of
from checkpoint.gate.recording.keeping import Keeping
from checkpoint.gate.recording.known import Known
from checkpoint.gate.recording.lookup import (
    INSIDE,
    Directory,
    Extra,
    Home,
    place_before,
    recall_exits,
    recall_lives,
)
from checkpoint.gate.recording.posts import Posts
from checkpoint.gate.recording.reading import Read, passage_told
from checkpoint.gate.recording.rows import Case, crossing_row, earlier_reading_rows, reading_row
from checkpoint.gate.recording.sent import Post
from checkpoint.gate.recording.undoing import UNDONE, why_not
from checkpoint.gate.recording.visiting import Visiting
from checkpoint.gate.rule_sets import in_force
from checkpoint.gate.schemas import CrossingShape, OutsideView, Result, VerdictShape
from checkpoint.gate.vehicles.judged import judged_vehicles
from checkpoint.gate.verdict import Outcome, VehicleFacts, Verdict, decide
from checkpoint.people import lock_compounds

# Two crossings of one household within this are looked at together (`conflicts`).
CLOSE = timedelta(minutes=3)


def take_in(all_read: Sequence[Read], now: datetime) -> list[Result]:
    """Record crossings, in this order; what became of each. Call within `writing()`."""
    return Intake(all_read).take_in(now)


class Intake:
    """One batch of crossings and all that is known of them, kept up to date as they are taken."""

    def __init__(self, all_read: Sequence[Read]) -> None:
        lock_compounds({each.post.stand.compound_id for each in all_read})
        self._all_read = all_read
        self._known = Known(all_read)
        self._posts = Posts(all_read)
        self._visits = Visiting(all_read, self._known)
        self._directory = Directory({each.shown for each in all_read} | self._visits.hosts())
        self._visits.know_passes(self._directory.visitor_passes())
        self._vehicles = judged_vehicles(
            [
                (each.post.stand.compound_id, each.said.vehicle)
                for each in all_read
                if each.said and each.said.vehicle
            ],
            all_read[0].post.now,
        )
        self._oldest = oldest(all_read[0].post.now)
        self._scans: set[UUID] | None = None
        self._keeping = Keeping()
        self._doubtful: set[int] = set()

    def take_in(self, now: datetime) -> list[Result]:
        """Take them in their order, and write down what comes of it."""
        cases = [self._case(each) for each in self._all_read]
        readable = [each for each in cases if isinstance(each, Case)]
        self._recall_lives(readable)
        recall_exits(
            each.found.home
            for each in readable
            if each.found.home and each.leaves_home and each.in_force.rules.outings
        )
        results = [
            self._known.first_answer(each) or self._take(each, case)
            for each, case in zip(self._all_read, cases, strict=True)
        ]
        self._visits.write_new()
        self._keeping.write()
        self._visits.write_standing()
        if self._doubtful:
            examine(self._doubtful, now)
        return results

    def _case(self, read: Read) -> Case | str:
        """All that it is judged by, or why it can't be recorded."""
        post, said = read.post, read.said
        if said is None:
            return read.problem
        gate = self._posts.gate_of(post.stand, said)
        if gate is None:
            return "gate.other_compound"
        found = self._directory.find(read.shown, post.stand.compound_id)
        staff_id = self._posts.staff_of(post.stand, said)
        passage, vehicle = passage_told(post, said), self._vehicle_of(post, said)
        rules = in_force(post.stand.compound_id, passage.move.at)
        case = Case(post, read.sent, said, passage, found, *gate, staff_id, rules, vehicle)
        return self._visits.case_of(case, self._directory)

    def _vehicle_of(self, post: Post, said: CrossingShape) -> VehicleFacts | None:
        return self._vehicles[post.stand.compound_id, said.vehicle.plate] if said.vehicle else None

    def _recall_lives(self, cases: Sequence[Case]) -> None:
        """Of those to whom something happened that is not simply the next."""
        newest: dict[Home | Extra, datetime] = {}
        wanted: dict[Home | Extra, None] = {}
        for case in cases:
            who, at = case.found.who, case.passage.move.at
            if who is None or case.visit is not None:
                continue
            last = newest.get(who) or who.last_crossing_at
            if (last and at <= last) or case.said.undoes or case.said.id in self._known.undone:
                wanted[who] = None
            newest[who] = max(at, last or at)
        if wanted:
            recall_lives(wanted)

    def _take(self, read: Read, case: Case | str) -> Result:
        if self._known.is_taken(read.sent.id):
            return self._set_aside(read, "crossing.conflict", "conflict")
        if isinstance(case, str):
            return self._set_aside(read, case)
        # It may have been recorded and deleted since.
        if case.passage.move.at < self._oldest:
            return self._set_aside(read, "crossing.too_old")
        if case.said.undoes is not None:
            return self._undo(read, case)
        if case.visit is None and case.found.home is None and case.said.override is None:
            return self._nobody(read, case)
        if not self._visits.register(case):
            self._set_aside(read, "visit.conflict", "conflict")
        return self._keep(case, self._judge(case))

    def _undo(self, read: Read, case: Case) -> Result:
        undone = self._known.crossings.get(case.said.undoes)
        if case.post.stand.id is None:
            return self._set_aside(read, "undo.not_possible")
        if undone:
            whose = (undone.household_id, undone.extra_id)
            same = whose == (case.household_id, case.extra_id)
            if reason := why_not(case.passage, undone.passage, same_household=same):
                return self._set_aside(read, reason)
        return self._keep(case, UNDONE)

    def _nobody(self, read: Read, case: Case) -> Result:
        """A crossing of nobody that is known here. A scan is kept as the refused scan that it is;
        where the device let somebody through, or there was no scan, the crossing is kept aside too.
        """
        said, verdict = case.said, self._judge(case)
        shown = said.token if said.token is not None else said.number
        if shown is not None:
            self._keep_scan(case, verdict.reason, str(shown))
        if shown is None or case.passage.went_through:
            hide = case.found.shown.token_reason is not None
            self._set_aside(read, verdict.reason, hide_token=hide)
        return aside(read.sent, verdict.reason, verdict=_verdict_shape(verdict))

    def _judge(self, case: Case) -> Verdict:
        return decide(
            facts_of(
                case.found,
                case.said,
                case.post.stand,
                now=case.passage.move.at,
                rules=case.in_force.rules,
                direction=case.said.direction,
                gate_state=case.gate_state,
                place=_place_before(case),
                vehicle=case.vehicle,
                visit=self._visits.facts(case),
            )
        )

    def _keep(self, case: Case, verdict: Verdict) -> Result:
        home = case.found.home
        who = case.found.who
        if home is not None and who is not None and case.visit is None:
            self._doubt(case, home, who, verdict)
            self._follow(case, home, who)
        result = Result(
            id=case.said.id,
            status="recorded",
            verdict=_verdict_shape(verdict),
            household=OutsideView(id=home.id, outside_since=home.outside_since) if home else None,
        )
        row = crossing_row(case, verdict, result)
        self._keeping.crossing(row)
        undone = case.said.id in self._known.undone
        self._keeping.alarm(row, case.said.verdict.reasons, verdict.reasons, undone=undone)
        if case.said.reading_tenths is not None:
            instruments = self._posts.instruments
            self._keeping.reading(
                reading_row(case, case.said.reading_tenths, instruments),
                earlier_reading_rows(case, instruments),
            )
        self._known.add(case, row["answer"])
        self._visits.keep(case)
        return result

    def _follow(self, case: Case, home: Home, who: Home | Extra) -> None:
        # Its outings may have changed even where who is out has not.
        counted = case.counted
        tell = counted or case.said.undoes is not None
        if who.life is not None:
            who.life.add(case.passage)
            self._move(home, who, who.life.last, tell=tell)
        elif case.passage.went_through:
            self._move(home, who, case.passage.move, tell=tell)
        if counted:
            home.exits[case.said.id] = case.passage.move.at
        elif case.said.undoes:
            home.exits.pop(case.said.undoes, None)

    def _move(self, home: Home, who: Home | Extra, last: Move | None, *, tell: bool) -> None:
        if isinstance(who, Home):
            self._keeping.move(who, last, tell=tell)
        else:
            self._keeping.move_extra(who, home, last)

    def _doubt(self, case: Case, home: Home, who: Home | Extra, verdict: Verdict) -> None:
        """Note the household if what happened may not fit with what else did."""
        said, last = case.said, who.last_crossing_at
        if (
            (verdict.outcome, verdict.reason) != (said.verdict.outcome, said.verdict.reasons[0])
            or verdict.outcome is Outcome.REFUSE
            or said.override is not None
            or case.post.revoked
            or who.life is not None
            or (last is not None and case.passage.move.at - last < CLOSE)
        ):
            self._doubtful.add(home.id)

    def _set_aside(
        self, read: Read, reason: str, status: Status = "set_aside", *, hide_token: bool = False
    ) -> Result:
        if read.sent.sha256 not in self._known.asides:
            self._known.asides[read.sent.sha256] = (status, reason)
            self._keeping.aside(read.post, read.sent, reason, status, hide_token=hide_token)
        return aside(read.sent, reason, status)

    def _keep_scan(self, case: Case, reason: str, shown: str) -> None:
        if self._scans is None:
            ids = {each.sent.id for each in self._all_read}
            self._scans = {row.id for row in _SCANS.rows(ids)}
        if case.sent.id not in self._scans and case.post.stand.id is not None:
            self._scans.add(case.sent.id)
            self._keeping.scan(case.post, case.sent, case.passage.move.at, reason, shown)


def _place_before(case: Case) -> Place:
    who = case.found.who
    return place_before(who, case.passage.move) if who else INSIDE


def _verdict_shape(verdict: Verdict) -> VerdictShape:
    return VerdictShape(outcome=verdict.outcome, reasons=verdict.reasons, until=verdict.until)


_SCANS = ForMany(select(RefusedScan.id).where(RefusedScan.id.in_(WANTED)))
