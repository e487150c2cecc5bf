/**
 * What a resident's phone keeps, in IndexedDB: its key, which the browser uses but never shows, what
 * the office signed for it, and what the office said last, for when there is no network.
 */

import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Standing } from "./office";

export type Linked = {
  /** Not extractable: nobody can copy it out of this browser, this page included. */
  key: CryptoKey;
  /** The public half, 33 bytes. */
  publicKey: Uint8Array<ArrayBuffer>;
  /** What the office signed for this phone, 111 bytes. */
  part: Uint8Array<ArrayBuffer>;
};
/** What the office said last, and what the clock of this phone lacks (ms). */
export type Heard = { standing: Standing; offset: number };

interface Schema extends DBSchema {
  kept: { key: "linked" | "heard" | "language"; value: Linked | Heard | "zh" | "en" };
}

export class Keeping {
  private constructor(private readonly database: IDBPDatabase<Schema>) {}

  static async open(): Promise<Keeping> {
    const database = await openDB<Schema>("my", 1, {
      upgrade: (fresh) => void fresh.createObjectStore("kept"),
    });
    return new Keeping(database);
  }

  async linked(): Promise<Linked | null> {
    return ((await this.database.get("kept", "linked")) as Linked | undefined) ?? null;
  }

  async heard(): Promise<Heard | null> {
    return ((await this.database.get("kept", "heard")) as Heard | undefined) ?? null;
  }

  async language(): Promise<"zh" | "en" | null> {
    return ((await this.database.get("kept", "language")) as "zh" | "en" | undefined) ?? null;
  }

  async keepLanguage(language: "zh" | "en"): Promise<void> {
    await this.database.put("kept", language, "language");
  }

  async keep(linked: Linked, heard: Heard): Promise<void> {
    const change = this.database.transaction("kept", "readwrite", { durability: "strict" });
    const stored = change.store;
    await Promise.all([
      stored.put(linked, "linked"),
      stored.put(heard, "heard"),
      change.done,
    ]);
  }

  /** Forget everything but the language: the phone was unlinked. */
  async forget(): Promise<void> {
    const change = this.database.transaction("kept", "readwrite", { durability: "strict" });
    await Promise.all([change.store.delete("linked"), change.store.delete("heard"), change.done]);
  }
}
