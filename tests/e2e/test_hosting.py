"""A host plans a visit on one phone, the visitor opens the invitation on another, the gate films
it; and a guard asks a household that answers on its own page. Each in a browser of its own."""

import io
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, expect
from sqlalchemy import select

from checkpoint import clock, create_app
from checkpoint.db import db
from checkpoint.gate.rule_changes import approve, propose
from checkpoint.gate.rules import PRESETS, body_of
from checkpoint.gate.visits import Visit, VisitState
from checkpoint.passes import Pass, PassKind, open_link
from checkpoint.people import Actor, Household, Staff, compound_named
from tests.browser import GATE_NAME, chromium
from tests.e2e.conftest import (
    COMPOUND,
    Office,
    copy_of,
    inside,
    new_page,
    sign_in_at_desk,
    stand_at_gate,
)
from tests.e2e.film import Shot, write_film
from tests.e2e.test_axe import violations
from tests.serving import Server, running_server

pytestmark = pytest.mark.e2e

SMALL = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def office(untouched: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office of its own, where the host's word is asked for, at any hour."""
    office = copy_of(untouched, tmp_path_factory.mktemp("hosts"))
    with inside(create_app(office.folder)) as root:
        body = {**body_of(PRESETS["managed"]), "visitors": "confirmed", "closure": None}
        compound = compound_named(root, COMPOUND)
        now = clock.now()
        made = propose(
            root, compound, preset="managed", body=body, effective_from=None, note="asked", now=now
        )
        # Looser than the preset at night: it takes a second person.
        admin = db.session.scalars(select(Staff).where(Staff.username == "admin")).one()
        approve(Actor.of(admin), made.id, now=now)
    return office


@pytest.fixture(scope="module")
def server(office: Office) -> Iterator[Server]:
    with running_server(office.folder) as running:
        yield running


@pytest.fixture(scope="module")
def address(server: Server) -> str:
    return f"https://{GATE_NAME}:{server.https_port}"


def at_home(browser: Browser, address: str, office: Office, **context: object) -> Page:
    """The page of household 12-2-501's phone."""
    with inside(create_app(office.folder)) as root:
        mine = (
            select(Pass)
            .join(Household)
            .where(Household.room == "501", Pass.kind == PassKind.HOUSEHOLD)
        )
        code = open_link(root, db.session.scalars(mine).one().id, clock.now())
    page = new_page(browser, viewport=SMALL, device_scale_factor=2, **context)
    page.goto(f"{address}/my/#link={code}")
    page.get_by_test_id("link-submit").click()
    page.get_by_test_id("living").wait_for()
    return page


def plan(page: Page, name: str) -> None:
    """Write down whom the household expects from now on."""
    page.get_by_test_id("plan").click()
    page.get_by_test_id("plan-name").fill(name)
    page.get_by_test_id("plan-from").fill("00:00")
    page.get_by_test_id("plan-to").fill("23:59")
    page.get_by_test_id("plan-more").click()
    page.get_by_test_id("plan-save").click()


def states(office: Office, name: str) -> list[VisitState]:
    with inside(create_app(office.folder)):
        return list(db.session.scalars(select(Visit.state).where(Visit.name == name)))


def test_an_invitation_is_planned_opened_filmed_and_good_once(
    office: Office, server: Server, address: str, playwright: Playwright, tmp_path: Path
) -> None:
    film = write_film(tmp_path / "screen.mjpeg", [Shot(None, 0.5)])
    with (
        chromium(playwright, authority=server.authority) as homes,
        chromium(playwright, authority=server.authority) as strangers,
        chromium(playwright, authority=server.authority, film=film) as gates,
    ):
        guard = new_page(gates, viewport=SMALL)
        stand_at_gate(guard, address, office.join_code())
        host = at_home(homes, address, office)
        plan(host, "周护士")
        visit = host.get_by_test_id("visit")
        expect(visit).to_contain_text("2 人")
        link = host.get_by_test_id("invitation").get_attribute("href")
        assert link
        assert re.fullmatch(rf"{address}/v/#[\w.-]+", link)

        visitor = new_page(strangers, viewport=SMALL, device_scale_factor=2)
        asked: list[str] = []
        visitor.on("request", lambda request: asked.append(request.url))
        visitor.goto(link)
        shown = visitor.get_by_test_id("invitation")
        expect(shown).to_have_attribute("data-state", "ready")
        expect(shown).to_contain_text("王** 家")
        expect(shown).not_to_contain_text("501")
        secret = link.partition("#")[2]
        assert not any(secret in url.partition("#")[0] for url in asked)

        picture = Image.open(io.BytesIO(visitor.screenshot()))
        write_film(film, [Shot(picture, 1.0, tilt=10, turn=4, width=520, noise=8)])
        guard.reload()  # the camera begins anew, with what it sees now
        verdict = guard.get_by_test_id("verdict")
        expect(verdict).to_have_attribute("data-outcome", "admit", timeout=45_000)
        expect(guard.get_by_test_id("visit-panel")).to_contain_text("周**")
        guard.get_by_test_id("measure").click()
        for key in "365":
            guard.get_by_test_id(f"key-{key}").click()
        expect(host.get_by_test_id("visit")).to_have_attribute(
            "data-state", "inside", timeout=30_000
        )
        assert states(office, "周护士") == [VisitState.INSIDE]

        # The same code once more while they are in, then after they left: it is used up.
        write_film(film, [Shot(None, 0.5)])
        guard.reload()
        guard.wait_for_selector("[data-screen=scan]")
        guard.get_by_test_id("visitors-inside").click()
        guard.get_by_test_id("leaves").first.click()
        guard.wait_for_selector("[data-screen=scan]")
        expect(guard.get_by_test_id("unsent")).to_have_attribute("data-count", "0")
        visitor.reload()
        expect(visitor.get_by_test_id("invitation")).to_have_attribute(
            "data-state", "over", timeout=30_000
        )
        write_film(film, [Shot(picture, 1.0, tilt=10, turn=4, width=520, noise=8)])
        guard.reload()
        expect(verdict).to_have_attribute("data-reason", "visit.used", timeout=45_000)
        expect(verdict).to_have_attribute("data-outcome", "refuse")


def at_the_gate(guard: Page, name: str) -> None:
    """The visitor's path up to the verdict, the host not asked yet."""
    guard.get_by_test_id("visitor").click()
    guard.get_by_test_id("visit-name").fill(name)
    guard.get_by_test_id("visit-phone").fill("138 0013 8000")
    guard.get_by_test_id("purpose-repair").click()
    guard.get_by_test_id("visit-household").click()
    for part in ("building-12", "room-501"):
        guard.get_by_test_id(part).click()
    guard.get_by_test_id("visit-submit").click()
    guard.wait_for_selector("[data-screen=verdict]")


def test_a_household_says_on_its_page_whether_it_expects_them(
    office: Office, server: Server, address: str, playwright: Playwright
) -> None:
    with (
        chromium(playwright, authority=server.authority) as homes,
        chromium(playwright, authority=server.authority) as gates,
    ):
        guard = new_page(gates, viewport=SMALL)
        stand_at_gate(guard, address, office.join_code())
        host = at_home(homes, address, office)
        verdict = guard.get_by_test_id("verdict")
        for name, button, outcome in (
            ("陈师傅", "guests-yes", "admit"),
            ("何人也", "guests-no", "refuse"),
        ):
            at_the_gate(guard, name)
            expect(verdict).to_have_attribute("data-reason", "visitor.unconfirmed")
            guard.get_by_test_id("ask-host").click()
            expect(guard.get_by_test_id("host-asked")).not_to_have_attribute("data-asked", "0")
            guests = host.get_by_test_id("guests")
            expect(guests).to_contain_text(f"{name[0]}**", timeout=30_000)
            expect(guests).not_to_contain_text(name)
            assert violations(host) == []
            host.get_by_test_id(button).click()
            answered = time.monotonic()
            expect(verdict).to_have_attribute("data-outcome", outcome, timeout=2_000)
            assert time.monotonic() - answered < 2
            expect(guests).to_have_count(0)
            for _ in range(3):
                guard.keyboard.press("Escape")
            guard.wait_for_selector("[data-screen=scan]")


def test_a_correction_is_asked_for_and_answered_in_words(
    office: Office, server: Server, address: str, playwright: Playwright
) -> None:
    with chromium(playwright, authority=server.authority) as browser:
        host = at_home(browser, address, office)
        host.get_by_test_id("correct").click()
        host.get_by_test_id("correction-words").fill("我们家现在五口人。")
        host.get_by_test_id("correction-send").click()
        expect(host.get_by_test_id("correction")).to_have_attribute("data-state", "waiting")

        desk = new_page(browser)
        sign_in_at_desk(desk, address, "clerk")
        desk.goto(f"{address}/corrections")
        assert violations(desk) == []
        desk.get_by_role("textbox", name="答复住户").fill("已经加上了。")
        desk.get_by_role("button", name="好了", exact=True).click()
        desk.wait_for_url(f"{address}/corrections")
        host.reload()
        answered = host.get_by_test_id("correction")
        expect(answered).to_have_attribute("data-state", "done", timeout=30_000)
        expect(answered).to_contain_text("已经加上了。")


@pytest.mark.parametrize(
    ("locale", "scheme"), [("zh-CN", "light"), ("en-GB", "dark")], ids=["zh", "en"]
)
def test_no_page_of_host_or_visitor_has_a_violation(
    office: Office, server: Server, address: str, playwright: Playwright, locale: str, scheme: str
) -> None:
    look = {"locale": locale, "color_scheme": scheme}
    with chromium(playwright, authority=server.authority) as browser:
        host = at_home(browser, address, office, **look)
        wrong = {"home": violations(host)}
        host.get_by_test_id("plan").click()
        host.get_by_test_id("plan-save").click()
        wrong["plan"] = violations(host)
        host.get_by_test_id("plan").click()
        plan(host, scheme)
        visit = host.get_by_test_id("visit").filter(has_text=scheme)
        link = visit.get_by_test_id("invitation").get_attribute("href")
        visit.get_by_test_id("cancel").click()
        wrong["planned"] = violations(host)
        host.get_by_test_id("correct").click()
        wrong["correct"] = violations(host)
        wide = host.evaluate("document.documentElement.scrollWidth > innerWidth")

        visitor = new_page(browser, viewport=SMALL, **look)
        visitor.goto(str(link))
        visitor.get_by_test_id("invitation").wait_for()
        wrong["invitation"] = violations(visitor)
        wide |= visitor.evaluate("document.documentElement.scrollWidth > innerWidth")
        with visitor.expect_download() as saved:
            visitor.get_by_test_id("save").click()
        with Image.open(saved.value.path()) as picture:
            assert picture.width == 1080
        host.get_by_test_id("cancel-yes").click()
        expect(host.get_by_test_id("cancel-yes")).to_have_count(0)
        visitor.reload()
        expect(visitor.get_by_test_id("invitation")).to_have_attribute("data-state", "cancelled")
        wrong["cancelled"] = violations(visitor)
        visitor.goto(f"{address}/v/#made-up")
        visitor.reload()
        expect(visitor.get_by_test_id("problem")).to_have_attribute("data-problem", "visit.no_link")
        wrong["no link"] = violations(visitor)
    assert ({name: found for name, found in wrong.items() if found}, wide) == ({}, False)
