"""Devices, crossings, readings, and what staff must look at. A crossing is never changed."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    Uuid,
    event,
    false,
    text,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column, object_session, relationship

from checkpoint.db import Base, UtcDateTime
from checkpoint.gate.verdict import Direction, Method
from checkpoint.passes import Pass
from checkpoint.people import Gate, Household, OneTimeCode, Staff, names_of


class Device(Base):
    """An enrolled phone or tablet at a gate. Of its credential only the SHA-256 is kept.

    A revoked device may hand over what it has not sent, and nothing else; ended it is when it has
    wiped itself.
    """

    __tablename__ = "device"

    id: Mapped[int] = mapped_column(primary_key=True)
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id"), index=True)
    # The guard who is signed on now.
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    signed_on_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    name: Mapped[str] = mapped_column(String(80))
    credential_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    enrolled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # What it last said of itself.
    last_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    app_version: Mapped[str] = mapped_column(String(40), default="")
    roster_version: Mapped[int] = mapped_column(Integer, default=0)
    unsent: Mapped[int] = mapped_column(Integer, default=0)
    clock_offset_ms: Mapped[int | None] = mapped_column(Integer)
    battery: Mapped[int | None] = mapped_column(Integer)  # percent
    knowledge_age_s: Mapped[int | None] = mapped_column(Integer)

    gate: Mapped[Gate] = relationship()
    staff: Mapped[Staff | None] = relationship()


class JoinCode(OneTimeCode, Base):
    """A one-time code with which a phone joins a gate. Only its SHA-256 is kept."""

    __tablename__ = "join_code"

    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"))

    gate: Mapped[Gate] = relationship()


class SignOn(Base):
    """A guard's time at a device, from the PIN to the end of it. The id is made by the device."""

    __tablename__ = "sign_on"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"), index=True)
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Crossing(Base):
    """One entry or exit that was decided at a gate. The id is made by the device."""

    __tablename__ = "crossing"
    __table_args__ = (
        Index("ix_crossing_household", "household_id", "decided_at"),
        Index("ix_crossing_gate", "gate_id", "decided_at"),
        Index("ix_crossing_compound", "compound_id", "decided_at"),
        Index("ix_crossing_undoes", "undoes"),
        Index(
            "ix_crossing_plate",
            "compound_id",
            "plate",
            "decided_at",
            sqlite_where=text("plate != ''"),
            postgresql_where=text("plate != ''"),
        ),
        UniqueConstraint("book_id", "book_line"),
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
    # When it was, as well as can be told; by the clock of the device alone; when the server got it;
    # and what the device's clock lagged behind the server's when it did.
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    device_at: Mapped[datetime] = mapped_column(UtcDateTime)
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
    # The crossing that this one takes back: it counts for nothing, nor does this one.
    undoes: Mapped[UUID | None] = mapped_column(Uuid)
    # Children among the party; why it is exempt from the quota; whether it counts as an outing.
    children: Mapped[int] = mapped_column(Integer, default=0)
    exempt: Mapped[str] = mapped_column(String(20), default="")
    counted: Mapped[bool] = mapped_column(default=False)
    # By an extra pass: then it tells where its holder is, and nothing of the household.
    extra: Mapped[bool] = mapped_column(default=False, server_default=false())
    # The visit that it opens or closes: then it says nothing of who is out of the household.
    visit_id: Mapped[UUID | None] = mapped_column(ForeignKey("visit.id"), index=True)
    plate: Mapped[str] = mapped_column(String(12), default="")
    vehicle_kind: Mapped[str] = mapped_column(String(12), default="")
    disinfected: Mapped[bool] = mapped_column(default=False)
    # The rule sets that the device and the server judged by.
    rules_version: Mapped[int] = mapped_column(Integer, default=0)
    server_rules_version: Mapped[int] = mapped_column(Integer, default=0)
    # The line of a printed book that this was copied from.
    book_id: Mapped[int | None] = mapped_column(ForeignKey("gate_book.id"))
    book_line: Mapped[int | None] = mapped_column(Integer)
    # The first answer, given again to every repeat.
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)

    gate: Mapped[Gate] = relationship()
    device: Mapped[Device | None] = relationship()
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
    # With which instrument, and what of `tenths` is its offset of that day.
    instrument_id: Mapped[int | None] = mapped_column(ForeignKey("instrument.id"))
    offset_tenths: Mapped[int] = mapped_column(Integer, default=0)

    crossing: Mapped[Crossing | None] = relationship(back_populates="reading")
    household: Mapped[Household | None] = relationship()


class EarlierReading(Base):
    """A reading that was taken again before the crossing was decided."""

    __tablename__ = "earlier_reading"
    __table_args__ = (UniqueConstraint("crossing_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    crossing_id: Mapped[UUID] = mapped_column(ForeignKey("crossing.id"))
    position: Mapped[int] = mapped_column(Integer)
    tenths: Mapped[int] = mapped_column(Integer)
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    instrument_id: Mapped[int | None] = mapped_column(ForeignKey("instrument.id"))
    offset_tenths: Mapped[int] = mapped_column(Integer, default=0)


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
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[str] = mapped_column(String(500), default="")

    device: Mapped[Device | None] = relationship()
    resolved_by: Mapped[Staff | None] = relationship()


class ConflictState(StrEnum):
    """What became of a conflict; `withdrawn` is one that a later arrival explained."""

    OPEN = "open"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


class Conflict(Base):
    """Two crossings that can't both be right, or one that should not have been: for staff."""

    __tablename__ = "conflict"
    __table_args__ = (
        UniqueConstraint("kind", "first_id", "second_id"),
        Index("ix_conflict_state", "compound_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    # In the order in which they were decided; the same one twice where it takes only one.
    first_id: Mapped[UUID] = mapped_column(ForeignKey("crossing.id"))
    second_id: Mapped[UUID] = mapped_column(ForeignKey("crossing.id"))
    state: Mapped[ConflictState] = mapped_column(names_of(ConflictState))
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[str] = mapped_column(String(500), default="")

    household: Mapped[Household] = relationship()
    first: Mapped[Crossing] = relationship(foreign_keys=[first_id])
    second: Mapped[Crossing] = relationship(foreign_keys=[second_id])
    resolved_by: Mapped[Staff | None] = relationship()


class GateBook(Base):
    """A printed book of numbered blank lines, for a day without power."""

    __tablename__ = "gate_book"

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"), index=True)
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    first_line: Mapped[int] = mapped_column(Integer)
    lines: Mapped[int] = mapped_column(Integer)
    roster_version: Mapped[int] = mapped_column(Integer)

    gate: Mapped[Gate] = relationship()


class RefusedScan(Base):
    """A scan that was no pass of ours. Of its text nothing is kept but length and a fingerprint."""

    __tablename__ = "refused_scan"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"), index=True)
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id"))
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
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
