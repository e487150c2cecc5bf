"""What must hold when the storm is over, whatever happened in it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, text

from checkpoint.db import db
from checkpoint.gate import Crossing, SetAside, rebuild_outside
from checkpoint.gate.models import Conflict, ConflictState
from checkpoint.passes import Pass
from checkpoint.people import Compound, Household
from tests.simulation.estate import EXTRA_NUMBER
from tests.simulation.model import Told, belongs_aside, extra_outside, outside
from tests.simulation.office import Office
from tests.simulation.oracle import Endings, conflicts
from tests.simulation.witness import Witness

Report = dict[str, Any]


def broken_promises(
    office: Office, witness: Witness, reports: dict[int, Report], endings: Endings
) -> list[str]:
    """Everything that does not hold, in words."""
    if missing := [device for device, report in reports.items() if not report]:
        return [f"devices {missing} did not come up again"]
    with office.inside():
        found = list(witness.broken)
        found += _lost_or_doubled(witness)
        found += _wrongly_out(office, witness, reports, endings)
        found += _not_flagged(witness, endings)
        found += _left_on_devices(witness, reports)
        found += _unsound()
        return found


def _lost_or_doubled(witness: Witness) -> Iterator[str]:
    recorded = {str(id) for id in db.session.scalars(select(Crossing.id))}
    # What is told of a shift may be set aside as well.
    rows = db.session.execute(select(SetAside.crossing_id, SetAside.body))
    aside = [str(row.crossing_id) for row in rows if "direction" in row.body]
    for id, body in witness.kept.items():
        here = (id in recorded) + aside.count(id)
        if here != 1:
            yield f"crossing {id} of device {witness.kept_by[id]} is {here} times at the office"
        elif (id in aside) != belongs_aside(body) and not (body["undoes"] and id in aside):
            yield f"crossing {id} is kept in the wrong place"
    for id in recorded.union(aside) - set(witness.kept) - set(witness.unsure):
        yield f"crossing {id} is at the office, and no device said that it was recorded"


def _wrongly_out(
    office: Office, witness: Witness, reports: dict[int, Report], endings: Endings
) -> Iterator[str]:
    told = _told(witness, endings)
    expected = outside(told)
    households = db.session.scalars(select(Household)).all()
    for each in households:
        if each.outside_since != expected.get(each.id):
            yield (
                f"household {each.id} is out since {each.outside_since} at the office; "
                f"it should be {expected.get(each.id)}"
            )
    for device, report in reports.items():
        for each in households if report["version"] else ():
            shown = report["outside"].get(str(each.id), 0)
            if _seconds(shown) != _whole(each.outside_since):
                yield (
                    f"device {device} shows household {each.id} as out since {shown}, "
                    f"the office {each.outside_since}"
                )
    yield from _extra_wrongly_out(extra_outside(told), reports)
    compound = db.session.get_one(Compound, office.estate.compound)
    if wrong := rebuild_outside(compound):
        yield f"who is out had to be rebuilt for households {wrong}"


def _extra_wrongly_out(expected: datetime | None, reports: dict[int, Report]) -> Iterator[str]:
    known = db.session.scalars(select(Pass).where(Pass.number == EXTRA_NUMBER)).one()
    if known.outside_since != expected:
        yield f"the extra pass is out since {known.outside_since}; it should be {expected}"
    for device, report in reports.items():
        if report["version"] and _seconds(report["extra"]) != _whole(known.outside_since):
            yield f"device {device} shows the extra pass as out since {report['extra']}"


def _not_flagged(witness: Witness, endings: Endings) -> Iterator[str]:
    """Conflicts that nobody was shown, and such as there are none."""
    rows = db.session.scalars(select(Conflict).where(Conflict.state == ConflictState.OPEN))
    open_ones = {(row.kind, str(row.first_id), str(row.second_id)) for row in rows}
    expected = conflicts(_told(witness, endings), endings)
    yield from (f"nobody is shown the conflict {each}" for each in sorted(expected - open_ones))
    yield from (f"there is no conflict {each}" for each in sorted(open_ones - expected))


def _told(witness: Witness, endings: Endings) -> list[Told]:
    bodies = witness.unsure | witness.kept
    rows = db.session.execute(select(Crossing.id, Crossing.device_id, Crossing.received_at))
    told = [
        Told(bodies[str(row.id)], row.device_id, row.received_at)
        for row in rows
        if str(row.id) in bodies
    ]
    return [replace(each, extra=_number(each, endings) == EXTRA_NUMBER) for each in told]


def _number(told: Told, endings: Endings) -> int | None:
    shown = endings.shown(told)
    return shown[0] if shown else None


def _left_on_devices(witness: Witness, reports: dict[int, Report]) -> Iterator[str]:
    for device, report in reports.items():
        for id, state in report["crossings"].items():
            body = witness.kept.get(id) or witness.unsure.get(id)
            if body is None:
                yield f"device {device} holds crossing {id}, which it said was not recorded"
            elif state not in _may_be(body, report):
                yield f"crossing {id} is still '{state}' on device {device}"
        for name in ("scans", "signOns"):
            if report[name]:
                yield f"device {device} has not sent {report[name]} {name}"
        if report["screen"] == "join" and (report["pages"] or report["keys"]):
            yield f"device {device} left its gate and has kept the roster"
    for id, device in witness.kept_by.items():
        if id not in reports[device]["crossings"]:
            yield f"device {device} has forgotten crossing {id}"


def _may_be(body: dict[str, Any], report: Report) -> set[str]:
    if belongs_aside(body):
        return {"aside"}
    undo = {"aside"} if body["undoes"] else set()
    # Without a roster there is nothing that it could be settled with.
    return {"settled", *undo} if report["version"] else {"settled", "sent", *undo}


def _unsound() -> Iterator[str]:
    verdict = db.session.execute(text("PRAGMA integrity_check")).scalar_one()
    if verdict != "ok":
        yield f"the database is damaged: {verdict}"
    if db.session.execute(text("PRAGMA foreign_key_check")).first():
        yield "the database points to rows that are not there"


def _seconds(milliseconds: float | None) -> int | None:
    return None if milliseconds is None else int(milliseconds // 1000)


def _whole(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.astimezone(UTC).timestamp())
