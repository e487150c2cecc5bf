"""A real Chromium for tests: found or asked for, quiet on the network, trusting our authority.

Nothing but loopback is spoken to: one name outside localhost is mapped to 127.0.0.1, so that
a page can be loaded over HTTPS from an address that the browser holds to its full rules.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Playwright, sync_playwright

GATE_NAME = "gate.checkpoint.home.arpa"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The last --disable-features wins over Playwright's own, so what matters of that stands here too.
FEATURES_OFF = (
    # Each window would load two pages of the address bar: a second of a core, and nobody types.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "AimEnabled",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
)
ARGUMENTS = (
    f"--disable-features={','.join(FEATURES_OFF)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--host-resolver-rules=MAP {GATE_NAME} 127.0.0.1",
)
CAMERA_ARGUMENTS = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver, started once."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium that any number of tests share; each makes its own context."""
    with chromium(playwright) as launched:
        yield launched


@contextmanager
def killable(playwright: Playwright, home: Path) -> Iterator[BrowserContext]:
    """Chromium with a profile in `home` that outlives it; it may be killed, see `kill`.

    A home that trusts an authority (see `trust`) is the caller's to make.
    """
    context = playwright.chromium.launch_persistent_context(
        home / "profile",
        executable_path=executable(),
        args=[*ARGUMENTS, *CAMERA_ARGUMENTS],
        env={**os.environ, "HOME": str(home)},
        locale="zh-CN",
        viewport={"width": 360, "height": 740},
    )
    try:
        yield context
    finally:
        with suppress(Error):  # killed, there is nothing to close
            context.close()


def kill(home: Path) -> None:
    """Kill every process of the Chromium whose home that is: no farewell, as when a phone dies."""
    subprocess.run(["pkill", "-KILL", "-f", str(home / "profile")], check=True)


@contextmanager
def chromium(
    playwright: Playwright,
    *,
    authority: Path | None = None,
    film: Path | None = None,
    more: Sequence[str] = (),
) -> Iterator[Browser]:
    """Launch Chromium in a home of its own, with `more` arguments.

    It trusts the certificate authority in the PEM file `authority`. Its camera shows `film`
    (.y4m or .mjpeg), over and over; with CAMERA_ARGUMENTS alone, a test picture.
    """
    with tempfile.TemporaryDirectory(prefix="checkpoint-home-") as home:
        if authority is not None:
            trust(Path(home), authority)
        arguments = [*ARGUMENTS, *(camera_arguments(film) if film else ()), *more]
        browser = playwright.chromium.launch(
            executable_path=executable(), args=arguments, env={**os.environ, "HOME": home}
        )
        try:
            yield browser
        finally:
            browser.close()


def camera_arguments(film: Path) -> list[str]:
    """A camera that films `film`, allowed without a question."""
    return [*CAMERA_ARGUMENTS, f"--use-file-for-fake-video-capture={film}"]


def executable() -> str:
    """The path of the browser that is installed here."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    return _missing("Chromium", "chromium")


def trust(home: Path, authority: Path) -> None:
    """Put an authority among those that Chromium trusts for websites, as a person would."""
    if not shutil.which("certutil"):
        _missing("certutil", "libnss3-tools")
    store = home / ".pki" / "nssdb"
    store.mkdir(parents=True)
    nss = f"sql:{store}"
    _certutil("-N", "-d", nss, "--empty-password")
    _certutil("-A", "-d", nss, "-n", "checkpoint", "-t", "C,,", "-i", str(authority))


def _certutil(*arguments: str) -> None:
    subprocess.run(["certutil", *arguments], check=True, capture_output=True)


def _missing(what: str, package: str) -> str:
    pytest.fail(
        f"{what} is not installed, and these tests need it. Run 'make test' as root on Debian, "
        f"which installs it, or install the package '{package}'.",
        pytrace=False,
    )
