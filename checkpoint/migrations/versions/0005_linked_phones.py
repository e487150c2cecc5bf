"""Phones that show a pass, and the codes that link them"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "linked_phone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pass_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("public", sa.LargeBinary(length=33), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("linked_by_id", sa.Integer(), nullable=True),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unlinked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unlinked_by_id", sa.Integer(), nullable=True),
        sa.Column("unlinked_from_id", sa.Integer(), nullable=True),
        sa.Column("roster_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["linked_by_id"], ["staff.id"], name=op.f("fk_linked_phone_linked_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["pass_id"], ["pass.id"], name=op.f("fk_linked_phone_pass_id_pass")
        ),
        sa.ForeignKeyConstraint(
            ["unlinked_by_id"], ["staff.id"], name=op.f("fk_linked_phone_unlinked_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["unlinked_from_id"],
            ["linked_phone.id"],
            name=op.f("fk_linked_phone_unlinked_from_id_linked_phone"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_linked_phone")),
        sa.UniqueConstraint("name", name=op.f("uq_linked_phone_name")),
    )
    with op.batch_alter_table("linked_phone") as batch_op:
        batch_op.create_index("ix_linked_phone_pass", ["pass_id", "unlinked_at"])
        batch_op.create_index("ix_linked_phone_roster", ["roster_version"])

    op.create_table(
        "link_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pass_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("phone_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["pass_id"], ["pass.id"], name=op.f("fk_link_code_pass_id_pass")),
        sa.ForeignKeyConstraint(
            ["phone_id"], ["linked_phone.id"], name=op.f("fk_link_code_phone_id_linked_phone")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_link_code_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_link_code_code_hash")),
    )
    with op.batch_alter_table("link_code") as batch_op:
        batch_op.create_index(batch_op.f("ix_link_code_pass_id"), ["pass_id"])


def downgrade() -> None:
    with op.batch_alter_table("link_code") as batch_op:
        batch_op.drop_index(batch_op.f("ix_link_code_pass_id"))

    op.drop_table("link_code")
    with op.batch_alter_table("linked_phone") as batch_op:
        batch_op.drop_index("ix_linked_phone_roster")
        batch_op.drop_index("ix_linked_phone_pass")

    op.drop_table("linked_phone")
