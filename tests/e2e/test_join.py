"""The join page as phones and computers show it: no violation, no sideways scrolling."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from checkpoint import clock
from checkpoint.serve.authority import load_authority
from checkpoint.serve.join import PLATFORMS, JoinPages, JoinServer
from checkpoint.serve.offer import Offer
from tests.e2e.conftest import new_page
from tests.e2e.test_axe import LOOKS, violations

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a join page is served; its links lead nowhere."""
    folder: Path = tmp_path_factory.mktemp("tls")
    authority = load_authority(folder, "office-3", clock.now())
    offer = Offer(("192.168.1.23",), 8443, 8080, authority.der)
    server = JoinServer("127.0.0.1", 0, JoinPages(offer))
    server.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@LOOKS
@pytest.mark.parametrize("platform", PLATFORMS)
def test_no_violation_and_no_sideways_scrolling(
    browser: Browser, address: str, platform: str, look: dict[str, object]
) -> None:
    page = new_page(browser, **look)
    page.goto(f"{address}/?on={platform}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []


def test_language_and_device_are_a_tap_away_without_scripts(browser: Browser, address: str) -> None:
    page = new_page(browser, java_script_enabled=False)
    page.goto(address)
    page.get_by_role("link", name="iPhone").click()
    page.get_by_role("link", name="English").click()
    page.get_by_role("link", name="Download the profile").wait_for()
