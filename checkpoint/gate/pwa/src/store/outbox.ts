/**
 * The outbox: crossings that were decided here. One is on disk before the screen says 'recorded'; it
 * leaves only when the server has acknowledged it, and what the server cannot take is kept apart.
 */

import type { Crossing, RefusedScan } from "../core/types";
import { STRICT, type CrossingState, type Database, type KeptCrossing } from "./database";

/** So many acknowledged crossings are kept for the list of the last ones. */
const KEEP_SETTLED = 200;
const FIRST = -Infinity;
const LAST = Infinity;

export type Counts = { waiting: number; aside: number; scans: number };

/** Put a crossing on disk. Resolves when the disk has it. */
export async function keepCrossing(
  database: Database,
  crossing: Crossing,
  door: KeptCrossing["door"],
  more: Pick<KeptCrossing, "before" | "outing" | "extra"> = { before: null },
): Promise<KeptCrossing> {
  const { id } = crossing;
  const decidedAt = Date.parse(crossing.decided_at);
  const one: KeptCrossing = { id, crossing, state: "waiting", decidedAt, door, ...more };
  const change = database.transaction("crossings", "readwrite", STRICT);
  await Promise.all([change.store.add(one), change.done]);
  return one;
}

/** Up to `limit` crossings in one state, the oldest first. */
export async function crossingsIn(
  database: Database,
  state: CrossingState,
  limit?: number,
): Promise<KeptCrossing[]> {
  return database.getAllFromIndex("crossings", "byState", inState(state), limit);
}

/** What the roster does not hold yet: everything waiting or acknowledged since. */
export async function unsettled(database: Database): Promise<KeptCrossing[]> {
  const [waiting, sent] = await Promise.all([
    crossingsIn(database, "waiting"),
    crossingsIn(database, "sent"),
  ]);
  return [...waiting, ...sent];
}

/** The last crossings of this device, the newest first. */
export async function lastCrossings(database: Database, limit: number): Promise<KeptCrossing[]> {
  const found: KeptCrossing[] = [];
  const reading = database.transaction("crossings");
  let cursor = await reading.store.index("byTime").openCursor(null, "prev");
  while (cursor && found.length < limit) {
    found.push(cursor.value);
    cursor = await cursor.continue();
  }
  return found;
}

/** Write down what became of some crossings; their bodies stay as they were. */
export async function resolve(
  database: Database,
  fates: Pick<KeptCrossing, "id" | "state" | "settled" | "problem">[],
): Promise<void> {
  const change = database.transaction("crossings", "readwrite", STRICT);
  for (const fate of fates) {
    const one = await change.store.get(fate.id);
    if (one) await change.store.put({ ...one, ...fate });
  }
  await change.done;
}

/** The roster has caught up: these need not be laid over it any more, the oldest of them may go. */
export async function settle(database: Database, ids: string[]): Promise<void> {
  await resolve(
    database,
    ids.map((id) => ({ id, state: "settled" as const })),
  );
  const change = database.transaction("crossings", "readwrite", STRICT);
  const settled = await change.store.index("byState").getAllKeys(inState("settled"));
  for (const id of settled.slice(0, -KEEP_SETTLED)) await change.store.delete(id);
  await change.done;
}

/** How many are not sent yet, how many are kept apart. */
export async function counts(database: Database): Promise<Counts> {
  const reading = database.transaction(["crossings", "scans"]);
  const crossings = reading.objectStore("crossings").index("byState");
  const [waiting, aside, scans] = await Promise.all([
    crossings.count(inState("waiting")),
    crossings.count(inState("aside")),
    reading.objectStore("scans").count(),
  ]);
  return { waiting, aside, scans };
}

/** Keep a refused scan until it is sent. */
export async function keepScan(database: Database, scan: RefusedScan): Promise<void> {
  const change = database.transaction("scans", "readwrite", STRICT);
  await Promise.all([change.store.put(scan), change.done]);
}

/** Forget refused scans that the server has. */
export async function dropScans(database: Database, ids: string[]): Promise<void> {
  const change = database.transaction("scans", "readwrite", STRICT);
  await Promise.all([...ids.map((id) => change.store.delete(id)), change.done]);
}

function inState(state: CrossingState): IDBKeyRange {
  return IDBKeyRange.bound([state, FIRST], [state, LAST]);
}
