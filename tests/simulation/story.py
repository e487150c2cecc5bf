"""What people do at the gates and at the desk, and what befalls them."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import select

from checkpoint.db import db
from checkpoint.errors import CheckpointError
from checkpoint.gate.device_changes import end_device, move_device, revoke_device
from checkpoint.gate.gates import open_gate, seal_gate
from checkpoint.gate.joining import open_join
from checkpoint.passes import Pass
from checkpoint.passes.issuing import replace_pass, revoke_pass
from checkpoint.passes.number import format_number
from checkpoint.people import Actor
from tests.simulation.estate import card
from tests.simulation.oracle import Endings
from tests.simulation.world import World, has_left

ROOT = Actor.at_the_machine()
REASONS = ("emergency", "medical", "duty", "other")


class Story:
    """The plot of one run: mostly people who come and go, and now and then a blow."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.random = world.random
        self.generations = dict.fromkeys(world.office.estate.passes, 1)
        self.endings = Endings()

    def begin(self) -> None:
        """Switch on every phone, each with a clock of its own."""
        for device in self.world.devices:
            self._set_clock(device)
            self.world.start(device)
        self.world.pass_time(1_000)
        for device in self.world.devices:
            self._sign_on(device)
        self.world.pass_time(500)

    def step(self) -> None:
        """One thing happens, and some time passes."""
        self._blow()
        self._at_a_gate()
        self.world.pass_time(self._pause())

    def _pause(self) -> int:
        # Most people come one after the other; the guards have their quiet hours, too.
        kind = self.random.random()
        if kind < 0.75:
            return self.random.randint(50, 1_500)
        return self.random.randint(1_500, 8_000)

    # At a gate.

    def _at_a_gate(self) -> None:
        device = self._any_device()
        if not self.world.awake(device):
            return
        screen = self.world.witness.screens.get(device)
        if screen == "scan":
            self._at_work(device)
        elif screen == "sign-on":
            self._sign_on(device)
        elif screen == "join" and self.random.random() < 0.3:
            self._join(device)
        elif screen == "starting" and self.random.random() < 0.1:
            self.world.act(device, "emergency")

    def _at_work(self, device: int) -> None:
        """Mostly the next who comes; now and then the guard has a wish of their own."""
        kind = self.random.random()
        if kind < 0.06:
            self.world.act(device, "undo")
        elif kind < 0.08:
            self.world.act(device, "sign off")
        elif kind < 0.1:
            self.world.act(device, "wake")
        else:
            self._passage(device)

    def _sign_on(self, device: int) -> None:
        guard, pin = self.random.choice(list(self.world.office.estate.pins.items()))
        self.world.act(device, "sign on", guard, pin if self.random.random() < 0.9 else "000000")

    def _join(self, device: int) -> None:
        """Staff shows the phone a code for a gate; a revoked one as well as a new one."""
        gate = self.random.choice(self.world.office.estate.gates)
        codes: list[str] = []
        self.world.does(lambda now: codes.append(open_join(ROOT, gate, now)))
        if codes:
            self.world.act(device, "join", codes[0])

    def join_again(self, reports: dict[int, dict[str, Any]]) -> bool:
        """Let the phones join that were taken off their gate before they had sent everything."""
        stranded = [
            device
            for device, report in reports.items()
            if report and report["screen"] == "join" and has_left(report)
        ]
        for device in stranded:
            self._join(device)
            self.world.pass_time(1_000)
        return bool(stranded)

    def _passage(self, device: int) -> None:
        kind = self.random.random()
        number = self.random.choice(list(self.generations))
        if kind < 0.7:
            self.world.act(device, "scan", self._card(number))
        elif kind < 0.78:
            self.world.act(device, "number", format_number(number))
        elif kind < 0.9:
            self.world.act(device, "address", self.world.office.estate.passes[number])
        elif kind < 0.96:
            self.world.act(device, "scan", "https://example.org/menu")
        else:
            self.world.act(device, "emergency")
        self._go_on_later(device)

    def _card(self, number: int) -> str:
        """Mostly the newest card; now and then one that was lost."""
        generation = newest = self.generations[number]
        if self.random.random() > 0.8:
            generation = self.random.randint(1, newest)
        token = card(number, generation)
        self.endings.cards[token] = (number, generation)
        return token

    def _go_on_later(self, device: int) -> None:
        self.world.later(self.random.randint(850, 2_500), lambda: self._go_on(device))

    def _go_on(self, device: int) -> None:
        """The guard looks at the screen and does what it suggests, or something else."""
        screen = self.world.witness.screens.get(device)
        if not self.world.awake(device) or screen not in {"verdict", "keypad", "lookup"}:
            return
        verb, *given = self._next_move(screen, self.world.witness.verdicts[device]["outcome"])
        self.world.act(device, verb, *given)
        if verb in {"measure", "turn", "number"}:
            self._go_on_later(device)

    def _next_move(self, screen: str, outcome: str) -> tuple[str, ...]:
        chance = self.random.random()
        if screen == "lookup" or chance < 0.05:
            return ("back",)
        if outcome == "refuse":
            return ("accept",) if chance < 0.55 else ("override", self.random.choice(REASONS))
        if screen == "keypad":
            return ("record",)
        if chance < 0.15:
            return ("turn", self.random.choice(("exit", "entry")))
        if chance < 0.3:
            return ("record",)
        return ("measure", self.random.choice(("364", "366", "368", "381", "345")))

    # At the desk.

    def _at_the_desk(self) -> None:
        deeds = (
            self._revoke,
            self._replace,
            self._replace,
            self._seal,
            self._open,
            self._open,
            self._move_device,
        )
        self.random.choice(deeds)()

    def _revoke(self) -> None:
        def revoke(each: Pass, now: datetime) -> None:
            number = revoke_pass(ROOT, each, "moved away", now=now).number
            self.endings.revoked[number] = now

        self._with_pass(revoke)

    def _replace(self) -> None:
        def replace(each: Pass, now: datetime) -> None:
            generation = replace_pass(ROOT, each, "lost", now=now).generation
            self.generations[each.number] = generation
            self.endings.replaced[each.number, generation - 1] = now

        self._with_pass(replace)

    def _with_pass(self, deed: Callable[[Pass, datetime], object]) -> None:
        number = self.random.choice(list(self.generations))

        def act(now: datetime) -> None:
            with suppress(CheckpointError):  # it was revoked before
                deed(db.session.scalars(select(Pass).where(Pass.number == number)).one(), now)

        self.world.does(act)

    def _seal(self) -> None:
        gate = self.random.choice(self.world.office.estate.gates)
        self.world.does(lambda now: seal_gate(ROOT, gate, now=now))

    def _open(self) -> None:
        gate = self.random.choice(self.world.office.estate.gates)
        self.world.does(lambda now: open_gate(ROOT, gate, now=now))

    def _move_device(self) -> None:
        device, gate = self._any_device(), self.random.choice(self.world.office.estate.gates)
        self.world.does(lambda now: move_device(ROOT, device, gate, now))

    def _end_device(self) -> None:
        """Mostly a phone is revoked; one that is lost is ended at once."""
        device = self._any_device()
        end = revoke_device if self.random.random() < 0.7 else end_device

        def act(now: datetime) -> None:
            end(ROOT, device, now)
            self.endings.devices.setdefault(device, now)

        self.world.does(act)

    # Blows.

    def _blow(self) -> None:
        luck = self.world.luck
        for chance, act in (
            (luck.office_acts, self._at_the_desk),
            (luck.partition, self._cut_off),
            (luck.device_stops, self._stop_device),
            (luck.device_dies, self._kill_device),
            (luck.device_full, self._fill_device),
            (luck.device_ends, self._end_device),
            (luck.clock_steps, lambda: self._set_clock(self._any_device())),
            (luck.sleeps, self._sleep),
            (luck.server_restarts, lambda: self.world.close_office(self._a_while())),
            (luck.server_killed, self._kill_office),
            (luck.server_full, self._fill_office),
        ):
            if chance and self.random.random() < chance:
                act()

    def _any_device(self) -> int:
        return self.random.choice(self.world.devices)

    def _a_while(self) -> int:
        return self.random.choice((500, 2_000, 8_000, 25_000, 90_000))

    def _cut_off(self) -> None:
        device, cut_off = self._any_device(), self.world.network.cut_off
        cut_off.add(device)
        self.world.later(self._a_while(), lambda: cut_off.discard(device))

    def _stop_device(self) -> None:
        device = self._any_device()
        if device in self.world.on:
            self.world.stop(device)
        self._start_later(device)

    def _kill_device(self) -> None:
        """It dies in the midst of its work with the disk."""
        device = self._any_device()
        chance = self.random.random
        how = {"power": chance() < 0.5, "landed": chance() < 0.5}
        self.world.tell("die", device, after=self.random.randint(0, 25), **how)
        self._start_later(device)

    def _start_later(self, device: int) -> None:
        def start() -> None:
            if device not in self.world.on:
                self.world.start(device)

        self.world.later(self._a_while(), start)

    def _fill_device(self) -> None:
        device = self._any_device()
        self.world.tell("disk", device, room=self.random.choice((0, 0, 1, 3)))
        self.world.later(self._a_while(), lambda: self.world.tell("disk", device, room=None))

    def _set_clock(self, device: int) -> None:
        seconds = self.random.choice((0, 1, 2, 30, 300, 900, 7_200, 100_000))
        offset = self.random.randint(-seconds, seconds) * 1_000
        self.world.set_clock(device, offset, self.random.randint(-200, 200))

    def _sleep(self) -> None:
        """A screen goes dark, and the phone does nothing for a while."""
        device = self._any_device()
        until = self.world.now + self.random.choice((5_000, 60_000, 600_000, 90_000_000))
        self.world.asleep_until[device] = until
        self.world.tell("sleep", device, until=until)

    def _kill_office(self) -> None:
        if self.world.office_up:
            self.world.office.commits_left = self.random.randint(0, 4)

    def _fill_office(self) -> None:
        office = self.world.office

        def free() -> None:
            office.full = False

        office.full = True
        self.world.later(self._a_while(), free)
