"""The old couple in their beds, and two of their children who take turns with one extra pass."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from checkpoint import create_app
from checkpoint.db import db
from checkpoint.passes import Pass, PassKind, token_of
from tests.browser import GATE_NAME
from tests.e2e.conftest import Office, copy_of, inside, new_page, sign_in_at_desk, stand_at_gate
from tests.e2e.scanner import pass_through
from tests.serving import running_server

pytestmark = pytest.mark.e2e

SHANGHAI = ZoneInfo("Asia/Shanghai")
ADMITTED_IN, ADMITTED_OUT = ("admit", "entry.admitted"), ("admit", "exit.admitted")


def ask_for_pass(clerk: Page, address: str) -> None:
    """For somebody who comes from elsewhere to nurse, today, day and night."""
    clerk.goto(f"{address}/passes/requests/new?reason=nursing")
    clerk.fill("[name=door]", "12-2-501")
    clerk.fill("[name=holder]", "李小梅")
    clerk.select_option("[name=reason]", "nursing")
    clerk.fill("[name=until]", f"{datetime.now(SHANGHAI):%Y-%m-%d}")
    clerk.check("[name=home][value=elsewhere]")
    clerk.fill("[name=hours_from]", "00:00")
    clerk.fill("[name=hours_to]", "00:00")
    clerk.click("main form.form button")
    clerk.wait_for_url("**/requests*")


def card(office: Office, kind: PassKind) -> str:
    """What the first card of that kind says."""
    with inside(create_app(office.folder)):
        passes = db.session.scalars(select(Pass).where(Pass.kind == kind).order_by(Pass.id))
        return token_of(passes.all()[0])


def test_two_people_make_the_pass_and_two_children_share_it_with_and_without_a_network(
    untouched: Office, browser: Browser, tmp_path: Path
) -> None:
    office = copy_of(untouched, tmp_path)
    with running_server(office.folder) as server:
        address = f"https://{GATE_NAME}:{server.https_port}"
        clerk, director = new_page(browser), new_page(browser)
        sign_in_at_desk(clerk, address, "clerk")
        ask_for_pass(clerk, address)
        approve = "form[action$='/approve'] button"
        expect(clerk.locator(approve)).to_have_count(0)
        sign_in_at_desk(director, address, "admin")
        director.goto(f"{address}/passes/requests")
        director.click(approve)
        expect(director.locator("tbody")).to_contain_text("李**")

        gate = new_page(browser, viewport={"width": 360, "height": 740})
        stand_at_gate(gate, address, office.join_code())
        extra, household = card(office, PassKind.CAREGIVER), card(office, PassKind.HOUSEHOLD)

        # The daughter comes in; the household's own outing meanwhile is what it always was.
        assert pass_through(gate, extra)[:2] == ADMITTED_IN
        assert pass_through(gate, household)[:2] == ADMITTED_OUT

        # The network fails. She goes home, hands the card to her brother, and he comes.
        gate.wait_for_function("navigator.serviceWorker.controller !== null")
        gate.context.set_offline(True)
        assert pass_through(gate, extra) == (*ADMITTED_OUT, "device")
        assert pass_through(gate, extra) == (*ADMITTED_IN, "device")
        assert pass_through(gate, household) == (*ADMITTED_IN, "device")

        # On the day after its last the gate says so, with the date.
        gate.clock.set_system_time(datetime.now(UTC) + timedelta(days=1))
        gate.reload()
        gate.wait_for_selector("[data-screen=scan]")
        assert pass_through(gate, extra) == ("refuse", "pass.expired", "device")
        expect(gate.get_by_test_id("verdict")).to_contain_text("23:59")
