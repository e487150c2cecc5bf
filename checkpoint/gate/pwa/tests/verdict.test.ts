import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { MAY, REASONS, type Facts, type Verdict, type VerdictSent } from "../src/core/types";
import { decide, togetherWith } from "../src/core/verdict";
import { vectors } from "./vectors";

const { cases } = vectors<Facts, Verdict>("verdict.json");

/** The same moment, however it is written. */
function plain(verdict: Verdict): object {
  return { ...verdict, until: verdict.until && Date.parse(verdict.until) };
}

describe("verdict vectors", () => {
  for (const { id, claim, input, expect } of cases) {
    it(`${id}: ${claim}`, () => assert.deepEqual(plain(decide(input)), plain(expect)));
  }

  it("name no reason that has no words", () => {
    const named = new Set(cases.flatMap((one) => one.expect.reasons));
    assert.deepEqual(
      [...named].filter((reason) => !REASONS.includes(reason)),
      [],
    );
  });

  it("name every thing that a guard may do", () => {
    const named = new Set(cases.flatMap((one) => one.expect.may));
    assert.deepEqual([...named].sort(), [...MAY].sort());
  });
});

describe("the office's verdict, with what the guard found out", () => {
  const base = cases.find(({ id }) => id === "exit/scan")?.input;
  assert.ok(base);
  const since = {
    party: { people: 2, children: 0 },
    readings: [{ tenths: 376, instrument: 1, at: base.now }],
  };
  const said = (outcome: VerdictSent["outcome"], ...reasons: VerdictSent["reasons"]) => ({
    outcome,
    reasons,
  });
  const used: VerdictSent = { ...said("refuse", "quota.used"), until: "2020-02-13T16:00:00.000Z" };

  it("is the verdict on all the facts where it knew the same", () => {
    for (const { id, input } of cases) {
      const bare = { ...input, party: { people: 1, children: 0 }, exempt: null, readings: [] };
      const { outcome, reasons, until } = decide(bare);
      assert.deepEqual(togetherWith({ outcome, reasons, until }, input), decide(input), id);
    }
  });

  it("keeps what the office alone knows, and adds the reading and the party", () => {
    const facts = { ...base, ...since, rules: { ...base.rules, people: 1 } };
    assert.deepEqual(togetherWith(used, facts), {
      outcome: "refuse",
      reasons: ["quota.used", "party.too_many", "reading.high"],
      until: null,
      may: ["exempt", "measure_again", "override", "call_desk", "emergency"],
    });
    assert.equal(togetherWith(used, base).until, used.until);
  });

  it("is lifted by an exempt reason like this device's own", () => {
    const exempt: Facts = { ...base, exempt: "medical" };
    assert.equal(togetherWith(used, exempt).outcome, "admit");
    const both = said("refuse", "household.already_out", "quota.used");
    assert.deepEqual(togetherWith(both, exempt).reasons, ["household.already_out"]);
  });

  it("never hides a reading behind what the office asks", () => {
    const home: Facts = { ...base, ...since, direction: "entry" };
    const out = { ...home, household: home.household && { ...home.household, outside: true } };
    const asked = togetherWith(said("ask", "household.already_in"), out);
    assert.deepEqual(asked.reasons, ["reading.high", "household.already_in"]);
    assert.equal(asked.until, "2020-02-12T08:35:00.000Z");
  });

  it("stays alone where the pass is no good", () => {
    const verdict = togetherWith(said("refuse", "pass.revoked"), { ...base, ...since });
    assert.deepEqual(verdict.reasons, ["pass.revoked"]);
  });

  it("admits where the office does, and says what is late", () => {
    const verdict = togetherWith(said("admit", "entry.admitted", "outing.late"), {
      ...base,
      direction: "entry",
    });
    assert.deepEqual(verdict.reasons, ["entry.admitted", "outing.late"]);
    assert.equal(verdict.outcome, "admit");
  });
});
