"""Statements on the driver: the same rows and the same errors as by way of SQLAlchemy."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from checkpoint.db import db, writing
from checkpoint.gate.models import SetAside
from checkpoint.gate.prepared import WANTED, ForMany, inserting
from tests.gate.phone import Estate

TABLE = SetAside.metadata.tables["set_aside"]
ASKED = ForMany(select(*TABLE.columns).where(TABLE.c.crossing_id.in_(WANTED)))
INSERTION = inserting(TABLE)


def row(estate: Estate, **fields: Any) -> dict[str, Any]:
    base = {
        "crossing_id": uuid4(),
        "body_sha256": uuid4().bytes * 2,
        "compound_id": estate.compounds["miansi"],
        "received_at": datetime(2026, 2, 3, 4, 5, 6, 789, UTC),
        "status": "set_aside",
        "reason": "crossing.malformed",
        "body": {"名": [1, None]},
    }
    return base | fields


def test_rows_are_those_of_sqlalchemy(either_estate: Estate) -> None:
    """Whichever way rows are written and read, they are the same, defaults and all."""
    ours, theirs = row(either_estate), row(either_estate)
    with writing():
        INSERTION.run([ours])
        db.session.execute(insert(SetAside), [theirs])
    ids = {ours["crossing_id"], theirs["crossing_id"]}
    kept = ASKED.rows(ids)
    plain = db.session.execute(select(*TABLE.columns).where(TABLE.c.crossing_id.in_(ids)))
    assert sorted(map(tuple, kept)) == sorted(map(tuple, plain))
    by_id = {each.crossing_id: each for each in kept}
    for sent in (ours, theirs):
        got = by_id[sent["crossing_id"]]._asdict()
        assert got == sent | {"id": got["id"], "note": "", "device_id": None} | dict.fromkeys(
            ("resolved_at", "resolved_by_id")
        )


@pytest.mark.parametrize("count", [0, 1, 3, 4, 5, 8, 9, 70])
def test_however_many_are_wanted(either_estate: Estate, count: int) -> None:
    """Each is found, and found once, whatever a list is filled up with."""
    rows = [row(either_estate) for _ in range(count + 1)]
    with writing():
        INSERTION.run(rows)
    wanted = [each["crossing_id"] for each in rows[:count]]
    assert sorted(each.crossing_id for each in ASKED.rows(wanted)) == sorted(wanted)


def test_what_the_driver_refuses(either_estate: Estate) -> None:
    """It is SQLAlchemy's error, without what was sent, and all of the transaction is undone."""
    first = row(either_estate)
    again = row(either_estate, body_sha256=first["body_sha256"])
    with pytest.raises(IntegrityError) as refused, writing():
        INSERTION.run([first, again])
    assert first["crossing_id"].hex not in str(refused.value).replace("-", "")
    assert not ASKED.rows([first["crossing_id"], again["crossing_id"]])


def test_no_name_is_passed_over(estate: Estate) -> None:
    """A row with a name that is no column's is refused, not written without it."""
    with pytest.raises(TypeError), writing():
        INSERTION.run([row(estate, resaon="")])
