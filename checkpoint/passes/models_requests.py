"""Requests for extra passes: asked for by one person, decided by another, delivered by hand."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from checkpoint.db import Base, UtcDateTime
from checkpoint.passes.models import Pass
from checkpoint.people import Household, Staff, names_of


class RequestReason(StrEnum):
    """Why a household needs one more pass; `other` has words."""

    NURSING = "nursing"
    MEDICAL = "medical"
    ESSENTIAL_WORK = "essential_work"
    OTHER = "other"


class RequestState(StrEnum):
    """How far a request has come. That it was not decided in time follows from the clock."""

    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class PassRequest(Base):
    """One person's wish for an extra pass, or for a longer one where `renews_id` is set.

    `pass_id` is the pass that came of it. Who acted is None for the command line.
    """

    __tablename__ = "pass_request"
    __table_args__ = (
        Index("ix_pass_request_household", "household_id"),
        Index("ix_pass_request_pass", "pass_id"),
        # Two who press 'Renew' at once must not lengthen a pass twice.
        Index(
            "uq_pass_request_renewal",
            "renews_id",
            unique=True,
            sqlite_where=text("state = 'requested'"),
            postgresql_where=text("state = 'requested'"),
        ),
        # Whatever the code above it does, the database takes no pass that one person made alone.
        CheckConstraint(
            "state <> 'approved' OR coalesce(requested_by_id, 0) <> coalesce(decided_by_id, 0)",
            name="two_people",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    holder: Mapped[str] = mapped_column(String(80))
    reason: Mapped[RequestReason] = mapped_column(names_of(RequestReason))
    words: Mapped[str] = mapped_column(String(200), default="")
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_until: Mapped[datetime] = mapped_column(UtcDateTime)
    limits: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    state: Mapped[RequestState] = mapped_column(
        names_of(RequestState), default=RequestState.REQUESTED
    )
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    requested_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[str] = mapped_column(String(200), default="")
    pass_id: Mapped[int | None] = mapped_column(ForeignKey("pass.id"))
    renews_id: Mapped[int | None] = mapped_column(ForeignKey("pass.id"))
    delivered_by: Mapped[str] = mapped_column(String(80), default="")
    delivered_to: Mapped[str] = mapped_column(String(80), default="")
    delivered_on: Mapped[date | None] = mapped_column(Date)

    household: Mapped[Household] = relationship()
    requested_by: Mapped[Staff | None] = relationship(foreign_keys=[requested_by_id])
    decided_by: Mapped[Staff | None] = relationship(foreign_keys=[decided_by_id])
    pass_: Mapped[Pass | None] = relationship(foreign_keys=[pass_id])
