/** A visitor's page: opened by a link whose fragment is the secret, asked for anew while it is read. */

import { render } from "preact";
import { open, type Invitation } from "./office";
import { Page, Problem } from "./page";
import { pictureOf } from "./picture";
import { en, zh, type Words } from "./words";

const ASK_EVERY_MS = 60_000;

class Conductor {
  #words: Words = navigator.language.startsWith("zh") ? zh : en;
  #invitation: Invitation | null = null;
  #problem = "";

  constructor(private readonly root: HTMLElement) {}

  begin(): void {
    addEventListener("hashchange", () => void this.#ask());
    addEventListener("online", () => void this.#ask());
    document.addEventListener("visibilitychange", () => this.#askIfSeen());
    setInterval(() => this.#askIfSeen(), ASK_EVERY_MS);
    this.#draw();
    void this.#ask();
  }

  #askIfSeen(): void {
    if (document.visibilityState === "visible") void this.#ask();
  }

  async #ask(): Promise<void> {
    const answer = await open(location.hash.slice(1));
    if ("invitation" in answer) [this.#invitation, this.#problem] = [answer.invitation, ""];
    // What was shown stays good without a network; what the office takes back does not.
    else if (answer.problem !== "offline" || !this.#invitation) {
      [this.#invitation, this.#problem] = [null, answer.problem];
    }
    this.#draw();
  }

  async #save(): Promise<void> {
    if (!this.#invitation) return;
    const picture = await pictureOf(this.#invitation, this.#words);
    if (!picture) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(picture);
    link.download = `${this.#words.title}.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  #turn = (): void => {
    this.#words = this.#words === zh ? en : zh;
    this.#draw();
  };

  #draw(): void {
    const words = this.#words;
    document.documentElement.lang = words.code === "zh" ? "zh-CN" : "en";
    document.title = words.title;
    render(
      <>
        <header class="bar">
          <span class="bar-title">{words.title}</span>
          <button class="bar-turn" onClick={this.#turn} lang={words.code === "zh" ? "en" : "zh"}>
            {words.other}
          </button>
        </header>
        {this.#content(words)}
      </>,
      this.root,
    );
  }

  #content(words: Words) {
    if (this.#invitation) {
      const acts = { save: () => void this.#save(), print: () => print() };
      return <Page invitation={this.#invitation} words={words} acts={acts} />;
    }
    if (this.#problem) {
      return <Problem problem={this.#problem} words={words} again={() => void this.#ask()} />;
    }
    return (
      <main class="invited">
        <p role="status">{words.loading}</p>
      </main>
    );
  }
}

const root = document.getElementById("invited");
if (root) new Conductor(root).begin();
