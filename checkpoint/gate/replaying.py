"""What a household's past would have been under other rules. Pure.

Its crossings go through the verdict in the order in which they were decided. An exit that is
refused then did not happen: it counts towards no quota, and the entry that followed it is dropped.
One that was refused in truth and would be admitted has no return on record: the household counts
as in.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from checkpoint.gate.rules import Rules
from checkpoint.gate.verdict import (
    Direction,
    Facts,
    GateFacts,
    HouseholdFacts,
    Method,
    Outcome,
    Party,
    PassFacts,
    ReadingFacts,
    Verdict,
    decide,
)

HOUSEHOLD: Final = "household"


class Past(NamedTuple):
    """A crossing as it is on record. `went` is whether somebody went through in truth, `emergency`
    whether that was an emergency exit, `kind` that of the pass."""

    at: datetime
    direction: Direction
    gate_id: int
    people: int
    children: int
    exempt: str
    kind: str
    readings: tuple[ReadingFacts, ...]
    went: bool
    emergency: bool


@dataclass(frozen=True, slots=True)
class Stage:
    """What is the same for all crossings of a rehearsal; gates as they would be open."""

    rules: Rules
    gates: Mapping[int, GateFacts]
    passes: Mapping[str, PassFacts]


def stage_of(rules: Rules, compound_id: int, time_zone: str, gates: Mapping[int, int]) -> Stage:
    """The stage of a compound; `gates` maps a gate's id to how many instruments it has."""
    return Stage(
        rules,
        {id: GateFacts("open", compound_id, time_zone, count) for id, count in gates.items()},
        {
            kind: PassFacts(compound_id, kind, "active", 1, None, None)
            for kind in (HOUSEHOLD, "caregiver", "visitor")
        },
    )


def replay(stage: Stage, pasts: Iterable[Past]) -> Iterator[tuple[Past, Verdict]]:
    """The verdict on each crossing of one household, in order, without the dropped entries."""
    life = _Life(stage)
    for past in pasts:
        if past.direction is Direction.EXIT:
            yield past, life.go_out(past)
        elif verdict := life.come_home(past):
            yield past, verdict


class _Life:
    """A household while its past is replayed."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        outings = stage.rules.outings
        # No exit that is older counts under any way of counting.
        self._memory = timedelta(days=outings.days + 1) if outings else timedelta()
        self._exits: deque[datetime] = deque()
        self._out: deque[datetime] = deque()
        self._kept_in = 0

    def go_out(self, past: Past) -> Verdict:
        """Judge an exit, and remember it if it goes through."""
        while self._exits and self._exits[0] < past.at - self._memory:
            self._exits.popleft()
        verdict = self._judge(past, HouseholdFacts(0, "active", False, None, (), (*self._exits,)))
        goes = past.emergency or verdict.outcome is not Outcome.REFUSE
        if goes and _counts(past):
            self._exits.append(past.at)
        if past.went and goes:
            self._out.append(past.at)
        elif past.went:
            self._kept_in += 1
        return Verdict(Outcome.ADMIT, ("exit.admitted",)) if past.emergency else verdict

    def come_home(self, past: Past) -> Verdict | None:
        """Judge an entry; None where it is that of an exit which did not happen."""
        if not self._out and self._kept_in:
            self._kept_in -= 1
            return None
        since = self._out.popleft() if self._out else None
        return self._judge(past, HouseholdFacts(0, "active", since is not None, since))

    def _judge(self, past: Past, household: HouseholdFacts) -> Verdict:
        stage = self._stage
        return decide(
            Facts(
                now=past.at,
                direction=past.direction,
                gate=stage.gates[past.gate_id],
                rules=stage.rules,
                token_reason=None,
                claims=None,
                method=Method.NUMBER,
                pass_=stage.passes[past.kind],
                household=household,
                party=Party(past.people, past.children),
                exempt=past.exempt or None,
                readings=past.readings,
            )
        )


def _counts(past: Past) -> bool:
    """As `gate.outings` counts: neither an exempt one nor an emergency, nor a caregiver's."""
    return not past.exempt and not past.emergency and past.kind == HOUSEHOLD
