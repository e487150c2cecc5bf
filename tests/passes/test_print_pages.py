"""The pages of printing, as a clerk uses them from the file to the last card handed over."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from checkpoint.db import db, writing
from checkpoint.passes import Pass
from checkpoint.passes.keys import make_key
from checkpoint.people import AuditEntry
from tests.cast import LONG_AGO, Browser, Town, build

from .printing import texts_of


@pytest.fixture(scope="module")
def built_town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return build(tmp_path_factory.mktemp("prints") / "instance")


@pytest.fixture
def town(built_town: Town) -> Iterator[Town]:
    """The town with a key that signs."""
    built_town.restore()
    with built_town.inside(), writing():
        key = make_key(LONG_AGO)
        db.session.execute(db.update(Pass).values(kid=key.kid))
    yield built_town
    for leftover in Path(built_town.app.instance_path, "keys").glob("*.key"):
        leftover.unlink()


@pytest.fixture
def li(town: Town) -> Browser:
    """The clerk of A quarters."""
    return town.browser("li")


def job_page(li: Browser, **form: str) -> str:
    """Where the page goes on after a file was made."""
    answer = li.post("/passes/cards", **form)
    assert answer.data.startswith(b"%PDF-")
    return str(answer.headers["X-Print-Job"])


def test_a_file_becomes_a_job_that_is_marked_as_printed(town: Town, li: Browser) -> None:
    page = job_page(li, only="new")
    assert "Did all cards come out" in li.get(page).text
    assert "not marked as printed" in li.get("/passes/cards").text
    assert "not marked as printed" in li.get("/passes/prints").text
    assert li.post(f"{page}/printed").location == page
    assert "Did all cards come out" not in li.get(page).text
    assert "not marked as printed" not in li.get("/passes/cards").text
    answer = li.post("/passes/cards", only="new")
    assert (answer.status_code, "no new card" in answer.text) == (404, True)
    assert 'value="new" checked' in answer.text


def test_a_job_is_printed_again(li: Browser) -> None:
    page = job_page(li, sheet="cr80")
    answer = li.post(f"{page}/cards")
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_list_to_sign_comes_as_a_file(town: Town, li: Browser) -> None:
    page = job_page(li)
    answer = li.post(f"{page}/list", language="en", building="12")
    [text] = texts_of(answer.data)
    assert "Delivery list" in text
    assert "Bldg 12" in text
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=delivery-list-")
    assert len(texts_of(li.post(f"{page}/list").data)) == 2


def test_a_building_and_a_single_card_are_handed_over(town: Town, li: Browser) -> None:
    page = job_page(li)
    li.post(f"{page}/printed")
    li.post(f"{page}/deliver", building="12", to="Building head Li")
    assert "all handed over" in li.get(page).text
    assert "Building head Li" in li.get(f"{page}?building=12").text
    with town.inside():
        passes = db.session.scalars(db.select(Pass).order_by(Pass.id)).all()
        first, second = passes[0].id, passes[1].id
    answer = li.post(f"{page}/deliver", building="3", pass_id=str(second), to="<i>Zhang</i>")
    assert "&lt;i&gt;Zhang" in li.get(answer.location).text
    assert "Handed to Building head Li" in li.get(f"/passes/{first}").text
    with town.inside():
        actions = [each.action for each in db.session.scalars(db.select(AuditEntry))]
    assert actions.count("cards.delivered") == 2


def test_a_missing_name_is_said_beside_its_field(li: Browser) -> None:
    page = job_page(li)
    li.post(f"{page}/printed")
    answer = li.post(f"{page}/deliver", building="3", to=" ")
    assert (answer.status_code, "Write who took them" in answer.text) == (422, True)


def test_an_unknown_building_is_not_found(li: Browser) -> None:
    page = job_page(li)
    assert li.get(f"{page}?building=77").status_code == 404
    assert li.post(f"{page}/deliver", to="x").status_code == 404


@pytest.mark.parametrize("verb", ["printed", "cards", "list", "deliver"])
def test_others_find_no_job(town: Town, li: Browser, verb: str) -> None:
    page = job_page(li)
    assert town.browser("sun").get(page).status_code == 404
    assert town.browser("sun").post(f"{page}/{verb}", building="3", to="x").status_code == 404
    assert town.browser("wang").post(f"{page}/{verb}").status_code == 403
    assert town.browser().post(f"{page}/{verb}").status_code == 401
    assert li.send(f"{page}/{verb}", {"to": "x"}).status_code == 400
