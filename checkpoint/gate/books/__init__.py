"""The gate book: numbered lines on paper for a day without power, typed in later by number."""

from checkpoint.gate.books.making import (
    LINES,
    MOST_LINES,
    book_by_id,
    book_pdf,
    books_of,
    make_book,
)

__all__ = ["LINES", "MOST_LINES", "book_by_id", "book_pdf", "books_of", "make_book"]
