import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { clockOffset, freshness, hasLapsed, knowledgeAge } from "../src/core/age";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

describe("knowledge", () => {
  it("is fresh, then aging, then old, by the rules of the roster", () => {
    const bounds = { aging_minutes: 60, old_minutes: 120 };
    const levels = [59.9, 60, 119.9, 120].map((minutes) => freshness(minutes * MINUTE, bounds));
    assert.deepEqual(levels, ["fresh", "aging", "aging", "old"]);
  });

  it("ages from 12 and 24 hours on where no rule is known", () => {
    const hours = [11.99, 12, 23.99, 24].map((each) => freshness(each * 60 * MINUTE));
    assert.deepEqual(hours, ["fresh", "aging", "aging", "old"]);
    assert.equal(freshness(knowledgeAge(0, null)), "old", "never heard is as old as can be");
  });

  it("is as old as can be after the clock was set back, and forgives a jitter", () => {
    assert.equal(knowledgeAge(1_000_000, 1_000_000 + 61_000), Infinity);
    assert.equal(knowledgeAge(1_000_000, 1_000_000 + 59_000), 0);
    assert.equal(knowledgeAge(1_000_000, 900_000), 100_000);
  });

  it("may be had for as long as the lease, and not a moment longer", () => {
    assert.equal(hasLapsed(14 * DAY - 1, 14), false);
    assert.equal(hasLapsed(14 * DAY, 14), true);
  });
});

describe("the offset of the clock", () => {
  const at = (time: number) => new Date(time).toISOString();

  it("is taken at the middle of a quick exchange", () => {
    assert.equal(clockOffset(at(10_000), 1_000, 1_400), 8_800);
  });

  it("is taken at the end of a long wait: the office wrote the time then", () => {
    assert.equal(clockOffset(at(30_000), 1_000, 26_000), 4_000);
  });
});
