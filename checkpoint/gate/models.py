"""Devices, crossings, readings and refused scans. A crossing is never changed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, Integer, LargeBinary, String, Uuid, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column, object_session, relationship

from checkpoint.db import Base, UtcDateTime
from checkpoint.gate.verdict import Direction, Method
from checkpoint.passes import Pass
from checkpoint.people import Gate, Household, Staff, names_of


class Device(Base):
    """An enrolled phone or tablet at a gate. Of its credential only the SHA-256 is kept."""

    __tablename__ = "device"

    id: Mapped[int] = mapped_column(primary_key=True)
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    name: Mapped[str] = mapped_column(String(80))
    credential_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    enrolled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    app_version: Mapped[str] = mapped_column(String(40), default="")
    roster_version: Mapped[int] = mapped_column(Integer, default=0)
    unsent: Mapped[int] = mapped_column(Integer, default=0)
    clock_offset_ms: Mapped[int | None] = mapped_column(Integer)

    gate: Mapped[Gate] = relationship()
    staff: Mapped[Staff] = relationship()


class Crossing(Base):
    """One entry or exit that was decided at a gate. The id is made by the device."""

    __tablename__ = "crossing"
    __table_args__ = (
        Index("ix_crossing_household", "household_id", "decided_at"),
        Index("ix_crossing_gate", "gate_id", "decided_at"),
        Index("ix_crossing_compound", "compound_id", "decided_at"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    body_sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"))
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id"))
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"))
    pass_id: Mapped[int | None] = mapped_column(ForeignKey("pass.id"))
    generation: Mapped[int | None] = mapped_column(Integer)
    direction: Mapped[Direction] = mapped_column(names_of(Direction))
    method: Mapped[Method] = mapped_column(names_of(Method))
    party_size: Mapped[int] = mapped_column(Integer, default=1)
    # The clock of the device, the clock of the server, and what the first lags behind the second.
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    clock_offset_ms: Mapped[int] = mapped_column(Integer, default=0)
    # What the device decided and how old its knowledge was, and what the server makes of it.
    device_outcome: Mapped[str] = mapped_column(String(10))
    device_reason: Mapped[str] = mapped_column(String(40))
    knowledge_age_s: Mapped[int] = mapped_column(Integer, default=0)
    roster_version: Mapped[int] = mapped_column(Integer, default=0)
    server_outcome: Mapped[str] = mapped_column(String(10))
    server_reason: Mapped[str] = mapped_column(String(40))
    override_reason: Mapped[str] = mapped_column(String(20), default="")
    override_note: Mapped[str] = mapped_column(String(200), default="")
    # The first answer, given again to every repeat.
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)

    gate: Mapped[Gate] = relationship()
    household: Mapped[Household | None] = relationship()
    pass_: Mapped[Pass | None] = relationship()
    staff: Mapped[Staff | None] = relationship()
    reading: Mapped["Reading | None"] = relationship(back_populates="crossing")


class Reading(Base):
    """A temperature in tenths of °C, with where and by whom."""

    __tablename__ = "reading"
    __table_args__ = (Index("ix_reading_fever", "compound_id", "taken_at", "tenths"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    crossing_id: Mapped[UUID | None] = mapped_column(ForeignKey("crossing.id"), unique=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    gate_id: Mapped[int | None] = mapped_column(ForeignKey("gate.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    tenths: Mapped[int] = mapped_column(Integer)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)

    crossing: Mapped[Crossing | None] = relationship(back_populates="reading")
    household: Mapped[Household | None] = relationship()


class SetAside(Base):
    """A crossing that was sent and could not be recorded as it is: kept whole, shown to staff."""

    __tablename__ = "set_aside"

    id: Mapped[int] = mapped_column(primary_key=True)
    crossing_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    body_sha256: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"), index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[str] = mapped_column(String(10))  # conflict | set_aside
    reason: Mapped[str] = mapped_column(String(60))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)


class RefusedScan(Base):
    """A scan that was no pass of ours. Of its text nothing is kept but length and a fingerprint."""

    __tablename__ = "refused_scan"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"), index=True)
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id"))
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(40))
    length: Mapped[int] = mapped_column(Integer)
    sample: Mapped[str] = mapped_column(String(8))


@event.listens_for(Crossing, "before_update")
def _never_changed(_mapper: Mapper[Any], _connection: Any, crossing: Crossing) -> None:
    session = object_session(crossing)
    if session is not None and session.is_modified(crossing, include_collections=False):
        raise RuntimeError(f"crossing {crossing.id} was decided and is never changed")
