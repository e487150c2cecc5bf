"""Requests for extra passes, decided by a second person"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pass_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "nursing",
                "medical",
                "essential_work",
                "other",
                name="requestreason",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "requested",
                "approved",
                "declined",
                "withdrawn",
                name="requeststate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("pass_id", sa.Integer(), nullable=True),
        sa.Column("renews_id", sa.Integer(), nullable=True),
        sa.Column("delivered_by", sa.String(length=80), nullable=False),
        sa.Column("delivered_to", sa.String(length=80), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "state <> 'approved' OR coalesce(requested_by_id, 0) <> coalesce(decided_by_id, 0)",
            name=op.f("ck_pass_request_two_people"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["staff.id"], name=op.f("fk_pass_request_decided_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_pass_request_household_id_household"),
        ),
        sa.ForeignKeyConstraint(
            ["pass_id"], ["pass.id"], name=op.f("fk_pass_request_pass_id_pass")
        ),
        sa.ForeignKeyConstraint(
            ["renews_id"], ["pass.id"], name=op.f("fk_pass_request_renews_id_pass")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["staff.id"], name=op.f("fk_pass_request_requested_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pass_request")),
    )
    with op.batch_alter_table("pass_request") as batch_op:
        batch_op.create_index("ix_pass_request_household", ["household_id"])
        batch_op.create_index("ix_pass_request_pass", ["pass_id"])
        batch_op.create_index(
            "uq_pass_request_renewal",
            ["renews_id"],
            unique=True,
            sqlite_where=sa.text("state = 'requested'"),
            postgresql_where=sa.text("state = 'requested'"),
        )


def downgrade() -> None:
    with op.batch_alter_table("pass_request") as batch_op:
        batch_op.drop_index("uq_pass_request_renewal")
        batch_op.drop_index("ix_pass_request_pass")
        batch_op.drop_index("ix_pass_request_household")

    op.drop_table("pass_request")
