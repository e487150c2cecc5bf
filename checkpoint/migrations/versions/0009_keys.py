"""Keys that leaked, the key that a phone was signed with, and printing by key"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("signing_key") as batch_op:
        batch_op.add_column(sa.Column("leaked_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("linked_phone") as batch_op:
        batch_op.add_column(sa.Column("kid", sa.Integer(), nullable=True))
    # Until now every phone was given what the newest key signed.
    op.execute(
        "UPDATE linked_phone SET kid = (SELECT max(kid) FROM signing_key WHERE retired_at IS NULL)"
    )
    with op.batch_alter_table("linked_phone") as batch_op:
        batch_op.alter_column("kid", existing_type=sa.Integer(), nullable=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_linked_phone_kid_signing_key"), "signing_key", ["kid"], ["kid"]
        )
    _choose_cards(["all", "new", "changed", "older_key"])


def downgrade() -> None:
    op.execute("""UPDATE print_job SET "only" = 'changed' WHERE "only" = 'older_key'""")
    _choose_cards(["all", "new", "changed"])
    with op.batch_alter_table("linked_phone") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_linked_phone_kid_signing_key"), type_="foreignkey")
        batch_op.drop_column("kid")
    with op.batch_alter_table("signing_key") as batch_op:
        batch_op.drop_column("leaked_at")


def _choose_cards(values: Sequence[str]) -> None:
    """Let a print job have one of these kinds of cards."""
    with op.batch_alter_table("print_job") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_print_job_only"), type_="check")
        batch_op.create_check_constraint(
            batch_op.f("ck_print_job_only"), sa.column("only").in_(values)
        )
