import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { codeInLink, readCode, typedCode } from "../src/core/code";

describe("a code to join by", () => {
  it("is read however it is typed", () => {
    const ways = ["7K3QF-M29XA", "7k3qf m29xa", " 7K3QFM29XA ", "７Ｋ３ＱＦ－Ｍ２９ＸＡ", "7K3QF—M29XA"];
    for (const way of ways) assert.equal(readCode(way), "7K3QF-M29XA", way);
    assert.equal(readCode("OIL00-00000"), "01100-00000", "O is 0, I and L are 1");
  });

  it("is nothing when it can be none", () => {
    for (const text of ["", "7K3QF", "7K3QF-M29XAB", "7K3QF-M29XU", "7K3QF-M29X!", "七K3QFM29XA"]) {
      assert.equal(readCode(text), null, text);
    }
  });

  it("takes its dash while it is typed, and no more than ten characters", () => {
    assert.equal(typedCode("7k3q"), "7K3Q");
    assert.equal(typedCode("7k3qfm"), "7K3QF-M");
    assert.equal(typedCode("7k3qfm29xaxxxx"), "7K3QF-M29XA");
  });

  it("is found in a link, behind the #", () => {
    assert.equal(codeInLink("https://gate.example/gate/#join=7K3QF-M29XA"), "7K3QF-M29XA");
    assert.equal(codeInLink("https://gate.example/gate/?join=7K3QF-M29XA"), null);
    assert.equal(codeInLink("https://gate.example/gate/#join="), null);
    assert.equal(codeInLink("P1:ABC"), null);
  });
});
