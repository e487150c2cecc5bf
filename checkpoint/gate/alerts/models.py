"""What staff must act on: alerts with owner, age and outcome, and the review of overrides."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from checkpoint.db import Base, UtcDateTime
from checkpoint.gate.models import Crossing
from checkpoint.gate.visits.models import Visit
from checkpoint.people import Gate, Household, Staff


class Alert(Base):
    """Something that staff must act on. Open until `closed_at`; whoever takes it is its owner.

    `key` says what it is about, so that whoever looks again raises it once: kind and subject.
    """

    __tablename__ = "alert"
    __table_args__ = (Index("ix_alert_open", "compound_id", "closed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"))
    kind: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(80), unique=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    crossing_id: Mapped[UUID | None] = mapped_column(ForeignKey("crossing.id"), index=True)
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visit.id"), index=True)
    gate_id: Mapped[int | None] = mapped_column(ForeignKey("gate.id"))
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Those that repeat: when it last rang, and how often it did.
    rang_at: Mapped[datetime] = mapped_column(UtcDateTime)
    times: Mapped[int] = mapped_column(Integer, default=1)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # How far up its ladder it is: "" | called | handed_over.
    step: Mapped[str] = mapped_column(String(20), default="")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    outcome: Mapped[str] = mapped_column(String(30), default="")
    note: Mapped[str] = mapped_column(String(500), default="")

    household: Mapped[Household | None] = relationship()
    crossing: Mapped[Crossing | None] = relationship()
    visit: Mapped[Visit | None] = relationship()
    gate: Mapped[Gate | None] = relationship()
    owner: Mapped[Staff | None] = relationship(foreign_keys=[owner_id])
    closed_by: Mapped[Staff | None] = relationship(foreign_keys=[closed_by_id])
    events: Mapped[list["AlertEvent"]] = relationship(order_by="AlertEvent.id")


class AlertEvent(Base):
    """One thing that was done about an alert: raised, rang, taken, called, handed over, closed."""

    __tablename__ = "alert_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    action: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(30), default="")  # a code
    note: Mapped[str] = mapped_column(String(500), default="")

    staff: Mapped[Staff | None] = relationship()


class OverrideReview(Base):
    """What staff made of an override, once: the crossing itself is never changed."""

    __tablename__ = "override_review"

    crossing_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("crossing.id"), primary_key=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(String(20))  # right | wrong
    note: Mapped[str] = mapped_column(String(500), default="")

    staff: Mapped[Staff | None] = relationship()
