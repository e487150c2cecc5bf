"""Passes, what became of them, and the public halves of the keys that sign their tokens."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from checkpoint.db import Base, UtcDateTime
from checkpoint.people import Household, names_of


class PassKind(StrEnum):
    """What a pass is for. The token carries it as 1, 2, 3 in this order."""

    HOUSEHOLD = "household"
    CAREGIVER = "caregiver"
    VISITOR = "visitor"


class PassState(StrEnum):
    """Expiry is not a state: it follows from `valid_until` and the clock."""

    ACTIVE = "active"
    REVOKED = "revoked"


class PassAction(StrEnum):
    """What can happen to a pass."""

    ISSUED = "issued"
    REPLACED = "replaced"
    REVOKED = "revoked"


class SigningKey(Base):
    """The public half of a signing key; the private half is a file in the instance folder.

    From `retired_at` on it verifies nothing; one that leaked has `leaked_at` besides.
    """

    __tablename__ = "signing_key"
    __table_args__ = (CheckConstraint("kid BETWEEN 1 AND 255", name="kid"),)

    kid: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    public: Mapped[bytes] = mapped_column(LargeBinary(32))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    leaked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Pass(Base):
    """The right to go in and out. `number` is printed (with its check digit); `generation` counts
    its cards: a replaced card keeps the number, and a higher generation kills the lower."""

    __tablename__ = "pass"
    __table_args__ = (
        # Invariant 1: whoever asks and however many ask at once, the database refuses the second.
        Index(
            "uq_pass_active_household",
            "household_id",
            unique=True,
            sqlite_where=text("kind = 'household' AND state = 'active'"),
            postgresql_where=text("kind = 'household' AND state = 'active'"),
        ),
        Index("ix_pass_household", "household_id"),
        CheckConstraint("number BETWEEN 1 AND 99999999", name="number"),
        CheckConstraint("generation BETWEEN 1 AND 65535", name="generation"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(Integer, unique=True)
    kind: Mapped[PassKind] = mapped_column(names_of(PassKind), default=PassKind.HOUSEHOLD)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    state: Mapped[PassState] = mapped_column(names_of(PassState), default=PassState.ACTIVE)
    generation: Mapped[int] = mapped_column(Integer, default=1)
    kid: Mapped[int] = mapped_column(ForeignKey("signing_key.kid"))
    holder: Mapped[str] = mapped_column(String(80), default="")
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Of an extra pass: its limits (`passes.limits`); since when its holder is outside and when they
    # last went through, a cache of what the gate's crossings say.
    limits: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    outside_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_crossing_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    household: Mapped[Household] = relationship()
    events: Mapped[list["PassEvent"]] = relationship(order_by="PassEvent.id")


class PassEvent(Base):
    """One thing that happened to a pass: issued, replaced, revoked. Never changed."""

    __tablename__ = "pass_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    pass_id: Mapped[int] = mapped_column(ForeignKey("pass.id"), index=True)
    action: Mapped[PassAction] = mapped_column(names_of(PassAction))
    generation: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    reason: Mapped[str] = mapped_column(String(200), default="")
    # How staff knew whoever asked for a new card.
    proof: Mapped[str] = mapped_column(String(20), default="", server_default="")
