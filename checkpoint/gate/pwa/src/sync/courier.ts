/**
 * The courier carries the outbox to the office and the roster back. Nothing that the office says, and
 * nothing that it fails to say, makes the courier drop a crossing: sent, kept apart, or tried again.
 */

import { clockOffset } from "../core/age";
import type { Crossing, RosterPage, RefusedScan } from "../core/types";
import type { Heard, KeptCrossing } from "../store/database";
import { Refused, Unreachable, type Batch, type CrossingResult } from "./office";

export const BATCH = 100;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

type Fate = Pick<KeptCrossing, "id" | "state" | "settled" | "problem">;

/** What the courier needs of the device; a simulator brings its own. */
export type Shelf = {
  waiting(limit: number): Promise<KeptCrossing[]>;
  acknowledged(): Promise<KeptCrossing[]>;
  resolve(fates: Fate[]): Promise<void>;
  settle(ids: string[]): Promise<void>;
  unsent(): Promise<number>;
  scans(limit: number): Promise<RefusedScan[]>;
  dropScans(ids: string[]): Promise<void>;
  version(): number;
  apply(page: RosterPage): Promise<void>;
  heard(): Heard | null;
  hear(heard: Heard): Promise<void>;
};

export type OfficeDoor = {
  crossings(batch: Batch): Promise<{ server_time: string; results: CrossingResult[] }>;
  scans(scans: RefusedScan[]): Promise<{ results: { id: string; status: string }[] }>;
  roster(version: number, etag: string): Promise<{ page: RosterPage; etag: string } | null>;
  ping(): Promise<{ server_time: string }>;
};

/** How a round went: all done, no answer (try later), or this device may not speak any more. */
export type Round = "done" | "later" | "unwelcome";

export class Courier {
  /** How long to wait before the next try; grows with every failure, 0 after a success. */
  pauseMs = 0;
  #running: Promise<Round> | null = null;
  #again = false;

  constructor(
    private readonly shelf: Shelf,
    private readonly office: OfficeDoor,
    private readonly now: () => number,
    private readonly appVersion: string,
  ) {}

  /** Send what waits, then fetch what changed. One round at a time: who asks meanwhile gets another. */
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
    try {
      await this.#sendCrossings();
      await this.#sendScans();
      await this.#fetchRoster();
      this.pauseMs = 0;
      return "done";
    } catch (error) {
      if (error instanceof Refused && isUnwelcome(error)) return "unwelcome";
      // A full disk, perhaps. What was not written down is asked again, once there is room.
      if (!(error instanceof Refused || error instanceof Unreachable)) console.error(error);
      const asked = error instanceof Refused ? error.retryAfterMs : null;
      const longer = Math.min(LONGEST_PAUSE_MS, this.pauseMs * 2 || FIRST_PAUSE_MS);
      this.pauseMs = Math.max(asked ?? 0, longer);
      return "later";
    }
  }

  async #sendCrossings(): Promise<void> {
    let batch = await this.shelf.waiting(BATCH);
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
      const answer = await this.office.crossings(
        await this.#letter(batch.map((one) => one.crossing)),
      );
      const asked = new Set(batch.map((one) => one.id));
      const fates = answer.results.filter((result) => asked.has(result.id)).map(fateOf);
      await this.shelf.resolve(fates);
      return new Set(fates.map((fate) => fate.id)).size;
    } catch (error) {
      if (!(error instanceof Refused) || !isAboutTheBody(error)) throw error;
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

  async #letter(crossings: Crossing[]): Promise<Batch> {
    return {
      device_time: new Date(this.now()).toISOString(),
      roster_version: this.shelf.version(),
      unsent: await this.shelf.unsent(),
      app_version: this.appVersion,
      crossings,
    };
  }

  async #sendScans(): Promise<void> {
    const scans = await this.shelf.scans(BATCH);
    if (scans.length === 0) return;
    try {
      await this.office.scans(scans);
    } catch (error) {
      // A scan that the office cannot take is worth no second try: nothing was let through by it.
      if (!(error instanceof Refused) || !isAboutTheBody(error)) throw error;
    }
    await this.shelf.dropScans(scans.map((scan) => scan.id));
  }

  async #fetchRoster(): Promise<void> {
    // Acknowledged before the roster was asked for, so the roster holds them.
    const acknowledged = await this.shelf.acknowledged();
    const before = this.shelf.heard();
    const askedAt = this.now();
    const changes = await this.office.roster(this.shelf.version(), before?.etag ?? "");
    if (changes) await this.shelf.apply(changes.page);
    const at = this.now();
    // 'Nothing changed' comes without the office's time: what is known of the clock stays.
    const serverTime = changes?.page.server_time;
    const offset = serverTime ? clockOffset(serverTime, askedAt, at) : (before?.offset ?? 0);
    await this.shelf.hear({ at, offset, etag: changes ? changes.etag : (before?.etag ?? "") });
    if (acknowledged.length) await this.shelf.settle(acknowledged.map((one) => one.id));
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

function isUnwelcome(error: Refused): boolean {
  return error.status === 401;
}

/** A 4xx that another try of the same letter would meet again. */
function isAboutTheBody({ status }: Refused): boolean {
  return status >= 400 && status < 500 && ![401, 403, 404, 408, 421, 425, 429].includes(status);
}
