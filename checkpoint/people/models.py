"""Who lives where, which gates there are, and who works here. Rows only; verbs are elsewhere."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Enum,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from checkpoint.db import Base, UtcDateTime
from checkpoint.people.names import address_label, short_label


def names_of(kind: type[StrEnum]) -> Enum:
    """A column that holds the values of `kind` as text, checked on both databases."""
    return Enum(
        kind,
        name=kind.__name__.lower(),
        native_enum=False,
        create_constraint=True,
        length=20,
        values_callable=lambda members: [member.value for member in members],
    )


class Role(StrEnum):
    """What a staff account is for."""

    ADMIN = "admin"
    CLERK = "clerk"
    GUARD = "guard"


class GateState(StrEnum):
    """Whether a gate lets anyone through at all."""

    OPEN = "open"
    SEALED = "sealed"


class HouseholdState(StrEnum):
    """Whether a household lives here now."""

    ACTIVE = "active"
    GONE = "gone"


class Community(Base):
    """The office that runs things."""

    __tablename__ = "community"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    phone: Mapped[str] = mapped_column(String(40), default="")
    time_zone: Mapped[str] = mapped_column(String(64))

    compounds: Mapped[list["Compound"]] = relationship(back_populates="community")


class Compound(Base):
    """A walled estate under a community."""

    __tablename__ = "compound"

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    # Counts every change that a gate device must know of; a device asks for what came since.
    roster_version: Mapped[int] = mapped_column(Integer, default=1)

    community: Mapped[Community] = relationship(back_populates="compounds")
    gates: Mapped[list["Gate"]] = relationship(back_populates="compound", order_by="Gate.id")


class Gate(Base):
    """A way in and out of a compound."""

    __tablename__ = "gate"
    __table_args__ = (UniqueConstraint("compound_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"))
    name: Mapped[str] = mapped_column(String(80))
    state: Mapped[GateState] = mapped_column(names_of(GateState), default=GateState.OPEN)

    compound: Mapped[Compound] = relationship(back_populates="gates")


class Household(Base):
    """One door, one file. Building, unit and room are canonical: `12`, `2`, `501`."""

    __tablename__ = "household"
    __table_args__ = (
        UniqueConstraint("compound_id", "building", "unit", "room"),
        Index("ix_household_roster", "compound_id", "roster_version"),
        Index("ix_household_sort", "compound_id", "sort_key"),
        Index("ix_household_outside", "compound_id", "outside_since"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"))
    building: Mapped[str] = mapped_column(String(40))
    unit: Mapped[str] = mapped_column(String(40), default="")
    room: Mapped[str] = mapped_column(String(40))
    sort_key: Mapped[str] = mapped_column(String(200))
    state: Mapped[HouseholdState] = mapped_column(
        names_of(HouseholdState), default=HouseholdState.ACTIVE
    )
    note: Mapped[str] = mapped_column(String(500), default="")
    # Cached from the crossings: since when somebody of the household is out, None when all are in.
    outside_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outside_people: Mapped[int] = mapped_column(Integer, default=0)
    last_crossing_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    roster_version: Mapped[int] = mapped_column(Integer, default=1)

    compound: Mapped[Compound] = relationship()
    residents: Mapped[list["Resident"]] = relationship(
        back_populates="household", order_by="Resident.position", cascade="all, delete-orphan"
    )

    def label(self, language: str = "zh") -> str:
        """The address in full."""
        return address_label(self.building, self.unit, self.room, language)

    def short_label(self, language: str = "zh") -> str:
        """The address in the least room."""
        return short_label(self.building, self.unit, self.room, language)


class Resident(Base):
    """A person in a household; `position` 0 is the head, as the roster lists them."""

    __tablename__ = "resident"

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), index=True)
    position: Mapped[int] = mapped_column(Integer, default=0)
    name: Mapped[str] = mapped_column(String(80), index=True)
    relation: Mapped[str] = mapped_column(String(40), default="")
    phone: Mapped[str] = mapped_column(String(40), default="", index=True)
    id_number: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(String(500), default="")

    household: Mapped[Household] = relationship(back_populates="residents")


class Staff(Base):
    """A staff account. No community: everything. No compound: the whole community."""

    __tablename__ = "staff"
    __table_args__ = (
        CheckConstraint("compound_id IS NULL OR community_id IS NOT NULL", name="scope"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[Role] = mapped_column(names_of(Role))
    community_id: Mapped[int | None] = mapped_column(ForeignKey("community.id"))
    compound_id: Mapped[int | None] = mapped_column(ForeignKey("compound.id"))
    password_hash: Mapped[str] = mapped_column(String(200))
    # For signing on at a gate's phone: see `pins.py`.
    pin_salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    pin_verifier: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    language: Mapped[str] = mapped_column(String(8), default="zh")
    active: Mapped[bool] = mapped_column(default=True)
    # Raised on a new password or a block: every session of before ends.
    epoch: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RosterImport(Base):
    """One import of a roster file that went through."""

    __tablename__ = "roster_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    file_name: Mapped[str] = mapped_column(String(200))
    file_sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    # {"buildings", "households", "people", "new", "changed", "gone", "unchanged", "skipped"}
    counts: Mapped[dict[str, int]] = mapped_column(JSON)


class AuditEntry(Base):
    """Who did or looked at what. Names, phones and addresses never stand in `detail`."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_object", "object_kind", "object_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    action: Mapped[str] = mapped_column(String(40))
    object_kind: Mapped[str] = mapped_column(String(20), default="")
    object_id: Mapped[int | None] = mapped_column(Integer)
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
