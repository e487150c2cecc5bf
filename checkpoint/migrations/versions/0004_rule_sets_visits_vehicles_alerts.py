"""Rule sets, instruments, visits, vehicles, alerts"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

METHODS = ("scan", "number", "address")
CHECK = "ck_crossing_method"
# Until now every exit of a household that went through was an outing.
COUNT = """
    UPDATE crossing SET counted = :yes
    WHERE direction = 'exit' AND undoes IS NULL
      AND (device_outcome <> 'refuse' OR override_reason NOT IN ('', 'emergency'))
"""


def upgrade() -> None:
    op.create_table(
        "denial",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "phone",
                "plate",
                "name",
                name="denialkind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.String(length=80), nullable=False),
        sa.Column("hash", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("roster_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["staff.id"], name=op.f("fk_denial_approved_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["compound_id"], ["compound.id"], name=op.f("fk_denial_compound_id_compound")
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["staff.id"], name=op.f("fk_denial_lifted_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["staff.id"], name=op.f("fk_denial_proposed_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_denial")),
    )
    with op.batch_alter_table("denial") as batch_op:
        batch_op.create_index("ix_denial_roster", ["compound_id", "roster_version"], unique=False)

    op.create_table(
        "instrument",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gate_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["gate_id"], ["gate.id"], name=op.f("fk_instrument_gate_id_gate")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument")),
        sa.UniqueConstraint("gate_id", "name", name=op.f("uq_instrument_gate_id_name")),
    )
    op.create_table(
        "rule_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("preset", sa.String(length=20), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("effective_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["staff.id"], name=op.f("fk_rule_set_approved_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["compound_id"], ["compound.id"], name=op.f("fk_rule_set_compound_id_compound")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["staff.id"], name=op.f("fk_rule_set_made_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["staff.id"], name=op.f("fk_rule_set_withdrawn_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_set")),
        sa.UniqueConstraint("compound_id", "version", name=op.f("uq_rule_set_compound_id_version")),
    )
    op.create_table(
        "vehicle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=False),
        sa.Column("plate", sa.String(length=12), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "resident",
                "visitor",
                "delivery",
                "emergency",
                "unknown",
                name="vehiclekind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("roster_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["compound_id"], ["compound.id"], name=op.f("fk_vehicle_compound_id_compound")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_vehicle_household_id_household")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle")),
        sa.UniqueConstraint("compound_id", "plate", name=op.f("uq_vehicle_compound_id_plate")),
    )
    with op.batch_alter_table("vehicle") as batch_op:
        batch_op.create_index(batch_op.f("ix_vehicle_household_id"), ["household_id"], unique=False)
        batch_op.create_index("ix_vehicle_roster", ["compound_id", "roster_version"], unique=False)

    op.create_table(
        "instrument_offset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("tenths", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["instrument_id"],
            ["instrument.id"],
            name=op.f("fk_instrument_offset_instrument_id_instrument"),
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_instrument_offset_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instrument_offset")),
        sa.UniqueConstraint(
            "instrument_id", "day", name=op.f("uq_instrument_offset_instrument_id_day")
        ),
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "expected",
                "inside",
                "left",
                "refused",
                "cancelled",
                name="visitstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("from_place", sa.String(length=80), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "family",
                "care",
                "delivery",
                "repair",
                "medical",
                "official",
                "emergency_service",
                "other",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("party_size", sa.Integer(), nullable=False),
        sa.Column("plate", sa.String(length=12), nullable=False),
        sa.Column("expected_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expected_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("host_confirmed", sa.String(length=10), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("pass_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("gate_id", sa.Integer(), nullable=True),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("roster_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["compound_id"], ["compound.id"], name=op.f("fk_visit_compound_id_compound")
        ),
        sa.ForeignKeyConstraint(["gate_id"], ["gate.id"], name=op.f("fk_visit_gate_id_gate")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_visit_household_id_household")
        ),
        sa.ForeignKeyConstraint(["pass_id"], ["pass.id"], name=op.f("fk_visit_pass_id_pass")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_visit_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    with op.batch_alter_table("visit") as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_household_id"), ["household_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_pass_id"), ["pass_id"], unique=False)
        batch_op.create_index("ix_visit_phone", ["compound_id", "phone"], unique=False)
        batch_op.create_index("ix_visit_roster", ["compound_id", "roster_version"], unique=False)
        batch_op.create_index("ix_visit_state", ["compound_id", "state"], unique=False)

    op.create_table(
        "alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compound_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=True),
        sa.Column("crossing_id", sa.Uuid(), nullable=True),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("gate_id", sa.Integer(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rang_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=30), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["staff.id"], name=op.f("fk_alert_closed_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["compound_id"], ["compound.id"], name=op.f("fk_alert_compound_id_compound")
        ),
        sa.ForeignKeyConstraint(
            ["crossing_id"], ["crossing.id"], name=op.f("fk_alert_crossing_id_crossing")
        ),
        sa.ForeignKeyConstraint(["gate_id"], ["gate.id"], name=op.f("fk_alert_gate_id_gate")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_alert_household_id_household")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_alert_owner_id_staff")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_alert_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sa.UniqueConstraint("key", name=op.f("uq_alert_key")),
    )
    with op.batch_alter_table("alert") as batch_op:
        batch_op.create_index(batch_op.f("ix_alert_crossing_id"), ["crossing_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_household_id"), ["household_id"], unique=False)
        batch_op.create_index("ix_alert_open", ["compound_id", "closed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_alert_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "earlier_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("crossing_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("tenths", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=True),
        sa.Column("offset_tenths", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["crossing_id"], ["crossing.id"], name=op.f("fk_earlier_reading_crossing_id_crossing")
        ),
        sa.ForeignKeyConstraint(
            ["instrument_id"],
            ["instrument.id"],
            name=op.f("fk_earlier_reading_instrument_id_instrument"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_reading")),
        sa.UniqueConstraint(
            "crossing_id", "position", name=op.f("uq_earlier_reading_crossing_id_position")
        ),
    )
    op.create_table(
        "override_review",
        sa.Column("crossing_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["crossing_id"], ["crossing.id"], name=op.f("fk_override_review_crossing_id_crossing")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_override_review_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("crossing_id", name=op.f("pk_override_review")),
    )
    op.create_table(
        "alert_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alert.id"], name=op.f("fk_alert_event_alert_id_alert")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_alert_event_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_event")),
    )
    with op.batch_alter_table("alert_event") as batch_op:
        batch_op.create_index(batch_op.f("ix_alert_event_alert_id"), ["alert_id"], unique=False)

    with op.batch_alter_table("crossing") as batch_op:
        batch_op.add_column(sa.Column("children", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(
            sa.Column("exempt", sa.String(length=20), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("counted", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("visit_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column("plate", sa.String(length=12), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("vehicle_kind", sa.String(length=12), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("disinfected", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("rules_version", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(
            sa.Column("server_rules_version", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.create_index(batch_op.f("ix_crossing_visit_id"), ["visit_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_crossing_visit_id_visit"), "visit", ["visit_id"], ["id"]
        )
        batch_op.drop_constraint(batch_op.f(CHECK), type_="check")
        batch_op.create_check_constraint(
            batch_op.f(CHECK), sa.column("method").in_((*METHODS, "visit"))
        )

    op.execute(sa.text(COUNT).bindparams(yes=True))

    with op.batch_alter_table("reading") as batch_op:
        batch_op.add_column(sa.Column("instrument_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("offset_tenths", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_reading_instrument_id_instrument"),
            "instrument",
            ["instrument_id"],
            ["id"],
        )


def downgrade() -> None:
    with op.batch_alter_table("reading") as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_reading_instrument_id_instrument"), type_="foreignkey"
        )
        batch_op.drop_column("offset_tenths")
        batch_op.drop_column("instrument_id")

    with op.batch_alter_table("alert_event") as batch_op:
        batch_op.drop_index(batch_op.f("ix_alert_event_alert_id"))

    op.drop_table("alert_event")
    op.drop_table("override_review")
    op.drop_table("earlier_reading")
    with op.batch_alter_table("alert") as batch_op:
        batch_op.drop_index(batch_op.f("ix_alert_visit_id"))
        batch_op.drop_index("ix_alert_open")
        batch_op.drop_index(batch_op.f("ix_alert_household_id"))
        batch_op.drop_index(batch_op.f("ix_alert_crossing_id"))

    op.drop_table("alert")
    # What only the newer schema can say goes with it.
    op.execute(
        "DELETE FROM reading WHERE crossing_id IN (SELECT id FROM crossing WHERE method = 'visit')"
    )
    op.execute("DELETE FROM crossing WHERE method = 'visit'")
    with op.batch_alter_table("crossing") as batch_op:
        batch_op.drop_constraint(batch_op.f(CHECK), type_="check")
        batch_op.create_check_constraint(batch_op.f(CHECK), sa.column("method").in_(METHODS))
        batch_op.drop_constraint(batch_op.f("fk_crossing_visit_id_visit"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_crossing_visit_id"))
        batch_op.drop_column("server_rules_version")
        batch_op.drop_column("rules_version")
        batch_op.drop_column("disinfected")
        batch_op.drop_column("vehicle_kind")
        batch_op.drop_column("plate")
        batch_op.drop_column("visit_id")
        batch_op.drop_column("counted")
        batch_op.drop_column("exempt")
        batch_op.drop_column("children")

    with op.batch_alter_table("visit") as batch_op:
        batch_op.drop_index("ix_visit_state")
        batch_op.drop_index("ix_visit_roster")
        batch_op.drop_index("ix_visit_phone")
        batch_op.drop_index(batch_op.f("ix_visit_pass_id"))
        batch_op.drop_index(batch_op.f("ix_visit_household_id"))

    op.drop_table("visit")
    op.drop_table("instrument_offset")
    with op.batch_alter_table("vehicle") as batch_op:
        batch_op.drop_index("ix_vehicle_roster")
        batch_op.drop_index(batch_op.f("ix_vehicle_household_id"))

    op.drop_table("vehicle")
    op.drop_table("rule_set")
    op.drop_table("instrument")
    with op.batch_alter_table("denial") as batch_op:
        batch_op.drop_index("ix_denial_roster")

    op.drop_table("denial")
