"""The page of the design, with a script and without one."""

import re
from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from checkpoint.db import db
from checkpoint.passes.samples import TOKEN
from checkpoint.people import AuditEntry
from tests.cast import HERE, Browser, Town, build

from .printing import scanned, seal_picture

PAGE = "/passes/design"
COLORS = {"household": "wine", "caregiver": "sky", "visitor": "violet"}
FORM = {"title": "A quarters", "line": "Open 8 to 18", "language": "en", **COLORS}


@pytest.fixture(scope="module")
def built_town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return build(tmp_path_factory.mktemp("designs") / "instance")


@pytest.fixture
def town(built_town: Town) -> Iterator[Town]:
    built_town.restore()
    return built_town


@pytest.fixture
def zhao(town: Town) -> Browser:
    """The admin."""
    return town.browser("zhao")


def seal(octets: bytes = b"") -> FileStorage:
    target = BytesIO(octets)
    if not octets:
        seal_picture(200, 200).save(target, "PNG")
        target.seek(0)
    return FileStorage(target, "seal.png", content_type="image/png")


def send(browser: Browser, path: str, accept: str = "text/html", **form: object) -> TestResponse:
    """Send the form as a page does, or as its script does."""
    fields = {**FORM, **form, "csrf_token": browser.token()}
    return browser.client.post(
        path, base_url=HERE, data=fields, headers={"Referer": f"{HERE}/", "Accept": accept}
    )


def shown_on(answer: TestResponse) -> Image.Image:
    """The card that stands on the page itself."""
    found = re.search(r'src="data:image/png;base64,([^"]+)"', answer.text)
    assert found
    return Image.open(BytesIO(b64decode(found.group(1))))


def test_an_admin_changes_the_design_and_goes_back(town: Town, zhao: Browser) -> None:
    assert [code.text for code in scanned(shown_on(zhao.get(PAGE)))] == [TOKEN]
    assert "Changed so far" not in zhao.get(PAGE).text
    assert send(zhao, PAGE, seal=seal()).location == PAGE
    page = zhao.get(PAGE).text
    assert 'value="A quarters"' in page
    assert 'value="wine" selected' in page
    assert re.search(r'name="kept" value="[\w+/=]{100,}"', page)
    assert "Director Zhao" in page
    assert zhao.post(f"{PAGE}/usual").location == PAGE
    assert 'name="kept" value=""' in zhao.get(PAGE).text
    with town.inside():
        actions = [row.action for row in db.session.scalars(db.select(AuditEntry))]
    assert actions.count("cards.designed") == 2


@pytest.mark.parametrize(
    ("sheet", "cards"), [("cr80", 1), ("a4", 10), ("a4-8", 8), ("a7", 4), ("nonsense", 1)]
)
def test_a_script_gets_a_picture_and_nothing_is_kept(zhao: Browser, sheet: str, cards: int) -> None:
    answer = send(
        zhao, f"{PAGE}/preview", "image/png", shown_sheet=sheet, shown_kind="caregiver", seal=seal()
    )
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(scanned(Image.open(BytesIO(answer.data)))) == cards
    assert "Changed so far" not in zhao.get(PAGE).text


def test_a_script_is_told_what_is_wrong_by_field(zhao: Browser) -> None:
    answer = send(zhao, f"{PAGE}/preview", "image/png", title="x" * 41, seal=seal(b"GIF89a"))
    assert answer.status_code == 422
    assert answer.json == {
        "errors": {
            "title": "Write at most 40 characters.",
            "seal": "This is no picture that can be read. Choose a PNG or a JPEG.",
        }
    }


def test_without_a_script_a_button_shows_the_card_and_keeps_what_was_filled_in(
    zhao: Browser,
) -> None:
    answer = send(zhao, f"{PAGE}/preview", shown_kind="visitor", seal=seal())
    assert shown_on(answer).size[0] > 500
    assert 'value="Open 8 to 18"' in answer.text
    assert re.search(r'name="kept" value="[\w+/=]{100,}"', answer.text)
    assert 'value="visitor" selected' in answer.text


def test_a_wrong_field_is_marked_and_a_seal_that_was_sent_is_not_lost(zhao: Browser) -> None:
    answer = send(zhao, PAGE, line="x" * 61, seal=seal())
    assert answer.status_code == 422
    assert 'id="line-error"' in answer.text
    assert re.search(r'name="kept" value="[\w+/=]{100,}"', answer.text)
    assert "data:image/png" not in answer.text


def test_a_photograph_that_is_too_large_is_said_beside_its_field(zhao: Browser) -> None:
    answer = send(zhao, PAGE, seal=seal(bytes(3_000_000)))
    assert (answer.status_code, 'id="seal-error"' in answer.text) == (422, True)
    assert "more than 2 MB" in answer.text
    # The client wrote so large a body into a file and would leave it open.
    answer.request.environ["wsgi.input"].close()


def test_what_is_filled_in_is_shown_as_text(zhao: Browser) -> None:
    assert "<b>x" not in send(zhao, f"{PAGE}/preview", title="<b>x").text


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}/preview", f"{PAGE}/usual"])
def test_only_an_admin_changes_it(town: Town, path: str) -> None:
    for name, status in (("li", 403), ("wang", 403), (None, 401)):
        assert send(town.browser(name), path).status_code == status
    assert town.browser("li").get(PAGE).status_code == 403
    assert town.browser("zhao").send(path, dict(FORM)).status_code == 400


def test_the_page_speaks_chinese(town: Town) -> None:
    page = town.browser("zhao")
    page.post("/language", language="zh")
    assert "卡面设计" in page.get(PAGE).text


def test_a_clerk_sees_how_a_sheet_will_look(town: Town, zhao: Browser) -> None:
    send(zhao, PAGE)
    li = town.browser("li")
    assert 'value="en" checked' in li.get("/passes/cards").text  # the language of the design
    for sheet, cards in (("a4-8", 8), ("a7", 4)):
        answer = send(li, "/passes/cards/preview", "image/png", sheet=sheet)
        assert [each.text for each in scanned(Image.open(BytesIO(answer.data)))] == [TOKEN] * cards
    answer = send(li, "/passes/cards/preview", sheet="a7", building="12")
    assert len(scanned(shown_on(answer))) == 4
    assert 'value="a7" checked' in answer.text
    assert 'value="12" checked' in answer.text
    assert send(town.browser("wang"), "/passes/cards/preview").status_code == 403
