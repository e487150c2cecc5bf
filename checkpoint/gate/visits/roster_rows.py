"""What a device is told of visits and of the deny list: short rows, names masked, phones hashed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from checkpoint.db import db
from checkpoint.gate.visits.matching import deny_salt, hash_of, in_force
from checkpoint.gate.visits.models import Denial, DenialKind, Visit, VisitState
from checkpoint.passes import Pass
from checkpoint.people import masked_name

# So long after its window a visit that never came stays in the roster: the guard is told that it
# is over, not that there is no such visit.
STILL_TOLD = timedelta(days=1)


def visit_rows(compound_id: int, since: int, now: datetime) -> Iterator[list[Any]]:
    """The visits that matter at a gate, or with `since` all that changed after that version.

    Those that are over are in what changed, once, so that devices drop them.
    """
    salt = deny_salt()
    which = Visit.roster_version > since if since else _matters(now)
    query = (
        select(Visit, Pass.number)
        .outerjoin(Pass, Pass.id == Visit.pass_id)
        .where(Visit.compound_id == compound_id, which)
        .order_by(Visit.made_at, Visit.id)
    )
    for visit, number in db.session.execute(query):
        yield _visit_row(visit, number or 0, salt)


def denial_rows(compound_id: int, since: int, now: datetime) -> Iterator[list[Any]]:
    """The deny list in force, or what changed of it since a version; 0 at the end is no more."""
    # One that nobody has approved is no device's business yet.
    which = [Denial.roster_version > since, Denial.approved_at.is_not(None)]
    query = select(Denial).where(
        Denial.compound_id == compound_id, *(which if since else in_force(now))
    )
    for each in db.session.scalars(query.order_by(Denial.id)):
        active = each.lifted_at is None and each.until > now
        yield [each.id, each.kind.value, each.hash, _seconds(each.until), int(active)]


def _matters(now: datetime) -> ColumnElement[bool]:
    expected = and_(Visit.state == VisitState.EXPECTED, Visit.expected_until > now - STILL_TOLD)
    return or_(Visit.state == VisitState.INSIDE, expected)


def _visit_row(visit: Visit, number: int, salt: str) -> list[Any]:
    return [
        str(visit.id),
        visit.state.value[0],
        visit.household_id or 0,
        masked_name(visit.name),
        visit.purpose.value,
        visit.party_size,
        _seconds(visit.expected_from),
        _seconds(visit.expected_until),
        int(bool(visit.host_confirmed)),
        visit.plate,
        number,
        hash_of(salt, DenialKind.PHONE, visit.phone),
    ]


def _seconds(moment: datetime | None) -> int:
    return int(moment.timestamp()) if moment else 0
