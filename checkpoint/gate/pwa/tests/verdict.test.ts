import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { REASONS, type Facts, type Verdict } from "../src/core/types";
import { decide, withReading } from "../src/core/verdict";
import { vectors } from "./vectors";

const { cases } = vectors<Facts, Verdict>("verdict.json");

describe("verdict vectors", () => {
  for (const { id, claim, input, expect } of cases) {
    it(`${id}: ${claim}`, () => assert.deepEqual(decide(input), expect));
  }

  it("name no reason that has no words", () => {
    const named = new Set(cases.flatMap((one) => one.expect.reasons));
    assert.deepEqual(
      [...named].filter((reason) => !REASONS.includes(reason)),
      [],
    );
  });
});

describe("a verdict with a reading", () => {
  it("is the same whether the reading came at once or afterwards", () => {
    for (const { id, input } of cases) {
      for (const reading of [300, 349, 350, 365, 372, 373, 430]) {
        const before = decide({ ...input, reading_tenths: null });
        const facts = { ...input, reading_tenths: reading };
        const after = withReading(before, facts);
        assert.deepEqual(after, decide(facts), `${id} at ${reading}`);
      }
    }
  });
});
