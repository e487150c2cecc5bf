"""One-time codes that staff show: letters of Crockford's base 32, read as people type them.

Only the SHA-256 of a code is kept. It is good once and for a while; who makes one and what it opens
is for whoever uses them to say.
"""

import secrets
import unicodedata
from datetime import datetime
from hashlib import sha256
from typing import TypeVar

from sqlalchemy import ColumnElement, LargeBinary, select, update
from sqlalchemy.orm import Mapped, mapped_column

from checkpoint.db import UtcDateTime, db
from checkpoint.errors import NotSignedIn

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# What is taken for another letter when it is read from a screen.
_MISREAD = str.maketrans("OIL", "011", "- ")


class OneTimeCode:
    """The columns of a table of such codes."""

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


Code = TypeVar("Code", bound=OneTimeCode)


def new_code(length: int) -> str:
    """So many random letters, 5 bits each, written in two halves: `7K3QX-9MB2T`."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(length))
    return f"{letters[: length // 2]}-{letters[length // 2 :]}"


def hash_of_code(text: str) -> bytes:
    """Of a code in its one form: however it was typed, the same letters make the same hash."""
    letters = unicodedata.normalize("NFKC", text).upper().translate(_MISREAD)
    return sha256(letters.encode(errors="replace")).digest()


def still_good(table: type[OneTimeCode], now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The codes that were neither used nor have expired."""
    return table.used_at.is_(None), table.expires_at > now


def spend_code(table: type[Code], text: str, now: datetime) -> Code:
    """The code's row, used up by this transaction alone. Call within `writing()`.

    Raises NotSignedIn with `code.unknown`, `code.used` or `code.expired`.
    """
    hashed = hash_of_code(text)
    spent = db.session.scalar(
        update(table)
        .where(table.code_hash == hashed, *still_good(table, now))
        .values(used_at=now)
        .returning(table.id)
        .execution_options(synchronize_session=False)
    )
    if spent is None:
        raise _refusal(table, hashed)
    return db.session.get_one(table, spent, populate_existing=True)


def code_expired() -> NotSignedIn:
    """The refusal of a code that is good no more."""
    return NotSignedIn("This code has expired. Ask for a new one.", code="code.expired")


def _refusal(table: type[OneTimeCode], hashed: bytes) -> NotSignedIn:
    code = db.session.scalar(select(table).where(table.code_hash == hashed))
    if code is None:
        return NotSignedIn("There is no such code. Check it letter by letter.", code="code.unknown")
    if code.used_at is not None:
        return NotSignedIn("Another phone has used this code. Ask for a new one.", code="code.used")
    return code_expired()
