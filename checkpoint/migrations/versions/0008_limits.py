"""Limits of extra passes, whose holders come and go on their own

What caregivers did so far told where the household was: those crossings are marked, and the cache
of who is out is made anew for these households and passes.
"""

from collections import defaultdict
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

UNDO = timedelta(minutes=2)
MOMENT = sa.DateTime(timezone=True)
CROSSING = sa.table(
    "crossing",
    sa.column("id", sa.Uuid()),
    sa.column("household_id", sa.Integer()),
    sa.column("pass_id", sa.Integer()),
    sa.column("visit_id", sa.Uuid()),
    sa.column("device_id", sa.Integer()),
    sa.column("direction", sa.String()),
    sa.column("method", sa.String()),
    sa.column("party_size", sa.Integer()),
    sa.column("decided_at", MOMENT),
    sa.column("device_at", MOMENT),
    sa.column("device_outcome", sa.String()),
    sa.column("override_reason", sa.String()),
    sa.column("undoes", sa.Uuid()),
    sa.column("extra", sa.Boolean()),
)
PASS = sa.table(
    "pass",
    sa.column("id", sa.Integer()),
    sa.column("kind", sa.String()),
    sa.column("outside_since", MOMENT),
    sa.column("last_crossing_at", MOMENT),
)
HOUSEHOLD = sa.table(
    "household",
    sa.column("id", sa.Integer()),
    sa.column("compound_id", sa.Integer()),
    sa.column("outside_since", MOMENT),
    sa.column("outside_people", sa.Integer()),
    sa.column("last_crossing_at", MOMENT),
    sa.column("roster_version", sa.Integer()),
)
COMPOUND = sa.table(
    "compound", sa.column("id", sa.Integer()), sa.column("roster_version", sa.Integer())
)


def upgrade() -> None:
    with op.batch_alter_table("pass") as table:
        table.add_column(sa.Column("limits", sa.JSON(none_as_null=True), nullable=True))
        table.add_column(sa.Column("outside_since", MOMENT, nullable=True))
        table.add_column(sa.Column("last_crossing_at", MOMENT, nullable=True))
    with op.batch_alter_table("pass_request") as table:
        table.add_column(sa.Column("limits", sa.JSON(none_as_null=True), nullable=True))
    with op.batch_alter_table("crossing") as table:
        table.add_column(
            sa.Column("extra", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    _mark_the_past()


def downgrade() -> None:
    with op.batch_alter_table("crossing") as table:
        table.drop_column("extra")
    with op.batch_alter_table("pass_request") as table:
        table.drop_column("limits")
    with op.batch_alter_table("pass") as table:
        table.drop_column("last_crossing_at")
        table.drop_column("outside_since")
        table.drop_column("limits")


def _mark_the_past() -> None:
    connection = op.get_bind()
    by_extra = sa.select(PASS.c.id).where(PASS.c.kind == "caregiver")
    connection.execute(
        sa.update(CROSSING)
        .where(CROSSING.c.pass_id.in_(by_extra), CROSSING.c.visit_id.is_(None))
        .where(CROSSING.c.method.in_(("scan", "number")))
        .values(extra=True)
    )
    homes = sa.select(CROSSING.c.household_id).where(CROSSING.c.extra.is_(True))
    rows = connection.execute(
        sa.select(CROSSING)
        .where(CROSSING.c.household_id.in_(homes), CROSSING.c.visit_id.is_(None))
        .order_by(CROSSING.c.decided_at, CROSSING.c.id)
    ).all()
    for (table, id), last in _last_moves(rows).items():
        _keep(connection, table, id, last)


def _keep(connection: sa.Connection, table: sa.TableClause, id: int, last: Any) -> None:
    out = last is not None and last.direction == "exit"
    values = {
        "outside_since": last.decided_at if out else None,
        "last_crossing_at": last.decided_at if last is not None else None,
    }
    if table is HOUSEHOLD:
        values["outside_people"] = last.party_size if out else 0
        # Devices hear of it: the version that the compound has next.
        versions = sa.select(COMPOUND.c.roster_version).where(
            COMPOUND.c.id == HOUSEHOLD.c.compound_id
        )
        values["roster_version"] = versions.scalar_subquery() + 1
    connection.execute(sa.update(table).where(table.c.id == id).values(values))
    if table is HOUSEHOLD:
        mine = sa.select(HOUSEHOLD.c.compound_id).where(HOUSEHOLD.c.id == id)
        connection.execute(
            sa.update(COMPOUND)
            .where(COMPOUND.c.id.in_(mine))
            .values(roster_version=COMPOUND.c.roster_version + 1)
        )


def _last_moves(rows: Any) -> dict[tuple[sa.TableClause, int], Any]:
    """The last crossing of each household and extra pass that counts, None where none does."""
    lives: defaultdict[tuple[sa.TableClause, int], list[Any]] = defaultdict(list)
    for row in rows:
        home = (HOUSEHOLD, row.household_id)
        lives[home] += () if row.extra else (row,)
        if row.extra:
            lives[PASS, row.pass_id].append(row)
    last: dict[tuple[sa.TableClause, int], Any] = {}
    for key, life in lives.items():
        undos = [each for each in life if each.undoes is not None]
        moves = [each for each in life if each.undoes is None and _passed(each)]
        counted = [each for each in moves if not any(_takes_back(undo, each) for undo in undos)]
        last[key] = counted[-1] if counted else None
    return last


def _passed(row: Any) -> bool:
    return bool(row.device_outcome != "refuse" or row.override_reason != "")


def _takes_back(undo: Any, move: Any) -> bool:
    same = undo.undoes == move.id and undo.device_id == move.device_id is not None
    return bool(same and timedelta() <= undo.device_at - move.device_at <= UNDO)
