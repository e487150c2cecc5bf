"""HTTPS on a bare office network: with our authority trusted, a phone's browser gives all it has.

The page is loaded from a name that is not localhost, in a Chromium whose own store of authorities
holds ours, so that nothing is waved through: what registers and opens here does so on a phone.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Error, Page, Playwright

from tests.browser import CAMERA_ARGUMENTS, GATE_NAME, chromium
from tests.serving import Server, running_server

pytestmark = pytest.mark.e2e

OPEN_CAMERA = """async () => {
  const stream = await navigator.mediaDevices.getUserMedia({ video: true });
  const [track] = stream.getVideoTracks();
  const { width } = track.getSettings();
  track.stop();
  return width;
}"""
WAIT_FOR_WORKER = """async () => {
  const late = new Promise((_, fail) => setTimeout(() => fail("no service worker"), 15000));
  const registration = await Promise.race([navigator.serviceWorker.ready, late]);
  return { scope: registration.scope, script: registration.active.scriptURL };
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that is called by a name of the office's network."""
    folder = tmp_path_factory.mktemp("office")
    with running_server(folder, settings=f'host_names = ["{GATE_NAME}"]') as started:
        yield started


@pytest.fixture(scope="module")
def origin(server: Server) -> str:
    """Where the pages are, seen from a phone."""
    return f"https://{GATE_NAME}:{server.https_port}"


@pytest.fixture
def phone(playwright: Playwright, server: Server) -> Iterator[Page]:
    """A page in a browser that trusts the authority and has a camera."""
    with chromium(playwright, authority=server.authority, more=CAMERA_ARGUMENTS) as browser:
        yield browser.new_page()


def test_the_gate_page_gets_a_service_worker_and_a_camera(phone: Page, origin: str) -> None:
    phone.goto(f"{origin}/gate/")
    assert phone.evaluate("isSecureContext")
    worker = phone.evaluate(WAIT_FOR_WORKER)
    assert worker == {"scope": f"{origin}/gate/", "script": f"{origin}/gate/sw.js"}
    assert phone.evaluate(OPEN_CAMERA) > 0


def test_without_trust_the_browser_stops_before_the_page(
    playwright: Playwright, origin: str
) -> None:
    with (
        chromium(playwright) as browser,
        pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"),
    ):
        browser.new_page().goto(f"{origin}/gate/")


def test_the_join_page_leads_to_the_gate_page(phone: Page, server: Server, origin: str) -> None:
    phone.goto(f"http://{GATE_NAME}:{server.join_port}/?on=android&lang=zh")
    with phone.expect_download() as download:
        phone.get_by_role("link", name="下载证书").click()
    assert download.value.suggested_filename == "checkpoint.crt"
    phone.get_by_role("link", name="打开卡点").click()
    phone.wait_for_url(f"{origin}/gate/")
