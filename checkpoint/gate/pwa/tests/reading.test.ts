import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  figure,
  formatTenths,
  isWhole,
  pressed,
  readFigure,
  readKeypad,
} from "../src/core/reading";

const typed = (keys: string) => [...keys].reduce(pressed, "");

describe("the keypad", () => {
  it("makes 36.5 of three presses", () => {
    assert.equal(figure(typed("365")), "36.5");
    assert.ok(isWhole(typed("365")));
    assert.deepEqual(readKeypad(typed("365")), { tenths: 365 });
  });

  it("shows the figure as it grows", () => {
    assert.deepEqual(["", "3", "36", "365"].map(figure), ["", "3", "36.", "36.5"]);
  });

  it("takes digits back, and starts afresh after a whole figure", () => {
    assert.equal(["3", "6", "back", "7"].reduce(pressed, ""), "37");
    assert.equal(typed("3654"), "4");
  });

  it("accepts a whole degree when it is recorded by hand", () => {
    assert.deepEqual(readKeypad("37"), { tenths: 370 });
  });

  it("takes a typed point at its word, so that 3.65 is not 36.5", () => {
    assert.deepEqual(readKeypad(typed("36.5")), { tenths: 365 });
    assert.deepEqual(readKeypad(typed("3.65")), { problem: "reading.out_of_range" });
  });

  it("keeps to 30.0 up to 43.0", () => {
    assert.deepEqual(readKeypad("300"), { tenths: 300 });
    assert.deepEqual(readKeypad("430"), { tenths: 430 });
    assert.deepEqual(readKeypad("299"), { problem: "reading.out_of_range" });
    assert.deepEqual(readKeypad("431"), { problem: "reading.out_of_range" });
  });
});

describe("a written figure", () => {
  for (const text of ["3.65", "365", "45", "0", "36.55", "29.9", "43.1"]) {
    it(`${text} is out of range`, () => {
      assert.deepEqual(readFigure(text), { problem: "reading.out_of_range" });
    });
  }
  for (const text of ["-1", "abc", "", "36,5", "3e1", " 36.5", "+36", "３６.５", "36.5°C"]) {
    it(`'${text}' is no figure`, () => {
      assert.deepEqual(readFigure(text), { problem: "reading.not_a_figure" });
    });
  }
  it("is read and written the same", () => {
    for (let tenths = 300; tenths <= 430; tenths++) {
      assert.deepEqual(readFigure(formatTenths(tenths)), { tenths });
    }
  });
});
