import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rulesAfter, rulesAt } from "../src/core/rules";
import { wordsOf } from "../src/words";
import { ahead, rulesInWords } from "../src/words/tell";
import { TestOffice } from "./office";

const figures = { ...new TestOffice().rules, fever_tenths: 374, longest_outing_minutes: 90 };
const none = rulesAt([], figures, 0);
const set = (version: number, from: number) => ({ ...none, version, from });

describe("the rules in force", () => {
  it("are the figures of the office where there are no rule sets, as version 0", () => {
    assert.equal(none.version, 0);
    assert.equal(none.outings, null);
    assert.equal(none.closure, null);
    assert.equal(none.fever_tenths, 374);
    assert.equal(none.longest_minutes, 90);
    assert.deepEqual(none.exempt, ["medical", "duty", "essential_work"]);
  });

  it("change in the very second in which the next set begins, without anybody being asked", () => {
    const sets = [set(1, 100), set(2, 200)];
    const versions = [99_999, 100_000, 199_999, 200_000].map(
      (at) => rulesAt(sets, figures, at).version,
    );
    assert.deepEqual(versions, [0, 1, 1, 2]);
  });

  it("are of the higher version where two sets begin at once, in whatever order they come", () => {
    const sets = [set(3, 100), set(4, 100), set(2, 100)];
    assert.equal(rulesAt(sets, figures, 100_000).version, 4);
    assert.equal(rulesAt(sets.reverse(), figures, 100_000).version, 4);
    assert.equal(rulesAfter(sets, 99_999)?.version, 4);
  });

  it("are announced one change at a time, the soonest first", () => {
    const sets = [set(3, 300), set(2, 200), set(1, 100)];
    assert.equal(rulesAfter(sets, 0)?.version, 1);
    assert.equal(rulesAfter(sets, 100_000)?.version, 2);
    assert.equal(rulesAfter(sets, 300_000), null);
  });
});

describe("rules in words", () => {
  const now = Date.UTC(2020, 1, 12, 4); // Wednesday, noon in Wuhan
  const zone = "Asia/Shanghai";
  const inDays = (days: number) => now + days * 86_400_000 - 5.5 * 3_600_000;

  it("say when something is to come as one would say it", () => {
    const [zh, en] = [wordsOf("zh"), wordsOf("en")];
    const said = [1, 2, 6, 7].map((days) => ahead(zh, inDays(days), now, zone));
    assert.deepEqual(said, ["明天 06:30", "周五 06:30", "周二 06:30", "2月19日 06:30"]);
    assert.equal(ahead(zh, now + 3_600_000, now, zone), "13:00");
    assert.equal(ahead(en, inDays(1), now, zone), "tomorrow from 06:30");
    assert.equal(ahead(en, inDays(2), now, zone), "Friday from 06:30");
    assert.equal(ahead(en, inDays(7), now, zone), "19 Feb from 06:30");
  });

  it("count the days by the calendar of the compound, not by twenty-four hours", () => {
    const late = Date.UTC(2020, 1, 12, 15, 59); // 23:59 in Wuhan
    assert.equal(ahead(wordsOf("zh"), late + 120_000, late, zone), "明天 00:01");
  });

  it("name what a set allows", () => {
    const outings = { limit: 1, days: 2, counted: "calendar" as const };
    const closure = { from: "22:30", to: "06:30" };
    const rules = { ...none, outings, people: 1, closure };
    assert.equal(
      rulesInWords(wordsOf("zh"), rules),
      "每户 2 天 1 次，一次 1 人，22:30–06:30 夜间封闭",
    );
    const sealed = { ...rules, outings: { ...outings, limit: 0 } };
    assert.equal(rulesInWords(wordsOf("en"), sealed), "sealed");
    assert.equal(rulesInWords(wordsOf("en"), none), "no limit on outings");
  });
});
