/** A visit as a household plans it, and the invitation in words: the pure parts of both pages. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Invitation } from "../src/invited/office";
import { tell, timesOf } from "../src/invited/telling";
import { en, zh } from "../src/invited/words";
import { days, fieldOf, newPlan, readPlan, type Planned } from "../src/resident/plan";
import { en as enPage, zh as zhPage } from "../src/resident/words";

const ZONE = "Asia/Shanghai";
const NOW = Date.parse("2020-02-14T09:07:00+08:00");

function planned(changed: Partial<Planned> = {}): Planned {
  return { ...newPlan(NOW, ZONE), name: "周护士", ...changed };
}

function times(plan: Planned): [string, string] {
  const read = readPlan(plan, NOW, ZONE);
  assert.ok("wish" in read);
  return [read.wish.since, read.wish.until];
}

describe("a visit that is planned", () => {
  it("begins with the next quarter of an hour and lasts two hours", () => {
    const { day, from, to } = newPlan(NOW, ZONE);
    assert.deepEqual([day, from, to], ["2020-02-14", "09:15", "11:15"]);
  });

  it("is of the compound's day, not of the phone's", () => {
    const late = Date.parse("2020-02-14T23:50:00+08:00");
    assert.equal(newPlan(late, ZONE).day, "2020-02-15");
    assert.deepEqual(days(late, ZONE), { min: "2020-02-14", max: "2020-03-15" });
  });

  it("is sent with moments", () => {
    const plan = planned({ day: "2020-02-16", from: "08:00", to: "10:30" });
    assert.deepEqual(times(plan), ["2020-02-16T00:00:00.000Z", "2020-02-16T02:30:00.000Z"]);
  });

  it("ends on the next day where the end is before the beginning", () => {
    const plan = planned({ day: "2020-02-16", from: "22:00", to: "06:00" });
    assert.deepEqual(times(plan), ["2020-02-16T14:00:00.000Z", "2020-02-16T22:00:00.000Z"]);
  });

  const wrong: [Partial<Planned>, string][] = [
    [{ name: "  " }, "name"],
    [{ phone: "12345" }, "phone"],
    [{ day: "soon" }, "since"],
    [{ from: "" }, "since"],
    [{ to: "" }, "until"],
    [{ from: "07:00", to: "09:07" }, "until"],
  ];
  for (const [changed, field] of wrong) {
    it(`is not sent with a wrong ${field}: ${JSON.stringify(changed)}`, () => {
      assert.deepEqual(readPlan(planned(changed), NOW, ZONE), { field });
    });
  }

  it("may go on a minute longer than now", () => {
    assert.ok("wish" in readPlan(planned({ from: "07:00", to: "09:08" }), NOW, ZONE));
  });

  it("says what the office found wrong at the field where it was typed", () => {
    assert.equal(fieldOf("expected_until"), "until");
    assert.equal(fieldOf("party_size"), "people");
    assert.equal(fieldOf(null), null);
    assert.equal(fieldOf("host"), null);
  });
});

const INVITATION: Invitation = {
  state: "ready",
  token: "CP1:X",
  number: 3184402,
  server_time: "2020-02-14T09:07:00+08:00",
  time_zone: ZONE,
  compound: "棉四生活区",
  building_zh: "12号楼",
  building_en: "Building 12",
  host: "王**",
  gates: ["北门", "东门"],
  since: "2020-02-14T14:00:00+08:00",
  until: "2020-02-14T16:00:00+08:00",
  people: 2,
  community: "棉四社区",
  community_phone: "",
};

describe("an invitation", () => {
  it("says when and where, to whom and how many", () => {
    const lines = tell(INVITATION, zh).lines.map(({ text }) => text);
    assert.deepEqual(lines.slice(1), ["棉四生活区、12号楼", "北门、东门", "王** 家", "2 人"]);
    assert.match(lines[0] ?? "", /2月14日.*14:00 – 16:00/);
  });

  it("names the day of the end where it is another one", () => {
    const over = { ...INVITATION, until: "2020-02-15T01:00:00+08:00" };
    assert.match(timesOf(over, en), /14 February.* 14:00 – .*15 February.* 01:00/);
  });

  it("says from when on, before its time", () => {
    assert.match(tell({ ...INVITATION, state: "early" }, en).headline, /^Not before .*14:00$/);
  });

  for (const state of ["over", "cancelled"] as const) {
    it(`tells nothing more once it is ${state}`, () => {
      const told = tell({ ...INVITATION, state, token: "" }, zh);
      assert.deepEqual(told.lines, []);
      assert.ok(told.headline && told.more);
    });
  }
});

describe("the words of both pages", () => {
  it("are there in Chinese and in English", () => {
    const shape = (value: unknown): unknown =>
      value && typeof value === "object" && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .sort()
              .map(([key, each]) => [key, shape(each)]),
          )
        : typeof value;
    assert.deepEqual(shape(zhPage), shape(enPage));
    assert.deepEqual(shape(zh), shape(en));
  });
});
