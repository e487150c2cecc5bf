// While a roster is read or imported: show that something happens, once the form is really sent.

document.addEventListener("submit", (event) => {
  const busy = event.target.matches("[data-busy]") && event.target.querySelector(".busy");
  if (!busy || event.defaultPrevented) return;
  busy.hidden = false;
  const live = document.getElementById("live");
  if (live) live.textContent = busy.textContent.trim() || busy.querySelector("progress").getAttribute("aria-label");
});

addEventListener("pageshow", () => {
  for (const busy of document.querySelectorAll(".busy")) busy.hidden = true;
});
