import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { undoing } from "../src/core/crossing";
import type { Crossing } from "../src/core/types";
import { Memory } from "../src/flow/memory";
import { keepCrossing } from "../src/store/outbox";
import { Courier } from "../src/sync/courier";
import { wentThrough } from "./crossings";
import { TestOffice } from "./office";
import { freshDatabase, keepPage } from "./storage";

const now = Date.UTC(2020, 1, 12, 4);

/** As it lay in the outbox of a gate view that knew no rules. */
function older(): Crossing {
  const { children: _, ...crossing } = wentThrough(now, 1, "exit");
  return crossing;
}

describe("a crossing of an older gate view", () => {
  it("is sent as it was kept, octet by octet, and counts as an outing", async () => {
    const office = new TestOffice();
    office.add(1, ["12", "2", "501"]);
    const database = await freshDatabase();
    const page = office.roster(0);
    assert.ok(page);
    await keepPage(database, page);
    const crossing = older();
    await keepCrossing(database, crossing, null);
    const memory = await Memory.load(database);
    const household = memory.household(memory.roster?.households.get(1) ?? null);
    assert.equal(household?.exits.length, 1);
    let sent: Crossing[] = [];
    const door = {
      crossings: async (letter: { crossings: Crossing[] }) => {
        sent = letter.crossings;
        return { server_time: "", results: office.take(letter.crossings) as never };
      },
      scans: async () => ({ results: [] }),
      signOns: async () => ({ results: [] }),
    };
    await new Courier(memory, door, () => now, "test").round();
    assert.equal(JSON.stringify(sent), JSON.stringify([crossing]));
  });

  it("can be taken back", () => {
    const knowledge = { roster_version: 1, knowledge_age_s: 0, clock_offset_ms: 0, staff_id: 3 };
    const undo = undoing(now + 1_000, older(), knowledge);
    assert.equal(undo.children, 0);
    assert.deepEqual(undo.readings, []);
  });
});
