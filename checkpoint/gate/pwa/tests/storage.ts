/** A device's database in memory, as fresh as a new phone. */

import "fake-indexeddb/auto";
import { openDatabase, type Database } from "../src/store/database";

let count = 0;

export function freshDatabase(): Promise<Database> {
  return openDatabase(`test-${++count}`);
}
