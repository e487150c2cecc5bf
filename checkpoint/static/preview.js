// A picture of what a form makes, drawn by the server a moment after one has typed.
// <form data-preview="address">, <img data-preview-image>. Without this script a button does it.

const PAUSE = 350;
let pending, timer;

function say(form, errors) {
  for (const old of form.querySelectorAll(".field__error")) old.remove();
  for (const field of form.elements) {
    const error = field.name && errors[field.name];
    if (error) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    if (!error) continue;
    const text = document.createElement("p");
    text.className = "field__error";
    text.id = `${field.name}-error`;
    text.textContent = error;
    field.setAttribute("aria-describedby", text.id);
    field.closest(".field").append(text);
  }
}

async function show(form) {
  pending?.abort();
  pending = new AbortController();
  const image = document.querySelector("[data-preview-image]");
  const request = {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "image/png" },
    signal: pending.signal,
  };
  const answer = await fetch(form.dataset.preview, request);
  const type = answer.headers.get("Content-Type") ?? "";
  if (type.startsWith("application/json")) return say(form, (await answer.json()).errors ?? {});
  if (type !== "image/png") return;
  const address = URL.createObjectURL(await answer.blob());
  say(form, {});
  URL.revokeObjectURL(image.src);
  image.src = address;
  image.hidden = false;
}

function soon(form, pause) {
  clearTimeout(timer);
  // A look that is overtaken or lost is followed by the next one.
  timer = setTimeout(() => show(form).catch(() => {}), pause);
}

document.addEventListener("input", ({ target }) => {
  // Fields that stand outside of their form as well.
  if (target.form?.matches("[data-preview]")) soon(target.form, PAUSE);
});

for (const form of document.querySelectorAll("form[data-preview]")) {
  for (const button of form.querySelectorAll("[data-preview-button]")) button.hidden = true;
  if (document.querySelector("[data-preview-image]").hidden) soon(form, 0);
}
