"""Crossings by plate, for what is deleted; outings are counted for as long as crossings are kept"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

LONGEST = 27
RULE_SET = sa.table("rule_set", sa.column("id", sa.Integer()), sa.column("body", sa.JSON()))


def upgrade() -> None:
    with op.batch_alter_table("crossing") as table:
        table.create_index(
            "ix_crossing_plate",
            ["compound_id", "plate", "decided_at"],
            sqlite_where=sa.text("plate != ''"),
            postgresql_where=sa.text("plate != ''"),
        )
    for row in op.get_bind().execute(sa.select(RULE_SET)).all():
        if _is_longer(row.body):
            _shorten(row.id, row.body)


def downgrade() -> None:
    with op.batch_alter_table("crossing") as table:
        table.drop_index("ix_crossing_plate")


def _is_longer(body: dict[str, Any]) -> bool:
    outings = body.get("outings")
    return outings is not None and outings["days"] > LONGEST


def _shorten(id: int, body: dict[str, Any]) -> None:
    shorter = body | {"outings": body["outings"] | {"days": LONGEST}}
    op.get_bind().execute(sa.update(RULE_SET).where(RULE_SET.c.id == id).values(body=shorter))
