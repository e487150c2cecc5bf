"""What can go wrong in one run, and how often. Each seed has a weather of its own: some faults are
absent, so that others can be seen by themselves."""

from dataclasses import dataclass, fields
from random import Random


@dataclass(frozen=True, slots=True)
class Luck:
    """Chances from 0 to 1, each for one message or one step."""

    lost_request: float
    lost_answer: float
    doubled: float
    slow: float
    cut_short: float
    foreign: float
    partition: float
    device_stops: float
    device_dies: float
    device_full: float
    device_ends: float
    clock_steps: float
    sleeps: float
    server_restarts: float
    server_killed: float
    server_full: float
    office_acts: float

    @classmethod
    def drawn(cls, random: Random) -> "Luck":
        """A weather: about half of the faults, each as often as its highest or less."""
        return cls(**{name: _chance(random, most) for name, most in HIGHEST.items()})


HIGHEST = {
    "lost_request": 0.25,
    "lost_answer": 0.25,
    "doubled": 0.25,
    "slow": 0.3,
    "cut_short": 0.05,
    "foreign": 0.1,
    "partition": 0.06,
    "device_stops": 0.03,
    "device_dies": 0.04,
    "device_full": 0.03,
    "device_ends": 0.015,
    "clock_steps": 0.03,
    "sleeps": 0.04,
    "server_restarts": 0.03,
    "server_killed": 0.04,
    "server_full": 0.03,
    "office_acts": 0.1,
}
assert set(HIGHEST) == {field.name for field in fields(Luck)}
CALM = Luck(**dict.fromkeys(HIGHEST, 0.0))


def _chance(random: Random, most: float) -> float:
    return random.uniform(most / 4, most) if random.random() < 0.55 else 0.0
