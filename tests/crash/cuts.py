"""Rounds of a power cut: like those of a kill, but what was never synced may be gone afterwards."""

import random
from collections.abc import Callable

from tests.crash.disks import Disk
from tests.crash.examine import lost
from tests.crash.phones import PHONES, RATE, Phones
from tests.crash.rounds import Series, hand_over, one_kill
from tests.crash.settled import settle


def cut_again_and_again(
    disk: Disk,
    cuts: int,
    seed: int,
    *,
    synchronous: str = "",
    journal: str = "",
    tell: Callable[[Series], None] = lambda _: None,
) -> Series:
    """Cut the power of a server under load so often and look at what is left each time, and when
    every phone has handed over all it had. Stops at the first fault; `lost` says what it cost."""
    chance, series, seam = random.Random(seed), Series("cuts"), disk.seam(synchronous, journal)
    posts = settle(disk.instance, PHONES)
    disk.settled()
    with Phones(posts, seed, RATE) as phones:
        while series.kills < cuts and not series.faults:
            one_kill(disk.instance, seam, phones, chance, series)
            disk.cut(chance)
            series.lost = lost(disk.instance, phones.ledger)
            series.look(disk.instance, phones)
            tell(series)
        if not series.faults:
            hand_over(disk.instance, seam, phones)
            series.look(disk.instance, phones)
    return series
