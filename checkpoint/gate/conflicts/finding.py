"""From the passages of one household, or of one extra pass, to what can't be right among them.

Pure: no Flask, no database, no clock. The answer depends on the passages alone, not on the order
in which they are given or arrived.

What counts is who went through: a refused attempt is none, an undone passage is none, and neither
is the undo. In the order of time, a conflict is

``household.out_twice``          two exits with no entry between them
``household.in_twice``           two entries with no exit between them
``pass.was_revoked``             on a pass that had been revoked, or a card that had been replaced
``crossing.impossible_travel``   at two gates within less than a minute
``device.was_revoked``           decided by a phone that had been revoked

What the guard was told is no conflict: an exit of who is out, let through as an exception with its
reason, and an entry of who is in, where the phone asked and the guard looked, are on record as what
they are. A conflict is what the device did not know.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final, NamedTuple
from uuid import UUID

from checkpoint.gate.verdict import Direction

OUT_TWICE: Final = "household.out_twice"
IN_TWICE: Final = "household.in_twice"
CARD_ENDED: Final = "pass.was_revoked"
TRAVEL: Final = "crossing.impossible_travel"
PHONE_ENDED: Final = "device.was_revoked"
KINDS: Final = (OUT_TWICE, IN_TWICE, CARD_ENDED, TRAVEL, PHONE_ENDED)

# Nobody gets from one gate to another in less.
TRAVEL_TIME: Final = timedelta(seconds=60)
# How long a guard may take back their own last crossing.
UNDO_MS: Final = 120_000

# A reason hides what the rule book (`gate/verdict.py`) looks at after it.
_BEFORE_WHO_IS_OUT: Final = ("token.", "pass.", "household.", "gate.")
_BEFORE_WHO_IS_IN: Final = (*_BEFORE_WHO_IS_OUT, "reading.")
# Said of a card that is good.
_OF_A_GOOD_CARD: Final = ("pass.outside_hours", "pass.already_out", "pass.already_in")
_ABOUT_THE_CARD: Final = ("token.", "pass.")


@dataclass(frozen=True, slots=True)
class Passage:
    """Somebody of the household went through, or a guard took that back (`undoes`).

    `pass_id` is the pass that was shown, None for an address. `pass_ended_at` is when that pass was
    revoked or that card replaced. `by_hand` is copied from a book, its time as a guard wrote it.
    `device_at` is by the device's own clock, which tells whether an undo came in time.
    """

    at: datetime
    device_at: datetime
    id: UUID
    direction: Direction
    gate_id: int
    device_id: int | None
    reason: str
    override: bool = False
    undoes: UUID | None = None
    pass_id: int | None = None
    pass_ended_at: datetime | None = None
    device_revoked_at: datetime | None = None
    by_hand: bool = False

    @property
    def place(self) -> tuple[datetime, UUID]:
        """Where it stands in the household's life."""
        return self.at, self.id


class Found(NamedTuple):
    """A conflict: the earlier passage and the later one, or one passage twice."""

    kind: str
    first: UUID
    second: UUID


def find_conflicts(passages: Collection[Passage]) -> set[Found]:
    """Every conflict among the passages of one household, given in any order."""
    counted = sorted(_counted(passages), key=lambda each: each.place)
    return {*_same_way_twice(counted), *_too_fast(counted), *_after_the_end(counted)}


def undone(passages: Collection[Passage]) -> set[UUID]:
    """The ids of those that a valid undo takes back: by the same device, within two minutes.

    The rule of `outside.Passage.takes_back`; a test holds both to the same.
    """
    by_id = {each.id: each for each in passages}
    pairs = ((each, by_id.get(each.undoes)) for each in passages if each.undoes)
    return {target.id for undo, target in pairs if target and _takes_back(undo, target)}


def _takes_back(undo: Passage, target: Passage) -> bool:
    same = undo.device_id == target.device_id is not None and target.undoes is None
    waited = (undo.device_at - target.device_at) / timedelta(milliseconds=1)
    return same and 0 <= round(waited) <= UNDO_MS


def _counted(passages: Collection[Passage]) -> Iterator[Passage]:
    taken_back = undone(passages)
    return (each for each in passages if each.undoes is None and each.id not in taken_back)


def _same_way_twice(counted: Iterable[Passage]) -> Iterator[Found]:
    for first, second in pairwise(counted):
        if first.direction is second.direction and not _told(second):
            kind = OUT_TWICE if second.direction is Direction.EXIT else IN_TWICE
            yield Found(kind, first.id, second.id)


def _told(second: Passage) -> bool:
    """Whether the guard was told, or could not be told for a reason that comes before it."""
    if second.direction is Direction.EXIT:
        return second.override and second.reason.startswith(_BEFORE_WHO_IS_OUT)
    return second.reason.startswith(_BEFORE_WHO_IS_IN)


def _too_fast(counted: Iterable[Passage]) -> Iterator[Found]:
    recent: list[Passage] = []
    for second in counted:
        if second.by_hand or second.override:
            continue
        recent = [each for each in recent if second.at - each.at < TRAVEL_TIME]
        for first in recent:
            if first.gate_id != second.gate_id and not _of_two_passes(first, second):
                yield Found(TRAVEL, first.id, second.id)
        recent.append(second)


def _of_two_passes(first: Passage, second: Passage) -> bool:
    """A caregiver at one gate and the family at another are two people with a pass each."""
    return None not in (first.pass_id, second.pass_id) and first.pass_id != second.pass_id


def _after_the_end(counted: Iterable[Passage]) -> Iterator[Found]:
    for each in counted:
        about = each.reason.startswith(_ABOUT_THE_CARD) and each.reason not in _OF_A_GOOD_CARD
        told = each.override and about
        if each.pass_ended_at and each.pass_ended_at < each.at and not told:
            yield Found(CARD_ENDED, each.id, each.id)
        if each.device_revoked_at and each.device_revoked_at < each.at:
            yield Found(PHONE_ENDED, each.id, each.id)
