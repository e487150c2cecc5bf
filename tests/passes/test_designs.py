"""An office changes how its cards look: what it fills in, who may, and what is printed then."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from flask import Flask
from PIL import Image

from checkpoint.db import db, writing
from checkpoint.errors import Forbidden
from checkpoint.passes import Kind, read_token
from checkpoint.passes.card_sheets import card_picture, faces_of, write_card, write_cards, write_job
from checkpoint.passes.cards import TINTS, USUAL, Design, Sheet
from checkpoint.passes.cards.design import USUAL_COLORS
from checkpoint.passes.cards.pdf import cards_pdf
from checkpoint.passes.delivering import write_delivery_list
from checkpoint.passes.design_form import Typed, in_base64, read_design
from checkpoint.passes.designs import change_design, design_of, recent_designs
from checkpoint.passes.issuing import issue_household_passes
from checkpoint.passes.keys import public_keys
from checkpoint.passes.models_prints import Only
from checkpoint.passes.print_jobs import job_by_id
from checkpoint.passes.printable import count_to_print, passes_to_print
from checkpoint.passes.samples import TOKEN, Wanted, sample_faces, sample_png
from checkpoint.passes.token import TokenRefused
from checkpoint.people import (
    Actor,
    AuditEntry,
    BadFields,
    Compound,
    Household,
    Role,
    ensure_compound,
    sort_key,
)
from tests.passes.jobs import made_job, printed_job

from .printing import made_seal, pages_of, scanned, seal_picture, texts_of

NOW = datetime(2020, 2, 10, 1, 2, tzinfo=UTC)
COLORS = {"household": "wine", "caregiver": "sky", "visitor": "violet"}
CHOSEN = {Kind.HOUSEHOLD: "wine", Kind.CAREGIVER: "sky", Kind.VISITOR: "violet"}
CLERK = Actor(None, "clerk", Role.CLERK)
OWN = Design("棉四指挥部", "办公时间 8:00–18:00", "both", CHOSEN, made_seal(300, 300))


@pytest.fixture
def compound(app: Flask, root: Actor) -> Compound:
    """One building with two households, each with its pass."""
    with writing():
        compound = ensure_compound(root, "棉四", "Asia/Shanghai")
        for room in ("101", "102"):
            key = sort_key("2", "", room)
            home = Household(compound=compound, building="2", unit="", room=room, sort_key=key)
            db.session.add(home)
    issue_household_passes(root, compound, now=NOW)
    return compound


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "cards.pdf"


def typed(**changed: object) -> Typed:
    return Typed(**{"title": "", "line": "", "language": "zh", "colors": COLORS, **changed})  # type: ignore[arg-type]


def png() -> bytes:
    target = BytesIO()
    seal_picture(300, 300).save(target, "PNG")
    return target.getvalue()


def test_at_first_the_design_is_the_usual_one(compound: Compound) -> None:
    assert (design_of(compound), recent_designs(compound)) == (USUAL, [])


def test_a_design_is_kept_with_who_and_when(either_app: Flask, root: Actor) -> None:
    with writing():
        compound = ensure_compound(root, "棉四", "Asia/Shanghai")
    change_design(root, compound, OWN, now=NOW)
    change_design(root, compound, Design(title="x"), now=NOW + timedelta(hours=1))
    assert design_of(compound) == Design(title="x")
    assert [each.made_at for each in recent_designs(compound)] == [NOW + timedelta(hours=1), NOW]
    change_design(root, compound, OWN, now=NOW + timedelta(hours=2))
    assert design_of(compound) == OWN
    actions = [row.action for row in db.session.scalars(db.select(AuditEntry))]
    assert actions.count("cards.designed") == 3


def test_what_holds_already_is_no_new_version(root: Actor, compound: Compound) -> None:
    change_design(root, compound, USUAL, now=NOW)
    change_design(root, compound, OWN, now=NOW)
    change_design(root, compound, OWN, now=NOW)
    assert len(recent_designs(compound)) == 1


def test_each_compound_has_its_own(root: Actor, compound: Compound) -> None:
    with writing():
        other = ensure_compound(root, "棉五", "Asia/Shanghai")
    change_design(root, compound, OWN, now=NOW)
    assert design_of(other) == USUAL


def test_a_clerk_changes_no_design(compound: Compound) -> None:
    with pytest.raises(Forbidden):
        change_design(CLERK, compound, OWN, now=NOW)
    assert design_of(compound) == USUAL


def test_what_was_filled_in_becomes_a_design_and_back() -> None:
    design = read_design(typed(title="  棉四  指挥部 ", line="x", file=png()))
    assert (design.title, design.line, design.colors) == ("棉四 指挥部", "x", CHOSEN)
    assert read_design(Typed.of(design)) == design
    assert read_design(Typed.of(USUAL)) == Design(colors=dict(USUAL_COLORS))


def test_a_seal_stays_until_another_is_chosen_or_none() -> None:
    kept = in_base64(OWN.seal)
    assert read_design(typed(kept=kept)).seal == OWN.seal
    other = read_design(typed(kept=kept, file=png())).seal
    assert other is not None
    assert read_design(typed(kept=kept, file=png(), without_seal=True)).seal is None


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"title": "长" * 41}, {"title"}),
        ({"line": "a\x00b"}, {"line"}),
        ({"line": "长" * 61}, {"line"}),
        ({"language": "fr"}, {"language"}),
        ({"colors": {**COLORS, "visitor": "url(x)"}}, {"visitor"}),
        ({"colors": {**COLORS, "visitor": "wine"}}, {"household", "visitor"}),
        ({"colors": {}}, {"household", "caregiver", "visitor"}),
        ({"file": b"GIF89a"}, {"seal"}),
        ({"kept": "no base64!"}, {"seal"}),
        ({"kept": b64encode(b"no picture").decode()}, {"seal"}),
        ({"title": "长" * 41, "language": "", "file": b"x"}, {"title", "language", "seal"}),
    ],
)
def test_all_that_is_wrong_is_said_at_once(changed: dict[str, object], fields: set[str]) -> None:
    with pytest.raises(BadFields) as caught:
        read_design(typed(**changed))
    assert set(caught.value.errors) == fields


@pytest.mark.parametrize("sheet", Sheet)
def test_every_card_is_drawn_by_the_design(
    root: Actor, compound: Compound, out: Path, sheet: Sheet
) -> None:
    change_design(root, compound, OWN, now=NOW)
    made = write_cards(root, compound, out, sheet=sheet, now=NOW)
    assert_designed(out)
    write_job(root, job_by_id(root, made.job_id), out, now=NOW)
    assert_designed(out)
    [first, _] = passes_to_print(compound)
    write_card(root, first, out, sheet=sheet, now=NOW)
    assert_designed(out)


def assert_designed(out: Path) -> None:
    """Title, line and language in words; seal and colours in the picture."""
    content = out.read_bytes()
    cards = [text for text in texts_of(content) if "0" in text and "家庭证 Household" in text]
    assert cards
    assert all("棉四指挥部" in text and "办公时间 8:00–18:00" in text for text in cards)
    assert b"/Subtype /Image" in content
    with pypdfium2.PdfDocument(content) as document:
        page = document[len(document) - 1].render(scale=1).to_pil()
    assert TINTS["wine"].band in {color for _, color in page.convert("RGB").getcolors(1 << 20)}


def test_a_picture_of_a_card_is_drawn_by_the_design(root: Actor, compound: Compound) -> None:
    change_design(root, compound, OWN, now=NOW)
    [first, _] = passes_to_print(compound)
    image = Image.open(BytesIO(card_picture(first))).convert("RGB")
    colors = {color: count for count, color in image.getcolors(1 << 20) or []}
    assert colors[TINTS["wine"].band] > 20_000
    assert colors[(200, 20, 30)] > 1_000  # the seal


def test_the_delivery_list_bears_the_title(root: Actor, compound: Compound, out: Path) -> None:
    change_design(root, compound, OWN, now=NOW)
    job = job_by_id(root, made_job(root, compound, now=NOW).job_id)
    write_delivery_list(root, job, out, now=NOW)
    [text] = texts_of(out.read_bytes())
    assert "棉四指挥部 · 发卡签收单 Delivery list" in text


def test_another_language_can_be_chosen_for_a_print(root: Actor, compound: Compound) -> None:
    change_design(root, compound, OWN, now=NOW)
    [face, _] = faces_of(passes_to_print(compound), compound, "en")
    assert face.place == "Bldg 2"


def test_a_new_design_makes_no_card_a_changed_one(root: Actor, compound: Compound) -> None:
    printed_job(root, compound, now=NOW)
    change_design(root, compound, OWN, now=NOW)
    assert count_to_print(compound)[Only.CHANGED] == 0


@pytest.mark.parametrize("sheet", Sheet)
@pytest.mark.parametrize("kind", Kind)
def test_a_sample_is_a_whole_sheet_that_no_gate_takes(
    compound: Compound, sheet: Sheet, kind: Kind
) -> None:
    wanted = Wanted(kind, sheet, "both")
    codes = scanned(Image.open(BytesIO(sample_png(compound, OWN, wanted, now=NOW))))
    cards = {Sheet.CR80: 1, Sheet.A4: 10, Sheet.A4_8: 8, Sheet.A7: 4}[sheet]
    assert [code.text for code in codes] == [TOKEN] * cards
    with pytest.raises(TokenRefused):
        read_token(TOKEN, public_keys())


def test_a_sample_says_what_the_kind_says(compound: Compound) -> None:
    faces = sample_faces(compound, OWN, Wanted(Kind.CAREGIVER), now=NOW)
    assert [note.text for note in faces[0].notes][:2] == [
        "持证人 王**，请带本人证件",
        "有效至 2020年3月10日",
    ]
    assert len({face.room for face in faces}) == 10


def test_a_sample_of_the_usual_design_is_the_picture_of_the_pdf(
    compound: Compound, out: Path, root: Actor
) -> None:
    """The same cards as a file: page by page the same codes at the same places."""
    wanted = Wanted(Kind.HOUSEHOLD, Sheet.A4, "zh")
    faces = sample_faces(compound, USUAL, wanted, now=NOW)
    [_, paper] = pages_of(bytes(cards_pdf(faces, Sheet.A4, now=NOW)), dpi=110)
    picture = Image.open(BytesIO(sample_png(compound, USUAL, wanted, now=NOW)))
    assert all(abs(one - other) <= 1 for one, other in zip(paper.size, picture.size, strict=True))
    places = [
        sorted((code.position.top_left.x, code.position.top_left.y) for code in scanned(image))
        for image in (paper, picture)
    ]
    for one, other in zip(*places, strict=True):
        assert max(abs(a - b) for a, b in zip(one, other, strict=True)) <= 2
