/**
 * The watch keeps one question open at the office: what changed? The office answers when something
 * did, so that a revoked pass is known here as soon as it is revoked.
 */

import { clockOffset } from "../core/age";
import type { RosterPage } from "../core/types";
import type { Heard, KeptCrossing } from "../store/database";
import type { RosterAnswer } from "./office";
import { longer, outcomeOf, type Round } from "./outcome";

/** The office may take so long to answer that nothing has changed, in seconds. */
export const WAIT_S = 25;
/** Between an answer and the next question. */
const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/** What the watch needs of the device; a simulator brings its own. */
export type WatchShelf = {
  acknowledged(): Promise<KeptCrossing[]>;
  settle(ids: string[]): Promise<void>;
  version(): number;
  apply(page: RosterPage): Promise<void>;
  heard(): Heard | null;
  hear(heard: Heard): Promise<void>;
};

export type RosterDoor = {
  roster(
    version: number,
    etag: string,
    wait: number,
    signal?: AbortSignal,
  ): Promise<RosterAnswer>;
};

export class Watch {
  /** How long to wait before the next question. */
  pauseMs = 0;
  #failing = 0;
  /** Nothing was heard yet, or not the last time: then the answer is wanted at once. */
  #lost = true;

  constructor(
    private readonly shelf: WatchShelf,
    private readonly office: RosterDoor,
    private readonly now: () => number,
  ) {}

  /** The next answer is wanted at once: the network came back, or the page woke up. */
  wake(): void {
    this.#lost = true;
    this.#failing = 0;
  }

  /** Ask once, and put what the office says on the shelf. */
  async ask(signal?: AbortSignal): Promise<Round> {
    try {
      this.pauseMs = (await this.#exchange(signal)) ?? PAUSE_MS;
      this.#failing = 0;
      this.#lost = false;
      return "done";
    } catch (error) {
      this.pauseMs = this.#failing = longer(this.#failing, LONGEST_PAUSE_MS, error);
      this.#lost = true;
      return outcomeOf(error);
    }
  }

  async #exchange(signal?: AbortSignal): Promise<number | null> {
    // Acknowledged before the roster was asked for, so the answer holds them.
    const acknowledged = await this.shelf.acknowledged();
    const before = this.shelf.heard();
    const askedAt = this.now();
    const version = this.shelf.version();
    const etag = version ? (before?.etag ?? "") : "";
    const wait = this.#lost || acknowledged.length ? 0 : WAIT_S;
    const answer = await this.office.roster(version, etag, wait, signal);
    const at = this.now();
    if (answer.page) await this.shelf.apply(answer.page);
    const serverTime = answer.serverTime ?? answer.page?.server_time;
    const offset = serverTime ? clockOffset(serverTime, askedAt, at) : (before?.offset ?? 0);
    await this.shelf.hear({ at, offset, etag: answer.etag });
    if (acknowledged.length) await this.shelf.settle(acknowledged.map((one) => one.id));
    return answer.retryAfterMs;
  }
}
