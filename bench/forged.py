"""Forged tokens by the million: how many get through (none may), and how fast they are refused.

    python -m bench.forged [--count 10000000] [--minutes M] [--seed 1]

In as many processes as there are cores. Each text goes through the gate's two pure functions, read
and decide; one that is not refused, or that raises anything but a refusal, is printed and ends the
run with an error. The reference is to verify one Ed25519 signature, without which no token can be
refused that says it is ours.
"""

import argparse
import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from cryptography.exceptions import InvalidSignature

from checkpoint.gate.verdict import Outcome
from checkpoint.passes.phone_token import phone_name
from tests.passes.forging import ISSUER, Forger
from tests.passes.gatekeeper import verdict_on

PART = 50_000  # forgeries of one seed
REFERENCE = 5_000
Counts = tuple[Counter[str], Counter[str], list[str], float]


def main() -> None:
    """Forge, judge, count; exit status 1 if anything got through."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    wish = parser.parse_args()
    cores = os.cpu_count() or 1
    kinds, reasons, wrong, busy = Counter[str](), Counter[str](), list[str](), 0.0
    begin = time.perf_counter()
    parts = range(wish.seed, wish.seed + -(-wish.count // PART))
    with ProcessPoolExecutor(cores) as pool:
        for more_kinds, more_reasons, more_wrong, seconds in pool.map(
            judge_part, parts, [begin + wish.minutes * 60] * len(parts)
        ):
            kinds += more_kinds
            reasons += more_reasons
            wrong += more_wrong
            busy += seconds
    report(kinds, reasons, wrong, busy, time.perf_counter() - begin, cores)
    sys.exit(bool(wrong))


def judge_part(seed: int, until: float) -> Counts:
    """Forge and judge one part, unless time is up; CPU seconds are those of judging alone."""
    kinds, reasons, wrong = Counter[str](), Counter[str](), list[str]()
    # One clock for all processes: that of the system.
    if time.perf_counter() > until:
        return kinds, reasons, wrong, 0.0
    forger = Forger(seed)
    gone = phone_name(forger.unlinked.public)
    made = [forger.text() for _ in range(PART)]
    begin = time.process_time()
    for kind, text in made:
        kinds[kind] += 1
        try:
            verdict = verdict_on(text, unlinked=gone)
        except Exception as error:
            wrong.append(f"seed {seed}, {kind}: {error!r} for {text!r}")
            continue
        reasons[verdict.reason] += 1
        if verdict.outcome is not Outcome.REFUSE:
            wrong.append(f"seed {seed}, {kind}: {verdict.outcome} for {text!r}")
    return kinds, reasons, wrong, time.process_time() - begin


def report(
    kinds: Counter[str],
    reasons: Counter[str],
    wrong: list[str],
    busy: float,
    wall: float,
    cores: int,
) -> None:
    """Print how many there were of what, and the rate."""
    count = kinds.total()
    each = busy / count
    print(f"{count:,} forged tokens in {wall / 60:.1f} minutes on {cores} cores")
    print(f"  not refused, or an error: {len(wrong)}")
    for line in wrong[:20]:
        print(f"    {line}")
    for title, found in (("forged by", kinds), ("refused for", reasons)):
        print(f"  {title}")
        for name, number in found.most_common():
            print(f"    {name:22}{number:12,}  {number / count:6.1%}")
    print(
        f"  {count / wall:,.0f} a second; one takes {each * 1e6:.0f} µs of one core, "
        f"{each / reference():.2f} times as long as to verify one signature"
    )


def reference() -> float:
    """CPU seconds for one Ed25519 signature that does not hold."""
    key, message = ISSUER.public_key(), b"checkpoint" * 3
    signature = ISSUER.sign(message + b"!")
    begin = time.process_time()
    for _ in range(REFERENCE):
        try:
            key.verify(signature, message)
        except InvalidSignature:
            continue
    return (time.process_time() - begin) / REFERENCE


if __name__ == "__main__":
    main()
