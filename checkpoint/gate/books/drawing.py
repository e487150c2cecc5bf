"""The pages of a gate book on A4: cover, numbered blank lines, the passes, the refused numbers.

Everything a guard must do is written in both languages: whoever stands there that day reads one.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from checkpoint.gate.books.contents import Contents, Entry
from checkpoint.passes import PassKind
from checkpoint.passes.paper import (
    A4_HEIGHT,
    A4_WIDTH,
    INK,
    LINE,
    MUTED,
    Color,
    Font,
    Line,
    Mark,
    Page,
    Placed,
    Text,
    box,
    fitting_size,
    length,
    shown,
    wrapped,
)
from checkpoint.people import building_label

LEFT, RIGHT = 15.0, 195.0
TOP, FOOT = 24.0, 284.0
RED = Color(0xA3, 0x15, 0x1C)
SHADE = Color(0xEA, 0xED, 0xE8)

ROW = 9.4
ROWS = 25
# Number, time, pass or address, out, in, people, temperature, guard: where each begins.
AT = (15.0, 31.0, 53.0, 113.0, 125.0, 137.0, 150.0, 175.0, RIGHT)
HEADS = (
    ("行号", "Line"),
    ("时间", "Time"),
    ("证号或房号", "Pass number or address"),
    ("出", "Out"),
    ("进", "In"),
    ("人数", "People"),
    ("体温 °C", "Temp."),
    ("值守员", "Guard"),
)
STEPS = (
    (
        "停电、断网、手机用不了的时候，用这本登记。",
        "Use this book when there is no power, no network or no phone.",
    ),
    (
        "每次进出写一行：时间、证号或房号、出或进、体温；每页写上日期。",
        "One line a passage: time, pass or address, out or in, temperature. Date each page.",
    ),
    (
        "先在名单里找到这户：标“外”的已有人外出，标“留”的请留在家里。",
        "Find the household in the list first: 外 is out already, 留 has to stay at home.",
    ),
    (
        "最后一页的证号一律不放行；体温 %(fever)s °C 及以上不外出，先打电话。",
        "Admit no number of the last page. With %(fever)s °C or more nobody goes out: call us.",
    ),
    (
        "行号不要改，不要撕页；来电以后整本交回社区，由社区照行号补录。",
        "Change no number and tear out no page: the office types it in later by number.",
    ),
)
COLUMNS = 3
GAP = 5.0
COLUMN = (RIGHT - LEFT - GAP * (COLUMNS - 1)) / COLUMNS
SMALL, STEP = 7.0, 3.55


def pages(book: Contents, font: Font) -> Iterator[Page]:
    """Every page of the book, in order."""
    yield _page(_cover(book, font))
    yield from _blank_pages(book, font)
    yield from _list_pages(book, font)
    yield from _refused_pages(book, font)


def _page(marks: Iterator[Mark] | Sequence[Mark]) -> Page:
    return Page(A4_WIDTH, A4_HEIGHT, [Placed(0, 0, list(marks))])


def _cover(book: Contents, font: Font) -> Iterator[Mark]:
    gate = shown(book.gate, font)
    yield Text(LEFT, 34, 13, shown(book.compound, font), MUTED)
    yield Text(LEFT, 66, fitting_size(font, gate, RIGHT - LEFT, 76), gate, bold=True)
    yield Text(LEFT, 82, 20, "卡点登记本 · Gate book", bold=True)
    yield Line(LEFT, 89, RIGHT, 89, INK, 0.5)
    facts = (
        ("印制", "Printed", f"{book.made_at:%Y-%m-%d %H:%M}"),
        ("行号", "Lines", f"{book.first_line} – {book.last_line}"),
        ("社区电话", "Office", shown(book.phone, font) or "–"),
        ("编号", "Book", f"{book.id} / {book.roster_version}"),
    )
    for place, (zh, en, value) in enumerate(facts):
        y = 100.0 + place * 10
        yield Text(LEFT, y, 11, f"{zh} {en}", MUTED)
        yield Text(LEFT + 42, y, 16, value, bold=True)
    yield from _steps(book, font)


def _steps(book: Contents, font: Font) -> Iterator[Mark]:
    y = 152.0
    for number, (zh, en) in enumerate(STEPS, 1):
        yield Text(LEFT, y, 18, str(number), bold=True)
        words = [f"{word} " for word in (en % {"fever": book.fever}).split()]
        for pieces, size, color in ((zh % {"fever": book.fever}, 13, INK), (words, 10, MUTED)):
            for line in wrapped(font, pieces, RIGHT - LEFT - 12, size):
                yield Text(LEFT + 12, y, size, line, color)
                y += size * 0.52
        y += 4.5


def _blank_pages(book: Contents, font: Font) -> Iterator[Page]:
    for start in range(book.first_line, book.last_line + 1, ROWS):
        numbers = range(start, min(start + ROWS, book.last_line + 1))
        marks = [*_heading(book, font, "日期 Date"), *_heads()]
        marks.append(Line(LEFT + 115, 16.6, LEFT + 145, 16.6, MUTED, 0.2))
        for place, number in enumerate(numbers):
            marks += _blank(number, TOP + 12 + place * ROW, font)
        yield _page(marks)


def _heads() -> Iterator[Mark]:
    for x, (zh, en) in zip(AT, HEADS, strict=False):
        yield Text(x + 1, TOP + 4.5, 10, zh, bold=True)
        yield Text(x + 1, TOP + 8.8, 6.5, en, MUTED)
    yield Line(LEFT, TOP + 12, RIGHT, TOP + 12, INK, 0.4)


def _blank(number: int, y: float, font: Font) -> Iterator[Mark]:
    text = str(number)
    size = fitting_size(font, text, AT[1] - AT[0] - 3, 12)
    yield Text(AT[1] - 2 - length(font, text, size), y + 6.3, size, text, bold=True)
    yield Text(AT[1] + 9, y + 6.3, 12, ":", MUTED)
    yield Text(AT[6] + 14, y + 6.3, 12, ".", MUTED)
    for x in AT[1:-1]:
        yield Line(x, y, x, y + ROW, LINE, 0.15)
    for x in (AT[3], AT[4]):
        yield from _tick(x + 4, y + 2.7)
    yield Line(LEFT, y + ROW, RIGHT, y + ROW, MUTED, 0.2)


def _tick(x: float, y: float) -> Iterator[Mark]:
    """An empty square of 4 mm to be ticked."""
    yield Line(x, y, x + 4, y, MUTED, 0.25)
    yield Line(x + 4, y, x + 4, y + 4, MUTED, 0.25)
    yield Line(x + 4, y + 4, x, y + 4, MUTED, 0.25)
    yield Line(x, y + 4, x, y, MUTED, 0.25)


def _list_pages(book: Contents, font: Font) -> Iterator[Page]:
    """All good passes by address, in columns; a building begins with its name."""
    title = f"{len(book.entries):,} 张通行证 passes"
    for columns in _columns(book.entries):
        marks = [*_heading(book, font, title), *_legend()]
        for place, column in enumerate(columns):
            x = LEFT + place * (COLUMN + GAP)
            for line, row in enumerate(column):
                y = TOP + 9 + line * STEP
                marks += _building(row, x, y) if isinstance(row, str) else _entry(row, x, y, font)
        yield _page(marks)


def _columns(entries: Sequence[Entry]) -> Iterator[list[list[Entry | str]]]:
    """Pages of columns: each begins with the name of its building, and none ends with one."""
    most = int((FOOT - TOP - 9) / STEP)
    columns: list[list[Entry | str]] = [[]]
    for building, group in groupby(entries, key=lambda each: each.building):
        if len(columns[-1]) < most - 1:
            columns[-1].append(building)
        for entry in group:
            if len(columns[-1]) >= most - 1 and not isinstance(columns[-1][-1], str):
                columns.append([building])
            columns[-1].append(entry)
    for start in range(0, len(columns), COLUMNS):
        yield columns[start : start + COLUMNS]


def _legend() -> Iterator[Mark]:
    text = "外 已外出 out    留 请留在家里 has to stay    护 照护证 caregiver    客 访客证 visitor"
    yield Text(LEFT, TOP + 3.6, SMALL, text, MUTED)


def _building(name: str, x: float, y: float) -> Iterator[Mark]:
    yield box(x, y - 2.65, COLUMN, STEP, SHADE)
    yield Text(x + 1, y, 7.5, building_label(name), bold=True)


def _entry(entry: Entry, x: float, y: float, font: Font) -> Iterator[Mark]:
    door, name = shown(entry.door, font), shown(entry.name, font)
    yield Text(x + 1, y, fitting_size(font, door, 14, SMALL), door, bold=True)
    yield Text(x + 16, y, SMALL, entry.number)
    mark = {PassKind.CAREGIVER: "护 ", PassKind.VISITOR: "客 "}.get(entry.kind, "")
    yield Text(x + 33.5, y, fitting_size(font, mark + name, 9, SMALL), mark + name, MUTED)
    state = " ".join(
        sign + value for sign, value in (("外", entry.since), ("留", entry.stays)) if value
    )
    if state:
        color = RED if entry.stays else INK
        size = fitting_size(font, state, COLUMN - 43, SMALL)
        yield Text(x + 43, y, size, state, color, bold=True)


def _refused_pages(book: Contents, font: Font) -> Iterator[Page]:
    across, down, step = 6, 44, 5.4
    size = across * down
    for start in range(0, max(1, len(book.refused)), size):
        here = book.refused[start : start + size]
        marks = [*_heading(book, font, f"{len(book.refused):,}")]
        marks.append(Text(LEFT, TOP + 9, 20, "这些证号不放行 · Do not admit", RED, bold=True))
        if not here:
            marks.append(Text(LEFT, TOP + 19, 11, "目前没有。 There is none at the moment."))
        for place, number in enumerate(here):
            column, line = divmod(place, down)
            x, y = LEFT + column * (RIGHT - LEFT) / across, TOP + 18 + line * step
            marks.append(Text(x, y, 10, number))
        yield _page(marks)


def _heading(book: Contents, font: Font, what: str) -> Iterator[Mark]:
    place = shown(f"{book.compound} · {book.gate}", font)
    date = f"{book.made_at:%Y-%m-%d %H:%M}"
    yield Text(LEFT, 16, fitting_size(font, place, 95, 11), place, bold=True)
    yield Text(LEFT + 100, 16, 9, what, MUTED)
    yield Text(RIGHT - length(font, date, 9), 16, 9, date, MUTED)
    yield Line(LEFT, 19, RIGHT, 19, INK, 0.4)
