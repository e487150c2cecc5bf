/** A resident's page: one conductor, and parts that only draw. */

import { render } from "preact";
import { fromBase64url } from "../core/base64url";
import { RENEW_MS } from "./code";
import { Keeping, type Linked } from "./keeping";
import { Linking } from "./linking";
import { Office, Refused, type Standing } from "./office";
import { Page, type Acts } from "./page";
import { codeAt, makeKey, type Signer } from "./phone";
import { fieldOf } from "./plan";
import { en, zh, type Words } from "./words";

/** Somebody may stand at the gate: whoever looks at the page is not to wait long for it. */
const ASK_EVERY_MS = 5_000;
const TICK_MS = 250;
const ENDED = new Set(["pass.revoked", "household.gone"]);

class Conductor {
  #words: Words;
  #linked: Linked | null = null;
  #standing: Standing | null = null;
  #living: { text: string; at: number } | null = null;
  #making = false;
  #problem = "";
  /** Why the pass opens nothing at present; a household that moved out may come back. */
  #ended = "";
  #busy = false;
  #offline = false;
  #code = "";
  #askedAt = 0;

  constructor(
    private readonly keeping: Keeping,
    private readonly office: Office,
    words: Words,
    private readonly root: HTMLElement,
  ) {
    this.#words = words;
  }

  async begin(): Promise<void> {
    this.#linked = await this.keeping.linked();
    const heard = await this.keeping.heard();
    if (heard) [this.#standing, this.office.offset] = [heard.standing, heard.offset];
    this.#readLink();
    addEventListener("hashchange", () => this.#readLink());
    addEventListener("online", () => void this.#ask());
    document.addEventListener("visibilitychange", () => void this.#seen());
    setInterval(() => void this.#tick(), TICK_MS);
    await this.#tick();
    void this.#ask();
  }

  /** The code in the link goes into the form and out of the address at once. */
  #readLink(): void {
    const found = /^#link=([0-9A-Za-z-]{1,20})$/.exec(location.hash);
    if (!found) return;
    this.#code = found[1] ?? "";
    history.replaceState(null, "", location.pathname);
    this.#draw();
  }

  async #seen(): Promise<void> {
    if (document.visibilityState !== "visible") return;
    await this.#tick();
    await this.#ask();
  }

  async #tick(): Promise<void> {
    const now = this.office.now();
    const age = this.#living ? now - this.#living.at : Infinity;
    // A clock that was set back makes a code of its own.
    if (this.#linked && !this.#making && (age >= RENEW_MS || age < -1000)) {
      this.#making = true;
      try {
        this.#living = { text: await codeAt(this.#linked, now), at: now };
      } finally {
        this.#making = false;
      }
    }
    if (Date.now() - this.#askedAt >= ASK_EVERY_MS && document.visibilityState === "visible") {
      void this.#ask();
    }
    this.#draw();
  }

  /** What the office says now; with a later end for what it signed, without anybody's doing. */
  async #ask(): Promise<void> {
    if (!this.#linked) return;
    this.#askedAt = Date.now();
    try {
      await this.#take(this.#linked, await this.office.state(this.#linked));
      this.#offline = false;
    } catch (error) {
      const code = error instanceof Refused ? error.code : "unexpected";
      if (code === "phone.unlinked" || code === "phone.unknown") await this.#forget(code);
      else if (ENDED.has(code)) this.#ended = code;
      else this.#offline = true;
    }
    this.#draw();
  }

  async #take(linked: Pick<Linked, "key" | "publicKey">, standing: Standing): Promise<void> {
    const part = fromBase64url(standing.part);
    // A code of what was given before may be refused by now: the next tick makes another.
    if (this.#living && String(part) !== String(this.#linked?.part)) {
      this.#living = { ...this.#living, at: this.#living.at - RENEW_MS };
    }
    this.#linked = { ...linked, part };
    this.#standing = standing;
    this.#ended = "";
    await this.keeping.keep(this.#linked, { standing, offset: this.office.offset });
  }

  async #forget(problem: string): Promise<void> {
    await this.keeping.forget();
    [this.#linked, this.#standing, this.#living] = [null, null, null];
    this.#problem = problem;
  }

  #link = async (code: string, label: string): Promise<void> => {
    [this.#busy, this.#problem] = [true, ""];
    this.#draw();
    try {
      const signer = await makeKey();
      await this.#take(signer, await this.office.link(signer, code, label));
      void navigator.storage?.persist?.();
      [this.#code, this.#living] = ["", null];
    } catch (error) {
      this.#problem = error instanceof Refused ? error.code : "unexpected";
    }
    this.#busy = false;
    await this.#tick();
  };

  #unlink = async (phone: number, own: boolean): Promise<void> => {
    if (!this.#linked) return;
    try {
      await this.office.unlink(this.#linked, phone);
      if (own) await this.#forget("phone.unlinked");
      else await this.#ask();
    } catch {
      this.#offline = true;
    }
    this.#draw();
  };

  /** Do it at the office and look again; what went wrong otherwise. */
  async #change(act: (signer: Signer) => Promise<void>): Promise<Refused | null> {
    if (!this.#linked) return new Refused("phone.unknown");
    try {
      await act(this.#linked);
    } catch (error) {
      return error instanceof Refused ? error : new Refused("unexpected");
    }
    await this.#ask();
    return null;
  }

  #inWords(refused: Refused | null): string {
    const { problems } = this.#words;
    return refused ? (problems[refused.code] ?? problems["unexpected"] ?? "") : "";
  }

  #acts: Acts = {
    unlink: (phone, own) => void this.#unlink(phone, own),
    plan: async (wish) => {
      const refused = await this.#change((signer) => this.office.plan(signer, wish));
      const field = fieldOf(refused?.field ?? null);
      if (!refused) return null;
      return { text: field ? this.#words.visits.fields[field] : this.#inWords(refused), field };
    },
    cancel: async (id) =>
      this.#inWords(await this.#change((signer) => this.office.cancel(signer, id))),
    answer: async (id, expected) =>
      this.#inWords(await this.#change((signer) => this.office.answer(signer, id, expected))),
    correct: async (topic, text) =>
      this.#inWords(await this.#change((signer) => this.office.correct(signer, topic, text))),
  };

  #turn = (): void => {
    this.#words = this.#words === zh ? en : zh;
    void this.keeping.keepLanguage(this.#words.code);
    this.#draw();
  };

  #draw(): void {
    const words = this.#words;
    document.documentElement.lang = words.code === "zh" ? "zh-CN" : "en";
    document.title = words.title;
    render(
      <>
        <header class="bar">
          <span class="bar-title">{this.#standing?.home.compound ?? words.title}</span>
          <button class="bar-turn" onClick={this.#turn} lang={words.code === "zh" ? "en" : "zh"}>
            {words.other}
          </button>
        </header>
        {this.#linked && this.#standing && !this.#ended ? (
          <Page
            view={{
              words,
              now: this.office.now(),
              standing: this.#standing,
              living: this.#living,
              offline: this.#offline,
            }}
            acts={this.#acts}
          />
        ) : (
          <Linking
            key={this.#code}
            words={words}
            code={this.#code}
            problem={this.#ended || this.#problem}
            busy={this.#busy}
            possible={Boolean(globalThis.crypto?.subtle)}
            link={(code, label) => void this.#link(code, label)}
          />
        )}
      </>,
      this.root,
    );
  }
}

async function start(): Promise<void> {
  const root = document.getElementById("my");
  if (!root) return;
  const keeping = await Keeping.open();
  const chosen = (await keeping.language()) ?? (navigator.language.startsWith("zh") ? "zh" : "en");
  await new Conductor(keeping, new Office(), chosen === "zh" ? zh : en, root).begin();
  if ("serviceWorker" in navigator) await navigator.serviceWorker.register("sw.js");
}

void start();
