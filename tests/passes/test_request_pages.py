"""The pages of extra passes, as the people of an office use them."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from checkpoint import clock
from checkpoint.db import db, writing
from checkpoint.passes import Pass, PassKind
from checkpoint.passes.keys import make_key
from checkpoint.passes.models_requests import PassRequest
from checkpoint.people import AuditEntry, Role, Staff
from tests.cast import LONG_AGO, Browser, Town, build, household_of, password_hash

PLACE = "/passes/requests"


@pytest.fixture(scope="module")
def built_town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return build(tmp_path_factory.mktemp("requests") / "instance")


@pytest.fixture
def town(built_town: Town) -> Iterator[Town]:
    """The town with a key that signs, and Zhou, a second clerk of A quarters."""
    built_town.restore()
    with built_town.inside(), writing():
        key = make_key(LONG_AGO)
        db.session.execute(db.update(Pass).values(kid=key.kid))
        home = household_of("A quarters")
        db.session.add(
            Staff(
                username="zhou",
                name="Clerk Zhou",
                role=Role.CLERK,
                community_id=home.compound.community_id,
                compound_id=home.compound_id,
                password_hash=password_hash(),
                language="en",
                created_at=LONG_AGO,
            )
        )
    yield built_town
    for leftover in Path(built_town.app.instance_path, "keys").glob("*.key"):
        leftover.unlink()


@pytest.fixture
def li(town: Town) -> Browser:
    """The clerk of A quarters who asks."""
    return town.browser("li")


@pytest.fixture
def zhou(town: Town) -> Browser:
    """The clerk of A quarters who decides."""
    return town.browser("zhou")


def typed(**changed: str | list[str]) -> dict[str, str | list[str]]:
    today = clock.now().date()
    return {
        "door": "12-2-501",
        "holder": "王丽华",
        "reason": "nursing",
        "words": "two bedridden parents",
        "since": (today + timedelta(days=1)).isoformat(),
        "until": (today + timedelta(days=30)).isoformat(),
        "home": "elsewhere",
        "weekdays": ["1", "2", "3", "4", "5"],
        "hours_from": "08:00",
        "hours_to": "20:00",
        **changed,
    }


def ask(browser: Browser, **changed: str | list[str]) -> str:
    return follow(browser, browser.post(f"{PLACE}/new", **typed(**changed)))


def follow(browser: Browser, answer: TestResponse) -> str:
    assert answer.status_code == 303, answer.text
    return " ".join(browser.get(answer.location).text.split())


def newest(town: Town) -> PassRequest:
    with town.inside():
        query = db.select(PassRequest).order_by(PassRequest.id.desc()).limit(1)
        return db.session.scalars(query).one()


def end_in(town: Town, days: int) -> int:
    """Let the newest extra pass end in so many days; returns its id."""
    with town.inside(), writing():
        request = db.session.get_one(PassRequest, newest(town).id)
        request.valid_until = clock.now() + timedelta(days=days)
        pass_ = db.session.get_one(Pass, request.pass_id)
        pass_.valid_until = request.valid_until
        return pass_.id


def test_an_extra_pass_from_the_empty_page_to_the_door(
    town: Town, li: Browser, zhou: Browser
) -> None:
    assert "No extra passes now" in li.get(PLACE).text
    page = ask(li)
    assert "There is no pass until somebody else approves it." in page
    assert "Somebody else has to approve it." in page
    assert f"{PLACE}/1/approve" not in page
    assert "王**" in page
    assert "王丽华" not in page

    assert "Extra passes wait" in zhou.get("/").text
    page = follow(zhou, zhou.post(f"{PLACE}/1/approve"))
    assert "Approved. Print the card" in page
    assert "Nursing · two bedridden parents" in page
    assert "asked by Clerk Li, approved by Clerk Zhou" in page
    assert "Not delivered yet" in page
    with town.inside():
        made = db.session.scalars(db.select(Pass).where(Pass.kind == PassKind.CAREGIVER)).one()
        assert (made.holder, made.household_id) == ("王丽华", household_of("A quarters").id)

    today = clock.now().date().isoformat()
    answer = li.post(
        f"{PLACE}/1/deliver", delivered_by="", delivered_to="王丽华", delivered_on=today
    )
    assert answer.status_code == 422
    assert "Write the name." in answer.text
    page = follow(
        li,
        li.post(
            f"{PLACE}/1/deliver", delivered_by="陈晨", delivered_to="王丽华", delivered_on=today
        ),
    )
    assert "Not delivered yet" not in page
    assert re.search(r"by .*陈\*+.* to .*王\*+", page)


def test_names_are_shown_in_full_only_with_a_record(town: Town, li: Browser) -> None:
    ask(li)
    assert "王丽华" in li.post(f"{PLACE}/open").text
    with town.inside():
        kept = db.session.scalars(db.select(AuditEntry.action)).all()
    assert "request.opened" in kept


@pytest.mark.parametrize("name", ["zhao", "li"])
def test_by_no_route_does_one_person_make_a_pass(town: Town, name: str) -> None:
    """Neither asking and approving, nor declining, nor renewing and approving; admin or clerk."""
    alone, other = town.browser(name), town.browser("zhou")
    ask(alone)
    for route in ("approve", "decline"):
        assert alone.post(f"{PLACE}/1/{route}", note="x").status_code == 403
    with town.inside():
        assert not db.session.query(Pass).filter_by(kind=PassKind.CAREGIVER).all()
    other.post(f"{PLACE}/1/approve")
    pass_id = end_in(town, 3)
    follow(alone, alone.post(f"{PLACE}/renew/{pass_id}"))
    assert alone.post(f"{PLACE}/2/approve").status_code == 403
    with town.inside():
        assert db.session.get_one(Pass, pass_id).generation == 1


ROUTES = ("new", "1/approve", "1/decline", "1/withdraw", "1/deliver", "renew/1", "open")


@pytest.mark.parametrize("route", ROUTES)
def test_a_guard_and_a_stranger_reach_none_of_it(town: Town, li: Browser, route: str) -> None:
    ask(li)
    assert town.browser("wang").post(f"{PLACE}/{route}", **typed()).status_code == 403
    assert town.browser().post(f"{PLACE}/{route}", **typed()).status_code == 401


@pytest.mark.parametrize("route", ROUTES[1:5])
def test_a_clerk_of_another_compound_finds_no_request(town: Town, li: Browser, route: str) -> None:
    ask(li)
    sun = town.browser("sun")
    assert sun.post(f"{PLACE}/{route}", note="no").status_code == 404
    assert "No extra passes now" in sun.get(PLACE).text
    assert sun.post(f"{PLACE}/new", **typed(door="3-1-204")).status_code == 422


@pytest.mark.parametrize("route", ROUTES)
def test_nothing_happens_without_the_pages_token(town: Town, li: Browser, route: str) -> None:
    ask(li)
    assert town.browser("zhou").send(f"{PLACE}/{route}", typed()).status_code == 400
    assert newest(town).id == 1
    assert newest(town).decided_at is None


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(li: Browser) -> None:
    answer = li.post(f"{PLACE}/new", **typed(door="99-9-9", until="2001-01-01", words="<b>x"))
    assert answer.status_code == 422
    for name in ("door", "until"):
        assert f'id="{name}-error"' in answer.text
    assert 'id="holder-error"' not in answer.text
    assert 'value="王丽华"' in answer.text
    assert "&lt;b&gt;x" in answer.text


def test_what_is_declined_says_why(li: Browser, zhou: Browser) -> None:
    ask(li)
    answer = zhou.post(f"{PLACE}/1/decline", note=" ")
    assert (answer.status_code, "Say why" in answer.text) == (422, True)
    page = follow(zhou, zhou.post(f"{PLACE}/1/decline", note="a neighbour helps"))
    assert "a neighbour helps" in page
    assert "declined" in page


def test_what_ends_soon_is_marked_and_renewed_with_one_click(
    town: Town, li: Browser, zhou: Browser
) -> None:
    ask(li)
    zhou.post(f"{PLACE}/1/approve")
    assert "ends soon" not in li.get(PLACE).text
    pass_id = end_in(town, 5)
    assert "Extra passes end soon" in li.get("/").text
    page = li.get(PLACE).text
    assert "ends soon" in page
    assert f"{PLACE}/renew/{pass_id}" in page
    page = follow(li, li.post(f"{PLACE}/renew/{pass_id}"))
    assert "renewal waits" in page
    assert "Extra passes end soon" not in li.get("/").text
    assert "Print the new card" in follow(zhou, zhou.post(f"{PLACE}/2/approve"))
    assert "card 2 made, older ones ended · renewed" in " ".join(
        li.get(f"/passes/{pass_id}").text.split()
    )


def test_the_household_s_file_and_the_passes_page_lead_there(town: Town, li: Browser) -> None:
    ask(li)
    with town.inside():
        home = household_of("A quarters").id
    file = li.get(f"/households/{home}").text
    assert f"{PLACE}/new?household={home}" in file
    assert "waits for a second person" in file
    assert 'value="12-2-501"' in li.get(f"{PLACE}/new?household={home}").text
    assert f'href="{PLACE}"' in li.get("/passes").text


@pytest.mark.parametrize(("language", "title"), [("zh", "额外通行证"), ("en", "Extra passes")])
def test_both_languages(town: Town, language: str, title: str) -> None:
    browser = town.browser("li", language)
    browser.post("/language", language=language)
    ask(browser)
    assert f"<h1>{title}" in browser.get(PLACE).text
    assert browser.get(f"{PLACE}/new").status_code == 200
