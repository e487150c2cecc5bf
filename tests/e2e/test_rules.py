"""The rules of a compound at the gate, in a real browser: outings, the night, two readings,
exceptions, and a change of rules on its way to the phone."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from checkpoint import create_app
from checkpoint.db import db
from checkpoint.gate import Crossing
from checkpoint.gate.gates import gate_named
from checkpoint.gate.instruments import add_instrument
from checkpoint.gate.models import EarlierReading, Reading
from checkpoint.gate.rule_changes import approve, needs_approval, propose
from checkpoint.gate.rules import OPEN, body_of, rules_of
from checkpoint.passes import Pass
from checkpoint.passes.issuing import issue_household_passes, tokens_of
from checkpoint.people import Actor, Staff, compound_named
from tests.browser import GATE_NAME
from tests.e2e.conftest import (
    COMPOUND,
    GATE,
    Office,
    app_of,
    inside,
    make_office,
    new_page,
    sign_in_at_desk,
    stand_at_gate,
)
from tests.e2e.scanner import pass_through
from tests.e2e.test_axe import violations
from tests.serving import Server, running_server

pytestmark = pytest.mark.e2e

HOME = ZoneInfo("Asia/Shanghai")
ONE_A_DAY = {"outings": {"limit": 1, "days": 1, "counted": "calendar"}}
SEALED = {"outings": {"limit": 0, "days": 1, "counted": "calendar"}}
# No two sets are the same: who publishes the rules in force again publishes nothing.
LONGEST = {"light": 60, "dark": 61}
HOUSEHOLDS = 16


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office of its own, with a household for each thing that happens."""
    rows = [f"1号楼,1单元,{101 + n},住户{n},户主," for n in range(HOUSEHOLDS)]
    heads = "楼栋,单元,房号,姓名,与户主关系,联系电话\n"
    home = tmp_path_factory.mktemp("ruled")
    made = make_office(home, heads + "\n".join(rows) + "\n", with_passes=False)
    now = datetime.now(UTC)
    with inside(create_app(made.folder)) as root:
        compound = compound_named(root, COMPOUND)
        issue_household_passes(root, compound, now=now)
        gate = gate_named(root, compound, GATE)
        for name in ("红", "蓝"):
            add_instrument(root, gate.id, name, now=now)
    return made


@pytest.fixture(scope="module")
def phone(office: Office, launched: Browser) -> Iterator[Page]:
    """A phone at the gate. It has no camera: a scanner types what it reads."""
    with running_server(office.folder) as server:
        page = new_page(launched, viewport={"width": 360, "height": 740})
        stand_at_gate(page, _address(server), office.join_code())
        page.wait_for_function("navigator.serviceWorker.controller !== null")
        yield page
        page.context.close()


@pytest.fixture
def desk(phone: Page) -> Iterator[Page]:
    """The desk in a browser profile of its own."""
    launched = phone.context.browser
    assert launched
    page = new_page(launched, viewport={"width": 1440, "height": 900})
    sign_in_at_desk(page, phone.evaluate("location.origin"), "admin")
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def cards(office: Office) -> Iterator[str]:
    """The cards, each for one test that uses it up."""
    with inside(app_of(office.folder)):
        tokens = tokens_of(db.session.scalars(select(Pass).order_by(Pass.id)))
    return iter(tokens)


@pytest.fixture(autouse=True)
def at_the_camera(phone: Page) -> Iterator[None]:
    """Each test begins and ends with a phone that is online and shows the camera."""
    yield
    phone.context.set_offline(False)
    phone.keyboard.press("Escape")
    phone.keyboard.press("Escape")
    phone.wait_for_selector("[data-screen=scan]")


def publish(office: Office, change: dict[str, Any], since: datetime | None = None) -> int:
    """Two people of the office put rules in force; the version.

    They are those of a compound without any, but for `change`.
    """
    now = datetime.now(UTC)
    body = {**body_of(OPEN), "rest_minutes": 0, **change}
    with inside(app_of(office.folder)) as root:
        compound = compound_named(root, COMPOUND)
        made = propose(
            root,
            compound,
            preset="open",
            body=body,
            effective_from=since,
            note="通告",
            now=now,
        )
        if needs_approval("open", rules_of(body)):
            admin = db.session.scalars(select(Staff).where(Staff.username == "admin")).one()
            approve(Actor.of(admin), made.id, now=now)
        return made.version


def publish_to(phone: Page, office: Office, change: dict[str, Any]) -> int:
    """The same, and wait until the phone has heard."""
    version = publish(office, change)
    # Where its clock is a moment behind, the screen says so five seconds later.
    expect(phone.get_by_test_id("gate")).to_have_attribute(
        "data-rules", str(version), timeout=15_000
    )
    return version


def show(phone: Page, card: str) -> None:
    """Hold a card before the scanner."""
    phone.evaluate(
        """token => [...token, "Enter"].forEach(key => document.body.dispatchEvent(
             new KeyboardEvent("keydown", { key, bubbles: true })))""",
        card,
    )
    phone.wait_for_selector("[data-screen=verdict]")


def measure(phone: Page, button: str, instrument: str, keys: str) -> None:
    """Take a temperature with the thermometer of that name."""
    phone.get_by_test_id(button).click()
    measure_on(phone, instrument, keys)


def measure_on(phone: Page, instrument: str, keys: str) -> None:
    """The same, once the keypad is there."""
    phone.get_by_role("group", name="体温计").get_by_role("button", name=instrument).click()
    for key in keys:
        phone.get_by_test_id(f"key-{key}").click()


def all_is_sent(phone: Page) -> None:
    """Wait until the office has everything that the phone has."""
    expect(phone.get_by_test_id("unsent")).to_have_attribute("data-count", "0", timeout=10_000)


@pytest.fixture
def recorded(office: Office) -> Callable[[], Crossing]:
    """Waits until the office has one crossing more than it had, and returns it."""
    known = {each.id for each in _crossings(office)}

    def wait() -> Crossing:
        until = time.monotonic() + 10
        while time.monotonic() < until:
            for each in _crossings(office):
                if each.id not in known:
                    known.add(each.id)
                    return each
            time.sleep(0.1)
        raise AssertionError("no crossing arrived")

    return wait


def _crossings(office: Office) -> Sequence[Crossing]:
    with inside(app_of(office.folder)):
        found = db.session.scalars(select(Crossing)).all()
        for each in found:
            db.session.expunge(each)
        return found


def test_an_outing_is_used_and_the_next_one_is_named(
    office: Office, phone: Page, cards: Iterator[str]
) -> None:
    publish_to(phone, office, ONE_A_DAY)
    card = next(cards)
    assert pass_through(phone, card)[:2] == ("admit", "exit.admitted")
    all_is_sent(phone)
    # Nobody is back within a second: what two clocks differ by is known less well than that.
    phone.wait_for_timeout(1_000)
    assert pass_through(phone, card)[:2] == ("admit", "entry.admitted")
    all_is_sent(phone)
    show(phone, card)
    verdict = phone.get_by_test_id("verdict")
    expect(verdict).to_have_attribute("data-reason", "quota.used")
    expect(phone.get_by_test_id("next")).to_contain_text("明天 00:00")
    expect(phone.get_by_test_id("say")).to_contain_text("明天 00:00 以后可以")


def test_the_night_is_closed_but_not_to_who_needs_a_doctor(
    office: Office, phone: Page, cards: Iterator[str], recorded: Callable[[], Crossing]
) -> None:
    now = datetime.now(HOME)
    since, until = (f"{now + timedelta(hours=by):%H:%M}" for by in (-1, 2))
    version = publish_to(phone, office, {"closure": {"from": since, "to": until}, **ONE_A_DAY})
    show(phone, next(cards))
    expect(phone.get_by_test_id("verdict")).to_have_attribute("data-reason", "closure.night")
    expect(phone.get_by_test_id("next")).to_contain_text(until)
    phone.get_by_test_id("exempt-medical").click()
    expect(phone.get_by_test_id("verdict")).to_have_attribute("data-outcome", "admit")
    measure(phone, "measure", "红", "365")
    crossing = recorded()
    assert (crossing.exempt, crossing.counted) == ("medical", False)
    assert (crossing.rules_version, crossing.server_rules_version) == (version, version)


def test_one_person_at_a_time_children_apart(
    office: Office, phone: Page, cards: Iterator[str], recorded: Callable[[], Crossing]
) -> None:
    publish_to(phone, office, {"people": 1})
    show(phone, next(cards))
    verdict = phone.get_by_test_id("verdict")
    expect(verdict).to_have_attribute("data-outcome", "admit")
    phone.get_by_test_id("party-more").click()
    expect(verdict).to_have_attribute("data-reason", "party.too_many")
    phone.get_by_test_id("children-more").click()
    expect(verdict).to_have_attribute("data-reason", "exit.admitted")
    measure(phone, "measure", "红", "365")
    crossing = recorded()
    assert (crossing.party_size, crossing.children) == (2, 1)


def test_a_fever_takes_two_readings_from_two_thermometers(
    office: Office,
    phone: Page,
    desk: Page,
    cards: Iterator[str],
    recorded: Callable[[], Crossing],
) -> None:
    """The first one puts the household on a list that outlives the page; the second one is told to
    the office before anybody presses anything, and rings at the desk in another browser."""
    publish_to(phone, office, {"rest_minutes": 0})
    show(phone, next(cards))
    measure(phone, "measure", "红", "376")
    verdict = phone.get_by_test_id("verdict")
    expect(verdict).to_have_attribute("data-reason", "reading.high")
    phone.reload()
    phone.wait_for_selector("[data-screen=scan]")
    phone.get_by_test_id("hold").click()
    measure(phone, "measure-again", "红", "376")
    expect(verdict).to_have_attribute("data-reason", "reading.same_instrument")
    measure(phone, "measure-again", "蓝", "378")
    expect(desk.locator("#siren")).to_contain_text("37.8", timeout=2_000)
    expect(verdict).to_have_attribute("data-reason", "reading.fever")
    crossing = recorded()
    assert (crossing.device_outcome, crossing.device_reason) == ("refuse", "reading.fever")
    with inside(app_of(office.folder)):
        last = db.session.scalars(select(Reading).where(Reading.crossing_id == crossing.id)).one()
        first = db.session.scalars(
            select(EarlierReading)
            .where(EarlierReading.crossing_id == crossing.id)
            .order_by(EarlierReading.position)
        ).first()
        assert first
        assert (first.tenths, last.tenths) == (376, 378)
        assert first.instrument_id != last.instrument_id
    phone.get_by_test_id("accept").click()
    expect(phone.get_by_test_id("holds")).to_have_count(0)


def test_a_guard_lets_somebody_through_with_a_reason(
    office: Office, phone: Page, cards: Iterator[str], recorded: Callable[[], Crossing]
) -> None:
    publish_to(phone, office, SEALED)
    show(phone, next(cards))
    expect(phone.get_by_test_id("verdict")).to_have_attribute("data-reason", "quota.sealed")
    phone.get_by_test_id("urgent").click()
    phone.get_by_test_id("override-note").fill("接孩子")
    phone.get_by_test_id("override-other").click()
    crossing = recorded()
    assert (crossing.override_reason, crossing.override_note) == ("other", "接孩子")


def test_an_emergency_exit_is_one_press_without_network_and_camera(
    phone: Page, desk: Page, recorded: Callable[[], Crossing]
) -> None:
    """And it arrives once there is a network again, at the desk too."""
    phone.context.set_offline(True)
    expect(phone.get_by_test_id("no-camera")).to_be_visible()
    phone.get_by_test_id("scan").get_by_test_id("emergency").click()
    expect(phone.get_by_test_id("done")).to_be_visible()
    expect(phone.get_by_test_id("unsent")).to_have_attribute("data-count", "1")
    phone.context.set_offline(False)
    assert recorded().override_reason == "emergency"
    expect(desk.locator("#siren")).to_contain_text("紧急", timeout=2_000)


def test_new_rules_reach_a_phone_within_two_seconds(office: Office, phone: Page) -> None:
    version = publish(office, {"people": 3})
    expect(phone.get_by_test_id("gate")).to_have_attribute(
        "data-rules", str(version), timeout=2_000
    )


def test_new_rules_reach_an_offline_phone_at_its_next_contact(
    office: Office, phone: Page, cards: Iterator[str], recorded: Callable[[], Crossing]
) -> None:
    """Until then it decides by those that it knows, and says so with every crossing."""
    before = publish_to(phone, office, {"people": 4})
    first, second = next(cards), next(cards)
    phone.context.set_offline(True)
    after = publish(office, SEALED)
    # Another process than the server published: it hears within a second.
    phone.wait_for_timeout(1_500)
    assert pass_through(phone, first)[:2] == ("admit", "exit.admitted")
    phone.context.set_offline(False)
    crossing = recorded()
    assert (crossing.rules_version, crossing.server_rules_version) == (before, after)
    expect(phone.get_by_test_id("gate")).to_have_attribute("data-rules", str(after))
    assert pass_through(phone, second)[:2] == ("refuse", "quota.sealed")
    phone.get_by_test_id("accept").click()
    assert recorded().rules_version == after


def test_a_change_that_was_announced_takes_effect_without_a_network(
    office: Office, phone: Page
) -> None:
    publish_to(phone, office, {"people": 5})
    soon = datetime.now(UTC) + timedelta(seconds=6)
    version = publish(office, {"people": 6}, since=soon)
    ahead = phone.get_by_test_id("rules-ahead")
    expect(ahead).to_have_attribute("data-version", str(version))
    phone.context.set_offline(True)
    gate = phone.get_by_test_id("gate")
    expect(gate).to_have_attribute("data-rules", str(version), timeout=15_000)
    expect(ahead).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_screen_that_the_rules_bring_has_a_violation(
    office: Office, phone: Page, cards: Iterator[str], scheme: Literal["light", "dark"]
) -> None:
    publish_to(phone, office, {**ONE_A_DAY, "people": 1, "longest_minutes": LONGEST[scheme]})
    phone.emulate_media(color_scheme=scheme)
    card = next(cards)
    show(phone, card)
    phone.get_by_test_id("party-more").click()
    wrong = {"too many": violations(phone)}
    phone.get_by_test_id("children-more").click()
    phone.get_by_test_id("measure").click()
    wrong["keypad"] = violations(phone)
    measure_on(phone, "红", "376")
    expect(phone.get_by_test_id("verdict")).to_have_attribute("data-reason", "reading.high")
    wrong["waits"] = violations(phone)
    phone.keyboard.press("Escape")
    publish_to(phone, office, {**SEALED, "longest_minutes": LONGEST[scheme]})
    wrong["list"] = violations(phone)
    show(phone, next(cards))
    wrong["sealed"] = violations(phone)
    phone.get_by_test_id("exempt-duty").click()
    wrong["exempt"] = violations(phone)
    assert {screen: found for screen, found in wrong.items() if found} == {}


def _address(server: Server) -> str:
    return f"https://{GATE_NAME}:{server.https_port}"
