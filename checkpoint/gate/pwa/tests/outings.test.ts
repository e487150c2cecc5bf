import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { undoing } from "../src/core/crossing";
import { isOuting, Outings } from "../src/core/outings";
import type { Crossing, ExitRow } from "../src/core/types";
import { wentThrough } from "./crossings";

const at = Date.UTC(2020, 1, 12, 4);
const exit = (change: Partial<Crossing> = {}): Crossing => ({
  ...wentThrough(at, 1, "exit"),
  ...change,
});
const short = ({ id }: Crossing): string => id.replaceAll("-", "").slice(0, 8);
const knowledge = { roster_version: 1, knowledge_age_s: 0, clock_offset_ms: 0, staff_id: null };
const seconds = (rows: readonly ExitRow[]) => rows.map(([second]) => second).sort();

describe("an outing", () => {
  it("is an exit by the household's own pass at which somebody went through", () => {
    assert.equal(isOuting(exit(), { kind: "household" }), true);
    assert.equal(isOuting(exit(), undefined), true);
    assert.equal(isOuting(exit(), { kind: "caregiver" }), false);
    assert.equal(isOuting(exit({ direction: "entry" }), { kind: "household" }), false);
    const verdict = { outcome: "refuse" as const, reasons: ["quota.used" as const] };
    assert.equal(isOuting(exit({ verdict }), { kind: "household" }), false);
    const override = { reason: "other" as const, note: "" };
    assert.equal(isOuting(exit({ verdict, override }), { kind: "household" }), true);
  });

  it("is none where there was an exempt reason, an emergency, or a visit", () => {
    assert.equal(isOuting(exit({ exempt: "medical" }), { kind: "household" }), false);
    assert.equal(isOuting(exit({ override: { reason: "emergency", note: "" } }), { kind: "household" }), false);
    assert.equal(isOuting(exit({ visit_id: exit().id }), { kind: "visitor" }), false);
  });
});

describe("the outings of a household", () => {
  it("are those of the roster where nothing happened here", () => {
    const known: ExitRow[] = [[1, "0a0b0c0d"]];
    assert.equal(new Outings().of(1, known), known);
  });

  it("count at once what was recorded here, by the office's clock", () => {
    const one = exit({ clock_offset_ms: 5_000 });
    assert.deepEqual(seconds(new Outings([{ crossing: one }]).of(1, [])), [at / 1000 + 5]);
  });

  it("count nothing twice once the roster knows it too", () => {
    const one = exit();
    const known: ExitRow[] = [[at / 1000, short(one)]];
    assert.deepEqual(new Outings([{ crossing: one }]).of(1, known), known);
  });

  it("lose what was taken back, whether the roster knows it already, and in either order", () => {
    const one = exit();
    const undo = undoing(at + 1_000, one, knowledge);
    const rows: ExitRow[] = [[at / 1000, short(one)]];
    for (const order of [[one, undo], [undo, one], [undo]]) {
      const outings = new Outings(order.map((crossing) => ({ crossing })));
      assert.deepEqual(outings.of(1, rows), []);
      assert.deepEqual(outings.of(1, []), []);
    }
  });

  it("say nothing of another household, and nothing of a pass that is not counted", () => {
    const outings = new Outings([{ crossing: exit(), outing: false }, { crossing: exit() }]);
    assert.equal(outings.of(1, []).length, 1);
    assert.equal(outings.has(2), false);
  });
});
