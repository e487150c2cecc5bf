"""From the camera's frame to the verdict on the screen, in Chromium with a filmed card.

    python -m bench.frame_to_verdict [THROTTLE ...]      (default: 1 4, times slower than this CPU)

Each frame is decoded in the page's worker, its signature verified, its verdict asked of the server
and shown; the page measures from the moment the frame was captured to the verdict's next paint. The
reference is the decoding alone, as the same page measures it.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser import GATE_NAME, chromium
from tests.e2e.conftest import make_office, new_page, stand_at_gate
from tests.e2e.film import Shot, write_film
from tests.serving import running_server

SAMPLES = 20
COLLECT = """
addEventListener('checkpoint:verdict', event => {
  if (event.detail.ms) (globalThis.seen ??= []).push([event.detail.ms, event.detail.decodeMs]);
});
"""


def main() -> None:
    """Measure at each throttle and print medians."""
    throttles = [float(argument) for argument in sys.argv[1:]] or [1.0, 4.0]
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        office = make_office(folder)
        cards = [office.card(page) for page in (0, 1)]
        shots = [Shot(None, 0.7), Shot(cards[0], 1.6), Shot(None, 0.7), Shot(cards[1], 1.6)]
        film = write_film(folder / "cards.mjpeg", shots)
        with (
            running_server(office.folder) as server,
            chromium(playwright, authority=server.authority, film=film) as launched,
        ):
            page = new_page(launched, viewport={"width": 360, "height": 740})
            page.add_init_script(COLLECT)
            address = f"https://{GATE_NAME}:{server.https_port}"
            stand_at_gate(page, address, office.join_code())
            for throttle in throttles:
                report(throttle, measure(page, throttle))


def measure(page: Page, throttle: float) -> list[tuple[float, float]]:
    """Scan again and again; returns milliseconds of whole and of decoding alone."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    page.evaluate("globalThis.seen = []")
    while page.evaluate("globalThis.seen.length") < SAMPLES:
        page.get_by_test_id("verdict").wait_for(timeout=60_000)
        page.get_by_test_id("back").click()
    return [(whole, decode) for whole, decode in page.evaluate("globalThis.seen")]


def report(throttle: float, seen: list[tuple[float, float]]) -> None:
    """Print medians, the worst, and the ratio to decoding alone."""
    whole = statistics.median(each for each, _ in seen)
    decode = statistics.median(each for _, each in seen)
    print(
        f"CPU 1/{throttle:g}: frame to verdict median {whole:.0f} ms, "
        f"worst of {len(seen)} {max(each for each, _ in seen):.0f} ms; "
        f"decoding alone {decode:.0f} ms (ratio {whole / decode:.1f})"
    )


if __name__ == "__main__":
    main()
