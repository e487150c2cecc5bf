"""A clerk brings the roster in a real browser: drops it, corrects a column, imports it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import new_page, sign_in_at_desk
from tests.e2e.test_axe import violations

pytestmark = pytest.mark.e2e

# Households that the office has and a new one; two headings say nothing, and one row is hostile.
ROSTER = """甲,乙,房号,姓名,与户主关系
12,2,501,王建国,户主
12,2,501,李桂英,配偶
12,2,501,王梓涵,子女
3,1,204,张伟,户主
7,1,101,赵一,户主
7,1,102,<script>alert(1)</script>,户主
"""


@pytest.fixture
def desk(browser: Browser, address: str) -> Page:
    """A clerk's browser that trusts the office's authority."""
    page = new_page(browser, locale="en-GB")
    sign_in_at_desk(page, address, "clerk")
    return page


def test_a_roster_is_dropped_corrected_and_looked_at(
    desk: Page, address: str, tmp_path: Path
) -> None:
    """The page says what is wrong, follows a correction, and runs nothing that a cell says."""
    asked: list[str] = []
    desk.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    roster = tmp_path / "roster.csv"
    roster.write_text(ROSTER, "utf-8")
    desk.goto(f"{address}/import")
    desk.set_input_files("#file", roster)
    desk.wait_for_url("**/import/*")
    desk.select_option("[name=column-0-0]", "building")
    desk.select_option("[name=column-0-1]", "ignore")
    desk.locator("form[action$=columns] button").click()
    expect(desk.locator(".figure__value")).to_have_text(["3", "3", "5"])
    expect(desk.get_by_text("<script>alert(1)</script>")).to_be_visible()
    desk.locator("main details").evaluate_all("folds => folds.forEach(fold => fold.open = true)")
    assert violations(desk) == []
    assert asked == []
    desk.locator("form[action$=discard] button").click()
    desk.wait_for_url("**/import")
    expect(desk.locator(".flash")).to_be_visible()
