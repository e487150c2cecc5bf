/** What this device keeps, in IndexedDB. Everything that a person was told is kept is written strictly. */

import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Trials } from "../core/pin";
import type { Crossing, RefusedScan, SignOn } from "../core/types";
import type { Hold } from "../flow/state";

/** Not sent yet; acknowledged; acknowledged and in the roster by now; kept apart for staff to look at. */
export type CrossingState = "waiting" | "sent" | "settled" | "aside";

export type KeptCrossing = {
  id: string;
  crossing: Crossing;
  state: CrossingState;
  decidedAt: number;
  /** Where the household lives, so that the list reads without the roster. */
  door: { building: string; unit: string; room: string } | null;
  /** Since when they were out before it; known of crossings that were recorded here. */
  before?: number | null;
  /** The number of the extra pass whose holder went through, if it was not the household. */
  extra?: number;
  /** Whether it counts as an outing of the household. */
  outing?: boolean;
  settled?: { outsideSince: number | null };
  problem?: { code: string; message: string };
};

export type Credential = {
  credential: string;
  device: { id: number; name: string };
  gate: { id: number; name: string };
  compound: { id: number; name: string };
  community: { name: string; phone: string };
};

/** A sign-on, and how much of it the office has acknowledged. */
export type KeptSignOn = SignOn & { acknowledged: "nothing" | "start" };

/** Encrypted by the vault. */
export type Sealed = { iv: Uint8Array<ArrayBuffer>; octets: ArrayBuffer };

export type Settings = {
  language: "zh" | "en";
  voice: boolean;
  cameraId: string;
  deviceName: string;
  /** The thermometer that this device's guard has in hand; 0 is none yet. */
  instrument?: number;
};

/** When the office was last heard, by the clock of this device, and what that clock lacks. */
export type Heard = { at: number; offset: number; etag: string };

export type Kept = {
  credential: Credential;
  settings: Settings;
  heard: Heard;
  /** The sign-on of whoever is at this device. */
  shift: SignOn;
  /** Wrong PINs in a row, by the id of the guard. */
  trials: Record<number, Trials>;
  /** Who waits to be measured again. */
  holds: Hold[];
  /** When the last typed numbers led nowhere. They outlast leaving the gate. */
  wrong: number[];
  /** Revoked, and still handing over what was not sent. */
  revoked: true;
};

interface Schema extends DBSchema {
  kept: { key: string; value: Kept[keyof Kept] };
  vault: { key: "key"; value: CryptoKey };
  /** Pages of the roster, in the order in which they came. */
  pages: { key: number; value: Sealed };
  /** The highest generation of each pass number that was seen with a good signature. */
  seen: { key: number; value: number };
  signOns: { key: string; value: KeptSignOn };
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
  const database = await openDB<Schema>(name, 2, {
    upgrade(fresh, version, _, change) {
      if (version < 1) first(fresh);
      second(fresh, change.objectStore("kept"));
    },
    // Another tab brings a newer form of the database: make room for it.
    blocking: () => database.close(),
  });
  return database;
}

function first(fresh: Database): void {
  fresh.createObjectStore("kept");
  const crossings = fresh.createObjectStore("crossings", { keyPath: "id" });
  crossings.createIndex("byState", ["state", "decidedAt"]);
  crossings.createIndex("byTime", "decidedAt");
  fresh.createObjectStore("scans", { keyPath: "id" });
}

/** The vault, and who signs on. The outbox stays as it is; the roster lay open, and is fetched anew. */
function second(fresh: Database, single: { delete?(name: string): unknown }): void {
  const names: DOMStringList = fresh.objectStoreNames;
  if (names.contains("roster" as never)) fresh.deleteObjectStore("roster" as never);
  single.delete?.("heard");
  fresh.createObjectStore("vault");
  fresh.createObjectStore("pages");
  fresh.createObjectStore("seen");
  fresh.createObjectStore("signOns", { keyPath: "id" });
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

/** Do not keep that any longer. */
export async function drop(database: Database, ...names: (keyof Kept)[]): Promise<void> {
  const change = database.transaction("kept", "readwrite", STRICT);
  await Promise.all([...names.map((name) => change.store.delete(name)), change.done]);
}

/** Delete the key first of all, then everything that it locked up. What is not sent yet stays. */
export async function emptyVault(database: Database): Promise<void> {
  const change = database.transaction(["vault", "pages"], "readwrite", STRICT);
  await Promise.all([
    change.objectStore("vault").clear(),
    change.objectStore("pages").clear(),
    change.done,
  ]);
}

/** Forget who this device is and whom it knows; what is not sent yet stays. */
export async function forgetEnrolment(database: Database): Promise<void> {
  await emptyVault(database);
  const change = database.transaction(["kept", "seen"], "readwrite", STRICT);
  const names = ["credential", "heard", "shift", "trials", "holds", "revoked"] as const;
  await Promise.all([
    ...names.map((name) => change.objectStore("kept").delete(name)),
    change.objectStore("seen").clear(),
    change.done,
  ]);
}
