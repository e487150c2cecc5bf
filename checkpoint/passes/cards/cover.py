"""The cover sheet of a building: how many cards follow, and the rooms to tick on delivery."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from ..token import Kind
from .design import Language
from .drawing import INK, LINE, MUTED, Line, Mark, Page, Placed, Text, frame
from .face import KIND_NAMES, CardFace, building_name
from .font import Font
from .typesetting import fitting_size, length, shown

A4_WIDTH, A4_HEIGHT = 210.0, 297.0
LEFT, RIGHT = 20.0, 190.0
FOOT = 268.0
COLUMNS = 7
CELL = (RIGHT - LEFT) / COLUMNS
STEP = 8.0  # from one row of boxes to the next
BOX = 4.4


def cover_pages(faces: Sequence[CardFace], font: Font, date: str) -> Iterator[Page]:
    """One page, or more where the building has more rooms than one holds."""
    marks = list(_heading(faces, font, date))
    y = 88.0
    for unit, group in groupby(faces, key=lambda face: face.unit):
        members = list(group)
        name = _unit_name(unit, len(members), faces[0].language)
        for start in range(0, len(members), COLUMNS):
            if y + STEP > FOOT:
                yield _page(marks)
                marks, y = [_top(faces[0], font)], 36.0
            if start == 0:
                marks += _unit_heading(shown(name, font), y, font)
            row = members[start : start + COLUMNS]
            marks += _boxes(row, y, font)
            y += STEP
        y += 8
    marks += _signature(faces[0].language)
    yield _page(marks)


def _page(marks: Sequence[Mark]) -> Page:
    return Page(A4_WIDTH, A4_HEIGHT, [Placed(0, 0, marks)])


def _heading(faces: Sequence[CardFace], font: Font, date: str) -> Iterator[Mark]:
    first = faces[0]
    yield Text(LEFT, 27, 13, shown(first.title, font), MUTED)
    yield Text(RIGHT - length(font, date, 11), 27, 11, date, MUTED)
    name = shown(building_name(first.building, first.language), font)
    count = _count(len(faces), first.language)
    size = fitting_size(font, name, 112, 76)
    yield Text(LEFT, 55, size, name, bold=True)
    yield Text(RIGHT - length(font, count, 24), 55, 24, count, bold=True)
    yield Line(LEFT, 63, RIGHT, 63, INK, 0.5)
    note = {
        "zh": "发一张，勾一格。没人在家的留空，带回社区。",
        "en": "Tick each card as it is handed over. Bring back what could not be delivered.",
        "both": "发一张，勾一格；没人在家的带回社区。  Tick each card as it is handed over.",
    }[first.language]
    yield Text(LEFT, 70.5, 10, note, MUTED)


def _top(face: CardFace, font: Font) -> Text:
    name = f"{face.title} · {building_name(face.building, face.language)}"
    return Text(LEFT, 22, 11, shown(name, font), MUTED)


def _unit_heading(name: str, y: float, font: Font) -> Iterator[Mark]:
    yield Text(LEFT, y - 4.4, 10.5, name, bold=True)
    start = LEFT + length(font, name, 10.5) + 3
    yield Line(start, y - 5.6, RIGHT, y - 5.6, LINE, 0.2)


def _boxes(faces: Sequence[CardFace], y: float, font: Font) -> Iterator[Mark]:
    for index, face in enumerate(faces):
        x = LEFT + index * CELL
        yield from frame(x, y - 0.6, BOX, BOX, INK)
        name = face.room
        if face.kind is not Kind.HOUSEHOLD:
            name += " " + KIND_NAMES[face.kind][face.language == "en"]
        name = shown(name, font)
        size = fitting_size(font, name, CELL - BOX - 3.5, 13)
        yield Text(x + BOX + 1.6, y + 3.3, size, name)


def _signature(language: Language) -> Iterator[Mark]:
    labels = {
        "zh": ("发放人", "日期", "退回张数"),
        "en": ("Handed out by", "Date", "Cards brought back"),
        "both": ("发放人 By", "日期 Date", "退回张数 Back"),
    }[language]
    gap = 8.0
    width = (RIGHT - LEFT - gap * 2) / 3
    for index, label in enumerate(labels):
        x = LEFT + index * (width + gap)
        yield Line(x, 279, x + width, 279, MUTED, 0.2)
        yield Text(x, 284, 9, label, MUTED)


def _count(cards: int, language: Language) -> str:
    english = "card" if cards == 1 else "cards"
    return {
        "zh": f"共 {cards} 张",
        "en": f"{cards} {english}",
        "both": f"{cards} 张 {english}",
    }[language]


def _unit_name(unit: str, cards: int, language: Language) -> str:
    if language == "en":
        return f"Unit {unit} · {cards}" if unit else f"Rooms · {cards}"
    suffix = "单元" if unit[-1:].isascii() and unit[-1:].isalnum() else ""
    return f"{unit}{suffix} · {cards} 张" if unit else f"房号 · {cards} 张"
