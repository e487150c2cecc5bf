"""What does not fit together among the crossings of a household, worked out a second time.

The rules are those of `checkpoint/gate/conflicts/finding.py` in its own words, with none of its
code; what ended when is known from the story, not from the office's rows.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from tests.simulation.model import Told, counted

Conflict = tuple[str, str, str]
TRAVEL = timedelta(seconds=60)
BEFORE_OUT = ("token.", "pass.", "household.", "gate.")
GOOD_CARD = ("pass.already_out", "pass.already_in")
BEFORE_IN = (*BEFORE_OUT, "reading.")


@dataclass
class Endings:
    """What staff has ended, and when: the first time counts."""

    # Number and generation of the card on each token.
    cards: dict[str, tuple[int, int]] = field(default_factory=dict)
    # By number: when it was revoked; when each of its generations was replaced.
    revoked: dict[int, datetime] = field(default_factory=dict)
    replaced: dict[tuple[int, int], datetime] = field(default_factory=dict)
    devices: dict[int, datetime] = field(default_factory=dict)

    def shown(self, told: Told) -> tuple[int, int | None] | None:
        """The pass that was shown, with the generation of the card if there was one."""
        if told.body["method"] == "scan":
            return self.cards.get(told.body["token"] or "")
        return (told.body["number"], None) if told.body["method"] == "number" else None

    def ended(self, told: Told) -> Iterator[datetime]:
        """When what was shown came to its end, as far as the office knew on receipt."""
        shown = self.shown(told)
        if shown is None:
            return
        number, generation = shown
        moments = [self.revoked.get(number)]
        if generation is not None:
            moments += [
                at
                for (other, old), at in self.replaced.items()
                if other == number and generation <= old
            ]
        yield from (at for at in moments if at and at <= told.received_at)


def conflicts(told: list[Told], endings: Endings) -> set[Conflict]:
    """Every conflict that is to be open: kind, the earlier crossing and the later one."""
    lives: defaultdict[tuple[int, bool], list[Told]] = defaultdict(list)
    for each in counted(told):
        if each.body["household_id"] is not None:
            lives[each.body["household_id"], each.extra].append(each)
    return {
        (kind, first.body["id"], second.body["id"])
        for life in lives.values()
        for kind, first, second in _of_life(life, endings)
    }


def _of_life(life: list[Told], endings: Endings) -> Iterator[tuple[str, Told, Told]]:
    for first, second in pairwise(life):
        if first.body["direction"] == second.body["direction"] and not _was_told(second):
            out = second.body["direction"] == "exit"
            yield ("household.out_twice" if out else "household.in_twice"), first, second
    for place, second in enumerate(life):
        for first in life[:place]:
            if _too_fast(first, second, endings):
                yield "crossing.impossible_travel", first, second
    for each in life:
        ended = min(endings.ended(each), default=None)
        about = _reason(each).startswith(("token.", "pass.")) and _reason(each) not in GOOD_CARD
        told = each.body["override"] and about
        if ended and ended < each.at and not told:
            yield "pass.was_revoked", each, each
        revoked = endings.devices.get(each.device_id)
        if revoked and revoked < each.at and revoked <= each.received_at:
            yield "device.was_revoked", each, each


def _was_told(second: Told) -> bool:
    """Whether the guard knew better, or could not be told."""
    if second.body["direction"] == "exit":
        return bool(second.body["override"]) and _reason(second).startswith(BEFORE_OUT)
    return _reason(second).startswith(BEFORE_IN)


def _too_fast(first: Told, second: Told, endings: Endings) -> bool:
    if first.body["override"] or second.body["override"]:
        return False
    one, other = endings.shown(first), endings.shown(second)
    return (
        second.at - first.at < TRAVEL
        and first.body["gate_id"] != second.body["gate_id"]
        and not (one and other and one[0] != other[0])
    )


def _reason(told: Told) -> str:
    return str(told.body["verdict"]["reasons"][0])
