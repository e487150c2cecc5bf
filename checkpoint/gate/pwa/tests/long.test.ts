import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Outside } from "../src/core/outside";
import { Memory } from "../src/flow/memory";
import { spaceLeft } from "../src/senses/space";
import { BATCH, Courier } from "../src/sync/courier";
import { Unreachable, type Batch } from "../src/sync/office";
import { wentThrough } from "./crossings";
import { TestOffice } from "./office";
import { freshDatabase } from "./storage";

const MANY = 2_500;

function crossing(count: number) {
  return wentThrough(
    Date.UTC(2020, 1, 12) + count * 1_000,
    1 + Math.floor(count / 2),
    count % 2 ? "entry" : "exit",
  );
}

describe("days without a network", () => {
  it("end with everything sent once, in letters of a hundred, while the device goes on", async () => {
    const office = new TestOffice();
    const database = await freshDatabase();
    const memory = await Memory.load(database);
    for (let count = 0; count < MANY; count++) await memory.record(crossing(count), null);
    assert.equal(await memory.unsent(), MANY);
    const letters: Batch[] = [];
    const door = {
      crossings: async (letter: Batch) => {
        letters.push(letter);
        // The network goes once more, in the middle of it.
        if (letters.length === 7) throw new Unreachable("gone");
        return { server_time: "", results: office.take(letter.crossings) as never };
      },
      scans: async () => ({ results: [] }),
      signOns: async () => ({ results: [] }),
    };
    const courier = new Courier(memory, door, () => 0, "test");
    assert.equal(await courier.round(), "later");
    let turns = 0;
    let over = false;
    const others = (async () => {
      for (; !over; turns++) await new Promise((resolve) => setImmediate(resolve));
    })();
    assert.equal(await courier.round(), "done");
    over = true;
    await others;
    assert.ok(turns > MANY / BATCH, "others had their turn between any two letters");
    assert.equal(office.crossings.size, MANY);
    assert.equal(await memory.unsent(), 0);
    assert.ok(letters.every((letter) => letter.crossings.length <= BATCH));
    assert.deepEqual(
      [letters[0]?.unsent, letters[7]?.unsent, letters.at(-1)?.unsent],
      [MANY, MANY - 600, 100],
    );
  });

  it("do not make the next crossing slower: only what is late is laid anew", () => {
    const outside = new Outside();
    assert.equal(outside.add({ crossing: crossing(2) }), true);
    assert.equal(outside.add({ crossing: crossing(4) }), true);
    assert.equal(outside.add({ crossing: crossing(3) }), false, "from before the last one");
  });
});

describe("storage", () => {
  const MEGABYTE = 1_000_000;

  it("is worth a warning above four fifths, or below twenty megabytes", () => {
    const left = (usage: number, quota: number) =>
      spaceLeft({ usage: usage * MEGABYTE, quota: quota * MEGABYTE });
    assert.equal(left(800, 1_000), null);
    assert.equal(left(801, 1_000), 199);
    assert.equal(left(0, 20), null);
    assert.equal(left(0.1, 20), 19);
    assert.equal(left(30, 20), 0);
    assert.equal(spaceLeft({}), null, "a browser that does not say");
  });
});
