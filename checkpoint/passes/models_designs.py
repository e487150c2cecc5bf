"""What cards look like: every version of every compound's design."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from checkpoint.db import Base, UtcDateTime
from checkpoint.people import Staff


class CardDesign(Base):
    """One version of a compound's design; the newest holds. Never changed."""

    __tablename__ = "card_design"

    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"), index=True)
    title: Mapped[str] = mapped_column(String(80))
    line: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(10))
    # Of `cards.design.TINTS`, by the name of the kind.
    colors: Mapped[dict[str, str]] = mapped_column(JSON)
    seal: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # None at the command line.
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))

    made_by: Mapped[Staff | None] = relationship()
