"""The gate book: numbered lines on paper for a day without power, typed in later by number."""

from checkpoint.gate.books.copying import Copied, copy_line, household_meant, progress_of
from checkpoint.gate.books.making import (
    LINES,
    MOST_LINES,
    book_by_id,
    book_pdf,
    books_of,
    make_book,
)
from checkpoint.gate.books.typed import Typed, read_line

__all__ = [
    "LINES",
    "MOST_LINES",
    "Copied",
    "Typed",
    "book_by_id",
    "book_pdf",
    "books_of",
    "copy_line",
    "household_meant",
    "make_book",
    "progress_of",
    "read_line",
]
