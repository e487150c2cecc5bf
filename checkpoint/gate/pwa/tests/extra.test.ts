import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { undoing } from "../src/core/crossing";
import { isOuting } from "../src/core/outings";
import { extraOf, Outside, type Pending } from "../src/core/outside";
import type { Direction, Limits } from "../src/core/types";
import { limitsInWords } from "../src/words/limits";
import { wentThrough } from "./crossings";

const at = Date.UTC(2020, 1, 12, 4);
const minute = 60_000;
const limits = (change: Partial<Limits> = {}): Limits => ({
  weekdays: null,
  hours: null,
  counted: false,
  home: "elsewhere",
  ...change,
});
const by = (extra: number | undefined, after: number, direction: Direction): Pending => ({
  crossing: wentThrough(at + after * minute, 1, direction),
  ...(extra === undefined ? {} : { extra }),
});

describe("whoever has an extra pass", () => {
  it("moves on their own, and the household without them", () => {
    const day = [by(7, 0, "entry"), by(undefined, 1, "exit"), by(7, 2, "exit"), by(7, 3, "entry")];
    for (const order of [day, [...day].reverse()]) {
      const [household, extra] = [new Outside(order), new Outside(order, extraOf)];
      assert.equal(household.get(1), at + minute);
      assert.equal(household.has(7), false);
      assert.deepEqual([extra.has(7), extra.get(7), extra.has(1)], [true, null, false]);
    }
  });

  it("is where they were before once that is taken back, and the office's answer is the household's", () => {
    const entry = by(7, 0, "entry");
    const knowledge = { roster_version: 1, knowledge_age_s: 0, clock_offset_ms: 0, staff_id: null };
    const crossing = undoing(at + minute, entry.crossing, knowledge);
    const undo: Pending = { crossing, extra: 7, before: 0 };
    assert.equal(new Outside([entry, undo], extraOf).get(7), 0);
    const settled: Pending = { ...entry, settled: { outsideSince: at } };
    assert.equal(new Outside([settled], extraOf).get(7), null);
    assert.equal(new Outside([settled]).has(1), false);
  });

  it("uses up an outing only where it is counted, and only when they leave home", () => {
    const outings = (home: Limits["home"], counted: boolean) =>
      (["exit", "entry"] as const).map((direction) =>
        isOuting(wentThrough(at, 1, direction), {
          kind: "caregiver",
          limits: limits({ home, counted }),
        }),
      );
    assert.deepEqual(outings("here", true), [true, false]);
    assert.deepEqual(outings("elsewhere", true), [false, true]);
    assert.deepEqual(outings("here", false), [false, false]);
    assert.deepEqual(outings("elsewhere", false), [false, false]);
  });
});

describe("days and hours", () => {
  it("are said in few words", () => {
    const said = (weekdays: number[] | null, from = "", to = "") => {
      const hours = from ? { from, to } : null;
      return ["zh", "en"].map((code) => limitsInWords(code, limits({ weekdays, hours })));
    };
    assert.deepEqual(said(null), ["每天", "every day"]);
    assert.deepEqual(said([1, 2, 3, 4, 5], "08:00", "20:00"), [
      "周一至五 08:00–20:00",
      "Mon–Fri 08:00–20:00",
    ]);
    assert.deepEqual(said([6, 7]), ["周六、日", "Sat, Sun"]);
    assert.deepEqual(said([1, 2, 3, 5], "00:00", "00:00"), [
      "周一至三、五 全天",
      "Mon–Wed, Fri at all hours",
    ]);
  });
});
