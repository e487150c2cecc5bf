"""One seed from beginning to end."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.simulation.checks import broken_promises
from tests.simulation.node import Node
from tests.simulation.office import Office, world_of
from tests.simulation.story import Story
from tests.simulation.trace import Trace
from tests.simulation.world import World

# After the storm a device may need this long to find out by itself that all is well again.
SETTLE_MS = 240_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a seed."""

    seed: int
    fingerprint: str
    broken: list[str]
    counts: Counter[str]


@dataclass
class Stage:
    """An office and a Node that many seeds are run on, one after the other."""

    office: Office
    node: Node

    def run(self, seed: int, *, defect: str = "", loud: bool = False) -> Outcome:
        """Run one seed."""
        trace = Trace(loud=loud)
        size = Random(f"size {seed}")
        world = World(
            f"seed {seed}",
            self.office,
            self.node,
            trace,
            devices=size.choice((2, 2, 3, 3, 4)),
            defect=defect,
        )
        story = Story(world)
        story.begin()
        for _ in range(size.randint(50, 90)):
            story.step()
        world.heal()
        reports = world.settle(SETTLE_MS)
        if story.join_again(reports):
            reports = world.settle(SETTLE_MS)
        broken = broken_promises(self.office, world.witness, reports, story.endings)
        counts = Counter(world.witness.counts)
        counts.update(requests=world.requests, crossings=len(world.witness.kept), lines=trace.lines)
        return Outcome(seed, trace.fingerprint, broken, counts)


@contextmanager
def stage(bundle: Path, folder: Path) -> Iterator[Stage]:
    """Everything that stays the same from seed to seed. `folder` is for the office."""
    with ExitStack() as stack:
        office = Office(folder)
        stack.enter_context(world_of(office))
        yield Stage(office, stack.enter_context(Node(bundle)))
