// Making a file of cards takes seconds: show that something happens, then go on to its job.
// Without this script the form is sent as any other, and the file comes just the same.

function save(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // Not at once: the browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function fileName(answer) {
  return /filename=([\w.-]+)/.exec(answer.headers.get("Content-Disposition"))?.[1] ?? "cards.pdf";
}

function setBusy(form, busy) {
  form.setAttribute("aria-busy", String(busy));
  form.querySelector(".busy").hidden = !busy;
  for (const button of form.querySelectorAll("button")) button.disabled = busy;
}

async function fetchFile(form) {
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
  if (answer.headers.get("Content-Type") !== "application/pdf") return null;
  return { name: fileName(answer), next: answer.headers.get("X-Print-Job"), file: await answer.blob() };
}

async function make(form) {
  setBusy(form, true);
  document.getElementById("live").textContent = form.querySelector(".busy").textContent.trim();
  const made = await fetchFile(form).catch(() => null);
  setBusy(form, false);
  // Sent plainly it says on a page what was wrong; nothing was made the first time.
  if (!made) return form.submit();
  save(made.file, made.name);
  if (made.next) location.assign(made.next);
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-makes-file]");
  if (!form || event.defaultPrevented) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") !== "true") make(form);
});
