"""Print jobs and the cards in them"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "print_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=False),
        sa.Column(
            "only",
            sa.Enum(
                "all",
                "new",
                "changed",
                name="only",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("sheet", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("printed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["compound_id"], ["compound.id"], name=op.f("fk_print_job_compound_id_compound")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["staff.id"], name=op.f("fk_print_job_made_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["printed_by_id"], ["staff.id"], name=op.f("fk_print_job_printed_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_job")),
    )
    with op.batch_alter_table("print_job") as batch_op:
        batch_op.create_index(batch_op.f("ix_print_job_compound_id"), ["compound_id"])

    op.create_table(
        "printed_card",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("pass_id", sa.Integer(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("kid", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_to", sa.String(length=80), nullable=False),
        sa.Column("delivered_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["delivered_by_id"], ["staff.id"], name=op.f("fk_printed_card_delivered_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["print_job.id"], name=op.f("fk_printed_card_job_id_print_job")
        ),
        sa.ForeignKeyConstraint(
            ["kid"], ["signing_key.kid"], name=op.f("fk_printed_card_kid_signing_key")
        ),
        sa.ForeignKeyConstraint(
            ["pass_id"], ["pass.id"], name=op.f("fk_printed_card_pass_id_pass")
        ),
        sa.PrimaryKeyConstraint("job_id", "pass_id", name=op.f("pk_printed_card")),
    )
    with op.batch_alter_table("printed_card") as batch_op:
        batch_op.create_index("ix_printed_card_pass", ["pass_id"])


def downgrade() -> None:
    with op.batch_alter_table("printed_card") as batch_op:
        batch_op.drop_index("ix_printed_card_pass")

    op.drop_table("printed_card")
    with op.batch_alter_table("print_job") as batch_op:
        batch_op.drop_index(batch_op.f("ix_print_job_compound_id"))

    op.drop_table("print_job")
