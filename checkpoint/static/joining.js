// The page that waits for a phone to join: counts down between two answers of the server.

const begun = performance.now();
const shown = () => document.querySelector("[data-left]");
const first = Number(shown()?.dataset.left ?? 0);

function tick() {
  const left = Math.max(0, Math.round(first - (performance.now() - begun) / 1000));
  const place = shown();
  if (place) place.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}

setInterval(tick, 250);
