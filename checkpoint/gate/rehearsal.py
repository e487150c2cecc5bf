"""A rehearsal of rules: what the exits of the last days would have been under them.

Only the rules are rehearsed. Passes, restrictions and sealed gates are taken to be in order, since
they were when somebody went through; attempts that were refused for them are left out.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

from checkpoint.gate.rehearsal_rows import (
    earlier_readings,
    instruments_by_gate,
    past_of,
    rows_between,
    who_lives_there,
)
from checkpoint.gate.replaying import Past, replay, stage_of
from checkpoint.gate.rule_sets import rules_at
from checkpoint.gate.rules import Rules
from checkpoint.gate.verdict import Direction, Outcome, Verdict
from checkpoint.gate.zones import local_day, start_of
from checkpoint.people import Compound

DAYS = (7, 14, 21)
MOST_HOUSEHOLDS = 40


@dataclass(slots=True)
class DayTally:
    """The exits of one local day; those that are asked about go through after a second look."""

    day: date
    admitted: int = 0
    asked: int = 0
    refused: int = 0

    @property
    def exits(self) -> int:
        """All of them."""
        return self.admitted + self.asked + self.refused


@dataclass(frozen=True, slots=True)
class Refused:
    """A household that would have been refused, with its masked name and how often of how many."""

    label: str
    name: str
    refused: int
    exits: int


@dataclass(slots=True)
class Rehearsal:
    """What a rule set would have made of the time from `since` to `until`.

    `reasons` are the deciding ones of refusals, the most frequent first; `late` counts the returns
    past the longest outing; `exempt_unknown` says that nobody had to give an exempt reason in that
    time, so that some of the refused would have had one.
    """

    since: datetime
    until: datetime
    days: Sequence[DayTally]
    reasons: Sequence[tuple[str, int]] = ()
    households: Sequence[Refused] = ()
    refused_households: int = 0
    late: int = 0
    exempt_unknown: bool = False

    @property
    def exits(self) -> int:
        """All exits that were tried."""
        return sum(each.exits for each in self.days)

    @property
    def admitted(self) -> int:
        """Those that would go through, after a second look or without."""
        return sum(each.admitted + each.asked for each in self.days)

    @property
    def asked(self) -> int:
        """Those of them that would take a second look."""
        return sum(each.asked for each in self.days)

    @property
    def refused(self) -> int:
        """Those that would be refused."""
        return sum(each.refused for each in self.days)


@dataclass(slots=True)
class _Count:
    """What the households' replays come to; `begins` are the first moments of the days."""

    days: Sequence[DayTally]
    begins: Sequence[datetime]
    reasons: Counter[str] = field(default_factory=Counter)
    exits: Counter[int] = field(default_factory=Counter)
    refused: Counter[int] = field(default_factory=Counter)
    late: int = 0

    def add(self, household_id: int, verdicts: Iterable[tuple[Past, Verdict]]) -> None:
        for past, verdict in verdicts:
            if past.at < self.begins[0]:
                continue  # it only led up to the time that is rehearsed
            if past.direction is Direction.EXIT:
                self._add_exit(household_id, past, verdict)
            else:
                self.late += "outing.late" in verdict.reasons

    def _add_exit(self, household_id: int, past: Past, verdict: Verdict) -> None:
        tally = self.days[bisect_right(self.begins, past.at) - 1]
        self.exits[household_id] += 1
        match verdict.outcome:
            case Outcome.ADMIT:
                tally.admitted += 1
            case Outcome.ASK:
                tally.asked += 1
            case Outcome.REFUSE:
                tally.refused += 1
                self.reasons[verdict.reason] += 1
                self.refused[household_id] += 1


def rehearse(
    compound: Compound, rules: Rules, *, now: datetime, days: int = 7, language: str = "zh"
) -> Rehearsal:
    """Replay the last days, today's hours included, under `rules`; labels in `language`."""
    zone = compound.community.time_zone
    today = local_day(now, zone)
    dates = [today - timedelta(days=back) for back in range(days)][::-1]
    begins = [start_of(day, zone) for day in dates]
    stage = stage_of(rules, compound.id, zone, instruments_by_gate(compound.id))
    count = _Count([DayTally(day) for day in dates], begins)
    for household_id, pasts in _lives(compound.id, _begins(rules, begins[0]), now):
        count.add(household_id, replay(stage, pasts))
    return _rehearsal(count, compound, now, rules, language)


def _begins(rules: Rules, since: datetime) -> datetime:
    """From where on the past matters: the outings of one period before count on the first day."""
    return since - timedelta(days=rules.outings.days if rules.outings else 0)


def _lives(
    compound_id: int, since: datetime, until: datetime
) -> Iterator[tuple[int, Iterator[Past]]]:
    """The crossings of each household, in order."""
    readings = earlier_readings(compound_id, since, until)
    rows = rows_between(compound_id, since, until)
    for household_id, theirs in groupby(rows, key=itemgetter(0)):
        yield household_id, (past_of(row, readings) for row in theirs)


def _rehearsal(
    count: _Count, compound: Compound, now: datetime, rules: Rules, language: str
) -> Rehearsal:
    most = sorted(count.refused.items(), key=lambda each: (-each[1], each[0]))[:MOST_HOUSEHOLDS]
    people = who_lives_there([id for id, _ in most], language)
    return Rehearsal(
        count.begins[0],
        now,
        count.days,
        reasons=count.reasons.most_common(),
        households=[Refused(*people[id], refused, count.exits[id]) for id, refused in most],
        refused_households=len(count.refused),
        late=count.late,
        exempt_unknown=bool(rules.exempt) and _was_unrationed(compound.id, count.begins),
    )


def _was_unrationed(compound_id: int, begins: Sequence[datetime]) -> bool:
    """Whether there was a day on which no reason was needed for going out."""
    return any(rules_at(compound_id, each)[1].outings is None for each in begins)
