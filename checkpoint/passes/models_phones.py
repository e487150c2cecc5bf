"""Phones that show a pass, and the codes with which they were linked to it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from checkpoint.db import Base, UtcDateTime
from checkpoint.passes.models import Pass
from checkpoint.people import OneTimeCode


class LinkedPhone(Base):
    """A resident's phone with the public half of its key. The private half never leaves the phone.

    What the office last signed for it is good until `valid_until`; unlinked it shows nothing more.
    """

    __tablename__ = "linked_phone"
    __table_args__ = (
        Index("ix_linked_phone_pass", "pass_id", "unlinked_at"),
        Index("ix_linked_phone_roster", "roster_version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pass_id: Mapped[int] = mapped_column(ForeignKey("pass.id"))
    # What rosters call it: 16 hexadecimal digits of the SHA-256 of the key.
    name: Mapped[str] = mapped_column(String(16), unique=True)
    public: Mapped[bytes] = mapped_column(LargeBinary(33))
    # The key of the office that signed what the phone was given last.
    kid: Mapped[int] = mapped_column(ForeignKey("signing_key.kid"))
    label: Mapped[str] = mapped_column(String(40), default="")
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Who handed over the code; None at the command line.
    linked_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    renewed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_until: Mapped[datetime] = mapped_column(UtcDateTime)
    unlinked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # By a member of staff, or from a phone of the same pass, which may be the phone itself.
    unlinked_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    unlinked_from_id: Mapped[int | None] = mapped_column(ForeignKey("linked_phone.id"))
    roster_version: Mapped[int] = mapped_column(Integer, default=0)

    pass_: Mapped[Pass] = relationship()


class LinkCode(OneTimeCode, Base):
    """A one-time code with which a phone is linked to a pass. Only its SHA-256 is kept."""

    __tablename__ = "link_code"

    pass_id: Mapped[int] = mapped_column(ForeignKey("pass.id"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    phone_id: Mapped[int | None] = mapped_column(ForeignKey("linked_phone.id"))

    pass_: Mapped[Pass] = relationship()
