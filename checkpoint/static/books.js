// While a line is typed: say whom the number or the address means, before it is recorded.

const form = document.querySelector("form[data-who]");
const field = form?.querySelector("#who");
const found = document.getElementById("found");
const PAUSE = 250;
let waiting = 0;
let asked = 0;

function show(answer) {
  found.textContent = answer.words;
  found.classList.toggle("is-wrong", !answer.found);
  found.hidden = false;
}

async function ask() {
  const mine = ++asked;
  const body = new FormData();
  body.set("who", field.value);
  body.set("csrf_token", form.elements.csrf_token.value);
  const answer = await fetch(form.dataset.who, { method: "POST", body, headers: { Accept: "application/json" } });
  if (answer.ok && mine === asked) show(await answer.json());
}

field?.addEventListener("input", () => {
  clearTimeout(waiting);
  found.hidden = true;
  asked += 1;
  // A lost connection is told when the line is sent.
  if (field.value.trim().length > 2) waiting = setTimeout(() => ask().catch(() => {}), PAUSE);
});

for (const input of form?.querySelectorAll("input:not([type=hidden])") ?? []) {
  input.addEventListener("focus", () => input.select?.());
}
