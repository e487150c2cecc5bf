"""Whatever an office chooses: the code scans, the words are read, kinds are told apart."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise

import pypdfium2
import pytest
from PIL import Image, ImageChops

from checkpoint.passes import Kind, read_token
from checkpoint.passes.cards import TINTS, CardFace, Design, Language, Sheet, lanyard
from checkpoint.passes.cards.card import CODE_X, CODE_Y, MODULE, QUIET, RIGHT, WIDTH, card_marks
from checkpoint.passes.cards.design import USUAL_COLORS
from checkpoint.passes.cards.drawing import MM_PER_POINT, Color, Mark, Picture, Text
from checkpoint.passes.cards.font import FileFont
from checkpoint.passes.cards.picture import page_png, pass_png
from checkpoint.passes.cards.sheets import pages
from checkpoint.passes.cards.typesetting import length

from .printing import KEYS, LANGUAGES, NOW, made_face, made_seal, pages_of, printed, scanned
from .test_cards import ADDRESSES

FONT = FileFont.sans()
UNTIL = datetime(2020, 3, 21, tzinfo=UTC)
LARGE = made_seal(1600, 1600)
WIDE, TALL = made_seal(1600, 300), made_seal(200, 1600)
LINE = "办公时间 8:00–18:00，午休也有人值班，紧急情况请打电话"
FULL = Design(title="棉四生活区疫情防控指挥部", line=LINE, seal=LARGE)


def designed(design: Design, index: int = 0, **changed: object) -> CardFace:
    """A card of that design that says as much as a card can say."""
    words = {"valid_until": UNTIL, "generation": 12, **changed}
    if words.get("kind", Kind.HOUSEHOLD) is not Kind.HOUSEHOLD:
        words["holder"] = "吴**"
    if design.title:
        words["title"] = design.title
    return made_face(index, design=design, **words)


def contrast(one: Color, other: Color) -> float:
    """Of WCAG 2.2, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: Color) -> float:
    parts = [part / 255 for part in color]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("color", TINTS)
def test_words_on_every_colour_are_read(color: str) -> None:
    tint = TINTS[color]
    assert contrast(tint.band, tint.ink) >= 4.5
    assert contrast(*map(Color._make, ((0, 0, 0), (255, 255, 255)))) == pytest.approx(21)


@pytest.mark.parametrize("sheet", Sheet)
@pytest.mark.parametrize("seal", [LARGE, WIDE, TALL], ids=["large", "wide", "tall"])
def test_every_code_is_read_at_150_dpi_in_every_colour(sheet: Sheet, seal: object) -> None:
    faces = [
        designed(replace(FULL, colors={**USUAL_COLORS, kind: color}, seal=seal), index, kind=kind)
        for index, (color, kind) in enumerate((color, kind) for color in TINTS for kind in Kind)
    ]
    codes = [code for page in pages_of(printed(*faces, sheet=sheet)) for code in scanned(page)]
    assert sorted(code.text for code in codes) == sorted(face.token for face in faces)
    assert all(read_token(code.text, KEYS) for code in codes)


@pytest.mark.parametrize("kind", Kind)
def test_kinds_are_told_apart_by_a_copy_in_black_and_white(kind: Kind) -> None:
    """Also where all have one dark colour, which no office can choose."""
    one = Design(colors=dict.fromkeys(Kind, "slate"))
    feet = {each: foot(made_face(kind=each, design=one)) for each in Kind}
    for other in set(Kind) - {kind}:
        assert share_that_differs(feet[kind], feet[other]) > 0.03


def foot(face: CardFace) -> Image.Image:
    """The band as a copying machine leaves it, without the words at its left."""
    image = Image.open(BytesIO(pass_png(face))).convert("1", dither=Image.Dither.NONE)
    return image.crop((image.width // 2, image.height - 90, image.width, image.height))


def share_that_differs(one: Image.Image, other: Image.Image) -> float:
    different = ImageChops.logical_xor(one, other)
    return different.histogram()[255] / (different.width * different.height)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address["building"][:8])
@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("draw", [card_marks, lanyard.lanyard_marks])
def test_a_seal_covers_neither_words_nor_code_nor_hole(
    kind: Kind, address: dict[str, str], language: Language, draw: object
) -> None:
    marks = draw(designed(FULL, kind=kind, language=language, **address), FONT)  # type: ignore[operator]
    [seal] = [mark for mark in marks if isinstance(mark, Picture)]
    for text in (mark for mark in marks if isinstance(mark, Text)):
        assert apart(seal, around(text)), text
    if draw is card_marks:
        assert seal.x >= CODE_X + 37 * MODULE + QUIET
        assert (seal.x + seal.width <= WIDTH - 3, seal.y >= 3) == (True, True)
    else:
        assert seal.x + seal.width <= lanyard.CODE_X - 4 * lanyard.MODULE
        assert seal.x + seal.width < lanyard.WIDTH / 2 - lanyard.HOLE
        assert (seal.x >= 3, seal.y >= 2.5) == (True, True)


def around(text: Text) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a line of text."""
    high = text.size * MM_PER_POINT
    right = text.x + length(FONT, text.text, text.size) + text.pen * MM_PER_POINT
    return text.x, text.y - 0.8 * high, right, text.y + 0.15 * high


def apart(seal: Picture, box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    beside = right <= seal.x or left >= seal.x + seal.width
    return beside or bottom <= seal.y or top >= seal.y + seal.height


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("draw", [card_marks, lanyard.lanyard_marks])
def test_with_all_that_can_be_said_lines_keep_apart_and_are_large_enough(
    kind: Kind, language: Language, draw: object
) -> None:
    marks: list[Mark] = draw(designed(FULL, kind=kind, language=language), FONT)  # type: ignore[operator]
    lines = sorted((mark for mark in marks if isinstance(mark, Text)), key=lambda text: text.y)
    if draw is card_marks:
        column = [text for text in lines if text.x == RIGHT]
    else:
        column = [text for text in lines if text.y < lanyard.NOTES_END + 0.1]
    for above, below in pairwise(column):
        assert below.y - below.size * MM_PER_POINT * 0.75 > above.y
    assert min(text.size for text in column) >= 5.3


def test_the_line_of_the_office_and_its_title_stand_on_the_card() -> None:
    face = made_face(design=Design(line="办公时间 8:00–18:00"), title="棉四")
    words = [mark.text for mark in card_marks(face, FONT) if isinstance(mark, Text)]
    assert {"棉四 · 出入卡", "办公时间 8:00–18:00"} <= set(words)


def test_a_seal_is_in_the_file_once() -> None:
    content = printed(*(designed(FULL, index) for index in range(40)))
    assert content.count(b"/Subtype /Image") == 2  # and what of it is transparent


@pytest.mark.parametrize("sheet", Sheet)
@pytest.mark.parametrize("kind", Kind)
def test_a_preview_looks_the_same_as_the_pdf(sheet: Sheet, kind: Kind) -> None:
    faces = [designed(FULL, index, kind=kind, language="both") for index in range(3)]
    assert farthest(faces, faces, sheet) < 45


@pytest.mark.parametrize(
    "other",
    [
        replace(FULL, seal=None),
        replace(FULL, colors={**USUAL_COLORS, Kind.HOUSEHOLD: "slate"}),
        replace(FULL, line=""),
        replace(FULL, seal=WIDE),
    ],
    ids=["no seal", "another colour", "no line", "another seal"],
)
def test_a_preview_that_is_out_of_date_would_be_noticed(other: Design) -> None:
    [shown, put_out] = [made_face(design=design) for design in (other, FULL)]
    assert farthest([shown], [put_out], Sheet.CR80) > 50


def farthest(shown: list[CardFace], put_out: list[CardFace], sheet: Sheet) -> int:
    """How much the lightness of a square millimetre differs at most, of 255, on pages of cards."""
    differences = []
    with pypdfium2.PdfDocument(printed(*put_out, sheet=sheet)) as document:
        for rendered, page in zip(document, pages(shown, sheet, FONT, f"{NOW:%F}"), strict=True):
            if page.cards:
                size = round(page.width), round(page.height)
                paper = rendered.render(scale=300 / 72).to_pil().convert("RGB")
                picture = Image.open(BytesIO(page_png(page, 300)))
                small = [each.resize(size, Image.Resampling.BOX) for each in (paper, picture)]
                differences += [high for _, high in ImageChops.difference(*small).getextrema()]
    return max(differences)


def test_the_quiet_zone_of_a_card_with_a_seal_is_white() -> None:
    pixels = 300 / 25.4
    [card] = pages_of(printed(designed(FULL), sheet=Sheet.CR80), dpi=300)
    side, edge = 37 * MODULE * pixels, QUIET * pixels
    left, top = CODE_X * pixels, CODE_Y * pixels
    card.paste(255, (int(left), int(top), int(left + side) + 2, int(top + side) + 2))
    around = (left - edge, top - edge, left + side + edge, top + side + edge)
    assert card.crop(tuple(map(round, around))).getextrema()[0] > 250
