"""An admin designs the cards in a real browser: the card follows what is typed."""

from base64 import b64decode
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, Playwright, expect

from tests.browser import chromium
from tests.e2e.conftest import new_page, sign_in_at_desk
from tests.e2e.test_axe import violations
from tests.passes.printing import scanned, seal_picture
from tests.serving import Server

pytestmark = pytest.mark.e2e
FOOT = (13, 92, 69), (150, 28, 53)  # jade, wine red


@pytest.fixture
def desk(playwright: Playwright, server: Server, address: str) -> Iterator[Page]:
    """An admin's browser that trusts the office's authority."""
    with chromium(playwright, authority=server.authority) as launched:
        page = new_page(launched, locale="en-GB")
        sign_in_at_desk(page, address, "admin")
        yield page


def shown(desk: Page) -> Image.Image:
    """The card that is on the page at present."""
    octets = desk.evaluate(
        """async () => {
          const image = document.querySelector("[data-preview-image]");
          await image.decode();
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
          canvas.getContext("2d").drawImage(image, 0, 0);
          return canvas.toDataURL("image/png").split(",")[1];
        }"""
    )
    return Image.open(BytesIO(b64decode(octets))).convert("RGB")


def colors_of(image: Image.Image) -> set[object]:
    return {color for count, color in image.getcolors(1 << 22) or [] if count > 1000}


def test_the_card_follows_what_is_typed_and_is_kept(desk: Page, address: str) -> None:
    jade, wine = FOOT
    desk.goto(f"{address}/passes/design")
    image = desk.locator("[data-preview-image]")
    assert violations(desk) == []

    def changed_by(act: object) -> Image.Image:
        before = image.get_attribute("src")
        act()  # type: ignore[operator]
        expect(image).not_to_have_attribute("src", before or "", timeout=20_000)
        return shown(desk)

    changed_by(lambda: desk.fill("#title", "棉四社区"))
    assert wine in colors_of(changed_by(lambda: desk.select_option("#household", "wine")))
    target = BytesIO()
    seal_picture(400, 400).save(target, "PNG")
    seal = {"name": "seal.png", "mimeType": "image/png", "buffer": target.getvalue()}
    assert (200, 20, 30) in colors_of(changed_by(lambda: desk.set_input_files("#seal", seal)))
    sheet = changed_by(lambda: desk.select_option("#shown_sheet", "a4-8"))
    assert len(scanned(sheet)) == 8
    desk.select_option("#visitor", "wine")
    expect(desk.locator("#visitor-error")).to_contain_text("请各选一种", timeout=20_000)
    assert violations(desk) == []
    desk.select_option("#visitor", "amber")
    expect(desk.locator("#visitor-error")).to_have_count(0, timeout=20_000)
    desk.locator("#design .button--main").click()
    expect(desk.locator(".flash")).to_contain_text("已保存", timeout=20_000)
    assert {wine, (200, 20, 30)} <= colors_of(shown(desk))
    desk.goto(f"{address}/passes/cards")
    expect(desk.locator("[data-preview-image]")).to_be_visible(timeout=20_000)
    assert len(scanned(shown(desk))) == 10
    assert jade not in colors_of(shown(desk))
