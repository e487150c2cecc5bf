"""A small working checkpoint: an office, its gate, two households, their cards."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
import pytest
from click.testing import CliRunner
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright

from checkpoint import create_app
from checkpoint.cli import cli
from checkpoint.config import write_private
from checkpoint.db import db
from checkpoint.gate import open_join
from checkpoint.gate.gates import gate_named
from checkpoint.people import Actor, Role, compound_named, create_staff
from checkpoint.people.beginning import Beginning, begin
from checkpoint.people.pins import set_pin
from checkpoint.serve.authority import load_authority
from tests.browser import GATE_NAME, chromium, playwright
from tests.serving import Server, running_server

__all__ = ["playwright"]

COMPOUND, GATE = "棉四生活区", "北门"
PIN = "270419"
PASSWORDS = {"admin": "north-gate-2020", "clerk": "paper-cards-2020", "guard": "cold-thumb-2020"}
ROSTER = """楼栋,单元,房号,姓名,与户主关系,联系电话
12号楼,2单元,501,王建国,户主,19900000001
12号楼,2单元,501,李桂英,配偶,19900000002
12号楼,2单元,501,王梓涵,子女,
12号楼,2单元,501,王思雨,子女,
3号楼,1单元,204,张伟,户主,19900000003
"""


@cache
def app_of(folder: Path) -> Flask:
    """The application of an installation that is served, for looks at its rows (see `inside`)."""
    return create_app(folder)


@contextmanager
def inside(app: Flask) -> Iterator[Actor]:
    """A look at the rows while they are being served; nothing of it stays open."""
    with app.app_context():
        try:
            yield Actor.at_the_machine()
        finally:
            db.session.remove()
            db.engine.dispose()


@dataclass(frozen=True)
class Office:
    """An installation with a roster, passes and cards; `cards` are CR80, one a page."""

    folder: Path
    cards: Path

    def join_code(self) -> str:
        """A code for the open gate, as staff shows it."""
        with inside(app_of(self.folder)) as root:
            gate = gate_named(root, compound_named(root, COMPOUND), GATE)
            return open_join(root, gate.id, datetime.now(UTC))

    def card(self, page: int, dots_per_inch: int = 200) -> Image.Image:
        """A picture of the card on that page of the PDF, as a printer would lay it down."""
        with pypdfium2.PdfDocument(self.cards) as pdf:
            picture: Image.Image = pdf[page].render(scale=dots_per_inch / 72).to_pil()
        return picture


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Made once, through the commands that a person would type. Whoever serves it takes a copy."""
    return make_office(tmp_path_factory.mktemp("untouched"))


@pytest.fixture(scope="session")
def office(untouched: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The office that tests share which leave nobody outside."""
    return copy_of(untouched, tmp_path_factory.mktemp("office"))


def copy_of(office: Office, home: Path) -> Office:
    """The same installation under `home`, for what nobody else should see."""
    return Office(Path(shutil.copytree(office.folder, home / "instance")), office.cards)


def make_office(home: Path, rows: str = ROSTER, *, with_passes: bool = True) -> Office:
    """Make the installation under `home`, of a roster of these rows, and its passes and cards."""
    folder = home / "instance"
    folder.mkdir(mode=0o700)
    (folder / "settings.toml").write_text(
        f'time_zone = "Asia/Shanghai"\nhost_names = ["{GATE_NAME}"]\n', "utf-8"
    )
    (folder / "tls").mkdir(mode=0o700)
    for name, octets in authority_files().items():
        write_private(folder / "tls" / name, octets)
    _make_accounts(folder)
    roster, cards = home / "roster.csv", home / "cards.pdf"
    roster.write_text(rows, "utf-8")
    commands: list[tuple[object, ...]] = [("roster", "import", roster, "--compound", COMPOUND)]
    if with_passes:
        commands += [
            ("passes", "issue", "--compound", COMPOUND),
            ("passes", "cards", "--compound", COMPOUND, "--out", cards, "--format", "cr80"),
            ("gate", "book", "--output", home / "book.pdf"),
        ]
    for words in commands:
        say(folder, *words)
    return Office(folder, cards)


def say(folder: Path, *words: object) -> None:
    """Type a command for the installation in `folder`, served or not."""
    typed = CliRunner(env={"CHECKPOINT_INSTANCE": str(folder)})
    done = typed.invoke(cli, [*map(str, words)], catch_exceptions=False)
    assert done.exit_code == 0, done.output


@cache
def authority_files() -> Mapping[str, bytes]:
    """The certificate and the key of one authority for every office: one browser trusts it."""
    with TemporaryDirectory() as folder:
        load_authority(Path(folder), "office", datetime.now(UTC))
        return {each.name: each.read_bytes() for each in Path(folder).iterdir()}


@pytest.fixture(scope="session")
def launched(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One Chromium for all tests, which trusts the authority of `make_office`."""
    certificate = tmp_path_factory.mktemp("trusted") / "authority.crt"
    certificate.write_bytes(authority_files()[certificate.name])
    with chromium(playwright, authority=certificate) as browser:
        yield browser


@pytest.fixture
def browser(launched: Browser) -> Iterator[Browser]:
    """The same; what a test opens in it is closed after the test."""
    before = launched.contexts
    yield launched
    for context in launched.contexts:
        if context not in before:
            context.close()


@pytest.fixture(scope="session")
def server(office: Office) -> Iterator[Server]:
    """The office's installation, served over HTTPS as `checkpoint serve` does it."""
    with running_server(office.folder) as running:
        yield running


@pytest.fixture(scope="session")
def address(server: Server) -> str:
    """Where the phones and the desk find the service: a name that is not localhost."""
    return f"https://{GATE_NAME}:{server.https_port}"


def sign_in_at_desk(page: Page, address: str, username: str) -> None:
    """Sign in as that member of staff."""
    page.goto(f"{address}/sign-in")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORDS[username])
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def stand_at_gate(page: Page, address: str, code: str) -> None:
    """Make the page a device of the open gate, with the guard signed on to it."""
    join_gate(page, f"{address}/gate/#join={code}")
    sign_on(page)
    page.wait_for_selector("[data-screen=scan]")


def join_gate(page: Page, link: str) -> None:
    """Open what a phone's camera reads from the desk's screen, and let the page join."""
    page.goto(link)
    page.fill("[data-testid=join-name]", "北门手机")
    page.click("[data-testid=join-submit]")
    page.wait_for_selector("[data-testid=sign-on]")


def sign_on(page: Page, guard: str = "王队长", pin: str = PIN) -> None:
    """Choose the name and type the PIN, as the guard does at the start of a shift."""
    page.get_by_role("button", name=guard).click()
    for digit in pin:
        page.get_by_test_id(f"pin-{digit}").click()


def new_page(launched: Browser, **context: object) -> Page:
    """A page in a profile of its own, in Chinese."""
    return launched.new_context(**{"locale": "zh-CN", **context}).new_page()  # type: ignore[arg-type]


def _make_accounts(folder: Path) -> None:
    app = create_app(folder)
    now = datetime.now(UTC)
    with app.app_context():
        begin(
            Beginning(
                name="赵主任",
                username="admin",
                password=PASSWORDS["admin"],
                community="棉四社区",
                phone="199 0000 0000",
                time_zone="Asia/Shanghai",
                compound=COMPOUND,
                open_gate=GATE,
                gates=3,
                numbered_gate="%(number)s号门",
            ),
            now=now,
        )
        root = Actor.at_the_machine()
        for username in ("clerk", "guard"):
            account = create_staff(
                root,
                username=username,
                name={"clerk": "钱办事员", "guard": "王队长"}[username],
                role=Role(username),
                password=PASSWORDS[username],
                compound=compound_named(root, COMPOUND),
                now=now,
            )
            if account.role is Role.GUARD:
                set_pin(root, account, PIN, now=now)
        db.session.remove()
        db.engine.dispose()
