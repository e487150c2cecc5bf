/** The newest card of each pass that was held before this device: it kills the older ones. */

import { STRICT, type Database } from "./database";

/** The highest generation seen, by pass number. */
export async function loadSeen(database: Database): Promise<Map<number, number>> {
  const reading = database.transaction("seen");
  const [numbers, generations] = await Promise.all([
    reading.store.getAllKeys(),
    reading.store.getAll(),
  ]);
  return new Map(numbers.map((number, index) => [number, generations[index] ?? 0]));
}

/** Remember a generation. Resolves when the disk has it. */
export async function keepSeen(
  database: Database,
  number: number,
  generation: number,
): Promise<void> {
  const change = database.transaction("seen", "readwrite", STRICT);
  await Promise.all([change.store.put(generation, number), change.done]);
}
