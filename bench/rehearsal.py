"""A rehearsal of rules on a week of crossings: how long each preset takes.

    python -m bench.rehearsal [--crossings 50000]

Makes an installation of 3,427 households with a week of exits and entries, each with its reading,
and rehearses every preset as the page does, from the database to the list of households. Says what
each would have admitted and refused. Wanted are five seconds where the reference takes 0.45 s: ends
with status 1 where one takes more than eleven times the work of the reference.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from bench.reference import reference_seconds
from checkpoint import create_app
from checkpoint.db import db, writing
from checkpoint.demo.estate import COMPOUND, sample_estate
from checkpoint.gate.models import Crossing, Reading
from checkpoint.gate.rehearsal import rehearse
from checkpoint.gate.rules import PRESETS
from checkpoint.gate.verdict import Direction, Method
from checkpoint.passes import Pass, SigningKey
from checkpoint.people import Community, Compound, Gate, Household, Resident, sort_key

NOW = datetime(2020, 2, 16, 15, 59, tzinfo=UTC)
WEEK = timedelta(days=7)
WANTED_RATIO = 11.0
AT_ONCE = 500


def main() -> None:
    """Make the week, rehearse each preset, and print seconds and their ratio to the reference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--crossings", type=int, default=50_000)
    wanted = parser.parse_args().crossings
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Path(folder) / "instance")
        with app.test_request_context():
            compound_id = make_week(wanted)
            slowest = max([measure(compound_id, preset) for preset in PRESETS])
            db.session.remove()
            db.engine.dispose()
    if slowest > WANTED_RATIO:
        sys.exit(f"a rehearsal took {slowest:.1f} of the reference; wanted are {WANTED_RATIO:.0f}")


def measure(compound_id: int, preset: str) -> float:
    """Rehearse one preset, and say what it came to; returns the ratio to the reference."""
    db.session.remove()
    compound = db.session.get_one(Compound, compound_id)
    begin, worked = time.perf_counter(), time.process_time()
    found = rehearse(compound, PRESETS[preset], now=NOW)
    seconds, worked = time.perf_counter() - begin, time.process_time() - worked
    ratio = worked / reference_work()
    print(
        f"  {preset:8} {seconds:6.2f} s, {worked:5.2f} s of it at work   {ratio:5.1f} of the "
        f"reference   {found.exits:,} exits, {found.admitted:,} admitted, "
        f"{found.refused:,} refused, {found.refused_households:,} households"
    )
    return ratio


def reference_work() -> float:
    """Seconds of a processor for the reference: of wall seconds others take their share."""
    begin = time.process_time()
    reference_seconds()
    return time.process_time() - begin


def make_week(crossings: int) -> int:
    """An estate with so many crossings in the last week; returns the compound's id."""
    with writing():
        office = Community(name=COMPOUND, time_zone="Asia/Shanghai")
        compound = Compound(name=COMPOUND, community=office)
        compound.gates = [Gate(name="1")]
        db.session.add_all([compound, SigningKey(kid=1, public=b"k" * 32, created_at=NOW)])
        db.session.add_all(homes_of(compound))
        db.session.flush()
        ids = list(db.session.scalars(db.select(Household.id)))
        db.session.execute(insert(Pass), [pass_of(id) for id in ids])
        gate_id = compound.gates[0].id
        rows = db.session.execute(db.select(Pass.household_id, Pass.id))
        passes = {household_id: id for household_id, id in rows if household_id}
        week = list(week_of(crossings, compound.id, gate_id, passes))
        for start in range(0, len(week), AT_ONCE):
            part = week[start : start + AT_ONCE]
            db.session.execute(insert(Crossing), part)
            db.session.execute(insert(Reading), [reading_of(each) for each in part])
        return int(compound.id)


def homes_of(compound: Compound) -> Iterator[Household]:
    """The households of the demonstration, each with one person."""
    for home in sample_estate():
        place = str(home.building), str(home.unit or ""), str(home.room)
        yield Household(
            compound=compound,
            building=place[0],
            unit=place[1],
            room=place[2],
            sort_key=sort_key(*place),
            residents=[Resident(name="王建国", position=0)],
        )


def pass_of(household_id: int) -> dict[str, Any]:
    """A household's pass."""
    return {
        "number": household_id * 11,
        "household_id": household_id,
        "kid": 1,
        "valid_from": NOW - 2 * WEEK,
        "issued_at": NOW - 2 * WEEK,
    }


def week_of(
    crossings: int, compound_id: int, gate_id: int, passes: dict[int, int]
) -> Iterator[dict[str, Any]]:
    """Exits at any hour of the day, most by daylight, each with an entry up to three hours later;
    some households go out far more often than others."""
    chance = random.Random(4)
    ids = list(passes)
    weights = [chance.paretovariate(1.5) for _ in ids]
    for number, home in enumerate(chance.choices(ids, weights, k=crossings // 2)):
        minute = chance.gauss(13 * 60, 4 * 60) % 1440
        out = NOW - timedelta(days=chance.randrange(7), minutes=minute)
        back = out + timedelta(minutes=chance.uniform(10, 180))
        for turn, (at, direction) in enumerate([(out, Direction.EXIT), (back, Direction.ENTRY)]):
            yield {
                "id": UUID(int=number * 2 + turn + 1),
                "body_sha256": b"0" * 32,
                "compound_id": compound_id,
                "gate_id": gate_id,
                "household_id": home,
                "pass_id": passes[home],
                "direction": direction,
                "method": Method.SCAN,
                "decided_at": min(at, NOW),
                "device_at": at,
                "received_at": at,
                "device_outcome": "admit",
                "device_reason": f"{direction.value}.admitted",
                "server_outcome": "admit",
                "server_reason": f"{direction.value}.admitted",
                "answer": {},
            }


def reading_of(crossing: dict[str, Any]) -> dict[str, Any]:
    """Its temperature."""
    return {
        "crossing_id": crossing["id"],
        "compound_id": crossing["compound_id"],
        "household_id": crossing["household_id"],
        "tenths": 364,
        "taken_at": crossing["decided_at"],
    }


if __name__ == "__main__":
    main()
