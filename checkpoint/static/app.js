// What a page needs beyond HTML, and nothing more: every page also works without it.

/** A word of the page's language, which base.html hands over on <body>. */
const word = (name) => document.body.dataset[name];

/** Say something to a screen reader without moving anything on the page. */
function announce(text) {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// Ask before a form that can't be taken back: <form data-confirm="…" data-confirm-button="…">

function ask(form, submitter) {
  const yes = element("button", {
    className: "button button--danger",
    textContent: form.dataset.confirmButton || word("confirm"),
    value: "yes",
  });
  const no = element("button", { className: "button button--quiet", textContent: word("cancel"), value: "" });
  const question = element("p", { textContent: form.dataset.confirm, id: "question" });
  const dialog = element(
    "dialog",
    {},
    element("form", { method: "dialog" }, question, element("div", { className: "actions" }, no, yes)),
  );
  dialog.setAttribute("aria-labelledby", "question");
  dialog.addEventListener("close", () => {
    const agreed = dialog.returnValue === "yes";
    dialog.remove();
    if (!agreed) return;
    form.dataset.agreed = "yes";
    form.requestSubmit(submitter);
  });
  document.body.append(dialog);
  dialog.showModal();
  no.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.confirm && !form.dataset.agreed) {
    event.preventDefault();
    ask(form, event.submitter);
    return;
  }
  // A second press does nothing while the first is under way.
  if (form.method === "post" && form.dataset.sent) event.preventDefault();
  if (form.method === "post" && !("stays" in form.dataset)) form.dataset.sent = "yes";
});

addEventListener("pageshow", () => {
  for (const form of document.forms) {
    delete form.dataset.sent;
    delete form.dataset.agreed;
  }
});

// Menus: one open at a time, closed by Escape and by a click beside them

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = document.activeElement?.closest("details.menu[open]");
    closeMenus();
    menu?.querySelector("summary").focus();
  }
  const typing = document.activeElement?.closest("input, textarea, select, [contenteditable]");
  const search = document.querySelector("[data-search]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && search) {
    event.preventDefault();
    search.focus();
    search.select();
  }
});

document.querySelector(".bar__nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// Passwords can be looked at; secrets can be copied

document.addEventListener("click", async (event) => {
  const reveal = event.target.closest("[data-reveal]");
  if (reveal) {
    const input = document.getElementById(reveal.dataset.reveal);
    const hidden = input.type === "password";
    input.type = hidden ? "text" : "password";
    reveal.textContent = hidden ? word("hide") : word("show");
  }
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    await navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).textContent.trim());
    copy.textContent = word("copied");
    announce(word("copied"));
  }
});

for (const button of document.querySelectorAll("[data-reveal], [data-copy]")) button.hidden = false;

// Dropping a file: the field lies over the whole zone and takes the drop itself

for (const zone of document.querySelectorAll(".dropzone")) {
  const field = zone.querySelector("input[type=file]");
  for (const kind of ["dragenter", "dragover"]) zone.addEventListener(kind, () => zone.classList.add("is-over"));
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("is-over"));
  field.addEventListener("change", () => {
    const name = zone.querySelector(".dropzone__name");
    if (name && field.files[0]) name.textContent = field.files[0].name;
    if (zone.hasAttribute("data-submit") && field.files[0]) zone.closest("form").requestSubmit();
  });
}

// A live region of a page: <main data-refresh="/now" data-every="5"> with [data-part="…"] inside.
// Only parts that differ are exchanged, so that nothing flickers and scroll and focus stay.

function exchange(part, fresh) {
  const focused = part.contains(document.activeElement) ? document.activeElement : null;
  const path = focused?.id ? `#${CSS.escape(focused.id)}` : focused?.getAttribute("href");
  part.replaceWith(fresh);
  if (!path) return;
  const again = path.startsWith("#") ? fresh.querySelector(path) : fresh.querySelector(`[href="${CSS.escape(path)}"]`);
  again?.focus({ preventScroll: true });
}

function takeIn(region, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  for (const part of region.querySelectorAll("[data-part]")) {
    const other = fresh.querySelector(`[data-part="${CSS.escape(part.dataset.part)}"]`);
    if (other && other.outerHTML !== part.outerHTML) exchange(part, other);
  }
}

function setLost(lost) {
  const notice = document.getElementById("lost");
  if (!notice || notice.hidden === !lost) return;
  notice.textContent = lost ? word("lost") : "";
  notice.hidden = !lost;
  announce(lost ? word("lost") : word("back"));
}

async function refresh(region) {
  const headers = { Accept: "text/html", "X-Background": "1" };
  const tag = region.dataset.tag;
  if (tag) headers["If-None-Match"] = tag;
  const answer = await fetch(region.dataset.refresh, { headers, signal: AbortSignal.timeout(10_000) });
  if (answer.status === 401) location.reload();
  if (answer.status === 304) return;
  if (!answer.ok) throw new Error(String(answer.status));
  takeIn(region, await answer.text());
  region.dataset.tag = answer.headers.get("ETag") ?? "";
}

async function keepFresh(region) {
  const pause = Number(region.dataset.every) * 1000;
  let waits = pause;
  for (;;) {
    await new Promise((done) => setTimeout(done, waits));
    if (region.querySelector("[data-final]")) return; // nothing can change any more
    if (document.hidden) continue;
    try {
      await refresh(region);
      setLost(false);
      waits = pause;
    } catch {
      setLost(true);
      waits = Math.min(waits * 1.5, 30_000);
    }
  }
}

for (const region of document.querySelectorAll("[data-refresh]")) keepFresh(region);
