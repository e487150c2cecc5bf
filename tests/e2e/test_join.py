"""The join page as phones and computers show it: no violation, no sideways scrolling."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

from checkpoint import clock
from checkpoint.serve.authority import load_authority
from checkpoint.serve.join import PLATFORMS, JoinPages, JoinServer
from checkpoint.serve.offer import Offer
from tests.browser import chromium
from tests.e2e.test_axe import LOOKS, violations

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser that trusts nobody in particular."""
    with chromium(playwright) as launched:
        yield launched


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
    context = browser.new_context(**look)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/?on={platform}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(page) == []
    context.close()


def test_language_and_device_are_a_tap_away_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.get_by_role("link", name="iPhone").click()
    page.get_by_role("link", name="English").click()
    page.get_by_role("link", name="Download the profile").wait_for()
    context.close()
