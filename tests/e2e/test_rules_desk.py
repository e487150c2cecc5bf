"""The pages of rules in a real browser: no violation that axe finds, and no need of JavaScript."""

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import new_page, sign_in_at_desk
from tests.e2e.test_axe import LOOKS, violations

pytestmark = pytest.mark.e2e


def to_the_preview(page: Page, address: str) -> None:
    """Strict, but with another night, from tomorrow on."""
    page.goto(f"{address}/rules/change")
    page.locator(".preset h2 a[href$=strict]").click()
    page.fill("[name='closure.from']", "22:00")
    page.check("[name=start][value=later]")
    page.locator("form.ruleform .button--main").click()
    page.wait_for_selector("#note")


@LOOKS
def test_no_step_of_a_change_has_a_violation(
    address: str, browser: Browser, look: dict[str, object]
) -> None:
    """From the presets to the version that waits; a wrong figure on the way, and withdrawing."""
    wrong: dict[str, list[str]] = {}
    page = new_page(browser, **look)
    sign_in_at_desk(page, address, "clerk")
    to_the_preview(page, address)
    wrong["preview"] = violations(page)
    page.locator("button[formaction]").click()
    page.fill("[name='closure.to']", "22:00")
    page.locator("form.ruleform .button--main").click()
    page.wait_for_selector("[id='closure.to-error']")
    wrong["form with an error"] = violations(page)
    to_the_preview(page, address)
    page.fill("#note", "earlier at night")
    page.locator("form:has(#note) .button--main").click()
    page.wait_for_selector(".rules--ahead")
    wrong["list"] = violations(page)
    page.locator(".rules__ahead a.button").first.click()
    page.wait_for_selector(".settle")
    wrong["version"] = violations(page)
    page.locator(".settle form button").click()
    page.locator("dialog .button--danger").click()
    page.wait_for_selector(".flash")
    page.goto(f"{address}/gates/1/thermometers")
    wrong["thermometers"] = violations(page)
    assert {step: found for step, found in wrong.items() if found} == {}


def test_a_change_needs_no_javascript(address: str, browser: Browser) -> None:
    """Choosing, figures, preview, sending for approval and withdrawing are plain forms."""
    page = new_page(browser, locale="en-GB", java_script_enabled=False)
    sign_in_at_desk(page, address, "clerk")
    to_the_preview(page, address)
    page.select_option("#days", "14")
    page.locator(".rehearsal__days button").click()
    page.wait_for_selector("#days option[value='14'][selected]", state="attached")
    page.fill("#note", "earlier at night")
    page.locator("form:has(#note) .button--main").click()
    assert page.locator(".rules__ahead .alert--amber").count() == 1
    page.locator(".rules__ahead form button").click()
    assert page.locator(".rules__ahead").count() == 0
