"""A scanner that types, and a guard without a thermometer: a passage as fast as the page goes."""

from playwright.sync_api import Page

_SCAN = """async ([token, direction]) => {
  const press = (key) =>
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  const shown = (name) => document.querySelector(`[data-testid=${name}]`);
  const until = async (found) => {
    for (let turns = 0; !found(); turns += 1) {
      if (turns > 4_000) throw new Error(document.body.innerText.slice(0, 300));
      await new Promise((again) => setTimeout(again, 5));
    }
  };
  for (const key of [...token, "Enter"]) press(key);
  await until(() => shown("verdict"));
  if (direction && shown("verdict").dataset.direction !== direction) {
    shown(`direction-${direction}`).click();
    await until(() => shown("verdict")?.dataset.direction === direction);
  }
  const { outcome, reason, judge } = shown("verdict").dataset;
  if (outcome === "refuse") return [outcome, reason, judge];
  (shown("measure") ?? shown("record")).click();
  await until(() => shown("skip-reading") || shown("scan"));
  shown("skip-reading")?.click();
  await until(() => shown("scan") && !shown("verdict") && !shown("keypad"));
  return [outcome, reason, judge];
}"""


def pass_through(page: Page, card: str, direction: str = "") -> tuple[str, str, str]:
    """Scan a card and record who passes; refused, it stays at that. Outcome, reason, judge.

    With a `direction` the guard turns to it where the page proposes the other.
    """
    outcome, reason, judge = page.evaluate(_SCAN, [card, direction])
    return outcome, reason, judge
