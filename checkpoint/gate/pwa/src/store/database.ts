/** What this device keeps, in IndexedDB. Everything that a person was told is kept is written strictly. */

import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Crossing, RefusedScan, RosterPage } from "../core/types";

/** Not sent yet; acknowledged; acknowledged and in the roster by now; kept apart for staff to look at. */
export type CrossingState = "waiting" | "sent" | "settled" | "aside";

export type KeptCrossing = {
  id: string;
  crossing: Crossing;
  state: CrossingState;
  decidedAt: number;
  /** Where the household lives, so that the list reads without the roster. */
  door: { building: string; unit: string; room: string } | null;
  settled?: { outsideSince: number | null };
  problem?: { code: string; message: string };
};

export type Credential = {
  credential: string;
  device: { id: number; name: string };
  gate: { id: number; name: string };
  compound: { id: number; name: string };
  community: { name: string; phone: string };
  staff: { id: number; name: string };
};

export type Settings = {
  language: "zh" | "en";
  voice: boolean;
  cameraId: string;
  deviceName: string;
};

/** When the office was last heard, by the clock of this device, and what that clock lacks. */
export type Heard = { at: number; offset: number; etag: string };

type Kept = { credential: Credential; settings: Settings; heard: Heard };

interface Schema extends DBSchema {
  kept: { key: string; value: Kept[keyof Kept] };
  roster: { key: number; value: RosterPage };
  crossings: {
    key: string;
    value: KeptCrossing;
    indexes: { byState: [CrossingState, number]; byTime: number };
  };
  scans: { key: string; value: RefusedScan };
}

export type Database = IDBPDatabase<Schema>;
/** IndexedDB is relaxed by default: a power cut may take back what it called done. */
export const STRICT = { durability: "strict" } as const;

/** Open the database, making it the first time. */
export async function openDatabase(name = "checkpoint-gate"): Promise<Database> {
  const database = await openDB<Schema>(name, 1, {
    upgrade(fresh) {
      fresh.createObjectStore("kept");
      fresh.createObjectStore("roster", { autoIncrement: true });
      const crossings = fresh.createObjectStore("crossings", { keyPath: "id" });
      crossings.createIndex("byState", ["state", "decidedAt"]);
      crossings.createIndex("byTime", "decidedAt");
      fresh.createObjectStore("scans", { keyPath: "id" });
    },
    // Another tab brings a newer form of the database: make room for it.
    blocking: () => database.close(),
  });
  return database;
}

/** One of the few single things that are kept. */
export async function kept<Name extends keyof Kept>(
  database: Database,
  name: Name,
): Promise<Kept[Name] | undefined> {
  return (await database.get("kept", name)) as Kept[Name] | undefined;
}

/** Keep one of the few single things. */
export async function keep<Name extends keyof Kept>(
  database: Database,
  name: Name,
  value: Kept[Name],
): Promise<void> {
  const change = database.transaction("kept", "readwrite", STRICT);
  await Promise.all([change.store.put(value, name), change.done]);
}

/** Forget who this device is and whom it knows; what is not sent yet stays. */
export async function forgetEnrolment(database: Database): Promise<void> {
  const change = database.transaction(["kept", "roster"], "readwrite", STRICT);
  await Promise.all([
    change.objectStore("kept").delete("credential"),
    change.objectStore("kept").delete("heard"),
    change.objectStore("roster").clear(),
    change.done,
  ]);
}
