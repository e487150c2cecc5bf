"""Keys in a real browser: a rotation that nobody at the gate notices, and a leak that everybody
does."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect
from sqlalchemy import select

from checkpoint import clock, create_app
from checkpoint.db import db
from checkpoint.passes import Pass, open_link
from checkpoint.passes.issuing import tokens_of
from tests.browser import GATE_NAME, chromium
from tests.e2e.conftest import COMPOUND, Office, copy_of, inside, new_page, say, stand_at_gate
from tests.e2e.film import Shot, write_film
from tests.e2e.scanner import pass_through
from tests.serving import Server, running_server

pytestmark = pytest.mark.e2e
CALLED_IN = ("refuse", "token.called_in")
# How long a camera, a decoder and a busy machine may take.
PATIENCE_MS = 60_000


@pytest.fixture
def office(untouched: Office, tmp_path: Path) -> Office:
    """An office of its own, with its cards printed."""
    own = copy_of(untouched, tmp_path)
    say(own.folder, "passes", "printed", "1")
    return own


@pytest.fixture
def server(office: Office) -> Iterator[Server]:
    with running_server(office.folder) as running:
        yield running


@pytest.fixture
def address(server: Server) -> str:
    return f"https://{GATE_NAME}:{server.https_port}"


def reprinted(office: Office, only: str, job: int) -> Office:
    """The office with the cards of that print job in hand."""
    cards = office.folder / f"{only}.pdf"
    wanted = ("--only", only, "--format", "cr80", "--out", cards)
    say(office.folder, "passes", "cards", "--compound", COMPOUND, *wanted)
    say(office.folder, "passes", "printed", job)
    return replace(office, cards=cards)


def tokens(office: Office) -> list[str]:
    """What stands in the codes of the two households' present cards."""
    with inside(create_app(office.folder)):
        return tokens_of(db.session.scalars(select(Pass).order_by(Pass.household_id)))


def shown_to(guard: Page, film: Path, office: Office) -> tuple[str | None, str | None]:
    """Film the card of 12-501 and look what the guard's screen says of it."""
    write_film(film, [Shot(office.card(1), 1.0, tilt=12, turn=5, noise=8)])
    guard.reload()  # the camera begins anew, with what it sees now
    verdict = guard.get_by_test_id("verdict")
    expect(verdict).to_be_visible(timeout=PATIENCE_MS)
    return verdict.get_attribute("data-outcome"), verdict.get_attribute("data-reason")


def test_a_rotation_ends_nobodys_card_until_the_old_key_is_retired(
    office: Office, server: Server, address: str, playwright: Playwright, tmp_path: Path
) -> None:
    film = write_film(tmp_path / "card.mjpeg", [Shot(None, 0.5)])
    with chromium(playwright, authority=server.authority, film=film) as launched:
        guard = new_page(launched, viewport={"width": 360, "height": 740})
        stand_at_gate(guard, address, office.join_code())

        say(office.folder, "keys", "rotate")
        renewed = reprinted(office, "older_key", 2)
        old, new = office.card(1), renewed.card(1)
        assert old.tobytes() != new.tobytes()
        assert shown_to(guard, film, office)[0] == "admit"
        assert shown_to(guard, film, renewed)[0] == "admit"

        say(office.folder, "keys", "retire", "1")
        assert shown_to(guard, film, office) == CALLED_IN
        expect(guard.get_by_test_id("verdict")).to_contain_text("卡已收回")
        expect(guard.get_by_test_id("verdict")).to_contain_text("换发新卡")
        assert shown_to(guard, film, renewed)[0] == "admit"


def test_a_leak_is_over_in_two_seconds_online_and_at_the_next_contact_elsewhere(
    office: Office, server: Server, address: str, playwright: Playwright, tmp_path: Path
) -> None:
    film = write_film(tmp_path / "card.mjpeg", [Shot(None, 0.5)])
    first, second = tokens(office)
    with (
        chromium(playwright, authority=server.authority, film=film) as filming,
        chromium(playwright, authority=server.authority) as launched,
    ):
        guard = new_page(filming, viewport={"width": 360, "height": 740})
        stand_at_gate(guard, address, office.join_code())
        online, offline = new_page(launched), new_page(launched)
        for page in (online, offline):
            stand_at_gate(page, address, office.join_code())
        resident = linked_page(new_page(launched), office, address)
        of_phone = code_of(resident)
        assert shown_to(guard, film, office)[0] == "admit"
        offline.evaluate("navigator.serviceWorker.ready.then(() => null)")
        offline.context.set_offline(True)
        offline.reload()  # a question that waits for an answer would still get it
        offline.wait_for_selector("[data-screen=scan]")
        resident.context.set_offline(True)

        say(office.folder, "keys", "leaked", "1", "--yes", "--out", tmp_path / "affected.csv")
        time.sleep(2)
        online.context.set_offline(True)  # from here on by what the device knows itself
        assert pass_through(online, first)[:2] == CALLED_IN
        assert pass_through(online, of_phone)[:2] == CALLED_IN
        assert pass_through(offline, second)[0] == "admit"  # it can't have heard

        offline.context.set_offline(False)
        online.context.set_offline(False)
        assert refused_at_last(offline, second)[:2] == CALLED_IN
        assert shown_to(guard, film, office) == CALLED_IN
        assert shown_to(guard, film, reprinted(office, "changed", 2))[0] == "admit"
        resident.context.set_offline(False)
        assert admitted_at_last(online, resident)[0] == "admit"


def admitted_at_last(guard: Page, resident: Page) -> tuple[str, str, str]:
    """What the gate, which has just refused it, says of the phone's code once the office has signed
    for it anew; half a minute at most."""
    for _ in range(30):
        guard.reload()  # what it refused stands on its screen until somebody has read it
        guard.wait_for_selector("[data-screen=scan]")
        said = pass_through(guard, code_of(resident))
        if said[0] == "admit":
            return said
        guard.wait_for_timeout(1_000)
    return said


def refused_at_last(guard: Page, card: str) -> tuple[str, str, str]:
    """What the page says of the card once it has heard from the office; half a minute at most."""
    for _ in range(30):
        said = pass_through(guard, card)
        if said[0] == "refuse":
            return said
        guard.wait_for_timeout(1_000)
    return said


def linked_page(page: Page, office: Office, address: str) -> Page:
    """A resident's phone that shows the pass of 12-501."""
    with inside(create_app(office.folder)) as root:
        pass_ = db.session.scalars(select(Pass).order_by(Pass.household_id)).first()
        assert pass_
        code = open_link(root, pass_.id, clock.now())
    page.goto(f"{address}/my/#link={code}")
    page.get_by_test_id("link-submit").click()
    page.get_by_test_id("living").wait_for()
    return page


def code_of(resident: Page) -> str:
    code = resident.get_by_test_id("living").get_attribute("data-code")
    assert code
    return code
