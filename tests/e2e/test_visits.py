"""Visitors and vehicles at the gate, in a real browser: from the first press until they have left,
and each of it seen by the office."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from checkpoint.db import db, writing
from checkpoint.gate.vehicles.passing import vehicles_inside
from checkpoint.gate.vehicles.register import add_vehicle
from checkpoint.gate.visits.denials import Proposal, approve_denial, propose_denial
from checkpoint.gate.visits.models import Visit, VisitState
from checkpoint.gate.visits.registering import register_visit
from checkpoint.gate.visits.wishes import Wish
from checkpoint.passes.issuing import tokens_of
from checkpoint.people import Actor, Household, Staff, compound_named, next_roster_version
from tests.browser import GATE_NAME
from tests.e2e.conftest import (
    COMPOUND,
    Office,
    app_of,
    copy_of,
    inside,
    new_page,
    sign_in_at_desk,
    stand_at_gate,
)
from tests.e2e.test_axe import violations
from tests.serving import Server, running_server

pytestmark = pytest.mark.e2e

MOBILE = "138 0013 8000"
PLATE = "冀A12345"


@pytest.fixture(scope="module")
def office(untouched: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office of its own: visitors would stand in the way of other tests."""
    return copy_of(untouched, tmp_path_factory.mktemp("visited"))


@pytest.fixture(scope="module")
def visited(office: Office) -> Iterator[Server]:
    """Its service."""
    with running_server(office.folder) as server:
        yield server


@pytest.fixture(scope="module")
def phone(office: Office, visited: Server, launched: Browser) -> Iterator[Page]:
    """A small phone at its gate; a scanner types what it reads."""
    page = new_page(launched, viewport={"width": 360, "height": 740})
    stand_at_gate(page, _address(visited), office.join_code())
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    yield page
    page.context.close()


@pytest.fixture(autouse=True)
def at_the_camera(phone: Page) -> Iterator[None]:
    """Each test begins and ends online, at the camera, with nobody inside."""
    yield
    phone.context.set_offline(False)
    for _ in range(3):
        phone.keyboard.press("Escape")
    phone.wait_for_selector("[data-screen=scan]")
    while phone.get_by_test_id("visitors-inside").count():
        phone.get_by_test_id("visitors-inside").click()
        phone.get_by_test_id("leaves").first.click()
        phone.wait_for_selector("[data-screen=scan]")


def register(phone: Page, name: str = "陈小明", mobile: str = MOBILE) -> None:
    """The visitor's path, as a guard goes it with one thumb, up to the verdict."""
    phone.get_by_test_id("visitor").click()
    phone.get_by_test_id("purpose-repair").click()
    phone.get_by_test_id("visit-phone").fill(mobile)
    phone.get_by_test_id("visit-name").fill(name)
    phone.get_by_test_id("visit-household").click()
    for part in ("building-12", "room-501"):
        phone.get_by_test_id(part).click()
    phone.get_by_test_id("until-30").click()
    phone.get_by_test_id("visit-submit").click()
    phone.wait_for_selector("[data-screen=verdict]")


def measure(phone: Page) -> None:
    """A normal temperature: it is recorded, and the camera is back."""
    phone.get_by_test_id("measure").click()
    for key in "365":
        phone.get_by_test_id(f"key-{key}").click()
    expect(phone.get_by_test_id("done")).to_be_visible()
    phone.wait_for_selector("[data-screen=scan]")


def type_plate(phone: Page, plate: str) -> None:
    """By the keys of its own."""
    phone.get_by_test_id("vehicle").click()
    phone.get_by_test_id(f"province-{plate[0]}").click()
    for sign in plate[1:]:
        phone.get_by_test_id(f"sign-{sign}").click()


def all_is_sent(phone: Page) -> None:
    expect(phone.get_by_test_id("unsent")).to_have_attribute("data-count", "0", timeout=10_000)


def visit_of(office: Office, phone: Page, name: str) -> dict[str, Any]:
    """What the office knows of the last visit of that name, once all was sent."""
    all_is_sent(phone)
    with inside(app_of(office.folder)):
        found = db.session.scalars(
            select(Visit).where(Visit.name == name).order_by(Visit.made_at.desc())
        ).first()
        assert found
        return {each.key: getattr(found, each.key) for each in Visit.__table__.columns}


def let_time_pass(office: Office, visit_id: UUID) -> None:
    """The visit should have been over forty minutes ago."""
    with inside(app_of(office.folder)), writing():
        visit = db.session.get_one(Visit, visit_id)
        visit.expected_until = datetime.now(UTC) - timedelta(minutes=40)
        visit.roster_version = next_roster_version(visit.compound_id)


def test_a_visitor_from_arrival_to_departure_with_an_overstay(
    office: Office, visited: Server, phone: Page, browser: Browser
) -> None:
    began = datetime.now(UTC)
    register(phone)
    verdict = phone.get_by_test_id("verdict")
    expect(verdict).to_have_attribute("data-reason", "entry.admitted")
    measure(phone)
    assert datetime.now(UTC) - began < timedelta(seconds=30)
    expect(phone.get_by_test_id("visitors-inside")).to_have_text("访客 1")
    visit = visit_of(office, phone, "陈小明")
    assert visit["state"] is VisitState.INSIDE
    assert (visit["phone"], visit["purpose"].value) == ("13800138000", "repair")

    let_time_pass(office, visit["id"])
    expect(phone.get_by_test_id("visitors-inside")).to_have_attribute("data-over", "1")
    desk = new_page(browser)
    sign_in_at_desk(desk, _address(visited), "clerk")
    desk.goto(f"{_address(visited)}/visits")
    expect(desk.locator("main")).to_contain_text("陈**")

    phone.get_by_test_id("visitors-inside").click()
    expect(phone.get_by_test_id("visit")).to_contain_text("超时 40 分钟")
    phone.get_by_test_id("leaves").click()
    expect(phone.get_by_test_id("done")).to_contain_text("访客离开")
    expect(phone.get_by_test_id("visitors-inside")).to_have_count(0)
    visit = visit_of(office, phone, "陈小明")
    assert visit["state"] is VisitState.LEFT
    assert visit["left_at"] > visit["expected_until"]


def test_a_stranger_with_some_other_code_takes_the_visitors_path(phone: Page) -> None:
    _show(phone, "https://example.org/pay")
    expect(phone.get_by_test_id("verdict")).to_have_attribute("data-reason", "token.foreign")
    phone.get_by_test_id("visitor-path").click()
    expect(phone.get_by_test_id("visitor-screen")).to_be_visible()


def test_who_was_here_before_is_recognised_by_the_phone(phone: Page) -> None:
    phone.get_by_test_id("visitor").click()
    phone.get_by_test_id("visit-phone").fill(MOBILE)
    earlier = phone.get_by_test_id("earlier")
    expect(earlier).to_contain_text("陈** 来过 1 次")
    phone.get_by_test_id("use-earlier").click()
    expect(phone.get_by_test_id("visit-household")).to_contain_text("12号楼")
    expect(phone.get_by_test_id("purpose-repair")).to_have_attribute("aria-pressed", "true")


def test_what_is_missing_is_said_at_its_field(phone: Page) -> None:
    phone.get_by_test_id("visitor").click()
    phone.get_by_test_id("visit-phone").fill("8765 4321")
    phone.get_by_test_id("visit-submit").click()
    expect(phone.get_by_test_id("wrong-phone")).to_contain_text("区号")
    expect(phone.get_by_test_id("wrong-name")).to_be_visible()
    expect(phone.get_by_test_id("visit-phone")).to_have_attribute("aria-invalid", "true")


def test_a_visitor_without_a_network_survives_a_restart(office: Office, phone: Page) -> None:
    phone.context.set_offline(True)
    register(phone, "周大力", "139 0013 9000")
    measure(phone)
    phone.reload()
    phone.wait_for_selector("[data-screen=scan]")
    expect(phone.get_by_test_id("visitors-inside")).to_have_attribute("data-count", "1")
    phone.context.set_offline(False)
    assert visit_of(office, phone, "周大力")["state"] is VisitState.INSIDE
    expect(phone.get_by_test_id("visitors-inside")).to_have_attribute("data-count", "1")


def test_who_is_on_the_deny_list_is_refused_and_recorded(office: Office, phone: Page) -> None:
    now = datetime.now(UTC)
    with inside(app_of(office.folder)) as root:
        compound = compound_named(root, COMPOUND)
        typed = Proposal(kind="phone", value="13700137000", reason="闹事", days="7")
        made = propose_denial(root, compound, typed, now=now)
        admin = db.session.scalars(select(Staff).where(Staff.username == "admin")).one()
        approve_denial(Actor.of(admin), made.id, now=now)
        version = compound_named(root, COMPOUND).roster_version
    _has_heard(phone, version)
    register(phone, "吴不该", "137 0013 7000")
    expect(phone.get_by_test_id("verdict")).to_have_attribute("data-reason", "visitor.denied")
    phone.get_by_test_id("accept").click()
    expect(phone.get_by_test_id("done")).to_contain_text("未放行")
    assert visit_of(office, phone, "吴不该")["state"] is VisitState.REFUSED
    expect(phone.get_by_test_id("visitors-inside")).to_have_count(0)


def test_a_visitor_pass_opens_and_closes_its_visit(office: Office, phone: Page) -> None:
    now = datetime.now(UTC)
    with inside(app_of(office.folder)) as root:
        home = db.session.scalars(select(Household).where(Household.room == "204")).one()
        wish = Wish(
            name="郑约好", purpose="family", until=now + timedelta(hours=1), household_id=home.id
        )
        visit = register_visit(root, compound_named(root, COMPOUND), wish, now=now)
        assert visit.pass_
        (card,) = tokens_of([visit.pass_])
        version = compound_named(root, COMPOUND).roster_version
    _has_heard(phone, version)
    _show(phone, card)
    expect(phone.get_by_test_id("visit-panel")).to_contain_text("郑**")
    expect(phone.get_by_test_id("verdict")).to_have_attribute("data-direction", "entry")
    measure(phone)
    assert visit_of(office, phone, "郑约好")["state"] is VisitState.INSIDE
    _show(phone, card)
    phone.get_by_test_id("visitor-leaves").click()
    phone.wait_for_selector("[data-screen=scan]")
    assert visit_of(office, phone, "郑约好")["state"] is VisitState.LEFT


def test_a_vehicle_is_recognised_and_counted_until_it_leaves(office: Office, phone: Page) -> None:
    with inside(app_of(office.folder)) as root:
        compound = compound_named(root, COMPOUND)
        add_vehicle(root, compound, PLATE, "resident", "3-1-204", now=datetime.now(UTC))
        version = compound_named(root, COMPOUND).roster_version
    _has_heard(phone, version)
    for direction, count in (("entry", 1), ("exit", 0)):
        phone.get_by_test_id("lookup").click()
        for part in ("building-3", "room-204"):
            phone.get_by_test_id(part).click()
        turn = phone.get_by_test_id(f"direction-{direction}")
        turn.click()
        expect(turn).to_have_attribute("aria-pressed", "true")
        type_plate(phone, PLATE)
        expect(phone.get_by_test_id("plate-status")).to_contain_text("3号楼 1-204")
        phone.get_by_test_id("disinfected").click()
        phone.get_by_test_id("plate-done").click()
        expect(phone.get_by_test_id("vehicle")).to_have_attribute("data-kind", "resident")
        measure(phone)
        all_is_sent(phone)
        with inside(app_of(office.folder)) as root:
            found = vehicles_inside(compound_named(root, COMPOUND))
            assert [each.plate for each in found] == [PLATE] * count
            assert all(each.disinfected for each in found)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_screen_of_visitors_has_a_violation(phone: Page, language: str) -> None:
    _speak(phone, language)
    wrong = {}
    phone.get_by_test_id("visitor").click()
    wrong["form"] = violations(phone)
    phone.get_by_test_id("visit-submit").click()
    wrong["problems"] = violations(phone)
    phone.get_by_test_id("visit-household").click()
    wrong["doors"] = violations(phone)
    phone.get_by_test_id("visit-back").click()
    phone.get_by_test_id("visit-vehicle").click()
    wrong["provinces"] = violations(phone)
    phone.get_by_test_id("province-京").click()
    for sign in "A12345":
        phone.get_by_test_id(f"sign-{sign}").click()
    wrong["plate"] = violations(phone)
    phone.get_by_test_id("plate-back").click()
    phone.get_by_test_id("visits-list").click()
    wrong["list"] = violations(phone)
    wide = phone.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert ({name: found for name, found in wrong.items() if found}, wide) == ({}, False)
    phone.get_by_test_id("visits-close").click()
    _speak(phone, "zh")


def _speak(phone: Page, language: str) -> None:
    if phone.evaluate("document.documentElement.lang").startswith(language):
        return
    phone.get_by_test_id("menu").click()
    phone.get_by_test_id("language").click()
    phone.get_by_test_id("menu-close").click()


def _show(phone: Page, card: str) -> None:
    phone.evaluate(
        """token => [...token, "Enter"].forEach(key => document.body.dispatchEvent(
             new KeyboardEvent("keydown", { key, bubbles: true })))""",
        card,
    )
    phone.wait_for_selector("[data-screen=verdict]")


def _has_heard(phone: Page, version: int) -> None:
    """Wait until the phone has the roster of that version."""
    heard = "version => Number(document.querySelector('.gate').dataset.roster) >= version"
    phone.wait_for_function(heard, arg=version)


def _address(server: Server) -> str:
    return f"https://{GATE_NAME}:{server.https_port}"
