"""A phone joins from the desk's screen, a guard signs on, staff sees it, and revokes it."""

import re
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import Office, join_gate, new_page, sign_in_at_desk, sign_on
from tests.e2e.test_axe import LOOKS, violations

pytestmark = pytest.mark.e2e


def show_code(desk: Page, address: str) -> str:
    """Press for a code and read the picture as a phone's camera does."""
    desk.goto(f"{address}/gates")
    desk.click("main a[href='/gates/devices/new']")
    desk.click("main .button--main")
    picture = desk.locator(".joining__code svg").screenshot()
    [read] = zxingcpp.read_barcodes(Image.open(BytesIO(picture)))
    return str(read.text)


def newest_device(desk: Page) -> Locator:
    """The link to the device that joined last; other tests have brought theirs to the same gate."""
    links = desk.locator("a[href^='/gates/devices/']").all()
    numbers = {int(found): each for each in links if (found := _number(each))}
    return numbers[max(numbers)]


def _number(link: Locator) -> str:
    found = re.fullmatch(r"/gates/devices/(\d+)", link.get_attribute("href") or "")
    return found[1] if found else ""


def test_a_phone_joins_works_and_is_revoked(browser: Browser, office: Office, address: str) -> None:
    """What the desk shows and what the phone shows follow each other without a reload."""
    desk = new_page(browser, viewport={"width": 1440, "height": 900})
    phone = new_page(browser, viewport={"width": 360, "height": 740})
    sign_in_at_desk(desk, address, "admin")

    link = show_code(desk, address)
    assert link.split("#join=")[1] == desk.locator("#join-code").inner_text()
    join_gate(phone, f"{address}/gate/#{link.split('#')[1]}")
    expect(desk.locator("[data-final=joined]")).to_contain_text("北门手机", timeout=10_000)
    expect(desk.locator(".joining__code")).to_be_hidden()

    sign_on(phone, pin="270491")
    expect(phone.get_by_test_id("pin-problem")).to_have_attribute("data-problem", "wrong")
    for digit in "270419":
        phone.get_by_test_id(f"pin-{digit}").click()
    expect(phone.get_by_test_id("guard-name")).to_contain_text("王队长")
    desk.click(".joining a[href='/gates/devices']")
    expect(desk.get_by_role("row").filter(has_text="王队长").first).to_be_visible(timeout=15_000)

    newest_device(desk).click()
    desk.click("form[action$='/revoke'] button")
    desk.click("dialog button[value=yes]")
    expect(phone.get_by_test_id("join")).to_be_visible(timeout=15_000)
    desk.reload()
    expect(desk.locator(".device__state .icon--off")).to_be_visible()


def test_a_code_is_good_once_and_the_phone_says_so(
    browser: Browser, office: Office, address: str
) -> None:
    """The second phone stays at the join screen, with what to do next."""
    link = f"{address}/gate/#join={office.join_code()}"
    join_gate(new_page(browser), link)
    late = new_page(browser)
    late.goto(link)
    late.fill("[data-testid=join-name]", "另一部")
    late.click("[data-testid=join-submit]")
    problem = late.get_by_test_id("join-problem")
    expect(problem).to_have_attribute("data-problem", "code.used")


@LOOKS
def test_no_violation_where_a_code_is_shown(
    browser: Browser, address: str, look: dict[str, object]
) -> None:
    """Nor does the page scroll sideways on a small screen."""
    desk = new_page(browser, **look)
    sign_in_at_desk(desk, address, "admin")
    desk.goto(f"{address}/gates/devices/new")
    desk.locator("main .button--main").click()
    desk.wait_for_selector("#join-code")
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations(desk) == []
