"""A gate without a network: two hundred cards, a phone that dies, every crossing arrives once."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect
from sqlalchemy import select

from checkpoint import create_app
from checkpoint.db import db
from checkpoint.gate import Crossing
from checkpoint.passes import Pass
from checkpoint.passes.issuing import issue_household_passes, tokens_of
from checkpoint.people import Household, compound_named
from tests.browser import GATE_NAME, kill, killable, trust
from tests.e2e.conftest import (
    COMPOUND,
    Office,
    inside,
    make_office,
    new_page,
    sign_in_at_desk,
    stand_at_gate,
)
from tests.e2e.scanner import pass_through
from tests.serving import Server, running_server

pytestmark = pytest.mark.e2e

CARDS = 200


@pytest.fixture(scope="module")
def large_office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with as many households as cards are scanned."""
    rows = [f"{1 + n // 20}号楼,1单元,{101 + n % 20},住户{n},户主," for n in range(CARDS)]
    heads = "楼栋,单元,房号,姓名,与户主关系,联系电话\n"
    home = tmp_path_factory.mktemp("large-office")
    office = make_office(home, heads + "\n".join(rows) + "\n", with_passes=False)
    with inside(create_app(office.folder)) as root:
        issue_household_passes(root, compound_named(root, COMPOUND), now=datetime.now(UTC))
    return office


@pytest.fixture(scope="module")
def large_server(large_office: Office) -> Iterator[Server]:
    """That office, served."""
    with running_server(large_office.folder) as running:
        yield running


def cards_of(office: Office) -> list[str]:
    with inside(create_app(office.folder)):
        return tokens_of(db.session.scalars(select(Pass).order_by(Pass.id)))


def test_two_hundred_cards_offline_and_a_phone_that_dies(
    large_office: Office, large_server: Server, playwright: Playwright, tmp_path: Path
) -> None:
    """Enrol by code, go offline, scan 200 cards, be killed, open again, go online."""
    trust(tmp_path, large_server.authority)
    address = f"https://{GATE_NAME}:{large_server.https_port}"
    with killable(playwright, tmp_path) as phone:
        page = phone.pages[0]
        stand_at_gate(page, address, large_office.join_code())
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        phone.set_offline(True)
        said = Counter(pass_through(page, card) for card in cards_of(large_office))
        assert said == {("admit", "exit.admitted", "device"): CARDS}
        expect(page.get_by_test_id("unsent")).to_have_attribute("data-count", str(CARDS))
        kill(tmp_path)

    with inside(create_app(large_office.folder)):
        assert db.session.scalars(select(Crossing)).all() == []
    with killable(playwright, tmp_path) as phone:
        phone.set_offline(True)
        page = phone.pages[0]
        page.goto(f"{address}/gate/")
        unsent = page.get_by_test_id("unsent")
        expect(unsent).to_have_attribute("data-count", str(CARDS), timeout=30_000)
        phone.set_offline(False)
        expect(unsent).to_have_attribute("data-count", "0", timeout=60_000)

    with inside(create_app(large_office.folder)):
        homes = Counter(db.session.scalars(select(Crossing.household_id)))
        assert (len(homes), set(homes.values())) == (CARDS, {1})
        outside = select(Household).where(Household.outside_since.is_not(None))
        assert len(db.session.scalars(outside).all()) == CARDS


def test_a_click_at_the_desk_reaches_the_gate_within_two_seconds(
    large_office: Office, large_server: Server, browser: Browser
) -> None:
    """What the phone knows two seconds later it knows by itself: its network is gone by then."""
    address = f"https://{GATE_NAME}:{large_server.https_port}"
    with inside(create_app(large_office.folder)):
        pass_ = db.session.scalars(select(Pass).order_by(Pass.id)).first()
        assert pass_
        number, (card,) = pass_.id, tokens_of([pass_])
    phone, desk = new_page(browser), new_page(browser)
    sign_in_at_desk(desk, address, "clerk")
    stand_at_gate(phone, address, large_office.join_code())
    expect(phone.get_by_test_id("freshness")).to_have_attribute("data-reachable", "true")
    desk.goto(f"{address}/passes/{number}")
    revoke = desk.locator("details:has(form[action$='/revoke'])")
    revoke.locator("summary").click()
    revoke.locator("input[type=radio]").first.check()
    revoke.locator("button").click()
    desk.get_by_role("dialog").get_by_role("button").last.click()
    desk.wait_for_load_state()
    phone.wait_for_timeout(2_000)
    phone.context.set_offline(True)
    assert pass_through(phone, card) == ("refuse", "pass.revoked", "device")
