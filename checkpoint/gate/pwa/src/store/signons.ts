/** Sign-ons are kept until the office has acknowledged all of them, the end included. */

import type { SignOn } from "../core/types";
import { STRICT, type Database, type KeptSignOn } from "./database";

/** Put a sign-on on disk as the one that holds. Resolves when the disk has it. */
export async function keepStart(database: Database, signOn: SignOn): Promise<void> {
  const change = database.transaction(["kept", "signOns"], "readwrite", STRICT);
  await Promise.all([
    change.objectStore("kept").put(signOn, "shift"),
    change.objectStore("signOns").put({ ...signOn, acknowledged: "nothing" }),
    change.done,
  ]);
}

/** The sign-on has ended. Resolves when the disk has it. */
export async function keepEnd(database: Database, signOn: SignOn, endedAt: string): Promise<void> {
  const change = database.transaction(["kept", "signOns"], "readwrite", STRICT);
  const rows = change.objectStore("signOns");
  const known = await rows.get(signOn.id);
  const acknowledged = known?.acknowledged ?? "nothing";
  await Promise.all([
    change.objectStore("kept").delete("shift"),
    rows.put({ ...signOn, ended_at: endedAt, acknowledged }),
    change.done,
  ]);
}

/** Up to `limit` sign-ons of which the office does not know everything yet. */
export async function unreported(database: Database, limit: number): Promise<SignOn[]> {
  const all: KeptSignOn[] = await database.getAll("signOns");
  return all
    .filter((one) => one.acknowledged === "nothing" || one.ended_at !== null)
    .slice(0, limit)
    .map(({ acknowledged: _, ...signOn }) => signOn);
}

/** The office has these, as they were sent: what has ended meanwhile is sent again. */
export async function acknowledge(database: Database, sent: SignOn[]): Promise<void> {
  const change = database.transaction("signOns", "readwrite", STRICT);
  for (const { id, ended_at } of sent) {
    const one = await change.store.get(id);
    if (ended_at !== null) await change.store.delete(id);
    else if (one) await change.store.put({ ...one, acknowledged: "start" });
  }
  await change.done;
}
