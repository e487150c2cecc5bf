"""Card designs"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "card_design",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("line", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("colors", sa.JSON(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["compound_id"], ["compound.id"], name=op.f("fk_card_design_compound_id_compound")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["staff.id"], name=op.f("fk_card_design_made_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_design")),
    )
    with op.batch_alter_table("card_design") as batch_op:
        batch_op.create_index(batch_op.f("ix_card_design_compound_id"), ["compound_id"])


def downgrade() -> None:
    with op.batch_alter_table("card_design") as batch_op:
        batch_op.drop_index(batch_op.f("ix_card_design_compound_id"))

    op.drop_table("card_design")
