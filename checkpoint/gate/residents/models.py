"""What a household asks the office to put right in its file."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from checkpoint.db import Base, UtcDateTime
from checkpoint.people import Household, Staff, names_of

LONGEST_WORDS = 300


class Topic(StrEnum):
    """What of the file is wrong."""

    MEMBERS = "members"
    NAME = "name"
    PHONE = "phone"
    ROOM = "room"
    OTHER = "other"


class CorrectionState(StrEnum):
    """How far a correction has come."""

    WAITING = "waiting"
    DONE = "done"
    DECLINED = "declined"


class Correction(Base):
    """A household's wish that its file be put right, and what the office said.

    Nothing changes by itself: whoever answers it changes the roster first. `answered_by` is None
    for the command line.
    """

    __tablename__ = "correction"
    __table_args__ = (Index("ix_correction_household", "household_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"))
    topic: Mapped[Topic] = mapped_column(names_of(Topic))
    words: Mapped[str] = mapped_column(String(LONGEST_WORDS))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[CorrectionState] = mapped_column(
        names_of(CorrectionState), default=CorrectionState.WAITING
    )
    note: Mapped[str] = mapped_column(String(LONGEST_WORDS), default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    household: Mapped[Household] = relationship()
    answered_by: Mapped[Staff | None] = relationship()
