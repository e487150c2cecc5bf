"""Lives of a household at its gates, made up by hypothesis: honest ones, and any at all."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from hypothesis import strategies as st

from checkpoint.gate.conflicts import Passage
from checkpoint.gate.verdict import Direction

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
SPACE = UUID(int=7)
GATES = (1, 2)
EXIT, ENTRY = Direction.EXIT, Direction.ENTRY
REASONS = ("exit.admitted", "entry.admitted", "household.already_in", "reading.fever")
HIDING = ("household.already_out", "gate.sealed", "pass.revoked")


def passage(
    minutes: float, direction: Direction = EXIT, gate: int = 1, **changed: object
) -> Passage:
    """Somebody went through at noon plus `minutes`, by the one phone of that gate."""
    name = f"{minutes} {direction} {gate} {changed.get('device_id')}"
    moment = NOON + timedelta(minutes=minutes)
    usual = Passage(
        at=moment,
        device_at=moment,
        id=uuid5(SPACE, name),
        direction=direction,
        gate_id=gate,
        device_id=gate,
        reason=f"{direction}.admitted",
        pass_id=1,
    )
    if "at" in changed:
        changed.setdefault("device_at", changed["at"])
    return replace(usual, **changed)  # type: ignore[arg-type]


@st.composite
def any_life(draw: st.DrawFn, most: int = 9) -> list[Passage]:
    """Whatever phones can send: every direction, gate, verdict and undo, minutes apart."""
    life: list[Passage] = []
    for number in range(draw(st.integers(2, most))):
        direction = draw(st.sampled_from(Direction))
        override = draw(st.booleans())
        gate = draw(st.sampled_from(GATES))
        back = draw(st.sampled_from(life)) if life and draw(st.integers(0, 3)) == 0 else None
        at = NOON + timedelta(seconds=20 * draw(st.integers(0, 60)))
        life.append(
            Passage(
                at=at,
                device_at=at + timedelta(seconds=draw(st.sampled_from((0, 0, 0, 90)))),
                id=UUID(int=draw(st.integers(0, 2**64)) << 8 | number),
                direction=direction,
                gate_id=gate,
                device_id=back.device_id if back and draw(st.booleans()) else gate,
                reason=draw(st.sampled_from(HIDING if override else REASONS)),
                override=override,
                undoes=back.id if back else None,
                pass_id=draw(st.sampled_from((1, 2, None))),
            )
        )
    return life


@dataclass
class Honest:
    """A household that does nothing wrong, at gates whose phones know or don't."""

    draw: st.DrawFn
    life: list[Passage] = field(default_factory=list)
    minutes: float = 0.0
    out: bool = False

    def step(self) -> None:
        """Let some time go by, and somebody go the way that is theirs to go."""
        self.minutes += self.draw(st.floats(1, 300))
        direction = ENTRY if self.out else EXIT
        moves = [self.go, self.go, self.mistake, self.second_home, self.emergency, self.nurse]
        self.draw(st.sampled_from(moves))(direction)

    def go(self, direction: Direction) -> None:
        """Out when in, in when out. A phone that is behind asks at an entry; the guard looks."""
        behind = direction is ENTRY and self.draw(st.booleans())
        self._add(direction, reason="household.already_in" if behind else f"{direction}.admitted")
        self.out = direction is EXIT

    def mistake(self, direction: Direction) -> None:
        """The guard presses the wrong way, takes it back and presses the right one."""
        wrong = self._add(EXIT if self.out else ENTRY)
        self.minutes += self.draw(st.floats(0.1, 1.9))
        undo = replace(wrong, id=uuid5(wrong.id, "undo"), undoes=wrong.id)
        at = NOON + timedelta(minutes=self.minutes)
        self.life.append(replace(undo, reason="crossing.undone", at=at, device_at=at))
        self.minutes += 1
        self.go(direction)

    def second_home(self, direction: Direction) -> None:
        """Two of a family come home one after the other; at the second the phone asks."""
        if self.out:
            self.go(ENTRY)
            self.minutes += self.draw(st.floats(1.1, 30))
            self._add(ENTRY, reason="household.already_in")
        else:
            self.go(direction)

    def emergency(self, direction: Direction) -> None:
        """Somebody must go while another is out: the guard is told, and makes an exception."""
        if self.out:
            self._add(EXIT, reason="household.already_out", override=True)
        else:
            self._add(EXIT, reason="gate.sealed", override=True)
            self.out = True

    def nurse(self, direction: Direction) -> None:
        """A caregiver has a pass of their own, and may be at the other gate in the same minute."""
        self.go(direction)
        if self.life:
            other = 3 - self.life[-1].gate_id
            self.minutes += 0.3
            way = ENTRY if self.out else EXIT
            self._add(way, gate=other, pass_id=2)
            self.out = way is EXIT

    def _add(self, direction: Direction, gate: int | None = None, **more: object) -> Passage:
        gate = gate or self.draw(st.sampled_from(GATES))
        self.life.append(passage(self.minutes, direction, gate, **more))
        return self.life[-1]


@st.composite
def honest_life(draw: st.DrawFn) -> list[Passage]:
    """Up to twenty steps of a household at its best."""
    household = Honest(draw)
    for _ in range(draw(st.integers(0, 20))):
        household.step()
    return household.life
