"""The number on a card, typed: what it says of the card, and what guessing comes to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, Playwright, expect
from sqlalchemy import select

from checkpoint import create_app
from checkpoint.db import db
from checkpoint.passes import Pass, format_number
from checkpoint.passes.issuing import replace_pass, tokens_of
from tests.browser import GATE_NAME, chromium
from tests.e2e.conftest import Office, copy_of, inside, new_page, stand_at_gate
from tests.e2e.scanner import pass_through
from tests.e2e.test_axe import violations
from tests.serving import running_server

pytestmark = pytest.mark.e2e


@dataclass(frozen=True)
class Card:
    number: int
    token: str


@pytest.fixture(scope="module")
def office(untouched: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office of its own: its phone takes no numbers for a while."""
    return copy_of(untouched, tmp_path_factory.mktemp("typed"))


@pytest.fixture(scope="module")
def replaced(office: Office) -> Card:
    """The newest card of a pass whose first one was lost."""
    with inside(create_app(office.folder)) as root:
        pass_ = db.session.scalars(select(Pass).order_by(Pass.id).limit(1)).one()
        replace_pass(root, pass_, "lost", now=datetime.now(UTC))
        return Card(pass_.number, tokens_of([pass_])[0])


@pytest.fixture(scope="module")
def phone(office: Office, replaced: Card, playwright: Playwright) -> Iterator[Page]:
    """A small phone at its gate; a scanner types what it reads."""
    with (
        running_server(office.folder) as server,
        chromium(playwright, authority=server.authority) as launched,
    ):
        page = new_page(launched, viewport={"width": 360, "height": 740})
        stand_at_gate(page, f"https://{GATE_NAME}:{server.https_port}", office.join_code())
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        yield page


def turn_to_the_keys(phone: Page) -> None:
    """From the camera."""
    phone.get_by_test_id("lookup").click()
    phone.get_by_test_id("lookup-by-number").click()


def type_number(phone: Page, number: int) -> None:
    """With a thumb, from the camera to the verdict."""
    turn_to_the_keys(phone)
    for digit in format_number(number).replace("-", ""):
        phone.get_by_test_id(f"number-{digit}").click()
    phone.wait_for_selector("[data-screen=verdict]")


def go_home(phone: Page) -> None:
    """Back to the camera."""
    phone.keyboard.press("Escape")
    phone.wait_for_selector("[data-screen=scan]")


def test_a_typed_number_says_which_card_it_has_to_be(phone: Page, replaced: Card) -> None:
    """The number is that of the lost card too: only the count on the card tells them apart."""
    type_number(phone, replaced.number)
    expect(phone.get_by_test_id("verdict")).to_have_attribute("data-outcome", "admit")
    expect(phone.get_by_test_id("newest")).to_contain_text("第 2 张卡")
    assert violations(phone) == []
    go_home(phone)


def test_five_wrong_numbers_close_the_keys_and_nothing_else(phone: Page, replaced: Card) -> None:
    """Also after a reload and without a network; cards and doors go on."""
    for number in range(71_000_000, 71_000_005):
        type_number(phone, number)
        expect(phone.get_by_test_id("verdict")).to_have_attribute("data-reason", "pass.unknown")
        expect(phone.get_by_test_id("newest")).to_have_count(0)
        go_home(phone)
    phone.context.set_offline(True)
    phone.reload()
    phone.wait_for_selector("[data-screen=scan]")
    turn_to_the_keys(phone)
    expect(phone.get_by_test_id("number-closed")).to_contain_text("照常扫码")
    expect(phone.get_by_test_id("number-1")).to_have_count(0)
    phone.get_by_test_id("lookup-by-address").click()
    expect(phone.get_by_test_id("building-12")).to_be_visible()
    go_home(phone)
    assert pass_through(phone, replaced.token)[:2] == ("admit", "exit.admitted")
