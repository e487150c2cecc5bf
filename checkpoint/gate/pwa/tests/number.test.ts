import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { formatNumber, looksLikeNumber, readNumber } from "../src/core/number";
import { vectors } from "./vectors";

type Expect = { number: number; printed: string } | { reason: string };
const { cases } = vectors<{ text: string }, Expect>("number.json");

describe("pass number vectors", () => {
  for (const { id, claim, input, expect } of cases) {
    it(`${id}: ${claim}`, () => {
      const read = readNumber(input.text);
      const told = "number" in read ? { ...read, printed: formatNumber(read.number) } : read;
      assert.deepEqual(told, expect);
    });
  }
});

describe("a pass number", () => {
  it("is told from a token by what a scanner types", () => {
    assert.ok(looksLikeNumber("0318-4402-1"));
    assert.ok(looksLikeNumber(" 031844021\r"));
    assert.ok(!looksLikeNumber("P1:W50310J4J100"));
    assert.ok(!looksLikeNumber("https://example.org/0318-4402-1"));
  });

  it("is refused when two neighbours are swapped or a digit is wrong", () => {
    for (let number = 1; number < 99_999_999; number += 7_654_321) {
      const digits = formatNumber(number).replaceAll("-", "");
      for (let place = 0; place < digits.length; place++) {
        const [a = "", b = ""] = digits.slice(place, place + 2);
        const swapped = digits.slice(0, place) + b + a + digits.slice(place + 2);
        if (b && a !== b) assert.ok("reason" in readNumber(swapped), swapped);
        const wrong = digits.slice(0, place) + ((Number(a) + 1) % 10) + digits.slice(place + 1);
        assert.ok("reason" in readNumber(wrong), wrong);
      }
    }
  });
});
