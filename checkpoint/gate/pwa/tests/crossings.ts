/** Crossings to begin with. */

import { newCrossing } from "../src/core/crossing";
import type { Crossing, Direction } from "../src/core/types";

/** A household that was looked up, and went through with a normal temperature, at `at` (ms). */
export function wentThrough(at: number, household: number | null, direction: Direction): Crossing {
  return newCrossing(at, {
    direction,
    method: "address",
    token: null,
    number: null,
    household_id: household,
    gate_id: 1,
    reading_tenths: 365,
    party_size: 1,
    override: null,
    verdict: { outcome: "admit", reasons: ["exit.admitted"] },
    roster_version: 1,
    knowledge_age_s: 0,
    clock_offset_ms: 0,
    staff_id: null,
    undoes: null,
  });
}
