"""The register of vehicles."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from checkpoint.db import Base, UtcDateTime
from checkpoint.people import Household, names_of


class VehicleKind(StrEnum):
    """Whose vehicle it is. `unknown` is one that is in no register."""

    RESIDENT = "resident"
    VISITOR = "visitor"
    DELIVERY = "delivery"
    EMERGENCY = "emergency"
    UNKNOWN = "unknown"


class Vehicle(Base):
    """A vehicle that the gates know. `plate` is as `gate.plates` normalises it."""

    __tablename__ = "vehicle"
    __table_args__ = (
        UniqueConstraint("compound_id", "plate"),
        Index("ix_vehicle_roster", "compound_id", "roster_version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"))
    plate: Mapped[str] = mapped_column(String(12))
    kind: Mapped[VehicleKind] = mapped_column(names_of(VehicleKind))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    note: Mapped[str] = mapped_column(String(200), default="")
    active: Mapped[bool] = mapped_column(default=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    roster_version: Mapped[int] = mapped_column(Integer, default=1)

    household: Mapped[Household | None] = relationship()
