import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { KeyBurst } from "../src/camera/keyboard";
import { Sight } from "../src/camera/scanner";

/** Type `keys` with `gap` ms between them; answers what came of it. */
function type(
  burst: KeyBurst,
  keys: string[],
  gap: number,
  from = 1_000,
): { scans: string[]; hand: string[] } {
  const scans: string[] = [];
  const hand: string[] = [];
  let at = from;
  for (const key of keys) {
    hand.push(...burst.quiet((at += gap)));
    const hit = burst.hit(key, at);
    if (hit.scan !== null) scans.push(hit.scan);
    hand.push(...hit.hand);
  }
  hand.push(...burst.quiet(at + 1_000));
  return { scans, hand };
}

describe("keys", () => {
  it("that come fast and end with Enter are a scan", () => {
    const keys = [..."P1:ABC 123", "Enter"];
    assert.deepEqual(type(new KeyBurst(), keys, 5), { scans: ["P1:ABC 123"], hand: [] });
  });

  it("of a hand are a hand's, one by one", () => {
    assert.deepEqual(type(new KeyBurst(), ["3", "6", "5"], 150), {
      scans: [],
      hand: ["3", "6", "5"],
    });
  });

  it("of a hurried hand are a hand's too, and so is its Enter", () => {
    const typed = type(new KeyBurst(), ["3", "6", "5", "Enter"], 30);
    assert.deepEqual(typed, { scans: [], hand: ["3", "6", "5", "Enter"] });
  });

  it("of a scanner that stumbles half way are one scan all the same", () => {
    const burst = new KeyBurst();
    type(burst, [], 0);
    for (const [index, key] of [..."P1:AB"].entries()) burst.hit(key, 1_000 + index * 10);
    burst.hit("C", 1_500);
    assert.equal(burst.hit("Enter", 1_510).scan, "P1:ABC");
  });

  it("without an Enter are nobody's when there are many", () => {
    assert.deepEqual(type(new KeyBurst(), [..."P1:ABCDEF"], 5), { scans: [], hand: [] });
  });

  it("do not fill the memory", () => {
    const { scans } = type(new KeyBurst(), [..."x".repeat(20_000), "Enter"], 1);
    assert.equal(scans[0]?.length, 8_192);
  });
});

describe("a code in view", () => {
  it("is read once, however long it stays", () => {
    const sight = new Sight();
    assert.ok(sight.isNew("a", 0));
    for (let now = 100; now < 60_000; now += 100) assert.ok(!sight.isNew("a", now));
  });

  it("is read again after it was away for a while", () => {
    const sight = new Sight();
    sight.isNew("a", 0);
    assert.ok(!sight.isNew("a", 1_100));
    assert.ok(sight.isNew("a", 2_400));
  });

  it("gives way to another one at once", () => {
    const sight = new Sight();
    sight.isNew("a", 0);
    assert.ok(sight.isNew("b", 50));
    assert.ok(sight.isNew("a", 100));
  });
});
