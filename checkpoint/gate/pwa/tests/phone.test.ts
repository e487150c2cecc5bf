import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hashOf, normalisedName, readPhone, type DenialKind } from "../src/core/phone";
import { vectors } from "./vectors";

type Input = { of: string; text: string; salt: string; kind: DenialKind; value: string };
const { cases } = vectors<Input, unknown>("plate.json");

describe("telephone, name and hash vectors", () => {
  for (const { id, claim, input, expect } of cases.filter((one) => one.input.of !== "plate")) {
    it(`${id}: ${claim}`, () => assert.deepEqual(answerTo(input), expect));
  }
});

function answerTo(input: Input): unknown {
  if (input.of === "phone") return readPhone(input.text);
  if (input.of === "hash") return { hash: hashOf(input.salt, input.kind, input.value) };
  const name = normalisedName(input.text);
  return name ? { name } : { reason: "name.empty" };
}
