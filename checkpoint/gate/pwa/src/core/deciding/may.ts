/** What the guard may do about a verdict. */

import type { Facts, May, Outcome, Reason } from "../types";

/** What an exempt reason lifts. */
export const LIFTED: readonly Reason[] = [
  "closure.night",
  "quota.sealed",
  "quota.used",
  "pass.outside_hours",
];
const MEASURED: readonly Reason[] = [
  "reading.high",
  "reading.too_soon",
  "reading.same_instrument",
  "reading.too_cold",
];
const UNKNOWN: readonly Reason[] = ["pass.unknown", "household.unknown"];

export function mayOf(facts: Facts, outcome: Outcome, reasons: Reason[]): May[] {
  const { direction, rules, exempt, token } = facts;
  const leaving = direction !== "entry";
  const any = (of: readonly Reason[]) => reasons.some((reason) => of.includes(reason));
  const may: [May, boolean][] = [
    ["exempt", any(LIFTED) && rules.exempt.length > 0 && leaving && !exempt],
    ["measure_again", any(MEASURED)],
    ["visitor_path", token.reason !== null || any(UNKNOWN)],
    ["override", outcome === "ask" || (outcome === "refuse" && leaving)],
    ["call_desk", outcome !== "admit"],
    ["emergency", outcome !== "admit" && leaving],
  ];
  return may.filter(([, is]) => is).map(([one]) => one);
}
