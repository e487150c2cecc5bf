"""What a device is told of residents' phones: those that show their pass no more.

A phone that is linked needs no row: what it was given says so, signed. One that was unlinked is
named until what it was given has run out, which is thirty days at most.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select

from checkpoint.db import db
from checkpoint.passes import LinkedPhone, Pass
from checkpoint.people import Household


def phone_rows(compound_id: int, since: int, now: datetime) -> Iterator[list[Any]]:
    """`[name, 0]` of each that was unlinked, or with `since` of those that were after that
    version."""
    query = (
        select(LinkedPhone.name)
        .join(Pass, Pass.id == LinkedPhone.pass_id)
        .join(Household, Household.id == Pass.household_id)
        .where(
            Household.compound_id == compound_id,
            LinkedPhone.unlinked_at.is_not(None),
            LinkedPhone.valid_until > now,
        )
    )
    if since:
        query = query.where(LinkedPhone.roster_version > since)
    for name in db.session.scalars(query.order_by(LinkedPhone.id)):
        yield [name, 0]
