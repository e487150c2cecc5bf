/** A device's database in memory, as fresh as a new phone. */

import "fake-indexeddb/auto";
import type { RosterPage } from "../src/core/types";
import { openDatabase, type Database } from "../src/store/database";
import * as rosters from "../src/store/rosters";
import { Vault } from "../src/store/vault";

let count = 0;

export function freshName(): string {
  return `test-${++count}`;
}

export function freshDatabase(): Promise<Database> {
  return openDatabase(freshName());
}

/** Keep a page as a device does that never joined. */
export async function keepPage(database: Database, page: RosterPage): Promise<void> {
  await rosters.keepPage(database, await vaultOf(database), page);
}

export async function vaultOf(database: Database): Promise<Vault> {
  const vault = await Vault.make(database, 0);
  if (!vault) throw new Error("no WebCrypto here");
  return vault;
}
