"""A lost card and a household that moves out: told at the desk, known at the gates."""

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, expect
from sqlalchemy import select

from checkpoint import create_app
from checkpoint.db import db
from checkpoint.passes import Pass, token_of
from checkpoint.passes.card_sheets import card_picture
from checkpoint.people.roster.applying import Choices, Gone, import_roster
from checkpoint.people.roster.reading import read_content
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
from tests.e2e.scanner import pass_through
from tests.serving import running_server

pytestmark = pytest.mark.e2e

HEADING = "楼栋,单元,房号,姓名,与户主关系,联系电话\n"
ZHANG = "3号楼,1单元,204,张伟,户主,19900000003\n"
QIANS = "12号楼,2单元,501,钱多多,户主,19900000008\n12号楼,2单元,501,钱小小,子女,\n"
NOTHING = Shot(None, 0.5)


@dataclass(frozen=True)
class Place:
    """The office, served, with the clerk at the desk; every camera at a gate shows `film`."""

    office: Office
    address: str
    browser: Browser
    desk: Page
    film: Path

    def gate(self) -> Page:
        """Another phone at the gate, which keeps all that it needs without a network."""
        page = new_page(self.browser, viewport={"width": 360, "height": 740})
        stand_at_gate(page, self.address, self.office.join_code())
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        expect(page.get_by_test_id("freshness")).to_have_attribute("data-reachable", "true")
        return page

    def card(self, room: str) -> str:
        """What the newest card of that room says."""
        with inside(create_app(self.office.folder)):
            return token_of(_pass_of(room))

    def picture(self, room: str) -> Image.Image:
        """The newest card of that room, as the desk gives it away."""
        with inside(create_app(self.office.folder)):
            return Image.open(io.BytesIO(card_picture(_pass_of(room), "zh")))

    def look_up(self, room: str) -> None:
        """The clerk types the door and is in the household's file."""
        self.desk.goto(f"{self.address}/")
        self.desk.fill("#search", room)
        self.desk.press("#search", "Enter")
        self.desk.wait_for_url("**/households/*")

    def import_again(self, rows: str) -> None:
        """The roster with these rows; who is missing in it has moved out."""
        file = read_content((HEADING + rows).encode(), "roster.csv")
        with inside(create_app(self.office.folder)) as root:
            import_roster(root, COMPOUND, file, Choices(gone=Gone.MARK), now=datetime.now(UTC))


def _pass_of(room: str) -> Pass:
    passes = db.session.scalars(select(Pass).order_by(Pass.id.desc())).all()
    return next(each for each in passes if each.household.room == room)


@pytest.fixture(scope="module")
def place(
    untouched: Office, tmp_path_factory: pytest.TempPathFactory, playwright: Playwright
) -> Iterator[Place]:
    home = tmp_path_factory.mktemp("lost")
    office = copy_of(untouched, home)
    film = write_film(home / "camera.mjpeg", [NOTHING])
    with (
        running_server(office.folder) as server,
        chromium(playwright, authority=server.authority, film=film) as browser,
    ):
        address = f"https://{GATE_NAME}:{server.https_port}"
        desk = new_page(browser)
        sign_in_at_desk(desk, address, "clerk")
        yield Place(office, address, browser, desk, film)


def replace_card(place: Place, room: str) -> None:
    """Look up, confirm who they are, replace: one form, one press."""
    place.look_up(room)
    form = place.desk.locator("details:has(form[action$='/replace'])").first
    form.locator("summary").click()
    form.locator("input[name=proof][value=phone]").check()
    form.locator("input[name=reason][value=lost]").check()
    form.locator("button").click()
    place.desk.get_by_text("第 2 张卡").first.wait_for()


def hold_before_camera(place: Place, gate: Page, picture: Image.Image | None) -> None:
    """From now on the camera of that gate sees this; the page begins anew, online or not."""
    shot = Shot(picture, 1.0, tilt=10, turn=4, noise=8) if picture else NOTHING
    write_film(place.film, [shot])
    gate.reload()
    gate.get_by_test_id("freshness").wait_for()


def without_network(gate: Page) -> None:
    gate.context.set_offline(True)


def out_of_touch(gate: Page) -> None:
    """No network, and the question that it keeps open at the office is broken off as well."""
    without_network(gate)
    gate.reload()
    expect(gate.get_by_test_id("freshness")).to_have_attribute("data-reachable", "false")


def test_a_lost_card_is_replaced_in_one_step_and_the_old_one_is_refused_in_two_seconds(
    place: Place,
) -> None:
    gate, lost = place.gate(), place.card("501")
    replace_card(place, "12-2-501")
    time.sleep(2)
    without_network(gate)  # by what it knows two seconds later
    assert pass_through(gate, lost) == ("refuse", "pass.superseded", "device")

    gate.context.set_offline(False)
    hold_before_camera(place, gate, place.picture("501"))
    verdict = gate.get_by_test_id("verdict")
    expect(verdict).to_have_attribute("data-outcome", "admit", timeout=20_000)
    expect(verdict).to_contain_text("501")
    hold_before_camera(place, gate, None)
    assert pass_through(gate, lost)[:2] == ("refuse", "pass.superseded")
    gate.context.close()


def test_a_gate_without_a_network_refuses_the_lost_card_once_it_has_seen_the_newer_one(
    place: Place,
) -> None:
    """And one that has seen neither goes by what it knows, and says how old that is."""
    lost = place.card("204")
    sees, sees_not = place.gate(), place.gate()
    out_of_touch(sees)
    out_of_touch(sees_not)
    replace_card(place, "3-1-204")

    hold_before_camera(place, sees, place.picture("204"))
    verdict = sees.get_by_test_id("verdict")
    expect(verdict).to_have_attribute("data-outcome", "admit", timeout=20_000)
    expect(verdict).to_have_attribute("data-judge", "device")
    hold_before_camera(place, sees, None)  # it is on disk: the page has begun anew
    assert pass_through(sees, lost) == ("refuse", "pass.superseded", "device")

    sees_not.clock.set_system_time(datetime.now(UTC) + timedelta(hours=13))
    age = sees_not.get_by_test_id("freshness")
    expect(age).to_have_attribute("data-level", "aging")
    expect(age).to_contain_text("13")
    assert pass_through(sees_not, lost) == ("admit", "exit.admitted", "device")
    for page in (sees, sees_not):
        page.context.close()


def test_a_household_that_moves_out_is_refused_and_back_with_its_card_when_it_comes_back(
    place: Place,
) -> None:
    online, offline, card = place.gate(), place.gate(), place.card("501")
    out_of_touch(offline)
    place.look_up("12-2-501")
    place.desk.locator("details:has(form[action$='/moved-out']) > summary").click()
    place.desk.locator("form[action$='/moved-out'] button").click()
    place.desk.get_by_role("dialog").get_by_role("button").last.click()
    back = place.desk.locator("form[action$='/moved-back'] button")
    back.wait_for()
    time.sleep(2)
    without_network(online)
    assert pass_through(online, card) == ("refuse", "household.gone", "device")

    # The other one goes by what it knew, until it is in touch.
    scanned = offline.get_by_test_id("verdict")
    type_card(offline, card)
    expect(scanned).to_have_attribute("data-outcome", "admit")
    offline.context.set_offline(False)
    expect(offline.get_by_test_id("freshness")).to_have_attribute("data-reachable", "true")
    hold_before_camera(place, offline, None)
    assert pass_through(offline, card)[:2] == ("refuse", "household.gone")
    offline.get_by_test_id("accept").click()

    back.click()
    place.desk.locator("form[action$='/moved-out']").wait_for(state="attached")
    type_card(offline, card)
    expect(scanned).to_have_attribute("data-outcome", "admit")
    for page in (online, offline):
        page.context.close()


def test_others_behind_the_same_door_need_a_card_of_their_own(place: Place) -> None:
    """Told by two imports: one that does not name the Wangs, one with others at their door."""
    gate, card = place.gate(), place.card("501")
    place.import_again(ZHANG)
    time.sleep(2)
    without_network(gate)
    assert pass_through(gate, card) == ("refuse", "household.gone", "device")
    gate.get_by_test_id("accept").click()
    gate.context.set_offline(False)
    expect(gate.get_by_test_id("freshness")).to_have_attribute("data-reachable", "true")

    place.import_again(ZHANG + QIANS)
    place.look_up("12-2-501")
    place.desk.locator("form[action*='/passes/households/'] button").click()
    place.desk.locator("form[action$='/replace']").wait_for(state="attached")
    assert pass_through(gate, card)[:2] == ("refuse", "pass.revoked")
    gate.get_by_test_id("accept").click()
    type_card(gate, place.card("501"))
    expect(gate.get_by_test_id("verdict")).to_have_attribute("data-outcome", "admit")
    gate.context.close()


def type_card(gate: Page, card: str) -> None:
    """As a scanner that acts as a keyboard types it; nothing is recorded."""
    gate.evaluate(
        """token => {
          for (const key of [...token, "Enter"]) document.body.dispatchEvent(
            new KeyboardEvent("keydown", { key, bubbles: true }));
        }""",
        card,
    )
