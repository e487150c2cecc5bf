"""What was printed: jobs, the cards in them, and to whom a card was handed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from checkpoint.db import Base, UtcDateTime
from checkpoint.passes.models import Pass
from checkpoint.people import Compound, Staff, names_of


class Only(StrEnum):
    """Which cards are wanted: all, those never printed, those that changed since they were, those
    that people hold under an older key than the newest."""

    ALL = "all"
    NEW = "new"
    CHANGED = "changed"
    OLDER_KEY = "older_key"


class PrintJob(Base):
    """Cards that were put into one file. They count as printed once somebody says they are."""

    __tablename__ = "print_job"

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"), index=True)
    only: Mapped[Only] = mapped_column(names_of(Only))
    # Of `cards.Sheet` and `cards.Language`, for printing it again.
    sheet: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # None at the command line.
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    printed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    printed_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    compound: Mapped[Compound] = relationship()
    made_by: Mapped[Staff | None] = relationship(foreign_keys=[made_by_id])
    printed_by: Mapped[Staff | None] = relationship(foreign_keys=[printed_by_id])


class PrintedCard(Base):
    """A card in a job. What its code says besides tells whether the pass has changed since."""

    __tablename__ = "printed_card"
    __table_args__ = (Index("ix_printed_card_pass", "pass_id"),)

    job_id: Mapped[int] = mapped_column(ForeignKey("print_job.id"), primary_key=True)
    pass_id: Mapped[int] = mapped_column(ForeignKey("pass.id"), primary_key=True)
    generation: Mapped[int] = mapped_column(Integer)
    kid: Mapped[int] = mapped_column(ForeignKey("signing_key.kid"))
    valid_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Who took it, in the words of whoever wrote it down; who that was.
    delivered_to: Mapped[str] = mapped_column(String(80), default="")
    delivered_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    job: Mapped[PrintJob] = relationship()
    pass_: Mapped[Pass] = relationship()
