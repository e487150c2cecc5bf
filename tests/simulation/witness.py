"""What was said and done at the gates, as somebody who only watches writes it down."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from tests.simulation.node import Event

Body = dict[str, Any]
# A device keeps whole seconds of its age.
ROUNDING_S = 1


@dataclass
class Knowledge:
    """What one device must know by now."""

    # Passes that it has heard to be revoked, and the newest card of each that it has heard of.
    revoked: set[int] = field(default_factory=set)
    newest: dict[int, int] = field(default_factory=dict)
    # The newest card of each pass that was held before it since it was switched on.
    seen: dict[int, int] = field(default_factory=dict)
    # When it last heard from the office by its own clock; None where that clock was set since.
    heard_at: float | None = None

    def newest_card(self, number: int) -> int:
        """The highest generation that it may let through."""
        return max(self.newest.get(number, 0), self.seen.get(number, 0))

    def copy(self) -> "Knowledge":
        """As it is now."""
        return Knowledge(set(self.revoked), dict(self.newest), dict(self.seen), self.heard_at)


@dataclass
class Witness:
    """The devices' promises, and every promise that was broken in passing."""

    # Crossings that reached a disk, by id; those that may have when the power failed; all others.
    kept: dict[str, Body] = field(default_factory=dict)
    unsure: dict[str, Body] = field(default_factory=dict)
    keeping: dict[str, tuple[int, Body]] = field(default_factory=dict)
    kept_by: dict[str, int] = field(default_factory=dict)
    screens: dict[int, str] = field(default_factory=dict)
    verdicts: dict[int, Event] = field(default_factory=dict)
    knows: defaultdict[int, Knowledge] = field(default_factory=lambda: defaultdict(Knowledge))
    # What each device knew when it began to decide on who stands there now.
    knew: dict[int, Knowledge] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    counts: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def sees(self, device: int, event: Event, device_time: float) -> None:
        """Something that a device did or showed; `device_time` is what its clock showed, in ms."""
        kind = event["say"].replace(" ", "_")
        self.counts[kind] += 1
        if kind == "heard":
            self.knows[device].heard_at = device_time
        elif kind == "keeping":
            self._keeping(device, event["crossing"], device_time)
        elif act := getattr(self, f"_{kind}", None):
            act(device, event)

    def clock_was_set(self, device: int) -> None:
        """By its own clock nobody can say any more how long ago anything was."""
        self.knows[device].heard_at = None

    def _keeping(self, device: int, crossing: Body, device_time: float) -> None:
        self.keeping[crossing["id"]] = (device, crossing)
        heard_at = self.knows[device].heard_at
        asked = not crossing["undoes"] and self.verdicts.get(device, {}).get("judge") == "office"
        if heard_at is None or asked:
            return
        age = (device_time - heard_at) / 1000
        if crossing["knowledge_age_s"] < age - ROUNDING_S:
            self.broken.append(
                f"crossing {crossing['id']} says that device {device} knew of "
                f"{crossing['knowledge_age_s']} s ago; it was {age:.0f} s"
            )

    def _kept(self, device: int, event: Event) -> None:
        _, self.kept[event["id"]] = self.keeping.pop(event["id"])
        self.kept_by[event["id"]] = device

    def _wrong(self, device: int, _: Event) -> None:
        self._forget_keeping(device)

    def _off(self, device: int, _: Event) -> None:
        self.unsure |= self._forget_keeping(device)
        self.screens[device] = "off"
        self.knows[device].seen.clear()

    def _forget_keeping(self, device: int) -> dict[str, Body]:
        mine = {id: body for id, (by, body) in self.keeping.items() if by == device}
        for id in mine:
            del self.keeping[id]
        return mine

    def _screen(self, device: int, event: Event) -> None:
        self.screens[device] = event["name"]
        if event["name"] == "join":
            self.knows[device] = Knowledge()
        elif event["name"] == "judging":
            self.knew[device] = self.knows[device].copy()

    def _learned(self, device: int, event: Event) -> None:
        known = self.knows[device]
        for number, _, generation, state, *_ in event["passes"]:
            known.newest[number] = generation
            if state != "a":
                known.revoked.add(number)

    def _verdict(self, device: int, event: Event) -> None:
        self.verdicts[device] = event
        self.counts[event["outcome"]] += 1
        number, generation = event["pass"], event["generation"]
        known = self.knew[device]
        if event["outcome"] != "refuse":
            if number in known.revoked:
                self.broken.append(f"device {device} admitted {number} and knew it was revoked")
            if generation is not None and generation < known.newest_card(number):
                self.broken.append(
                    f"device {device} admitted card {generation} of {number} and knew of card "
                    f"{known.newest_card(number)}"
                )
        if generation is not None:
            seen = self.knows[device].seen
            seen[number] = max(generation, seen.get(number, 0))
