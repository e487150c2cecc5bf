"""Making a gate book: its lines are numbered on from the gate's last one, then it is printed."""

from datetime import datetime

from sqlalchemy import func, select

from checkpoint.db import db, lock, writing
from checkpoint.errors import BadInput, NotFound
from checkpoint.gate.books.contents import gather
from checkpoint.gate.gates import gate_by_id
from checkpoint.gate.models import GateBook
from checkpoint.people import Actor, Compound, Permission, record_audit

LINES = 300
MOST_LINES = 5_000


def make_book(actor: Actor, gate_id: int, *, lines: int = LINES, now: datetime) -> GateBook:
    """A new book of `lines` blank lines for a gate; no two lines of a gate share a number.

    Raises Forbidden, NotFound, BadInput for fewer than 1 or more than 5,000 lines.
    """
    actor.require(Permission.MANAGE_GATES)
    if not 1 <= lines <= MOST_LINES:
        raise BadInput("A book has 1 to 5,000 lines.", field="lines")
    with writing():
        gate = gate_by_id(actor, gate_id)
        lock(f"books of gate {gate_id}")
        book = GateBook(
            compound_id=gate.compound_id,
            gate_id=gate_id,
            staff_id=actor.staff_id,
            made_at=now,
            first_line=_next_line(gate_id),
            lines=lines,
            roster_version=gate.compound.roster_version,
        )
        db.session.add(book)
        db.session.flush()
        record_audit(actor, now, "book.made", "gate", gate_id, first=book.first_line, lines=lines)
    return book


def book_pdf(book: GateBook, now: datetime) -> bytes:
    """The book as a PDF, with the passes as they are known at `now`."""
    from checkpoint.gate.books.drawing import pages  # here alone: it brings the font along
    from checkpoint.passes.paper import pages_pdf

    contents = gather(book, now)
    title = f"{contents.compound} · {contents.gate}"
    document = pages_pdf(lambda font: pages(contents, font), title, now=contents.made_at)
    return bytes(document)


def book_by_id(actor: Actor, book_id: int) -> GateBook:
    """One book. Raises NotFound outside the scope just as for none at all."""
    actor.require(Permission.SEE_DESK)
    book = db.session.get(GateBook, book_id)
    if book is None or not actor.covers(book.gate.compound):
        raise NotFound("There is no such book here.")
    return book


def books_of(compound: Compound, limit: int = 50) -> list[GateBook]:
    """The books of a compound, the newest first."""
    query = select(GateBook).where(GateBook.compound_id == compound.id)
    return list(db.session.scalars(query.order_by(GateBook.id.desc()).limit(limit)))


def _next_line(gate_id: int) -> int:
    last = select(func.max(GateBook.first_line + GateBook.lines)).where(GateBook.gate_id == gate_id)
    return db.session.scalar(last) or 1
