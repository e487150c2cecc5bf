"""The delivery list: a line for each card of a building, to be signed by whoever takes it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

from ..token import Kind
from .cover import A4_HEIGHT, A4_WIDTH
from .design import Language
from .drawing import INK, LINE, MUTED, Line, Mark, Page, Placed, Text
from .face import KIND_NAMES, building_name
from .font import Font
from .typesetting import fitting_size, length, shown

LEFT, RIGHT = 15.0, 195.0
TOP, ROW, ROWS = 48.0, 9.6, 22
# Line, address, pass number, name, kind, signature, date: where each begins.
AT = (15.0, 25.0, 56.0, 86.0, 114.0, 136.0, 173.0, RIGHT)
HEADS = {
    "zh": ("", "房号", "证号", "持证人／户主", "类别", "签收", "日期"),
    "en": ("", "Address", "Pass number", "Holder or head", "Kind", "Signature", "Date"),
    "both": (
        "",
        "房号 Address",
        "证号 Number",
        "姓名 Name",
        "类别 Kind",
        "签收 Signature",
        "日期 Date",
    ),
}
TITLES = {"zh": "发卡签收单", "en": "Delivery list", "both": "发卡签收单 Delivery list"}
FEET = {
    "zh": ("发放人", "日期", "退回张数"),
    "en": ("Handed out by", "Date", "Cards brought back"),
    "both": ("发放人 By", "日期 Date", "退回张数 Back"),
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """One line: a card and who is to sign for it. `name` is masked already."""

    building: str
    door: str
    number: str
    name: str
    kind: Kind
    generation: int = 1


@dataclass(frozen=True, slots=True)
class ListHead:
    """What stands above each page: the compound, the print job and the day."""

    title: str
    job: int
    date: str
    language: Language


def delivery_pages(receipts: Sequence[Receipt], head: ListHead, font: Font) -> Iterator[Page]:
    """The pages of all buildings in the order given; each building begins a page of its own."""
    sheets = list(_sheets(receipts))
    for place, (building, count, first, rows) in enumerate(sheets, 1):
        marks = [
            *_heading(building, count, head, font),
            *_heads(head.language, font),
            *(mark for row in enumerate(rows) for mark in _row(*row, first, head.language, font)),
            *_foot(head, f"{place} / {len(sheets)}", font),
        ]
        yield Page(A4_WIDTH, A4_HEIGHT, [Placed(0, 0, marks)])


def _sheets(receipts: Sequence[Receipt]) -> Iterator[tuple[str, int, int, Sequence[Receipt]]]:
    """Building, how many cards it has, the number of the first line, the lines of a page."""
    for building, group in groupby(receipts, key=attrgetter("building")):
        members = list(group)
        for start in range(0, len(members), ROWS):
            yield building, len(members), start + 1, members[start : start + ROWS]


def _heading(building: str, count: int, head: ListHead, font: Font) -> Iterator[Mark]:
    title = shown(f"{head.title} · {TITLES[head.language]}", font)
    yield Text(LEFT, 16, fitting_size(font, title, 120, 11), title, MUTED)
    yield _ending(Text(RIGHT, 16, 9, f"{head.date} · {_job(head)}", MUTED), font)
    name, cards = shown(building_name(building, head.language), font), _count(count, head.language)
    yield Text(LEFT, 33, fitting_size(font, name, 120, 36), name, bold=True)
    yield _ending(Text(RIGHT, 33, 16, cards, bold=True), font)


def _heads(language: Language, font: Font) -> Iterator[Mark]:
    for place, text in enumerate(HEADS[language]):
        width = AT[place + 1] - AT[place] - 2
        size = fitting_size(font, text, width, 9) if text else 9
        yield Text(AT[place] + 1, TOP - 2.6, size, text, bold=True)
    yield Line(LEFT, TOP, RIGHT, TOP, INK, 0.4)


def _row(
    place: int, receipt: Receipt, first: int, language: Language, font: Font
) -> Iterator[Mark]:
    y = TOP + place * ROW
    base = y + 6.4
    yield _ending(Text(AT[1] - 2, base, 9, str(first + place), MUTED), font)
    cells = (
        (receipt.door, 12.5, True),
        (receipt.number, 11, False),
        (receipt.name, 11, False),
        (_kind(receipt, language), 9.5, receipt.kind is not Kind.HOUSEHOLD),
    )
    for column, (text, size, bold) in enumerate(cells, 1):
        width = AT[column + 1] - AT[column] - 2.5
        text = shown(text, font)
        size = fitting_size(font, text, width, size)
        yield Text(AT[column] + 1, base, size, text, INK, bold)
    for x in AT[5:7]:
        yield Line(x, y, x, y + ROW, LINE, 0.15)
    yield Line(LEFT, y + ROW, RIGHT, y + ROW, MUTED, 0.2)


def _foot(head: ListHead, pages: str, font: Font) -> Iterator[Mark]:
    gap = 8.0
    width = (RIGHT - LEFT - gap * 2) / 3
    for index, label in enumerate(FEET[head.language]):
        x = LEFT + index * (width + gap)
        yield Line(x, 275, x + width, 275, MUTED, 0.2)
        yield Text(x, 279.6, 8.5, label, MUTED)
    yield _ending(Text(RIGHT, 288, 9, pages, MUTED), font)


def _ending(text: Text, font: Font) -> Text:
    """The same text, ending where it began."""
    return replace(text, x=text.x - length(font, text.text, text.size))


def _kind(receipt: Receipt, language: Language) -> str:
    """The kind, and which card of its pass it is where it is not the first."""
    name = KIND_NAMES[receipt.kind][language == "en"]
    return f"{name} {receipt.generation}" if receipt.generation > 1 else name


def _count(cards: int, language: Language) -> str:
    english = "card" if cards == 1 else "cards"
    return {
        "zh": f"共 {cards} 张",
        "en": f"{cards} {english}",
        "both": f"{cards} 张 {english}",
    }[language]


def _job(head: ListHead) -> str:
    return f"Print job {head.job}" if head.language == "en" else f"打印批次 {head.job}"
