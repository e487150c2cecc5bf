"""What comes out of the printer: codes that scan, words that are seen, pages that can be sorted."""

import re
from datetime import UTC, datetime
from io import BytesIO
from itertools import combinations, pairwise

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from checkpoint.passes import Kind, read_token
from checkpoint.passes.cards import CardFace, Language, Sheet, lanyard
from checkpoint.passes.cards.card import HEIGHT, MODULE, QUIET, WIDTH, card_marks
from checkpoint.passes.cards.drawing import MM_PER_POINT, Code, Line, Shape, Text
from checkpoint.passes.cards.face import last_moment
from checkpoint.passes.cards.font import FileFont
from checkpoint.passes.cards.picture import pass_png
from checkpoint.passes.cards.sheets import GRIDS, cut_marks
from checkpoint.passes.cards.typesetting import length, shown

from .printing import KEYS, LANGUAGES, made_face, pages_of, printed, scanned, texts_of

FONT = FileFont.sans()
MM = 72 / 25.4
UNTIL = datetime(2020, 3, 21, tzinfo=UTC)

# As rosters have them, and worse.
NAMES = (
    ("12", "2", "501"),
    ("A座", "", "12A05"),
    ("紫荆花园东区商业综合楼", "西单元", "11203"),
    ("㛃𠮷şé", "12", "1203室"),
    ("The Old Mill House Apartment Building 12", "", "Flat 12 Ground"),
    ("W" * 40, "W" * 40, "W" * 40),
    ("楼" * 40, "元" * 40, "室" * 40),
    ("\u202e12", "\u200b2", "5\t01"),
)
ADDRESSES = [dict(zip(("building", "unit", "room"), name, strict=True)) for name in NAMES]


def texts(face: CardFace) -> list[Text]:
    return [mark for mark in card_marks(face, FONT) if isinstance(mark, Text)]


def shapes(kind: Kind) -> list[tuple[tuple[float, float], ...]]:
    return [
        mark.points for mark in card_marks(made_face(kind=kind), FONT) if isinstance(mark, Shape)
    ]


@pytest.mark.parametrize("sheet", Sheet)
def test_every_printed_code_is_read_and_holds(sheet: Sheet) -> None:
    faces = [made_face(index, room=str(100 + index)) for index in range(20)]
    codes = [code for page in pages_of(printed(*faces, sheet=sheet)) for code in scanned(page)]
    assert sorted(code.text for code in codes) == sorted(face.token for face in faces)
    assert all(read_token(code.text, KEYS) for code in codes)
    assert {code.ec_level for code in codes} == {"M"}


@pytest.mark.parametrize(
    ("sheet", "cards"), [(Sheet.A4, 10), (Sheet.A4_8, 8), (Sheet.A7, 4), (Sheet.CR80, 1)]
)
def test_a_sheet_holds_as_many_as_its_name_says(sheet: Sheet, cards: int) -> None:
    faces = [made_face(index) for index in range(cards + 1)]
    found = [len(scanned(page)) for page in pages_of(printed(*faces, sheet=sheet))]
    assert [count for count in found if count] == [cards, 1]


@pytest.mark.parametrize("sheet", GRIDS)
def test_cards_on_a_sheet_keep_apart_and_within_what_a_printer_reaches(sheet: Sheet) -> None:
    grid = GRIDS[sheet]
    corners = [grid.corner(index) for index in range(grid.size)]
    for x, y in corners:
        assert 10 <= x <= 210 - 10 - grid.width
        assert 10 <= y <= 297 - 10 - grid.height
    for (x, y), (other_x, other_y) in combinations(corners, 2):
        beside = abs(other_x - x) >= grid.width + grid.gap - 1e-9
        assert beside or abs(other_y - y) >= grid.height + grid.gap - 1e-9


@pytest.mark.parametrize("sheet", GRIDS)
@pytest.mark.parametrize("cards", [1, 2, 3, 4])
def test_every_side_of_every_card_has_its_line_to_cut_along(sheet: Sheet, cards: int) -> None:
    grid = GRIDS[sheet]
    lines = list(cut_marks(grid, cards))
    for index in range(cards):
        left, top = grid.corner(index)
        right, bottom = left + grid.width, top + grid.height
        for side in (
            (left, top, left, bottom),
            (right, top, right, bottom),
            (left, top, right, top),
            (left, bottom, right, bottom),
        ):
            assert any(covers(line, side) for line in lines)


def covers(line: Line, side: tuple[float, float, float, float]) -> bool:
    """Whether a line that is straight up or across goes along a whole side."""
    x1, y1, x2, y2 = side
    near = 1e-6
    return (
        line.x1 <= x1 + near
        and line.y1 <= y1 + near
        and line.x2 >= x2 - near
        and line.y2 >= y2 - near
        and (abs(line.x1 - line.x2) < near) == (abs(x1 - x2) < near)
        and min(abs(line.x1 - x1), abs(line.y1 - y1)) < near
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address["building"][:8])
@pytest.mark.parametrize("kind", Kind)
def test_a_card_to_hang_up_keeps_its_words_apart_from_code_hole_and_edges(
    kind: Kind, address: dict[str, str], language: Language
) -> None:
    face = made_face(
        kind=kind, **address, language=language, holder="𠮷**", valid_until=UNTIL, generation=12
    )
    marks = lanyard.lanyard_marks(face, FONT)
    words = sorted((mark for mark in marks if isinstance(mark, Text)), key=lambda text: text.y)
    [code] = [mark for mark in marks if isinstance(mark, Code)]
    quiet, side = 4 * code.module, 37 * code.module
    for text in words:
        assert text.x >= 4
        assert text.x + length(FONT, text.text, text.size) <= lanyard.WIDTH - 4
        head = text.y - text.size * MM_PER_POINT * 0.8
        assert head >= lanyard.HOLE_Y + lanyard.HOLE
        assert text.y <= code.y - quiet or head >= code.y + side + quiet - 0.6
    for above, below in pairwise(text for text in words if text.y < lanyard.NOTES_END + 0.1):
        assert below.y - below.size * MM_PER_POINT * 0.75 > above.y


def test_codes_keep_their_quiet_zone() -> None:
    pixels = 300 / 25.4
    content = printed(*(made_face(kind=kind) for kind in Kind), sheet=Sheet.CR80)
    [code] = [mark for mark in card_marks(made_face(), FONT) if isinstance(mark, Code)]
    side, edge = 37 * code.module * pixels, QUIET * pixels
    left, top = code.x * pixels, code.y * pixels
    for card in pages_of(content, dpi=300):
        # The code itself is painted over, and the pixels that it touches.
        card.paste(255, (int(left), int(top), int(left + side) + 2, int(top + side) + 2))
        around = (left - edge, top - edge, left + side + edge, top + side + edge)
        assert card.crop(tuple(map(round, around))).getextrema()[0] > 250
    assert MODULE >= 0.5


def test_a4_has_a_cover_for_each_building_and_ten_cards_a_page() -> None:
    faces = [made_face(index, building="2", room=f"{index}01") for index in range(11)]
    content = printed(*faces, made_face(99, building="10"))
    cover, first, second, other_cover, last = texts_of(content)
    assert "2号楼" in cover
    assert "共 11 张" in cover
    assert {face.room for face in faces} <= set(cover.split())
    assert "1 / 2" in first
    assert "2 / 2" in second
    assert "共 1 张" in other_cover
    assert "10号楼" in last
    with pypdfium2.PdfDocument(content) as document:
        assert all(
            page.get_size() == pytest.approx((210 * MM, 297 * MM), 1e-4) for page in document
        )


def test_a_cover_goes_on_where_a_building_has_very_many_rooms() -> None:
    faces = [made_face(index, room=str(1000 + index)) for index in range(250)]
    covers = [text for text in texts_of(printed(*faces)) if "0318-4402-1" not in text][:2]
    listed = re.findall(r"\b1\d{3}\b", " ".join(covers))
    assert listed == [str(1000 + index) for index in range(250)]


def test_cr80_is_one_card_a_page() -> None:
    content = printed(made_face(0), made_face(1), sheet=Sheet.CR80)
    with pypdfium2.PdfDocument(content) as document:
        sizes = [page.get_size() for page in document]
    assert sizes == [pytest.approx((85.6 * MM, 53.98 * MM), abs=0.01)] * 2


def test_the_font_is_embedded_as_a_subset() -> None:
    content = printed(made_face())
    fonts = re.findall(rb"/BaseFont /(\S+)", content)
    assert fonts
    assert all(re.match(rb"[A-Z]{6}\+", font) for font in fonts)
    assert b"/FontFile3" in content
    assert len(content) < 60_000


def test_the_code_is_drawn_not_pictured() -> None:
    assert b"/Subtype /Image" not in printed(made_face())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address["building"][:8])
@pytest.mark.parametrize("kind", Kind)
def test_nothing_leaves_the_card_or_touches_the_code(
    kind: Kind, address: dict[str, str], language: Language
) -> None:
    face = made_face(
        kind=kind, **address, language=language, holder="𠮷**", valid_until=UNTIL, generation=12
    )
    for text in texts(face):
        end = text.x + length(FONT, text.text, text.size) + len(text.text) * text.spacing * 0.36
        assert 0 < text.x <= end <= WIDTH - 3
        assert text.y - text.size * MM_PER_POINT * 0.7 > 3
        assert text.y < HEIGHT - 1
        beside = text.x >= 4.2 + 37 * MODULE + QUIET
        assert beside or text.y - text.size * MM_PER_POINT * 0.75 > 4.2 + 37 * MODULE + QUIET


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address["building"][:8])
def test_lines_do_not_run_into_each_other(address: dict[str, str], language: Language) -> None:
    lines = sorted(
        (text for text in texts(made_face(**address, language=language)) if text.x > 40),
        key=lambda text: text.y,
    )
    for above, below in pairwise(lines):
        assert below.y - below.size * MM_PER_POINT * 0.75 > above.y


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ADDRESSES[:4], ids=lambda address: address["building"][:8])
def test_the_building_is_the_largest(address: dict[str, str], language: Language) -> None:
    face = made_face(**address, language=language)
    largest = max(texts(face), key=lambda text: text.size)
    assert largest.text in shown(face.place, FONT)


def test_kinds_differ_in_shape_and_not_only_in_colour() -> None:
    assert len({str(shapes(kind)) for kind in Kind}) == 3


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("王小明", "王小明"),
        ("㛃静", "㛃静"),
        ("𠮷田", "〔20BB7〕田"),
        ("Şükrü", "Sükrü"),
        ("a\u202eb", "a〔202E〕b"),
        ("a\x00b", "a〔0〕b"),
    ],
)
def test_a_rare_character_is_never_a_blank(text: str, seen: str) -> None:
    assert shown(text, FONT) == seen


@given(st.text(max_size=20))
@settings(max_examples=200, deadline=None)
def test_whatever_is_written_has_glyphs(text: str) -> None:
    assert all(FONT.covers(character) for character in shown(text, FONT))


def test_a_rare_name_comes_out_on_paper() -> None:
    face = made_face(kind=Kind.CAREGIVER, holder="𠮷**", building="㛃园", valid_until=UNTIL)
    [text] = texts_of(printed(face, sheet=Sheet.CR80))
    assert "〔20BB7〕**" in text
    assert "㛃园" in text
    assert "有效至 2020年3月20日" in text


def test_the_font_has_every_character_of_gb2312() -> None:
    rows, cells = range(0xB0, 0xF8), range(0xA1, 0xFF)
    hanzi = [bytes((row, cell)).decode("gb2312", "ignore") for row in rows for cell in cells]
    assert all(FONT.covers(character) for character in hanzi if character)


@pytest.mark.parametrize(
    ("until", "language", "said"),
    [
        (UNTIL, "zh", "2020年3月20日"),
        (UNTIL, "en", "20 Mar 2020"),
        (UNTIL, "both", "2020-03-20"),
        (UNTIL.replace(hour=18, minute=5), "en", "21 Mar 2020 18:05"),
    ],
)
def test_an_end_is_said_as_people_say_it(until: datetime, language: Language, said: str) -> None:
    assert last_moment(until, language) == said


@pytest.mark.parametrize("kind", Kind)
def test_a_picture_of_a_card_is_read_and_holds(kind: Kind) -> None:
    face = made_face(kind=kind)
    image = Image.open(BytesIO(pass_png(face)))
    assert image.size == (1141, 720)
    [code] = scanned(image)
    assert code.text == face.token
    assert read_token(code.text, KEYS).kind is kind
