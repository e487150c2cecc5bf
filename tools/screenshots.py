"""Photographs every page of a running installation: three sizes, two languages, two themes.

Usage: python tools/screenshots.py https://localhost:8443 --user NAME --password WORDS [--only now]
The pictures go to artifacts/screenshots/ as PAGE-SIZE-LANGUAGE-THEME.png. Needs Chromium. With
--axe FILE (axe.min.js) each page is looked through by axe-core as well, and violations are printed.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

SIZES = {"phone": (360, 740), "tablet": (768, 1024), "desk": (1440, 900)}
LANGUAGES = {"zh": "zh-CN", "en": "en"}
THEMES = ("light", "dark")
PUBLIC = {"sign-in": "/sign-in", "not-found": "/nothing-here"}
PAGES = {
    "now": "/",
    "households": "/households",
    "outside": "/outside",
    "search": "/search",
    "exports": "/exports",
    "passes": "/passes",
    "gates": "/gates",
    "devices": "/gates/devices",
    "add-phone": "/gates/devices/new",
    "import": "/import",
    "staff": "/staff",
    "staff-new": "/staff/new",
    "settings": "/settings",
    "audit": "/audit",
    "account": "/account",
}
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
)


@dataclass(frozen=True, slots=True)
class Look:
    """One way of looking at the pages."""

    size: str
    language: str
    theme: str

    @property
    def name(self) -> str:
        return f"{self.size}-{self.language}-{self.theme}"


def main() -> int:
    wish = _wish()
    wish.out.mkdir(parents=True, exist_ok=True)
    problems = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=wish.chromium, args=list(FLAGS))
        state = _signed_in(browser, wish)
        for look in _looks(wish):
            problems += _photograph(browser, wish, look, state)
        browser.close()
    return 1 if problems else 0


def _wish() -> argparse.Namespace:
    as_it_stands = argparse.RawTextHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=as_it_stands)
    parser.add_argument("base")
    parser.add_argument("--user", required=True)
    parser.add_argument("--password", required=True)
    parser.add_argument("--only", action="append", default=[], help="a page's name; again for more")
    parser.add_argument("--size", action="append", default=[], choices=SIZES)
    parser.add_argument("--language", action="append", default=[], choices=LANGUAGES)
    parser.add_argument("--theme", action="append", default=[], choices=THEMES)
    parser.add_argument("--axe", type=Path)
    parser.add_argument("--whole", action="store_true", help="the whole page, not its first screen")
    parser.add_argument("--out", type=Path, default=Path("artifacts/screenshots"))
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    return parser.parse_args()


def _looks(wish: argparse.Namespace) -> Iterator[Look]:
    chosen = (wish.size or SIZES, wish.language or LANGUAGES, wish.theme or THEMES)
    return (Look(*each) for each in product(*chosen))


def _signed_in(browser: Browser, wish: argparse.Namespace) -> dict[str, object]:
    """Sign in once; every look begins with these cookies."""
    context = browser.new_context(base_url=wish.base, ignore_https_errors=True)
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("#username", wish.user)
    page.fill("#password", wish.password)
    page.click("main button.button--main")
    page.wait_for_selector(".bar__nav")
    state = context.storage_state()
    context.close()
    return dict(state)


def _photograph(
    browser: Browser, wish: argparse.Namespace, look: Look, state: dict[str, object]
) -> int:
    problems = 0
    for pages, cookies in ((PUBLIC, None), (PAGES, state)):
        context = _context(browser, wish, look, cookies)
        page = context.new_page()
        if cookies:
            _speak(page, look.language)
        for name, path in _wanted(page, pages, wish, signed=bool(cookies)):
            page.goto(path)
            page.screenshot(path=wish.out / f"{name}-{look.name}.png", full_page=wish.whole)
            problems += _axe(page, wish, f"{name} {look.name}")
        context.close()
    return problems


def _context(
    browser: Browser, wish: argparse.Namespace, look: Look, state: dict[str, object] | None
) -> BrowserContext:
    width, height = SIZES[look.size]
    return browser.new_context(
        base_url=wish.base,
        ignore_https_errors=True,
        viewport={"width": width, "height": height},
        color_scheme="dark" if look.theme == "dark" else "light",
        locale=LANGUAGES[look.language],
        storage_state=state,  # type: ignore[arg-type]
        bypass_csp=bool(wish.axe),
    )


def _wanted(
    page: Page, pages: dict[str, str], wish: argparse.Namespace, *, signed: bool
) -> Iterator[tuple[str, str]]:
    for name, path in pages.items():
        if not wish.only or name in wish.only:
            yield name, path
    if signed and (not wish.only or "household" in wish.only):
        page.goto("/households")
        link = page.query_selector("main tbody th a")
        if link:
            yield "household", str(link.get_attribute("href"))


def _speak(page: Page, language: str) -> None:
    page.goto("/account")
    page.click(f"main button[name=language][value={language}]")


def _axe(page: Page, wish: argparse.Namespace, where: str) -> int:
    if not wish.axe:
        return 0
    page.add_script_tag(path=str(wish.axe))
    found = page.evaluate("axe.run().then((result) => result.violations)")
    for each in found:
        targets = [node["target"] for node in each["nodes"]][:4]
        sys.stdout.write(f"{where}: {each['id']} {json.dumps(targets, ensure_ascii=False)}\n")
    return len(found)


if __name__ == "__main__":
    sys.exit(main())
