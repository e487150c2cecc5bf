"""The outings of a household: the exits that count against what its rules allow.

They follow from the crossings alone. One that a guard took back does not count, nor does one with
an exempt reason, an emergency, or a visitor's. By an extra pass none does, unless its limits say
so: then whoever leaves home with it uses one up.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select

from checkpoint.db import db
from checkpoint.gate.models import Crossing
from checkpoint.gate.outside import taken_back
from checkpoint.gate.prepared import WANTED, ForMany
from checkpoint.people import Household

# No rule looks further back than this many days (`rules.BOUNDS`), and one for the calendar's sake.
LOOK_BACK = timedelta(days=28)
# As many as a device needs: no rule allows more.
MOST = 50

Exits = dict[UUID, datetime]


def exits_of(household_ids: Collection[int]) -> Mapping[int, Exits]:
    """The moments of the exits that count, by household and crossing."""
    found: defaultdict[int, Exits] = defaultdict(dict)
    for row in _OF_HOUSEHOLDS.rows(household_ids):
        found[row.household_id][row.id] = row.decided_at
    return found


def exits_in(which: list[ColumnElement[bool]], now: datetime) -> Mapping[int, list[list[object]]]:
    """The same as devices are told: seconds since 1970 and the first digits of the crossing's id,
    the newest last, of the households that fit."""
    query = (
        select(Household.id, Crossing.id, Crossing.decided_at)
        .join(Household, Household.id == Crossing.household_id)
        .where(*which, _counts(), Crossing.decided_at > now - LOOK_BACK)
    )
    found: defaultdict[int, list[list[object]]] = defaultdict(list)
    for household_id, id, at in db.session.execute(query.order_by(Crossing.decided_at)):
        found[household_id].append([int(at.timestamp()), id.hex[:8]])
    return {household_id: exits[-MOST:] for household_id, exits in found.items()}


def _counts() -> ColumnElement[bool]:
    return and_(Crossing.counted.is_(True), Crossing.id.not_in(taken_back()))


_OF_HOUSEHOLDS = ForMany(
    select(Crossing.household_id, Crossing.id, Crossing.decided_at).where(
        Crossing.household_id.in_(WANTED), _counts()
    )
)
