"""A line of a gate book is typed with the keyboard alone, and the next one waits."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from checkpoint import clock, create_app
from checkpoint.db import db
from checkpoint.gate.books import make_book
from checkpoint.people import Actor, Gate
from tests.e2e.conftest import Office, new_page, sign_in_at_desk

pytestmark = pytest.mark.e2e


def yesterdays_book(office: Office) -> int:
    with create_app(office.folder).app_context():
        gate = db.session.scalars(db.select(Gate).order_by(Gate.id)).first()
        assert gate is not None
        ago = clock.now() - timedelta(days=1)
        book = make_book(Actor.at_the_machine(), gate.id, lines=40, now=ago).id
        db.session.remove()
        db.engine.dispose()
    return book


def test_two_lines_by_keyboard(office: Office, address: str, browser: Browser) -> None:
    book = yesterdays_book(office)
    page = new_page(browser)
    sign_in_at_desk(page, address, "clerk")
    page.goto(f"{address}/gates/books/{book}")
    line = page.locator("#line")
    first = int(line.input_value())
    expect(page.locator("#time")).to_be_focused()
    page.keyboard.type("2359")
    page.keyboard.press("Tab")
    page.keyboard.type("3-204")
    expect(page.locator("#found")).to_have_text("3号楼 1单元 204")
    page.keyboard.press("Enter")
    page.wait_for_url("**line=*")
    expect(page.locator("[role=status]").first).to_contain_text("3号楼 1-204")
    assert line.input_value() == str(first + 1)
    expect(page.locator("#time")).to_be_focused()
    page.keyboard.type("2560")
    page.keyboard.press("Tab")
    page.keyboard.type("12-2-501")
    page.keyboard.press("Enter")
    expect(page.locator("#time-error")).to_be_visible()
    expect(page.locator("#time")).to_be_focused()
    assert page.locator("#who").input_value() == "12-2-501"
    assert line.input_value() == str(first + 1)
