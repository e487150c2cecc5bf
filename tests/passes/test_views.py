"""The passes pages, as the people of an office use them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from werkzeug.test import TestResponse

from checkpoint.db import db, writing
from checkpoint.passes import Pass, PassState, format_number
from checkpoint.passes.cards import code_rows
from checkpoint.passes.issuing import token_of
from checkpoint.passes.keys import make_key
from checkpoint.people import AuditEntry, Compound, Household, HouseholdState, Resident, sort_key
from tests.cast import LONG_AGO, PASS_NUMBER, Browser, Town, build, household_of

CARD = format_number(PASS_NUMBER)


@pytest.fixture(scope="module")
def built_town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return build(tmp_path_factory.mktemp("passes") / "instance")


@pytest.fixture
def town(built_town: Town) -> Iterator[Town]:
    """The town with a key that signs, and a third household of A that has no pass."""
    built_town.restore()
    with built_town.inside(), writing():
        key = make_key(LONG_AGO)
        db.session.execute(db.update(Pass).values(kid=key.kid))
        home = household_of("A quarters")
        added = Household(
            compound_id=home.compound_id,
            building="3",
            unit="",
            room="9",
            sort_key=sort_key("3", "", "9"),
            residents=[Resident(name="赵六")],
        )
        db.session.add(added)
    yield built_town
    for leftover in Path(built_town.app.instance_path, "keys").glob("*.key"):
        leftover.unlink()


@pytest.fixture
def li(town: Town) -> Browser:
    """The clerk of A quarters."""
    return town.browser("li")


def pass_of(compound: str, room: str = "501") -> Pass:
    """The newest pass of a household. Within the app's context."""
    home = household_of(compound, room)
    query = db.select(Pass).where(Pass.household_id == home.id).order_by(Pass.id.desc())
    found: Pass | None = db.session.scalars(query).first()
    assert found is not None
    return found


def ids(town: Town, compound: str = "A quarters", room: str = "501") -> tuple[int, int]:
    """Pass and household id."""
    with town.inside():
        found = pass_of(compound, room)
        return found.id, found.household_id


def compound_id(town: Town, name: str) -> str:
    with town.inside():
        return str(db.session.scalars(db.select(Compound.id).where(Compound.name == name)).one())


def token(town: Town) -> str:
    with town.inside():
        return token_of(pass_of("A quarters"))


def actions(town: Town) -> list[str]:
    with town.inside():
        return [each.action for each in db.session.scalars(db.select(AuditEntry))]


def follow(browser: Browser, answer: TestResponse) -> str:
    assert answer.status_code == 303, answer.text
    return browser.get(answer.location).text


def test_a_clerk_sees_who_has_a_pass_and_who_has_none(li: Browser) -> None:
    page = li.get("/passes").text
    assert "1 household has no pass yet" in page
    assert f">{CARD}</a>" in page
    assert "Bldg 3, 9" not in page
    assert "Bldg 3, 9" in li.get("/passes?show=missing").text


def test_the_list_is_of_one_building_when_that_is_asked_for(li: Browser) -> None:
    page = li.get("/passes?building=3").text
    assert "Bldg 3, 1-204" in page
    assert "Bldg 12" not in page
    assert li.get("/passes?building=77").status_code == 404


def test_all_missing_passes_are_issued_with_one_press_and_a_second_changes_nothing(
    town: Town, li: Browser
) -> None:
    compound = compound_id(town, "A quarters")
    page = follow(li, li.post("/passes/issue", compound=compound))
    assert "1 pass was issued. Now print the cards." in page
    assert "no pass yet" not in page
    page = follow(li, li.post("/passes/issue", compound=compound))
    assert "Every household had its pass already" in page
    with town.inside():
        assert pass_of("A quarters", "9").events[0].staff_id is not None
    assert actions(town).count("passes.issued") == 1


def test_a_household_gets_its_pass_from_its_file_and_the_clerk_is_back_there(
    town: Town, li: Browser
) -> None:
    with town.inside():
        home = household_of("A quarters", "9").id
    file = li.get(f"/households/{home}").text
    assert "No pass yet" in file
    answer = li.post(f"/passes/households/{home}", next=f"/households/{home}")
    assert answer.location == f"/households/{home}"
    assert "was issued" in follow(li, answer)


def test_a_second_pass_is_refused_in_plain_words(town: Town, li: Browser) -> None:
    _, home = ids(town)
    answer = li.post(f"/passes/households/{home}")
    assert answer.status_code == 409
    assert "has an active pass already" in answer.text


@pytest.mark.parametrize("typed", [CARD, CARD.replace("-", ""), f"  {CARD} "])
def test_a_typed_number_leads_to_the_pass_and_stands_in_no_address(
    town: Town, li: Browser, typed: str
) -> None:
    answer = li.post("/passes/find", number=typed)
    assert answer.location == f"/passes/{ids(town)[0]}"
    assert f"Pass {CARD}" in follow(li, answer)


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        (CARD[:-1] + str((int(CARD[-1]) + 1) % 10), 422, "A digit of this pass number is wrong"),
        ("0318-44", 422, "has nine digits"),
        ("", 422, "Type the nine digits"),
        (format_number(PASS_NUMBER + 2), 404, "no pass here has it"),  # B's
        (format_number(77), 404, "no pass here has it"),
        ("P1:ABC", 422, "was not read whole"),
        ("P1:" + "A" * 5000, 422, "was not read whole"),
        ("https://example.org/x", 422, "has nine digits"),
        ("<script>alert(1)</script>", 422, "has nine digits"),
    ],
)
def test_what_leads_to_no_pass_is_explained_beside_the_field(
    li: Browser, typed: str, status: int, words: str
) -> None:
    answer = li.post("/passes/find", number=typed)
    assert answer.status_code == status
    assert words in answer.text
    assert "<script>alert" not in answer.text


def test_a_scanned_card_leads_to_its_pass_and_an_altered_one_does_not(
    town: Town, li: Browser
) -> None:
    text = token(town)
    assert li.post("/passes/find", number=f"{text}\r\n").location == f"/passes/{ids(town)[0]}"
    altered = text[:-1] + ("0" if text[-1] != "0" else "1")
    answer = li.post("/passes/find", number=altered)
    assert answer.status_code == 422


def test_a_lost_card_is_replaced_and_whoever_finds_it_is_told(town: Town, li: Browser) -> None:
    pass_id, _ = ids(town)
    old = token(town)
    page = follow(li, li.post(f"/passes/{pass_id}/replace", reason="lost", proof="phone"))
    assert "Card 2 is made" in page
    assert (
        "card 2 made, older ones ended · lost · they know the phone&#39;s last digits"
        in " ".join(page.split())
    )
    with town.inside():
        assert pass_of("A quarters").generation == 2
    page = follow(li, li.post("/passes/find", number=old))
    assert "card 1. It was replaced" in page


def test_a_reason_is_needed_and_it_may_be_in_ones_own_words(town: Town, li: Browser) -> None:
    pass_id, _ = ids(town)
    for form, words in (
        ({}, "Choose a reason."),
        ({"reason": "because"}, "Choose a reason."),
        ({"reason": "other"}, "Write the reason"),
        ({"reason": "other", "words": "x" * 201}, "Write the reason"),
    ):
        answer = li.post(f"/passes/{pass_id}/replace", proof="known", **form)
        assert (answer.status_code, words in answer.text) == (422, True)
        assert 'class="reason" open' in answer.text
    for form in ({"reason": "lost"}, {"reason": "other", "words": "x", "proof": "none"}):
        answer = li.post(f"/passes/{pass_id}/replace", **form)
        assert (answer.status_code, "how you know" in answer.text) == (422, True)
    own = "chewed by <b>the dog</b>"
    page = follow(
        li, li.post(f"/passes/{pass_id}/replace", reason="other", words=own, proof="known")
    )
    assert "chewed by &lt;b&gt;the dog" in page


def test_a_revoked_pass_is_over_and_makes_room_for_a_new_number(town: Town, li: Browser) -> None:
    pass_id, home = ids(town)
    page = follow(li, li.post(f"/passes/{pass_id}/revoke", reason="misused"))
    assert "is revoked" in page
    assert "lent or misused" in page
    assert "This household has no pass now" in page
    for again in ("revoke", "replace"):
        form = {"reason": "other", "words": "again", "proof": "known"}
        answer = li.post(f"/passes/{pass_id}/{again}", **form)
        assert (answer.status_code, "revoked already" in answer.text) == (409, True)
    for look in ("code", "picture", "card"):
        assert li.post(f"/passes/{pass_id}/{look}").status_code == 409
    follow(li, li.post(f"/passes/households/{home}"))
    with town.inside():
        assert pass_of("A quarters").number != PASS_NUMBER
        assert pass_of("A quarters").state is PassState.ACTIVE
    assert {"pass.revoked", "pass.issued"} <= set(actions(town))


def test_the_code_is_hidden_until_somebody_asks_and_that_is_on_record(
    town: Town, li: Browser
) -> None:
    pass_id, _ = ids(town)
    assert "<path d=" not in li.get(f"/passes/{pass_id}").text
    assert "pass.shown" not in actions(town)
    answer = li.post(f"/passes/{pass_id}/code")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "pass.shown" in actions(town)
    assert drawn(answer.text) == code_rows(token(town))


def drawn(page: str) -> list[bytes]:
    """The modules that the page's SVG path fills."""
    rows = [bytearray(b"\xff" * 37) for _ in range(37)]
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1H\d+z", page):
        rows[int(y)][int(x) : int(x) + int(width)] = bytes(int(width))
    return [bytes(row) for row in rows]


def test_the_picture_for_a_phone_is_a_card_that_scans(town: Town, li: Browser) -> None:
    pass_id, _ = ids(town)
    answer = li.post(f"/passes/{pass_id}/picture", language="both")
    assert answer.mimetype == "image/png"
    assert_private_download(answer, "card.png")
    picture = Path(town.app.instance_path) / "picture.png"
    picture.write_bytes(answer.data)
    [code] = zxingcpp.read_barcodes(Image.open(picture).convert("L"))
    assert code.text == token(town)
    assert "pass.shown" in actions(town)


def assert_private_download(answer: TestResponse, name: str) -> None:
    """Nothing of a household in the name, nothing of the file in a cache."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert re.search(name, answer.headers["Content-Disposition"])


@pytest.mark.parametrize("language", ["zh", "en", "both", "fr"])
def test_one_card_is_printed_by_itself(town: Town, li: Browser, language: str) -> None:
    answer = li.post(f"/passes/{ids(town)[0]}/card", language=language)
    assert answer.data.startswith(b"%PDF-")
    assert_private_download(answer, r"cards-\d{8}-\d{4}\.pdf")


def test_cards_of_chosen_buildings_come_as_a_file(town: Town, li: Browser) -> None:
    assert 'value="12"' in li.get("/passes/cards").text
    answer = li.post("/passes/cards", building="12", sheet="a4", language="en")
    assert answer.data.startswith(b"%PDF-")
    assert_private_download(answer, r"cards-\d{8}-\d{4}\.pdf")
    assert actions(town).count("cards.made") == 1


def test_a_building_that_is_not_there_is_said_on_the_form(li: Browser) -> None:
    answer = li.post("/passes/cards", building="99", sheet="cr80", language="en")
    assert answer.status_code == 404
    assert "There is no building 99" in answer.text
    assert 'value="cr80" checked' in answer.text


def test_a_pass_of_a_household_that_moved_out_is_pointed_at(town: Town, li: Browser) -> None:
    with town.inside(), writing():
        household_of("A quarters").state = HouseholdState.GONE
    assert "1 pass belongs to a household that moved out" in li.get("/passes").text
    page = li.get("/passes?show=gone").text
    assert "valid, but the household moved out" in page


def test_where_nobody_lives_yet_the_pages_say_what_to_do(town: Town) -> None:
    with town.inside(), writing():
        for table in (Pass, Resident, Household):
            db.session.execute(db.delete(table))
    li = town.browser("li")
    assert "Import the roster first" in li.get("/passes").text
    assert "No cards to print yet" in li.get("/passes/cards").text
    assert li.post("/passes/cards").status_code == 404


PAGES = ("", "/code", "/replace", "/revoke", "/picture", "/card")


@pytest.mark.parametrize("page", PAGES)
def test_a_clerk_of_another_compound_finds_nothing(town: Town, page: str) -> None:
    pass_id, _ = ids(town)
    sun = town.browser("sun")
    path = f"/passes/{pass_id}{page}"
    assert (sun.post(path, reason="lost") if page else sun.get(path)).status_code == 404
    with town.inside():
        assert pass_of("A quarters").generation == 1


def test_a_clerk_of_another_compound_issues_nothing_here(town: Town) -> None:
    with town.inside():
        home = household_of("A quarters", "9").id
    sun = town.browser("sun")
    assert sun.post(f"/passes/households/{home}").status_code == 404
    answer = sun.post("/passes/issue", compound=compound_id(town, "A quarters"))
    assert answer.status_code == 404
    assert f">{CARD}</a>" not in sun.get("/passes").text


@pytest.mark.parametrize(
    "path",
    ["find", "issue", "cards", "households/1", *(f"1{page}" for page in PAGES if page)],
)
def test_a_guard_may_not_and_a_stranger_is_asked_to_sign_in(town: Town, path: str) -> None:
    assert town.browser("wang").post(f"/passes/{path}").status_code == 403
    assert town.browser().post(f"/passes/{path}").status_code == 401
    assert town.browser("wang").get("/passes").status_code == 403
    assert "/sign-in" in town.browser().get("/passes").location


@pytest.mark.parametrize("path", ["issue", "1/replace", "1/revoke", "1/code", "1/picture"])
def test_nothing_happens_without_the_pages_token(town: Town, li: Browser, path: str) -> None:
    before = actions(town)
    assert li.send(f"/passes/{path}", {"reason": "lost"}).status_code == 400
    assert actions(town) == before


def test_another_page_can_not_send_a_clerk_away(town: Town, li: Browser) -> None:
    pass_id, _ = ids(town)
    answer = li.post(
        f"/passes/{pass_id}/replace", reason="lost", proof="known", next="https://example.org/"
    )
    assert answer.location == f"/passes/{pass_id}"
