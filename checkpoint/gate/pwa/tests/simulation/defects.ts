/** Defects that the simulator must find: see `tests/simulation/test_simulation.py`. */

import type { Memory } from "../../src/flow/memory";
import { STRICT, type Database } from "../../src/store/database";

type Plant = (memory: Memory, database: Database) => void;

const DEFECTS: Record<string, Plant> = {
  /** What the office cannot take is thrown away instead of kept apart. */
  "drops what is refused": (memory, database) => {
    const resolve = memory.resolve.bind(memory);
    memory.resolve = async (fates) => {
      await resolve(fates);
      for (const { id, state } of fates) if (state === "aside") await database.delete("crossings", id);
    };
  },
  /** A crossing is taken for sent as soon as it is in a letter. */
  "sent is sent": (memory) => {
    const waiting = memory.waiting.bind(memory);
    memory.waiting = async (limit) => {
      const found = await waiting(limit);
      await memory.resolve(found.map(({ id }) => ({ id, state: "sent" as const })));
      return found;
    };
  },
  /** The screen says 'recorded' before the disk has it for good. */
  "relaxed writing": () => {
    (STRICT as { durability: string }).durability = "relaxed";
  },
  /** A revocation is overlooked. */
  "never revoked": (memory) => {
    const apply = memory.apply.bind(memory);
    memory.apply = (page) =>
      apply({ ...page, passes: page.passes.map((pass) => pass.with(3, "a") as typeof pass) });
  },
};

/** Give the device the defect of that name; none for ''. */
export function plant(name: string, memory: Memory, database: Database): void {
  if (name) DEFECTS[name]?.(memory, database);
}
