"""axe finds no violation on any page, in both languages, both themes, large and small."""

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

import checkpoint
from checkpoint import create_app
from tests.e2e.conftest import Office, join_gate, new_page, sign_in_at_desk, sign_on

pytestmark = pytest.mark.e2e

AXE = Path(checkpoint.__file__).parent / "gate/pwa/node_modules/axe-core/axe.min.js"
LARGE_LIGHT_ZH = {
    "locale": "zh-CN",
    "color_scheme": "light",
    "viewport": {"width": 1440, "height": 900},
}
SMALL_DARK_EN = {
    "locale": "en-GB",
    "color_scheme": "dark",
    "viewport": {"width": 360, "height": 740},
}
LOOKS = pytest.mark.parametrize("look", [LARGE_LIGHT_ZH, SMALL_DARK_EN], ids=["zh", "en"])
# Asked from within the browser, which alone finds the address. Files, and the parts that a page
# fetches of itself, are no pages.
IS_PAGE = """path => fetch(path).then(answer => answer.text().then(text =>
  answer.ok && text.trimStart().toLowerCase().startsWith('<!doctype html')))"""
ARGUMENTS = {
    "household_id": 1,
    "pass_id": 1,
    "gate_id": 1,
    "compound_id": 1,
    "staff_id": 2,
    "book_id": 1,
    "device_id": 1,
}


def violations(page: Page) -> list[str]:
    """What axe has to say about the page as it stands, one line for each kind of violation."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        "axe.run({resultTypes: ['violations']}).then(result => result.violations)"
    )
    return [f"{each['id']}: {each['help']} ({each['nodes'][0]['html'][:200]})" for each in found]


def pages_of(app: Flask) -> list[str]:
    """Every address that answers a GET, with the arguments that the office has rows for."""
    adapter = app.url_map.bind("localhost", url_scheme="https")
    return sorted(
        adapter.build(rule.endpoint, {name: ARGUMENTS[name] for name in rule.arguments})
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.arguments <= ARGUMENTS.keys()
    )


@pytest.fixture(scope="module")
def pages(office: Office, address: str, launched: Browser) -> list[str]:
    """The pages among those addresses."""
    page = new_page(launched)
    sign_in_at_desk(page, address, "admin")
    found = [path for path in pages_of(create_app(office.folder)) if page.evaluate(IS_PAGE, path)]
    page.context.close()
    return found


@LOOKS
def test_no_page_of_the_desk_has_a_violation(
    pages: list[str], address: str, browser: Browser, look: dict[str, object]
) -> None:
    wrong: dict[str, list[str]] = {}
    page = new_page(browser, **look)
    page.goto(f"{address}/sign-in")
    wrong["/sign-in"] = violations(page)
    sign_in_at_desk(page, address, "admin")
    for path in pages:
        page.goto(f"{address}{path}")
        page.locator("main").first.wait_for()  # the gate draws its page by itself
        wrong[path] = violations(page)
    assert {path: found for path, found in wrong.items() if found} == {}
    assert len(pages) >= 10


@LOOKS
def test_no_screen_of_the_gate_has_a_violation(
    office: Office, address: str, browser: Browser, look: dict[str, object]
) -> None:
    page = new_page(browser, **look)
    page.goto(f"{address}/gate/")
    page.wait_for_selector("[data-testid=join]")
    wrong = {"join": violations(page)}
    page.goto("about:blank")
    join_gate(page, f"{address}/gate/#join={office.join_code()}")
    wrong["sign-on"] = violations(page)
    page.get_by_role("button", name="王队长").click()
    wrong["pin"] = violations(page)
    page.get_by_test_id("pin-over").click()
    sign_on(page)
    page.wait_for_selector("[data-screen=scan]")
    wrong["scan"] = violations(page)
    page.get_by_test_id("lookup").click()
    page.wait_for_selector("[data-testid=lookup-screen]")
    wrong["lookup"] = violations(page)
    assert {screen: found for screen, found in wrong.items() if found} == {}
