/** What this device keeps and knows, held together: the courier's shelf and the conductor's memory. */

import { outsideAfter, type Pending } from "../core/outside";
import { Roster, type Household } from "../core/roster";
import type { Crossing, RefusedScan, RosterPage } from "../core/types";
import * as database from "../store/database";
import * as outbox from "../store/outbox";
import { keepPage, loadRoster } from "../store/rosters";
import type { Shelf } from "../sync/courier";

/** How often, at most, the time of the last contact is written down. */
const HEARD_EVERY_MS = 60_000;

export class Memory implements Shelf {
  roster: Roster | null = null;
  #heard: database.Heard | null = null;
  #heardKeptAt = 0;
  /** What the roster does not hold yet, by crossing, and what follows from it, by household. */
  readonly #pending = new Map<string, Pending>();
  #outside = new Map<number, number | null>();

  private constructor(readonly database: database.Database) {}

  /** Everything that was kept, back in memory. */
  static async load(store: database.Database): Promise<Memory> {
    const memory = new Memory(store);
    memory.roster = await loadRoster(store);
    memory.#heard = (await database.kept(store, "heard")) ?? null;
    for (const one of await outbox.unsettled(store)) memory.#pending.set(one.id, one);
    memory.#layOver();
    return memory;
  }

  /** A household as it is now: the roster, and what happened at this gate since. */
  household(one: Household | null): Household | null {
    if (!one || !this.#outside.has(one.id)) return one;
    return { ...one, outsideSince: this.#outside.get(one.id) ?? null };
  }

  /** Resolves when the crossing is on disk. */
  async record(crossing: Crossing, door: database.KeptCrossing["door"]): Promise<void> {
    this.#pending.set(crossing.id, await outbox.keepCrossing(this.database, crossing, door));
    this.#layOver();
  }

  keepScan(scan: RefusedScan): Promise<void> {
    return outbox.keepScan(this.database, scan);
  }

  last(limit: number): Promise<database.KeptCrossing[]> {
    return outbox.lastCrossings(this.database, limit);
  }

  aside(): Promise<database.KeptCrossing[]> {
    return outbox.crossingsIn(this.database, "aside");
  }

  async forget(): Promise<void> {
    await database.forgetEnrolment(this.database);
    this.roster = null;
    this.#heard = null;
    this.#heardKeptAt = 0;
  }

  // The courier's shelf.

  waiting(limit: number): Promise<database.KeptCrossing[]> {
    return outbox.crossingsIn(this.database, "waiting", limit);
  }

  acknowledged(): Promise<database.KeptCrossing[]> {
    return outbox.crossingsIn(this.database, "sent");
  }

  async resolve(fates: Parameters<Shelf["resolve"]>[0]): Promise<void> {
    await outbox.resolve(this.database, fates);
    for (const { id, state, settled } of fates) {
      const pending = this.#pending.get(id);
      if (state === "aside") this.#pending.delete(id);
      else if (pending && settled) this.#pending.set(id, { ...pending, settled });
    }
    this.#layOver();
  }

  async settle(ids: string[]): Promise<void> {
    await outbox.settle(this.database, ids);
    for (const id of ids) this.#pending.delete(id);
    this.#layOver();
  }

  async unsent(): Promise<number> {
    return (await outbox.counts(this.database)).waiting;
  }

  scans(limit: number): Promise<RefusedScan[]> {
    return this.database.getAll("scans", null, limit);
  }

  dropScans(ids: string[]): Promise<void> {
    return outbox.dropScans(this.database, ids);
  }

  version(): number {
    return this.roster?.version ?? 0;
  }

  async apply(page: RosterPage): Promise<void> {
    await keepPage(this.database, page);
    this.roster = new Roster(page, this.roster);
  }

  heard(): database.Heard | null {
    return this.#heard;
  }

  async hear(heard: database.Heard): Promise<void> {
    this.#heard = heard;
    if (Math.abs(heard.at - this.#heardKeptAt) < HEARD_EVERY_MS) return;
    this.#heardKeptAt = heard.at;
    await database.keep(this.database, "heard", heard);
  }

  #layOver(): void {
    this.#outside = outsideAfter(this.#pending.values());
  }
}
