// The desk's stream of alerts: the strip on every page, its sound, and the list on /alerts.
// Every page works without it, and is then as old as it is.

const sirens = document.getElementById("sirens");
const siren = () => document.getElementById("siren");
const said = () => siren().dataset;

// ---- Following -------------------------------------------------------------------------------
// One page of a browser waits at the server and tells the others, so that ten open pages hold one
// thread of it. The server answers as soon as anything is other than at our position.

const WAIT_S = 25;
const told = "BroadcastChannel" in window ? new BroadcastChannel("checkpoint-alerts") : null;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function ask(wait) {
  const address = `${sirens.dataset.stream}?after=${said().position}&wait=${wait}`;
  const headers = { Accept: "text/html", "X-Background": "1" };
  const answer = await fetch(address, { headers, signal: AbortSignal.timeout((wait + 15) * 1000) });
  if (answer.status === 401 || answer.status === 403) location.reload();
  if (!answer.ok) throw new Error(String(answer.status));
  if (answer.status === 200) {
    const html = await answer.text();
    takeIn(html);
    told?.postMessage(html);
  }
  return Number(answer.headers.get("Retry-After") ?? 0);
}

async function follow() {
  for (let failures = 0; ; ) {
    try {
      const later = await ask(failures ? 0 : WAIT_S);
      failures = 0;
      setLost(false);
      if (later) await pause(later * 1000);
    } catch {
      failures += 1;
      if (failures > 1) setLost(true);
      await pause(Math.min(1000 * 1.6 ** failures, 15_000));
    }
  }
}

function takeIn(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("siren");
  // Pages of a browser look at one compound; a page of another one waits for its own answer.
  if (!fresh || fresh.dataset.place !== said().place) return;
  const before = { ...said() };
  const focused = siren().contains(document.activeElement);
  siren().replaceWith(document.adoptNode(fresh));
  if (focused) siren().querySelector("button")?.focus({ preventScroll: true });
  showCount();
  if (said().title && said().title !== before.title) announce(siren().textContent);
  if (Number(said().chime) > Number(before.chime)) sound.once();
  sound.follow();
  if (said().position !== before.position) renewList();
}

function showCount() {
  const badge = document.querySelector("[data-alert-count]");
  if (!badge) return;
  badge.textContent = said().open === "0" ? "" : said().open;
  badge.classList.toggle("bar__count--red", said().ringing !== "0");
}

function announce(text) {
  const live = document.getElementById("live");
  if (live) live.textContent = text.replace(/\s+/g, " ").trim();
}

// ---- The title flashes while something rings -------------------------------------------------

const title = document.title;
setInterval(() => {
  const ringing = said().title && document.title === title;
  document.title = ringing ? `● ${said().title}` : title;
}, 1000);

// ---- Sound -----------------------------------------------------------------------------------
// Two tones, made here. A browser lets a page sound after somebody has pressed something on it;
// where it does not, the page says so. Of several pages one sounds.

const CHOICE = "checkpoint-alarm";
const panel = document.getElementById("siren-sound");

const sound = {
  context: null,
  source: null,
  lost: false,
  leads: !navigator.locks,

  get wanted() {
    return localStorage.getItem(CHOICE) !== "off";
  },

  open() {
    const Context = window.AudioContext ?? window.webkitAudioContext;
    if (!Context || this.context) return;
    this.context = new Context();
    this.context.addEventListener("statechange", () => this.follow());
  },

  /** Somebody pressed something: now the browser lets us. */
  async wake() {
    this.open();
    if (this.context?.state === "suspended") await this.context.resume().catch(() => {});
    this.follow();
  },

  /** Ring, or stop, as the strip says. */
  follow() {
    const ringing = said().ringing !== "0" && this.wanted;
    if (ringing) this.open();
    const can = this.context?.state === "running";
    if (can) this.lead();
    if (ringing && can && this.leads && !this.source) this.source = this.play(true);
    if ((!ringing || !can) && this.source) {
      this.source.stop();
      this.source = null;
    }
    document.documentElement.dataset.alarm = this.source ? "sounding" : ringing ? "blocked" : "quiet";
    this.show(ringing && this.context && !can);
  },

  once() {
    if (this.wanted && this.context?.state === "running" && this.leads) this.play(false);
  },

  lead() {
    if (this.leads || this.asked) return;
    this.asked = true;
    navigator.locks.request("checkpoint-alarm", () => {
      this.leads = true;
      this.follow();
      return new Promise(() => {}); // until this page is gone
    });
  },

  play(loop) {
    const source = new AudioBufferSourceNode(this.context, { buffer: tones(this.context), loop });
    source.connect(this.context.destination);
    source.start();
    return source;
  },

  show(blocked) {
    const chosen = localStorage.getItem(CHOICE);
    const ringing = said().ringing !== "0";
    const says = this.lost
      ? "lost"
      : blocked
        ? "blocked"
        : chosen === "off" && ringing
          ? "muted"
          : chosen
            ? ""
            : "offer";
    for (const each of panel.querySelectorAll("[data-says]")) each.hidden = each.dataset.says !== says;
    panel.querySelector("[data-sound=on]").hidden = !["offer", "blocked", "muted"].includes(says);
    panel.querySelector("[data-sound=off]").hidden = !["offer", "blocked"].includes(says);
    panel.hidden = !says;
  },
};

/** A second and a half: two short tones and a rest. */
function tones(context) {
  const rate = context.sampleRate;
  const buffer = context.createBuffer(1, rate * 1.5, rate);
  const wave = buffer.getChannelData(0);
  for (const [from, pitch] of [[0, 880], [0.25, 660]]) {
    const length = 0.2 * rate;
    for (let i = 0; i < length; i++) {
      const swell = Math.min(1, i / 400, (length - i) / 400);
      wave[Math.floor(from * rate) + i] = 0.35 * swell * Math.sin((2 * Math.PI * pitch * i) / rate);
    }
  }
  return buffer;
}

function setLost(lost) {
  if (sound.lost === lost) return;
  sound.lost = lost;
  sound.follow();
  if (lost) announce(panel.querySelector("[data-says=lost]").textContent);
}

// ---- The list on /alerts ---------------------------------------------------------------------
// Only what differs is exchanged, and nothing that somebody is writing in.

async function renewList() {
  const list = document.querySelector("[data-alerts]");
  if (!list) return;
  const answer = await fetch(location.href, { headers: { "X-Background": "1" } }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-alerts]");
  if (!fresh) return;
  for (const part of [".tabs", ".kinds", ".guards"]) {
    const [old, now] = [list.querySelector(part), fresh.querySelector(part)];
    if (old && now && old.outerHTML !== now.outerHTML) old.replaceWith(now);
  }
  exchange(list.querySelector(".alarms"), fresh.querySelector(".alarms"));
}

function exchange(list, fresh) {
  const keys = new Set([...fresh.children].map((each) => each.id));
  for (const each of [...list.children]) {
    if (!each.id || (!keys.has(each.id) && !isBusy(each))) each.remove();
  }
  let place = list.firstElementChild;
  for (const now of [...fresh.children]) {
    const old = now.id && document.getElementById(now.id);
    const kept = old && (isBusy(old) || withoutToken(old) === withoutToken(now)) ? old : now;
    if (old && kept === now) {
      if (place === old) place = now;
      old.replaceWith(now);
    }
    if (kept === place) place = place.nextElementSibling;
    else list.insertBefore(kept, place);
  }
}

// The token is made anew for every page and says nothing of the alert.
const withoutToken = (element) => element.outerHTML.replace(/name="csrf_token" value="[^"]*"/g, "");

function isBusy(alarm) {
  if (alarm.querySelector("details[open], .alarm__phones") || alarm.contains(document.activeElement)) return true;
  return [...alarm.querySelectorAll("input:not([type=hidden]), select")].some((each) => each.value);
}

// ---- Keys on /alerts -------------------------------------------------------------------------

function atHand() {
  return document.activeElement?.closest(".alarm") ?? document.querySelector(".alarms .alarm");
}

function step(by) {
  const all = [...document.querySelectorAll(".alarms .alarm")];
  const here = all.indexOf(document.activeElement?.closest(".alarm"));
  const next = all[here < 0 ? 0 : Math.max(0, Math.min(all.length - 1, here + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function press(key) {
  const target = atHand()?.querySelector(`[data-key=${key}]`);
  if (!target) return;
  target.closest("details")?.setAttribute("open", "");
  if (target.tagName === "BUTTON") target.click();
  else target.focus();
}

document.addEventListener("keydown", (event) => {
  if (!document.querySelector("[data-alerts]") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.activeElement?.closest("input, textarea, select, dialog")) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
  else if (key === "t" || key === "o" || key === "n") press(key);
  else return;
  event.preventDefault();
});

// ---- Begin -----------------------------------------------------------------------------------

if (sirens) {
  for (const kind of ["pointerdown", "keydown"]) {
    document.addEventListener(kind, () => sound.wanted && sound.wake(), { capture: true });
  }
  panel.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-sound]")?.dataset.sound;
    if (!choice) return;
    localStorage.setItem(CHOICE, choice);
    sound.wake();
  });
  told?.addEventListener("message", (event) => takeIn(event.data));
  sound.follow();
  // What came between the making of this page and now.
  ask(0).catch(() => {});
  if (navigator.locks) navigator.locks.request("checkpoint-alerts", follow);
  else follow();
  if (document.querySelector("[data-alerts]")) setInterval(renewList, 30_000);
}
