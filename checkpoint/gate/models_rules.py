"""The rule sets of a compound, and the instruments that temperatures are measured with."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from checkpoint.db import Base, UtcDateTime
from checkpoint.people import Compound, Gate, Staff


class RuleSet(Base):
    """One version of a compound's rules. Never changed but to be approved or withdrawn.

    In force is the approved one, not withdrawn, with the latest `effective_from` that has come; of
    two with the same moment the higher version.
    """

    __tablename__ = "rule_set"
    __table_args__ = (UniqueConstraint("compound_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"))
    version: Mapped[int] = mapped_column(Integer)
    preset: Mapped[str] = mapped_column(String(20), default="")
    # As `gate.rules.body_of` writes it.
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    effective_from: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(String(500))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    compound: Mapped[Compound] = relationship()
    made_by: Mapped[Staff | None] = relationship(foreign_keys=[made_by_id])
    approved_by: Mapped[Staff | None] = relationship(foreign_keys=[approved_by_id])
    withdrawn_by: Mapped[Staff | None] = relationship(foreign_keys=[withdrawn_by_id])


class Instrument(Base):
    """A thermometer of a gate, by the name that is written on it."""

    __tablename__ = "instrument"
    __table_args__ = (UniqueConstraint("gate_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id"))
    name: Mapped[str] = mapped_column(String(20))
    active: Mapped[bool] = mapped_column(default=True)

    gate: Mapped[Gate] = relationship()


class InstrumentOffset(Base):
    """What an instrument shows too little on a day, in tenths of °C: added to what it shows."""

    __tablename__ = "instrument_offset"
    __table_args__ = (UniqueConstraint("instrument_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    instrument_id: Mapped[int] = mapped_column(ForeignKey("instrument.id"))
    # The community's local day.
    day: Mapped[date] = mapped_column(Date)
    tenths: Mapped[int] = mapped_column(Integer)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    instrument: Mapped[Instrument] = relationship()
