"""The whole way in a real browser: a card is filmed, judged, measured, recorded and seen."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser import chromium
from tests.e2e.conftest import Office, new_page, sign_in_at_desk, stand_at_gate
from tests.e2e.film import Shot, write_film
from tests.serving import Server

pytestmark = pytest.mark.e2e


def test_a_filmed_card_goes_out_comes_back_and_is_seen_at_the_desk(
    office: Office, server: Server, address: str, playwright: Playwright, tmp_path: Path
) -> None:
    film = write_film(
        tmp_path / "card.mjpeg",
        [Shot(None, 1.5), Shot(office.card(1), 2.0, tilt=20, turn=8, blur=1.2, noise=14)],
    )
    with chromium(playwright, authority=server.authority, film=film) as launched:
        phone = new_page(launched, viewport={"width": 360, "height": 740})
        desk = new_page(launched, viewport={"width": 1440, "height": 900})
        sign_in_at_desk(desk, address, "clerk")
        stand_at_gate(phone, address, office.join_code())

        pass_once(phone, direction="exit", taps=["3", "6", "4"])
        desk.goto(f"{address}/")
        out = desk.get_by_role("row").filter(has_text="12号楼 2-501")
        expect(out).to_be_visible()
        expect(out).to_contain_text("王**")

        pass_once(phone, direction="entry", taps=["3", "6", "8"])
        expect(out).to_have_count(0, timeout=15_000)  # the desk renews itself
        expect(desk.locator("body")).to_contain_text("36.8")


def pass_once(phone: Page, *, direction: str, taps: list[str]) -> None:
    """From the camera to the record, with at most four taps after the scan."""
    verdict = phone.get_by_test_id("verdict")
    expect(verdict).to_have_attribute("data-outcome", "admit", timeout=20_000)
    expect(verdict).to_have_attribute("data-direction", direction)
    expect(verdict).to_contain_text(re.compile("12号楼.*2单元.*501"))
    expect(verdict).to_contain_text("4")
    expect(verdict).to_contain_text("王**")
    expect(verdict).not_to_contain_text("王建国")
    phone.get_by_test_id("measure").click()
    for digit in taps:
        phone.get_by_test_id(f"key-{digit}").click()
    expect(phone.get_by_test_id("done")).to_be_visible(timeout=5_000)
    expect(phone.get_by_test_id("unsent")).to_contain_text("0", timeout=10_000)
