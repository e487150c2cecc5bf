"""The pass on a phone, in two real browsers: one shows it, the other's camera films the screen."""

import io
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, expect
from sqlalchemy import select

from checkpoint.db import db
from checkpoint.passes import Pass, open_link
from tests.browser import GATE_NAME, chromium
from tests.e2e.conftest import Office, app_of, copy_of, inside, new_page, stand_at_gate
from tests.e2e.film import Shot, write_film
from tests.e2e.scanner import pass_through
from tests.serving import Server, running_server

pytestmark = pytest.mark.e2e

# What a copier would do: everything that the page keeps, written into another profile. The key can
# only be passed on as a handle within this browser; outside of it there is nothing to write.
KEPT = """async () => {
  const open = indexedDB.open('my');
  await new Promise(done => open.onsuccess = done);
  const get = open.result.transaction('kept').objectStore('kept').get('linked');
  await new Promise(done => get.onsuccess = done);
  const {key, publicKey, part} = get.result;
  const out = await crypto.subtle.exportKey('pkcs8', key).catch(error => error.name);
  return {key: JSON.stringify(key), extractable: key.extractable, out,
    publicKey: [...publicKey], part: [...part]};
}"""
COPY = """async ({publicKey, part, heard}) => {
  const how = {name: 'ECDSA', namedCurve: 'P-256'};
  const {privateKey} = await crypto.subtle.generateKey(how, false, ['sign', 'verify']);
  const open = indexedDB.open('my');
  await new Promise(done => open.onsuccess = done);
  const kept = open.result.transaction('kept', 'readwrite').objectStore('kept');
  const linked = {key: privateKey, publicKey: Uint8Array.from(publicKey),
    part: Uint8Array.from(part)};
  kept.put(linked, 'linked');
  kept.put(heard, 'heard');
  await new Promise(done => kept.transaction.oncomplete = done);
}"""
HEARD = """async () => {
  const open = indexedDB.open('my');
  await new Promise(done => open.onsuccess = done);
  const get = open.result.transaction('kept').objectStore('kept').get('heard');
  await new Promise(done => get.onsuccess = done);
  return get.result;
}"""


@pytest.fixture(scope="module")
def office(untouched: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office of its own: who goes out here is out for nobody else."""
    return copy_of(untouched, tmp_path_factory.mktemp("phones"))


@pytest.fixture(scope="module")
def server(office: Office) -> Iterator[Server]:
    with running_server(office.folder) as running:
        yield running


@pytest.fixture(scope="module")
def address(server: Server) -> str:
    return f"https://{GATE_NAME}:{server.https_port}"


def link_code(office: Office) -> str:
    """A code for the first household's pass, as staff hands it over."""
    with inside(app_of(office.folder)) as root:
        pass_ = db.session.scalars(select(Pass).order_by(Pass.household_id)).first()
        assert pass_
        return open_link(root, pass_.id, datetime.now(UTC))


def linked_page(browser: Browser, address: str, office: Office) -> Page:
    """The page of a resident's phone, linked by the link that staff shows."""
    page = new_page(browser, viewport={"width": 360, "height": 740}, device_scale_factor=2)
    page.goto(f"{address}/my/#link={link_code(office)}")
    expect(page).to_have_url(f"{address}/my/")
    page.get_by_test_id("link-submit").click()
    page.get_by_test_id("living").wait_for()
    return page


def photograph(page: Page) -> tuple[Image.Image, float]:
    """A screenshot, and when the code on it was made."""
    picture = Image.open(io.BytesIO(page.screenshot()))
    at = page.get_by_test_id("living").get_attribute("data-at")
    assert at
    return picture, float(at) / 1000


def test_a_living_code_is_admitted_and_its_picture_is_not(
    office: Office,
    server: Server,
    address: str,
    playwright: Playwright,
    browser: Browser,
    tmp_path: Path,
) -> None:
    film = write_film(tmp_path / "screen.mjpeg", [Shot(None, 0.5)])
    with chromium(playwright, authority=server.authority, film=film) as gates:
        guard = new_page(gates, viewport={"width": 360, "height": 740})
        stand_at_gate(guard, address, office.join_code())
        resident = linked_page(browser, address, office)

        picture, _ = photograph(resident)
        write_film(film, [Shot(picture, 1.0, tilt=10, turn=4, width=520, noise=8)])
        guard.reload()  # the camera begins anew, with what it sees now
        verdict = guard.get_by_test_id("verdict")
        expect(verdict).to_have_attribute("data-outcome", "admit", timeout=45_000)
        expect(verdict).to_contain_text("501")

        # The same as holding a picture of 90 seconds ago before the camera.
        before = resident.get_by_test_id("living").get_attribute("data-at")
        resident.clock.set_system_time(datetime.now(UTC) - timedelta(seconds=90))
        expect(resident.get_by_test_id("living")).not_to_have_attribute("data-at", before or "")
        picture, made_at = photograph(resident)
        assert 85 < time.time() - made_at < 120
        write_film(film, [Shot(picture, 1.0, tilt=10, turn=4, width=520, noise=8)])
        guard.reload()
        expect(verdict).to_have_attribute("data-reason", "pass.stale_code", timeout=45_000)
        expect(verdict).to_have_attribute("data-outcome", "refuse")
        expect(verdict).to_contain_text("请打开您的通行证页面，出示新的码")


def test_a_copied_page_shows_nothing_that_is_valid(
    office: Office, address: str, browser: Browser
) -> None:
    guard = new_page(browser)
    stand_at_gate(guard, address, office.join_code())
    resident = linked_page(browser, address, office)
    code = resident.get_by_test_id("living").get_attribute("data-code")
    assert code
    assert pass_through(guard, code, "exit")[0] == "admit"

    kept = resident.evaluate(KEPT)
    assert kept["extractable"] is False
    assert kept["out"] == "InvalidAccessError"
    assert kept["key"] == "{}"

    thief = new_page(browser)
    thief.goto(f"{address}/my/")
    thief.get_by_test_id("link-code").wait_for()
    thief.evaluate("navigator.serviceWorker.ready.then(() => null)")
    thief.reload()
    heard = resident.evaluate(HEARD)
    thief.evaluate(COPY, {**kept, "heard": heard})
    thief.context.set_offline(True)
    thief.reload()  # its own service worker brings the page
    copied = thief.get_by_test_id("living").get_attribute("data-code")
    assert copied
    assert pass_through(guard, copied)[:2] == ("refuse", "token.bad_signature")

    thief.context.set_offline(False)
    thief.reload()
    # The office does not know it, and the page forgets what was copied.
    expect(thief.get_by_test_id("link-code")).to_be_visible(timeout=30_000)


def test_the_page_shows_its_code_without_a_network(
    office: Office, address: str, browser: Browser
) -> None:
    resident = linked_page(browser, address, office)
    resident.evaluate("navigator.serviceWorker.ready")
    resident.clock.install()
    resident.reload()
    resident.context.set_offline(True)
    resident.reload()
    living = resident.get_by_test_id("living")
    first = living.get_attribute("data-code")
    assert first
    resident.clock.fast_forward(15_000)
    expect(living).not_to_have_attribute("data-code", first)


def test_an_unlinked_phone_is_refused_within_two_seconds(
    office: Office, address: str, browser: Browser
) -> None:
    guard = new_page(browser)
    stand_at_gate(guard, address, office.join_code())
    lost = linked_page(browser, address, office)
    other = linked_page(browser, address, office)
    code = lost.get_by_test_id("living").get_attribute("data-code")
    assert code
    other.reload()
    other.get_by_text("#", exact=False).first.wait_for()
    names = other.locator("[data-testid^=unlink-]")
    names.first.wait_for()
    ids = [each.get_attribute("data-testid") for each in names.all()]
    lost_button = ids[-2]
    other.get_by_test_id(str(lost_button)).click()
    other.get_by_test_id("unlink-yes").click()
    expect(other.get_by_test_id(str(lost_button))).to_have_count(0)
    time.sleep(2)
    fresh = lost.get_by_test_id("living").get_attribute("data-code") or code
    guard.context.set_offline(True)  # by what the device knows itself
    assert pass_through(guard, fresh)[:2] == ("refuse", "pass.unlinked")
