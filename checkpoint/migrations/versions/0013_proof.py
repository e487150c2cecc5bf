"""How whoever asked for a new card was known"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("pass_event") as batch:
        proof = sa.Column("proof", sa.String(20), nullable=False, server_default="")
        batch.add_column(proof)


def downgrade() -> None:
    with op.batch_alter_table("pass_event") as batch:
        batch.drop_column("proof")
