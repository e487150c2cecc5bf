"""A clerk prints in a real browser: the page is busy, the file comes, the job's page follows."""

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.conftest import new_page, sign_in_at_desk
from tests.e2e.test_axe import violations

pytestmark = pytest.mark.e2e


@pytest.fixture
def desk(browser: Browser, address: str) -> Page:
    """A clerk's browser that trusts the office's authority."""
    page = new_page(browser, locale="en-GB")
    sign_in_at_desk(page, address, "clerk")
    return page


def test_the_page_is_busy_until_the_file_has_come(desk: Page, address: str) -> None:
    desk.goto(f"{address}/passes/cards")
    form = desk.locator("form[data-makes-file]")
    assert violations(desk) == []
    held: list[Route] = []
    desk.route("**/passes/cards", lambda route: held.append(route))
    with desk.expect_download() as download:
        form.locator(".button--main").click()
        expect(form).to_have_attribute("aria-busy", "true")
        expect(form.locator(".busy")).to_be_visible()
        expect(form.locator(".button--main")).to_be_disabled()
        held[0].continue_()
    assert download.value.suggested_filename.startswith("cards-")
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    desk.wait_for_url("**/passes/prints/*")
    desk.locator(".prints__do .button--main").click()
    desk.locator("[name=to]").first.fill("楼长 李桂英")
    assert violations(desk) == []
    desk.locator(".prints__hand [name=to] ~ button").first.click()
    expect(desk.locator("[name=to]")).to_have_count(1)
