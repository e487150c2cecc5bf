"""Visits of outsiders, and whom the gates must not let in."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from checkpoint.db import Base, UtcDateTime
from checkpoint.passes import Pass
from checkpoint.people import Gate, Household, Staff, names_of


class VisitState(StrEnum):
    """Where a visit stands; `inside` and `left` follow from its crossings."""

    EXPECTED = "expected"
    INSIDE = "inside"
    LEFT = "left"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class Purpose(StrEnum):
    """What somebody comes for."""

    FAMILY = "family"
    CARE = "care"
    DELIVERY = "delivery"
    REPAIR = "repair"
    MEDICAL = "medical"
    OFFICIAL = "official"
    EMERGENCY_SERVICE = "emergency_service"
    OTHER = "other"


class Visit(Base):
    """An outsider's stay, opened and closed by crossings. The id is made where it is registered.

    `host_confirmed` says how the household agreed: `phone`, `door`, `desk`, on its own `page`; ""
    where it has not.
    """

    __tablename__ = "visit"
    __table_args__ = (
        Index("ix_visit_roster", "compound_id", "roster_version"),
        Index("ix_visit_state", "compound_id", "state"),
        Index("ix_visit_phone", "compound_id", "phone"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"))
    # Whom it is to; None for the office, or for the hand-over point.
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    state: Mapped[VisitState] = mapped_column(names_of(VisitState))
    name: Mapped[str] = mapped_column(String(80))
    phone: Mapped[str] = mapped_column(String(40), default="")  # as `gate.phones` normalises it
    from_place: Mapped[str] = mapped_column(String(80), default="")
    purpose: Mapped[Purpose] = mapped_column(names_of(Purpose))
    party_size: Mapped[int] = mapped_column(Integer, default=1)
    plate: Mapped[str] = mapped_column(String(12), default="")
    expected_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expected_until: Mapped[datetime] = mapped_column(UtcDateTime)
    host_confirmed: Mapped[str] = mapped_column(String(10), default="")
    note: Mapped[str] = mapped_column(String(200), default="")
    # The visitor's own pass, where one was made beforehand.
    pass_id: Mapped[int | None] = mapped_column(ForeignKey("pass.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    gate_id: Mapped[int | None] = mapped_column(ForeignKey("gate.id"))
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Said before anybody came; whoever comes all the same is inside.
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    roster_version: Mapped[int] = mapped_column(Integer, default=1)

    household: Mapped[Household | None] = relationship()
    pass_: Mapped[Pass | None] = relationship()
    staff: Mapped[Staff | None] = relationship()
    gate: Mapped[Gate | None] = relationship()

    @property
    def is_planned_by_host(self) -> bool:
        """Whether the household registered it: then it knows the name, which nobody masks."""
        return self.staff_id is None and self.gate_id is None


class DenialKind(StrEnum):
    """What an entry of the deny list is matched by; a name alone is always in doubt."""

    PHONE = "phone"
    PLATE = "plate"
    NAME = "name"


class Denial(Base):
    """One entry of the deny list, in force once a second person has approved it."""

    __tablename__ = "denial"
    __table_args__ = (Index("ix_denial_roster", "compound_id", "roster_version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"))
    kind: Mapped[DenialKind] = mapped_column(names_of(DenialKind))
    value: Mapped[str] = mapped_column(String(80))  # normalised
    hash: Mapped[str] = mapped_column(String(16))  # what devices match by
    reason: Mapped[str] = mapped_column(String(200))
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    roster_version: Mapped[int] = mapped_column(Integer, default=1)

    proposed_by: Mapped[Staff | None] = relationship(foreign_keys=[proposed_by_id])
    approved_by: Mapped[Staff | None] = relationship(foreign_keys=[approved_by_id])
    lifted_by: Mapped[Staff | None] = relationship(foreign_keys=[lifted_by_id])
