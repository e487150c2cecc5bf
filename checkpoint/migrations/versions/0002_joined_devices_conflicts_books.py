"""Devices that join by a code, guards that sign on, conflicts, undone crossings, books"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gate_book",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=False),
        sa.Column("gate_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_line", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("roster_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["compound_id"], ["compound.id"], name=op.f("fk_gate_book_compound_id_compound")
        ),
        sa.ForeignKeyConstraint(["gate_id"], ["gate.id"], name=op.f("fk_gate_book_gate_id_gate")),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_gate_book_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_book")),
    )
    with op.batch_alter_table("gate_book") as batch_op:
        batch_op.create_index(batch_op.f("ix_gate_book_compound_id"), ["compound_id"], unique=False)

    op.create_table(
        "join_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gate_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("fk_join_code_device_id_device")
        ),
        sa.ForeignKeyConstraint(["gate_id"], ["gate.id"], name=op.f("fk_join_code_gate_id_gate")),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_join_code_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_join_code_code_hash")),
    )
    with op.batch_alter_table("join_code") as batch_op:
        batch_op.create_index(batch_op.f("ix_join_code_gate_id"), ["gate_id"], unique=False)

    op.create_table(
        "sign_on",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("gate_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("fk_sign_on_device_id_device")
        ),
        sa.ForeignKeyConstraint(["gate_id"], ["gate.id"], name=op.f("fk_sign_on_gate_id_gate")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_sign_on_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_on")),
    )
    with op.batch_alter_table("sign_on") as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_on_device_id"), ["device_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_on_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "resolved",
                "withdrawn",
                name="conflictstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["compound_id"], ["compound.id"], name=op.f("fk_conflict_compound_id_compound")
        ),
        sa.ForeignKeyConstraint(
            ["first_id"], ["crossing.id"], name=op.f("fk_conflict_first_id_crossing")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_conflict_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by_id"], ["staff.id"], name=op.f("fk_conflict_resolved_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["crossing.id"], name=op.f("fk_conflict_second_id_crossing")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict")),
        sa.UniqueConstraint(
            "kind", "first_id", "second_id", name=op.f("uq_conflict_kind_first_id_second_id")
        ),
    )
    with op.batch_alter_table("conflict") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_conflict_household_id"), ["household_id"], unique=False
        )
        batch_op.create_index("ix_conflict_state", ["compound_id", "state"], unique=False)

    with op.batch_alter_table("crossing") as batch_op:
        batch_op.add_column(sa.Column("device_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("undoes", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("book_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("book_line", sa.Integer(), nullable=True))
        batch_op.create_index("ix_crossing_undoes", ["undoes"], unique=False)
        batch_op.create_unique_constraint(
            batch_op.f("uq_crossing_book_id_book_line"), ["book_id", "book_line"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_crossing_book_id_gate_book"), "gate_book", ["book_id"], ["id"]
        )

    # Until now the only moment that was kept is that of the device's clock.
    op.execute("UPDATE crossing SET device_at = decided_at")
    with op.batch_alter_table("crossing") as batch_op:
        batch_op.alter_column("device_at", existing_type=sa.DateTime(timezone=True), nullable=False)

    with op.batch_alter_table("device") as batch_op:
        batch_op.add_column(sa.Column("signed_on_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("battery", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("knowledge_age_s", sa.Integer(), nullable=True))
        batch_op.alter_column("staff_id", existing_type=sa.INTEGER(), nullable=True)

    with op.batch_alter_table("refused_scan") as batch_op:
        batch_op.alter_column("staff_id", existing_type=sa.INTEGER(), nullable=True)

    with op.batch_alter_table("set_aside") as batch_op:
        batch_op.add_column(sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("resolved_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("note", sa.String(length=500), nullable=False, server_default="")
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_set_aside_resolved_by_id_staff"), "staff", ["resolved_by_id"], ["id"]
        )

    with op.batch_alter_table("staff") as batch_op:
        batch_op.add_column(sa.Column("pin_salt", sa.LargeBinary(length=16), nullable=True))
        batch_op.add_column(sa.Column("pin_verifier", sa.LargeBinary(length=32), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("staff") as batch_op:
        batch_op.drop_column("pin_verifier")
        batch_op.drop_column("pin_salt")

    with op.batch_alter_table("set_aside") as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_set_aside_resolved_by_id_staff"), type_="foreignkey"
        )
        batch_op.drop_column("note")
        batch_op.drop_column("resolved_by_id")
        batch_op.drop_column("resolved_at")

    with op.batch_alter_table("refused_scan") as batch_op:
        batch_op.alter_column("staff_id", existing_type=sa.INTEGER(), nullable=False)

    with op.batch_alter_table("device") as batch_op:
        batch_op.alter_column("staff_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("knowledge_age_s")
        batch_op.drop_column("battery")
        batch_op.drop_column("revoked_at")
        batch_op.drop_column("signed_on_at")

    with op.batch_alter_table("crossing") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_crossing_book_id_gate_book"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_crossing_book_id_book_line"), type_="unique")
        batch_op.drop_index("ix_crossing_undoes")
        batch_op.drop_column("book_line")
        batch_op.drop_column("book_id")
        batch_op.drop_column("undoes")
        batch_op.drop_column("device_at")

    with op.batch_alter_table("conflict") as batch_op:
        batch_op.drop_index("ix_conflict_state")
        batch_op.drop_index(batch_op.f("ix_conflict_household_id"))

    op.drop_table("conflict")
    with op.batch_alter_table("sign_on") as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_on_staff_id"))
        batch_op.drop_index(batch_op.f("ix_sign_on_device_id"))

    op.drop_table("sign_on")
    with op.batch_alter_table("join_code") as batch_op:
        batch_op.drop_index(batch_op.f("ix_join_code_gate_id"))

    op.drop_table("join_code")
    with op.batch_alter_table("gate_book") as batch_op:
        batch_op.drop_index(batch_op.f("ix_gate_book_compound_id"))

    op.drop_table("gate_book")
