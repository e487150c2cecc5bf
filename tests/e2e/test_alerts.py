"""A fever at the gate reaches a desk within two seconds, rings until somebody takes it, and is
dealt with there."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import APIRequestContext, Browser, Page, Playwright, expect
from sqlalchemy import update

from checkpoint.db import db, writing
from checkpoint.gate.alerts import Alert
from tests.e2e.conftest import Office, app_of, copy_of, inside, new_page, sign_in_at_desk
from tests.e2e.test_axe import LOOKS, violations
from tests.serving import Server, running_server

pytestmark = pytest.mark.e2e

LARGE = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def office(untouched: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office of its own: others would hear these alerts."""
    return copy_of(untouched, tmp_path_factory.mktemp("alarmed"))


@pytest.fixture(scope="module")
def server(office: Office) -> Iterator[Server]:
    with running_server(office.folder) as running:
        yield running


class Gate:
    """A phone at the gate, as far as the office hears of it."""

    def __init__(self, playwright: Playwright, server: Server, office: Office) -> None:
        base = f"https://127.0.0.1:{server.https_port}"
        self.api: APIRequestContext = playwright.request.new_context(
            base_url=base, ignore_https_errors=True
        )
        body = {"code": office.join_code(), "device_name": "北门手机", "app_version": "0.1.0"}
        joined = self.api.post("/api/v1/devices", data=body).json()
        self.gate_id = joined["gate"]["id"]
        self.headers = {"Authorization": f"Bearer {joined['credential']}"}

    def cross(self, household_id: int, **changed: Any) -> None:
        """One exit that the gate decided."""
        crossing = {
            "id": str(uuid4()),
            "direction": "exit",
            "method": "address",
            "token": None,
            "number": None,
            "household_id": household_id,
            "gate_id": self.gate_id,
            "decided_at": datetime.now(UTC).isoformat(),
            "reading_tenths": 365,
            "override": None,
            "verdict": {"outcome": "admit", "reasons": ["exit.admitted"]},
            "roster_version": 1,
            "knowledge_age_s": 0,
            **changed,
        }
        letter = {
            "device_time": datetime.now(UTC).isoformat(),
            "roster_version": 1,
            "unsent": 0,
            "app_version": "0.1.0",
            "crossings": [crossing],
        }
        answer = self.api.post("/api/v1/crossings", data=letter, headers=self.headers)
        assert answer.json()["results"][0]["status"] == "recorded", answer.text()

    def fever(self, household_id: int) -> None:
        verdict = {"outcome": "refuse", "reasons": ["reading.fever"]}
        self.cross(household_id, reading_tenths=381, verdict=verdict)

    def emergency(self, household_id: int) -> None:
        verdict = {"outcome": "refuse", "reasons": ["household.already_out"]}
        override = {"reason": "emergency", "note": "着火"}
        self.cross(household_id, verdict=verdict, override=override)


@pytest.fixture(autouse=True)
def nothing_rings(office: Office) -> None:
    """Whatever the test before left open is closed."""
    with inside(app_of(office.folder)), writing():
        db.session.execute(update(Alert).values(closed_at=datetime.now(UTC)))


@pytest.fixture(scope="module")
def gate(playwright: Playwright, server: Server, office: Office) -> Gate:
    return Gate(playwright, server, office)


def desk(browser: Browser, server: Server, username: str, **context: object) -> Page:
    """Another browser at the desk, which follows the stream."""
    address = f"https://localhost:{server.https_port}"
    page = new_page(browser, viewport=LARGE, **context)
    sign_in_at_desk(page, address, username)
    return page


def test_a_fever_rings_at_two_desks_until_one_takes_it(
    browser: Browser, server: Server, gate: Gate
) -> None:
    zhao, qian = (desk(browser, server, name) for name in ("admin", "clerk"))
    zhao.goto(f"https://localhost:{server.https_port}/households")  # any page of the desk
    zhao.locator("[data-sound=on]").click()
    time.sleep(1)
    began = time.monotonic()
    gate.fever(1)
    expect(zhao.locator(".siren__take")).to_be_visible(timeout=2000)
    expect(qian.locator(".siren__take")).to_be_visible(timeout=2000)
    assert time.monotonic() - began < 2
    expect(zhao.locator("#siren")).to_contain_text("38.1")
    expect(zhao.locator("html")).to_have_attribute("data-alarm", "sounding")
    expect(zhao).to_have_title(re.compile("^●"))

    qian.locator(".siren__take").click()
    expect(zhao.locator(".siren__take")).to_have_count(0, timeout=2000)
    expect(zhao.locator("html")).to_have_attribute("data-alarm", "quiet")
    expect(zhao).not_to_have_title(re.compile("^●"))
    expect(zhao.locator("[data-alert-count]")).to_have_text("1")

    deal_with_it(qian, server)
    expect(zhao.locator("[data-alert-count]")).to_have_text("", timeout=2000)


def deal_with_it(page: Page, server: Server) -> None:
    page.goto(f"https://localhost:{server.https_port}/alerts?tab=mine")
    page.locator("[name=outcome]").first.select_option("isolated")
    page.locator(".alarm__do > .alarm__close [name=note]").fill("在门卫室等候")
    page.locator(".alarm__do > .alarm__close button").click()
    page.goto(f"https://localhost:{server.https_port}/alerts?tab=closed")
    expect(page.locator(".alarm")).to_contain_text("钱办事员")


def test_what_came_while_a_desk_was_cut_off_is_there_afterwards(
    browser: Browser, server: Server, gate: Gate
) -> None:
    page = new_page(browser, viewport=LARGE)
    page.route("**/alerts/stream*", lambda route: route.abort())
    sign_in_at_desk(page, f"https://localhost:{server.https_port}", "admin")
    expect(page.locator("[data-says=lost]")).to_be_visible(timeout=10_000)
    gate.fever(2)
    expect(page.locator(".siren__take")).to_have_count(0)
    page.unroute("**/alerts/stream*")
    expect(page.locator(".siren__take")).to_be_visible(timeout=20_000)
    expect(page.locator("[data-says=lost]")).to_be_hidden()


def test_the_list_brings_what_is_new_and_leaves_what_is_being_written(
    browser: Browser, server: Server, gate: Gate
) -> None:
    page = desk(browser, server, "admin")
    gate.fever(1)
    page.locator(".siren__take").click()
    page.goto(f"https://localhost:{server.https_port}/alerts")
    page.locator(".alarm__do > .alarm__close [name=note]").first.fill("half a sen")
    known = page.locator(".alarms .alarm").count()
    gate.emergency(1)
    expect(page.locator(".alarms .alarm")).to_have_count(known + 1, timeout=3000)
    expect(page.locator(".alarms .alarm").first).to_contain_text("着火")
    expect(page.locator(".alarm__do > .alarm__close [name=note]").first).to_have_value("half a sen")


def test_keys_take_and_close_it(browser: Browser, server: Server, gate: Gate) -> None:
    page = desk(browser, server, "admin")
    gate.emergency(1)
    page.goto(f"https://localhost:{server.https_port}/alerts?kind=crossing.emergency")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("t")
    page.keyboard.press("j")
    page.keyboard.press("o")
    assert page.evaluate("document.activeElement.name") == "outcome"


def test_a_desk_without_scripts_sees_and_takes_it_all_the_same(
    browser: Browser, server: Server, gate: Gate
) -> None:
    gate.fever(1)
    page = desk(browser, server, "clerk", java_script_enabled=False)
    page.locator(".siren__take").click()
    expect(page.locator(".siren__take")).to_have_count(0)


@LOOKS
def test_no_page_with_alerts_on_it_has_a_violation(
    browser: Browser, server: Server, gate: Gate, look: dict[str, object]
) -> None:
    gate.cross(2, decided_at=(datetime.now(UTC) - timedelta(hours=3)).isoformat())
    gate.emergency(1)
    gate.fever(1)
    address = f"https://localhost:{server.https_port}"
    wrong: dict[str, list[str]] = {}
    page = new_page(browser, **look)
    sign_in_at_desk(page, address, "clerk")
    page.locator(".siren__take").click()
    for path in ("/", "/alerts", "/alerts?tab=mine", "/overrides", "/outside"):
        page.goto(f"{address}{path}")
        page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
        wrong[path] = violations(page)
    page.goto(f"{address}/alerts?kind=reading.fever")
    page.locator(".alarm__more summary").first.press("Enter")
    page.locator("a[href$=around]").first.click()
    page.locator("main .button--main").click()
    wrong["around"] = violations(page)
    assert {path: found for path, found in wrong.items() if found} == {}
