/**
 * The courier carries to the office what this device has to say. Nothing that the office answers, and
 * nothing that it fails to answer, makes the courier drop a crossing: sent, kept apart, or tried again.
 */

import { clockOffset, knowledgeAge } from "../core/age";
import type { Crossing, RefusedScan, SignOn } from "../core/types";
import type { Heard, KeptCrossing } from "../store/database";
import { Refused, Unreachable, type Batch, type CrossingResult, type SignOnResult } from "./office";
import { longer, outcomeOf, type Round } from "./outcome";

export type { Round } from "./outcome";

export const BATCH = 100;
/** The office hears of this device at least once a minute, also when there is nothing to send. */
export const LETTER_EVERY_MS = 55_000;
const LONGEST_PAUSE_MS = 60_000;
/** Clocks and timers of a phone do not run alike. */
const SLACK_MS = 5_000;

type Fate = Pick<KeptCrossing, "id" | "state" | "settled" | "problem">;

/** What the courier needs of the device; a simulator brings its own. */
export type Shelf = {
  waiting(limit: number): Promise<KeptCrossing[]>;
  resolve(fates: Fate[]): Promise<void>;
  unsent(): Promise<number>;
  scans(limit: number): Promise<RefusedScan[]>;
  dropScans(ids: string[]): Promise<void>;
  signOns(limit: number): Promise<SignOn[]>;
  acknowledge(sent: SignOn[]): Promise<void>;
  version(): number;
  heard(): Heard | null;
  hear(heard: Heard): Promise<void>;
};

export type OfficeDoor = {
  crossings(batch: Batch): Promise<{ server_time: string; results: CrossingResult[] }>;
  scans(scans: RefusedScan[]): Promise<{ results: { id: string; status: string }[] }>;
  signOns(signOns: SignOn[]): Promise<{ results: SignOnResult[] }>;
};

export class Courier {
  /** How long to wait before the next try; grows with every failure, 0 after a success. */
  pauseMs = 0;
  /** Whether the office was heard in the last round, whatever it said. */
  spoke = false;
  #letterAt = -Infinity;
  #running: Promise<Round> | null = null;
  #again = false;

  constructor(
    private readonly shelf: Shelf,
    private readonly office: OfficeDoor,
    private readonly now: () => number,
    private readonly appVersion: string,
    /** Percent, where the browser knows it. */
    private readonly battery: () => number | null = () => null,
  ) {}

  /** Send what waits, the oldest first. One round at a time: who asks meanwhile gets another. */
  round(): Promise<Round> {
    if (this.#running) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#rounds().finally(() => (this.#running = null));
    return this.#running;
  }

  async #rounds(): Promise<Round> {
    let outcome: Round;
    do {
      this.#again = false;
      outcome = await this.#attempt();
    } while (this.#again && outcome === "done");
    return outcome;
  }

  async #attempt(): Promise<Round> {
    this.spoke = false;
    try {
      await this.#sendSignOns();
      await this.#sendCrossings();
      await this.#sendScans();
      this.pauseMs = 0;
      return "done";
    } catch (error) {
      this.spoke ||= error instanceof Refused;
      this.pauseMs = longer(this.pauseMs, LONGEST_PAUSE_MS, error);
      return outcomeOf(error);
    }
  }

  /** Before the crossings, so that the office knows who stood there. */
  async #sendSignOns(): Promise<void> {
    for (;;) {
      const signOns = await this.shelf.signOns(BATCH);
      if (signOns.length === 0) return;
      try {
        await this.office.signOns(signOns);
      } catch (error) {
        // Nobody went through by it: what the office cannot take must not hold up a crossing.
        if (!(error instanceof Refused) || !isAboutTheBody(error)) throw error;
      }
      this.spoke = true;
      await this.shelf.acknowledge(signOns);
    }
  }

  async #sendCrossings(): Promise<void> {
    let batch = await this.shelf.waiting(BATCH);
    if (batch.length === 0 && this.#isLetterDue) await this.#sendBatch([]);
    while (batch.length > 0) {
      const settled = await this.#sendBatch(batch);
      // An answer that leaves any of them open would be asked for again at once, for ever.
      if (settled < batch.length) throw new Unreachable("an answer with gaps");
      batch = await this.shelf.waiting(BATCH);
    }
  }

  /** Send some crossings; resolves to how many of them are dealt with. */
  async #sendBatch(batch: KeptCrossing[]): Promise<number> {
    try {
      const letter = await this.#letter(batch.map((one) => one.crossing));
      const sentAt = this.now();
      const answer = await this.office.crossings(letter);
      await this.#heardClock(answer.server_time, sentAt);
      const asked = new Set(batch.map((one) => one.id));
      const fates = answer.results.filter((result) => asked.has(result.id)).map(fateOf);
      await this.shelf.resolve(fates);
      return new Set(fates.map((fate) => fate.id)).size;
    } catch (error) {
      if (!(error instanceof Refused) || !isAboutTheBody(error) || !batch.length) throw error;
      return this.#narrow(batch, error);
    }
  }

  /** The office cannot take this letter: find the crossing that it is about, and set that one aside. */
  async #narrow(batch: KeptCrossing[], error: Refused): Promise<number> {
    const [only] = batch;
    if (batch.length === 1 && only) {
      const problem = { code: error.code, message: error.message };
      await this.shelf.resolve([{ id: only.id, state: "aside", problem }]);
      return 1;
    }
    const half = Math.ceil(batch.length / 2);
    const first = await this.#sendBatch(batch.slice(0, half));
    return first + (await this.#sendBatch(batch.slice(half)));
  }

  get #isLetterDue(): boolean {
    const since = this.now() - this.#letterAt;
    return since < 0 || since >= LETTER_EVERY_MS - SLACK_MS;
  }

  /** A letter is answered at once, so it tells best how far the clock is off. */
  async #heardClock(serverTime: string, sentAt: number): Promise<void> {
    this.spoke = true;
    this.#letterAt = this.now();
    const [heard, offset] = [this.shelf.heard(), clockOffset(serverTime, sentAt, this.now())];
    if (heard && Number.isFinite(offset)) await this.shelf.hear({ ...heard, offset });
  }

  async #letter(crossings: Crossing[]): Promise<Batch> {
    const age = knowledgeAge(this.now(), this.shelf.heard()?.at ?? null);
    return {
      device_time: new Date(this.now()).toISOString(),
      roster_version: this.shelf.version(),
      unsent: await this.shelf.unsent(),
      app_version: this.appVersion,
      battery: this.battery(),
      knowledge_age_s: Number.isFinite(age) ? Math.round(age / 1000) : null,
      crossings,
    };
  }

  async #sendScans(): Promise<void> {
    const scans = await this.shelf.scans(BATCH);
    if (scans.length === 0) return;
    try {
      await this.office.scans(scans);
      this.spoke = true;
    } catch (error) {
      // A scan that the office cannot take is worth no second try: nothing was let through by it.
      if (!(error instanceof Refused) || !isAboutTheBody(error)) throw error;
    }
    await this.shelf.dropScans(scans.map((scan) => scan.id));
  }
}

function fateOf(result: CrossingResult): Fate {
  if (result.status === "recorded" || result.status === "repeat") {
    const since = result.household?.outside_since;
    const settled = { outsideSince: since ? Date.parse(since) : null };
    return { id: result.id, state: "sent", ...(result.household ? { settled } : {}) };
  }
  const problem = result.error ?? { code: result.status, message: "" };
  return { id: result.id, state: "aside", problem };
}

/** A 4xx that another try of the same letter would meet again. */
function isAboutTheBody({ status }: Refused): boolean {
  return status >= 400 && status < 500 && ![401, 403, 404, 408, 421, 425, 429].includes(status);
}
