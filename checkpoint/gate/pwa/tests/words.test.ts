import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { REASONS } from "../src/core/types";
import { wordsOf } from "../src/words";
import { ageWords, moment, NOTHING_KNOWN, spanWords } from "../src/words/tell";
import type { Telling } from "../src/words/types";

const telling: Telling = {
  ...NOTHING_KNOWN,
  since: "10:05",
  away: "48 min",
  late: true,
  back: "12:05",
  from: "1 Mar",
  until: "2 Mar",
  reading: "37.6",
  next: "tomorrow from 06:30",
  last: "09:12",
  closedFrom: "22:30",
  closedTo: "06:30",
  limit: 1,
  most: 1,
  rest: 5,
};

for (const language of ["zh", "en"] as const) {
  const words = wordsOf(language);

  describe(`words in ${language}`, () => {
    it("have a title, a reason and what to say for every refusal", () => {
      for (const reason of REASONS) {
        const told = words.reasons[reason];
        assert.ok(told.title(telling), reason);
        assert.ok(told.reason(telling), reason);
        if (!/admitted|undone/.test(reason)) assert.ok(told.say?.(telling), reason);
      }
    });

    it("have titles that fit on a phone", () => {
      for (const reason of REASONS) {
        for (const direction of ["exit", "entry"] as const) {
          const title = words.reasons[reason].title({ ...telling, direction });
          assert.ok(title.length <= (language === "zh" ? 6 : 15), title);
        }
      }
    });

    it("pair the marks for bold", () => {
      for (const reason of REASONS) {
        assert.equal(words.reasons[reason].reason(telling).split("**").length % 2, 1, reason);
      }
    });

    it("never name what a guard has no business to know", () => {
      const all = REASONS.map((reason) => {
        const told = words.reasons[reason];
        return told.title(telling) + told.reason(telling) + (told.say?.(telling) ?? "");
      }).join();
      assert.doesNotMatch(all, /发烧|确诊|隔离|infect|covid|fever|quarantine/i);
    });
  });
}

describe("times in words", () => {
  const [zh, en] = [wordsOf("zh"), wordsOf("en")];
  const now = Date.UTC(2020, 1, 12, 4, 5);

  it("say how old knowledge is", () => {
    const minute = 60_000;
    const said = [0, 59, 60, 12 * 60, 13 * 60, 47 * 60, 48 * 60].map((m) =>
      ageWords(zh, m * minute),
    );
    assert.deepEqual(said, [
      "刚刚",
      "59 分钟前",
      "1 小时前",
      "12 小时前",
      "13 小时前",
      "47 小时前",
      "2 天前",
    ]);
    assert.equal(ageWords(en, Infinity), "never synced");
  });

  it("are told in the compound's zone, whatever the phone thinks", () => {
    assert.equal(moment(zh, now, now, "Asia/Shanghai"), "12:05");
    assert.equal(moment(zh, now - 14 * 3_600_000, now, "Asia/Shanghai"), "昨天 22:05");
    assert.equal(moment(zh, Date.UTC(2020, 2, 1, 0), now, "Asia/Shanghai"), "3月1日 08:00");
    assert.equal(moment(en, Date.UTC(2020, 2, 1, 0), now, "Asia/Shanghai"), "1 Mar, 08:00");
    assert.equal(moment(en, Date.UTC(2021, 2, 1, 0), now, "Europe/Berlin"), "1 Mar 2021, 01:00");
  });

  it("say how long", () => {
    assert.equal(spanWords(zh, 108 * 60_000), "1 小时 48 分");
    assert.equal(spanWords(en, 5 * 60_000), "5 min");
    assert.equal(spanWords(zh, 120 * 60_000), "2 小时");
  });
});
