"""A card of nobody, to look at a design before anything is printed.

Drawn by the very code that draws the cards. Its code says that it is a sample: no gate takes it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from checkpoint.passes.cards import CardFace, Design, Language, Sheet
from checkpoint.passes.token import Kind
from checkpoint.people import Compound

# As long as a token is, so that the squares are as small.
TOKEN: Final = "SAMPLE CARD. NOT A PASS. ".ljust(120, "*")
NUMBER: Final = "0000-0000-0"
CARDS: Final = 10  # fill the largest sheet
PAGE_DPI, CARD_DPI = 110, 300


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sample to show: of what kind, on what, in which language."""

    kind: Kind = Kind.HOUSEHOLD
    sheet: Sheet = Sheet.CR80
    language: Language = "zh"


def sample_png(compound: Compound, design: Design, wanted: Wanted, *, now: datetime) -> bytes:
    """The first page of cards as a PNG: one card, or a sheet of as many as it holds."""
    # Here alone: it brings Pillow along.
    from checkpoint.passes.cards.picture import first_sheet_png

    dpi = CARD_DPI if wanted.sheet is Sheet.CR80 else PAGE_DPI
    return first_sheet_png(sample_faces(compound, design, wanted, now=now), wanted.sheet, dpi)


def sample_faces(
    compound: Compound, design: Design, wanted: Wanted, *, now: datetime
) -> list[CardFace]:
    """Cards of a made-up building, as many as the largest sheet holds."""
    named = wanted.kind is not Kind.HOUSEHOLD
    return [
        CardFace(
            number=NUMBER,
            token=TOKEN,
            kind=wanted.kind,
            building="12",
            unit="2",
            room=f"{floor}0{door}",
            title=design.title or compound.name,
            phone=compound.community.phone,
            holder="王**" if named else "",
            valid_until=_in_a_month(compound, now) if named else None,
            language=wanted.language,
            design=design,
        )
        for floor in range(5, 5 + CARDS // 2)
        for door in (1, 2)
    ]


def _in_a_month(compound: Compound, now: datetime) -> datetime:
    today = now.astimezone(ZoneInfo(compound.community.time_zone))
    return (today + timedelta(days=30)).replace(hour=0, minute=0, second=0, microsecond=0)
