import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isInDoubt, paintedPlate, plateKind, readPlate } from "../src/core/plate";
import { vectors } from "./vectors";

type Input = { of: string; text: string };
const { cases } = vectors<Input, unknown>("plate.json");

describe("plate vectors", () => {
  for (const { id, claim, input, expect } of cases.filter((one) => one.input.of === "plate")) {
    it(`${id}: ${claim}`, () => {
      const read = readPlate(input.text);
      const told = "plate" in read ? { ...read, kind: plateKind(read.plate) } : read;
      assert.deepEqual(told, expect);
    });
  }
});

describe("a plate", () => {
  it("is in doubt when its form is not known here", () => {
    assert.ok(isInDoubt("AB12CDE"));
    assert.ok(!isInDoubt("冀A12345"));
  });

  it("is shown as it is painted", () => {
    assert.equal(paintedPlate("冀AD12345"), "冀A·D12345");
    assert.equal(paintedPlate("AB12CDE"), "AB12CDE");
  });
});
