/**
 * Which rules hold at a moment. The roster has the set in force and those to come, so that a change
 * takes effect on time without a network. An office that knows no rule sets has its figures: version 0.
 */

import type { RuleBody, Rules, RuleSet } from "./types";

/** The set in force at `at` (ms by the office's clock): the latest that has begun, of equals the higher version. */
export function rulesAt(sets: readonly RuleSet[], figures: Rules, at: number): RuleSet {
  let found: RuleSet | null = null;
  for (const set of sets) {
    if (set.from * 1000 <= at && (!found || isLater(set, found))) found = set;
  }
  return found ?? { ...without(figures), version: 0, from: 0 };
}

/** The next change that is to come after `at`, or null. */
export function rulesAfter(sets: readonly RuleSet[], at: number): RuleSet | null {
  let found: RuleSet | null = null;
  for (const set of sets) {
    if (set.from * 1000 <= at) continue;
    const isSooner = !found || set.from < found.from;
    if (isSooner || (set.from === found?.from && set.version > found.version)) found = set;
  }
  return found;
}

/** The rules of a compound that has made none: nothing is rationed, the figures are the office's. */
function without(figures: Rules): RuleBody {
  return {
    outings: null,
    people: null,
    children_count: false,
    longest_minutes: figures.longest_outing_minutes,
    closure: null,
    fever_tenths: figures.fever_tenths,
    cold_tenths: figures.cold_tenths,
    rest_minutes: 5,
    another_instrument: true,
    exempt: ["medical", "duty", "essential_work"],
    visitors: "registered",
    vehicles: "open",
    overstay_minutes: 30,
  };
}

function isLater(one: RuleSet, other: RuleSet): boolean {
  return one.from > other.from || (one.from === other.from && one.version > other.version);
}
