"""Pages that are no cards, in the font and the ink of cards, for whoever prints something else."""

from collections.abc import Callable, Iterable
from datetime import datetime

from ..cards.cover import A4_HEIGHT, A4_WIDTH
from ..cards.drawing import (
    INK,
    JADE,
    LINE,
    MUTED,
    Color,
    Line,
    Mark,
    Page,
    Placed,
    Shape,
    Text,
    box,
)
from ..cards.font import Font
from ..cards.typesetting import fitting_size, length, shown, wrapped

__all__ = [
    "A4_HEIGHT",
    "A4_WIDTH",
    "INK",
    "JADE",
    "LINE",
    "MUTED",
    "Color",
    "Font",
    "Line",
    "Mark",
    "Page",
    "Placed",
    "Shape",
    "Text",
    "box",
    "fitting_size",
    "length",
    "pages_pdf",
    "shown",
    "wrapped",
]


def pages_pdf(
    each_page: Callable[[Font], Iterable[Page]], title: str, *, now: datetime
) -> bytearray:
    """A PDF of the pages that `each_page` makes with the font of the document."""
    from ..cards.pdf import pages_pdf  # here alone: it brings fpdf along

    return pages_pdf(each_page, title, now=now)
